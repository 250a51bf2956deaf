"""What is asked is counted without personal data; what finds nothing is a gap; what is wrong can be said."""

from datetime import timedelta

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid, NotFound
from helpline.knowledge import queries
from helpline.knowledge.commands import asked
from helpline.knowledge.events import EntryQuestioned
from helpline.knowledge.model import GapId, HotQuestion, Note, Outcome, Question, Signature, Verdict
from tests.support.knowledge import PASSWORD, PRINTING, REVIEWER, WRITER, publish


async def ask(db: Database, words: str, outcome: Outcome, number: str | None = None) -> None:
    async with db.deed() as tx:
        shown = await queries.shown(tx, number) if number else None
        question = Question(
            words=words,
            outcome=outcome,
            entry_id=shown.entry_id if shown else None,
            version=shown.version if shown else None,
        )
        await asked.note_question(tx, question)


async def hot(db: Database) -> list[HotQuestion]:
    async with db.reading() as read:
        return await queries.hot_questions(read)


@pytest.mark.article("R10.1")
async def test_what_is_asked_most_today_stands_first(db: Database, clock: VirtualClock) -> None:
    first, second = await publish(db, PASSWORD), await publish(db, PRINTING)
    for _ in range(3):
        await ask(db, "密码忘了", "answered", first)
    clock.advance(timedelta(days=1))
    await ask(db, "打印证明", "answered", second)

    today = await hot(db)

    assert [(each.number, each.times) for each in today] == [(second, 1), (first, 3)]


@pytest.mark.article("R10.1")
async def test_before_anybody_asks_the_first_entries_are_offered(db: Database) -> None:
    number = await publish(db, PASSWORD)

    assert [(each.number, each.title, each.times) for each in await hot(db)] == [(number, PASSWORD.title, 0)]


@pytest.mark.article("R15.2")
async def test_a_question_that_found_nothing_is_a_gap_and_the_same_matter_counts_once(db: Database) -> None:
    await ask(db, "请问股东信息怎么变更？", "unknown")
    await ask(db, "股东信息如何变更", "unknown")
    await ask(db, "密码忘了", "answered")

    async with db.reading() as read:
        gaps = await queries.gaps(read)

    assert [(gap.words, gap.times) for gap in gaps] == [("请问股东信息怎么变更？", 2)]


@pytest.mark.article("R15.2")
async def test_a_closed_gap_opens_again_when_it_is_asked_again(db: Database) -> None:
    await ask(db, "股东信息如何变更", "unknown")
    async with db.reading() as read:
        gap = (await queries.gaps(read))[0]
    async with db.deed() as tx:
        await asked.close_gap(tx, gap.id, WRITER, "已新增条目")
    async with db.reading() as read:
        assert await queries.gaps(read) == []

    await ask(db, "股东信息如何变更", "unknown")

    async with db.reading() as read:
        assert [each.id for each in await queries.gaps(read)] == [gap.id]


async def test_closing_a_gap_needs_a_reason_and_a_gap(db: Database) -> None:
    for why, refusal in (("", Invalid), ("处理了", NotFound)):
        with pytest.raises(refusal):
            async with db.deed() as tx:
                await asked.close_gap(tx, GapId(new_id()), WRITER, why)


@pytest.mark.article("R18.1")
async def test_numbers_of_persons_are_not_kept(db: Database) -> None:
    number = await publish(db, PASSWORD)
    personal = "我是 91310104MA1FR0001F 张经理，手机138 1234 5678，证件310101199001010012，报错 8009000B"
    await ask(db, personal, "unknown")
    async with db.deed() as tx:
        await asked.give_feedback(tx, Note(verdict="wrong", number=number, words=personal), WRITER)

    async with db.reading() as read:
        kept = [(await queries.gaps(read))[0].words, (await queries.open_feedback(read))[0].words]
        kept += [row["words"] for row in await read.fetch("select words from knowledge_question")]

    for words in kept:
        assert "8009000B" in words
        assert not any(secret in words for secret in ("MA1FR", "1234", "5678", "19900101"))


@pytest.mark.article("R15.2")
async def test_wrong_and_missing_wait_for_an_editor_until_handled(db: Database) -> None:
    number = await publish(db, PASSWORD)
    async with db.deed() as tx:
        wrong = await asked.give_feedback(
            tx, Note(verdict="wrong", number=number, words="菜单已改名"), WRITER
        )
        await asked.give_feedback(tx, Note(verdict="missing", words="缺少换机迁移的说明"), WRITER)
        await asked.give_feedback(tx, Note(verdict="solved", number=number), WRITER)
    async with db.reading() as read:
        waiting = await queries.open_feedback(read)
        votes = await queries.votes(read, number)
        announced = [row["name"] for row in await read.fetch("select name from outbox")]
    assert {(each.verdict, each.number) for each in waiting} == {("wrong", number), ("missing", None)}
    assert votes == {"wrong": 1, "solved": 1}
    assert EntryQuestioned.name in announced

    async with db.deed() as tx:
        await asked.handle_feedback(tx, wrong, REVIEWER, "已修订")

    async with db.reading() as read:
        assert [each.verdict for each in await queries.open_feedback(read)] == ["missing"]


@pytest.mark.article("R14.1")
async def test_a_note_is_for_colleagues_and_the_bureau_and_handled_by_nobody_else(db: Database) -> None:
    number = await publish(db, PASSWORD)
    colleague, stranger = new_id(), new_id()
    async with db.deed() as tx:
        theirs = await asked.give_feedback(
            tx, Note(verdict="wrong", number=number, words="菜单已改名"), Signature("李强", colleague)
        )
        await asked.give_feedback(
            tx, Note(verdict="wrong", number=number, words="答非所问"), Signature("纳税人")
        )

    async with db.reading() as read:
        seen = {
            who: {each.words for each in await queries.open_feedback(read, among=among)}
            for who, among in (("bureau", None), ("colleague", [colleague]), ("stranger", [stranger]))
        }
        votes = await queries.votes(read, number, [stranger])

    assert seen == {
        "bureau": {"答非所问", "菜单已改名"},
        "colleague": {"答非所问", "菜单已改名"},
        "stranger": {"答非所问"},
    }
    assert votes == {"wrong": 1}
    with pytest.raises(NotFound):
        async with db.deed() as tx:
            await asked.handle_feedback(tx, theirs, REVIEWER, "已修订", [stranger])


@pytest.mark.parametrize(
    ("verdict", "number", "words"),
    [("wrong", "K-0001", ""), ("missing", None, " "), ("solved", None, "x"), ("wrong", None, "x")],
)
async def test_an_empty_note_is_refused(
    db: Database, verdict: Verdict, number: str | None, words: str
) -> None:
    await publish(db, PASSWORD)

    with pytest.raises(Invalid):
        async with db.deed() as tx:
            await asked.give_feedback(tx, Note(verdict=verdict, number=number, words=words), WRITER)
