"""What is said is said once, in order, by whoever may; what is taken back stays on record."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.conversations.commands import talking
from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import TooLate
from helpline.conversations.model import Author, Notice, PostChange, RecallChange, Text
from helpline.conversations.rules import NotInSight
from helpline.kit.ids import new_id
from helpline.kit.refusal import Forbidden, Invalid, NotFound, Refused
from tests.support.service import QUESTION, Service, sending


def seqs(outcomes: list[Moved | Refused]) -> list[int]:
    assert all(isinstance(outcome, Moved) for outcome in outcomes), outcomes
    return [outcome.seq for outcome in outcomes if isinstance(outcome, Moved)]


async def test_posts_sent_twice_in_one_batch_are_said_once(service: Service) -> None:
    visitor = await service.visitor()
    conversation, key = await service.asks(visitor), new_id()

    outcomes = await service.says_many([sending(visitor, conversation, "第二句", key)] * 2)

    assert seqs(outcomes) == [2, 2]
    assert await service.texts(conversation) == [QUESTION, "第二句"]


async def test_a_post_sent_again_later_is_answered_with_its_first_number(service: Service) -> None:
    visitor = await service.visitor()
    conversation, key = await service.asks(visitor), new_id()
    first = await service.says(visitor, conversation, "第二句", key)
    await service.says(visitor, conversation, "第三句")

    again = await service.says(visitor, conversation, "第二句", key)

    assert (first.seq, again.seq) == (2, 2)
    assert await service.texts(conversation) == [QUESTION, "第二句", "第三句"]


async def test_two_batches_at_once_say_the_same_post_once(service: Service) -> None:
    visitor = await service.visitor()
    conversation, key = await service.asks(visitor), new_id()
    post = sending(visitor, conversation, "第二句", key)

    outcomes = await asyncio.gather(*(service.says_many([post]) for _ in range(8)))

    assert seqs([each for batch in outcomes for each in batch]) == [2] * 8
    assert await service.texts(conversation) == [QUESTION, "第二句"]


async def test_two_batches_that_touch_the_same_conversations_crosswise_both_go_through(
    service: Service,
) -> None:
    one, two = await service.visitor(), await service.visitor()
    first, second = await service.asks(one), await service.asks(two)
    there = [sending(one, first, "甲"), sending(two, second, "乙")]
    back = [sending(two, second, "丙"), sending(one, first, "丁")]

    batches = await asyncio.gather(*(service.says_many(each) for each in (there, back) * 4))

    assert all(isinstance(outcome, Moved) for batch in batches for outcome in batch)
    assert [each.seq for each in await service.changes(first)] == [1, 2, 3]


@pytest.mark.parametrize("bad", ["", "   ", "长" * 4001], ids=["empty", "blank", "too long"])
async def test_a_bad_post_in_a_batch_loses_only_itself(service: Service, bad: str) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor)

    before, refused, after = await service.says_many(
        [sending(visitor, conversation, text) for text in ("前", bad, "后")]
    )

    assert isinstance(refused, Invalid)
    assert seqs([before, after]) == [2, 3]
    assert await service.texts(conversation) == [QUESTION, "前", "后"]


async def test_strangers_and_unknown_ids_in_a_batch_lose_only_themselves(service: Service) -> None:
    visitor, stranger = await service.visitor(), await service.visitor()
    conversation = await service.asks(visitor)

    outcomes = await service.says_many(
        [
            sending(stranger, conversation, "我也看看"),
            sending(visitor, new_id(), "哪里？"),
            sending(visitor, conversation, "这里"),
        ]
    )

    assert [type(each) for each in outcomes] == [NotInSight, NotInSight, Moved]
    assert await service.texts(conversation) == [QUESTION, "这里"]


async def test_what_a_page_could_stumble_over_is_left_out_and_script_stays_words(service: Service) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor)

    await service.says(
        visitor, conversation, " <script>alert(1)</script>\x00\x1b[31m\u202e 第一行\n\t第二行　 "
    )

    assert (await service.texts(conversation))[-1] == "<script>alert(1)</script>[31m 第一行\n\t第二行"


@pytest.mark.parametrize("deed", ["says", "recalls", "reads", "types"])
async def test_to_a_stranger_a_conversation_does_not_exist(service: Service, deed: str) -> None:
    visitor, stranger = await service.visitor(), await service.visitor()
    conversation = await service.asks(visitor)

    with pytest.raises(NotFound):
        await _do(service, deed, stranger, conversation)

    found = await service.look(conversation)
    assert (found.state.seq, found.read_taxpayer) == (1, 0)


@pytest.mark.parametrize("deed", ["says", "recalls", "reads", "types"])
async def test_a_consultant_who_does_not_have_it_does_nothing_in_it(service: Service, deed: str) -> None:
    _, _, conversation = await service.serves("0101")

    with pytest.raises(NotFound):
        await _do(service, deed, service.consultant("0102"), conversation)

    assert (await service.look(conversation)).read_consultant == 0


@pytest.mark.article("R11.1")
async def test_a_recall_within_two_minutes_hides_the_words_and_keeps_them_on_record(
    service: Service,
) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor, "我的密码是 abc123")
    service.house.clock.advance(timedelta(seconds=120))

    await recall(service, visitor, conversation, 1)

    hidden, change = await service.changes(conversation)
    assert isinstance(hidden, PostChange)
    assert hidden.content == Notice(code="recalled", text="撤回了一条消息")
    assert isinstance(change, RecallChange)
    assert (change.by, change.target, change.seq) == ("taxpayer", 1, 2)
    [row] = await service.rows("select body, recalled_by from change where seq = 1")
    assert "我的密码是 abc123" in row["body"]
    assert row["recalled_by"] == 2


@pytest.mark.article("R11.1")
async def test_after_two_minutes_nothing_is_taken_back(service: Service) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor)
    service.house.clock.advance(timedelta(seconds=120, microseconds=1))

    with pytest.raises(TooLate, match="2 分钟"):
        await recall(service, visitor, conversation, 1)

    assert await service.texts(conversation) == [QUESTION]


async def test_nothing_is_taken_back_twice_even_at_once(service: Service) -> None:
    visitor = await service.visitor()
    conversation = await service.asks(visitor)

    outcomes = await asyncio.gather(
        *(recall(service, visitor, conversation, 1) for _ in range(4)), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["Moved", "TooLate", "TooLate", "TooLate"]
    assert len(await service.changes(conversation)) == 2


async def test_nobody_takes_back_the_words_of_the_other_side(service: Service) -> None:
    visitor, consultant, conversation = await service.serves()
    [question, answer] = [
        each.seq
        for each in await service.changes(conversation)
        if isinstance(each, PostChange) and isinstance(each.content, Text)
    ]

    with pytest.raises(Forbidden, match="自己发的"):
        await recall(service, visitor, conversation, answer)
    with pytest.raises(Forbidden, match="自己发的"):
        await recall(service, consultant, conversation, question)


@pytest.mark.parametrize("seq", [0, 2, 99], ids=["before the first", "a notice", "after the last"])
async def test_what_nobody_said_cannot_be_taken_back(service: Service, seq: int) -> None:
    visitor, conversation = await service.waits()

    with pytest.raises((NotFound, Forbidden)):
        await recall(service, visitor, conversation, seq)


async def test_a_recall_is_still_possible_just_after_the_end(service: Service) -> None:
    visitor, _, conversation = await service.serves()
    await service.leaves(visitor, conversation)

    await recall(service, visitor, conversation, 1)

    assert QUESTION not in await service.texts(conversation)


async def test_read_marks_only_go_forward_and_never_beyond_what_was_said(service: Service) -> None:
    visitor, consultant, conversation = await service.serves()
    last = (await service.look(conversation)).state.seq

    for upto in (2, 1, 999, 0):
        await _read(service, consultant, conversation, upto)
    await _read(service, visitor, conversation, 3)

    found = await service.look(conversation)
    assert (found.read_consultant, found.read_taxpayer) == (last, 3)


async def test_a_list_shows_the_newest_words_of_people(service: Service) -> None:
    visitor, _, conversation = await service.serves()

    await service.says(visitor, conversation, "提示\n密码错误" + "！" * 100)

    [row] = await service.rows("select last_words, last_by, taxpayer_posts from conversation")
    assert (row["last_words"], row["last_by"]) == ("提示 密码错误" + "！" * 73, "taxpayer")
    assert row["taxpayer_posts"] == 2


async def recall(service: Service, author: Author, conversation: UUID, seq: int) -> Moved:
    async with service.db.deed() as tx:
        return await talking.recall(tx, conversation, author, seq)


async def _read(service: Service, author: Author, conversation: UUID, upto: int) -> None:
    async with service.db.deed() as tx:
        await talking.mark_read(tx, conversation, author, upto)


async def _do(service: Service, deed: str, author: Author, conversation: UUID) -> None:
    if deed == "says":
        await service.says(author, conversation, "我来看看")
    elif deed == "recalls":
        await recall(service, author, conversation, 1)
    elif deed == "reads":
        await _read(service, author, conversation, 1)
    else:
        async with service.db.deed() as tx:
            await talking.tell_typing(tx, conversation, author)
