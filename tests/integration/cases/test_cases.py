"""R3.1, R5.3, R5.4: every matter has a record, an owner and a classification; declining needs a reason that is told."""

from uuid import UUID

import msgspec
import pytest

from helpline.cases import commands, queries
from helpline.cases.jobs import settle, take_over
from helpline.cases.model import DECLINE_REASONS, Classification, Outcome
from helpline.cases.rules import NotClassified
from helpline.conversations.commands import queueing
from helpline.conversations.events import ConversationEnded, ConversationTaken
from helpline.conversations.flow.turn import AlreadyEnded
from helpline.conversations.model import Author, Phase
from helpline.kit.refusal import Conflict, Invalid, NotFound
from helpline.knowledge import queries as knowledge
from tests.support.service import QUESTION, Service


async def form(service: Service) -> Classification:
    """A form filled as the catalogue allows."""
    async with service.db.reading() as read:
        topic = (await knowledge.topics(read))[0].code
    return Classification(system="etax_bureau", kind="operation", topic=topic, summary="教会了找回密码")


async def files(service: Service, author: Author, case: UUID, filled: Classification | None = None) -> None:
    async with service.db.deed() as tx:
        await commands.classify(tx, case, author.id, filled or await form(service))


async def closes(service: Service, author: Author, case: UUID, outcome: Outcome = "answered") -> None:
    async with service.db.deed() as tx:
        await commands.close(tx, case, author, outcome)
    await service.house.settle()


async def declines(service: Service, author: Author, case: UUID, reason: str, words: str = "") -> None:
    async with service.db.deed() as tx:
        await commands.decline(tx, case, author, reason, words)
    await service.house.settle()


async def owners(service: Service, case: UUID) -> list[tuple[UUID, str, UUID | None]]:
    rows = await service.rows(
        "select staff_id, how, from_staff from ownership where case_id = $1 order by since", case
    )
    return [(row["staff_id"], row["how"], row["from_staff"]) for row in rows]


@pytest.mark.article("R11.1")
async def test_a_case_opens_with_the_first_word_and_bears_the_conversations_number(service: Service) -> None:
    visitor = await service.visitor()
    district = service.city.districts["310104"].id
    conversation = await service.asks(visitor, name="张三", district=district)
    await service.house.settle()

    case = await service.case(conversation)

    talk = await service.look(conversation)
    assert (case.id, case.number, case.question) == (conversation, talk.number, QUESTION)
    assert (case.asker, case.district_id, case.channel) == ("张三", district, "chat")
    assert case.provider_id == service.city.providers[0].id
    assert (case.owner, case.outcome, case.closed_at) == (None, None, None)


@pytest.mark.article("R5.3")
async def test_who_takes_the_dialogue_owns_the_case(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")

    assert (await service.case(conversation)).owner == wang.id
    assert await owners(service, conversation) == [(wang.id, "queue", None)]


@pytest.mark.article("R5.3")
async def test_the_owner_changes_only_when_the_other_accepts_by_name(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")
    li = await service.sits("0102")
    await service.pass_time(5)
    async with service.db.deed() as tx:
        await queueing.hand_over(tx, conversation, wang, li.id, "请帮忙看退税")
    await service.house.settle()
    assert (await service.case(conversation)).owner == wang.id

    await service.takes("0102")

    assert (await service.case(conversation)).owner == li.id
    assert await owners(service, conversation) == [
        (wang.id, "queue", None),
        (li.id, "transfer", wang.id),
    ]


@pytest.mark.article("R5.3")
async def test_who_did_not_answer_stays_the_owner_until_somebody_else_takes_it(service: Service) -> None:
    wang = await service.sits("0101")
    _, conversation = await service.waits()
    await service.takes("0101")
    await service.pass_time(60)
    assert (await service.case(conversation)).owner == wang.id

    li = await service.sits("0102")
    await service.takes("0102")

    assert (await service.case(conversation)).owner == li.id


@pytest.mark.article("R5.3")
async def test_news_of_takings_that_come_late_or_twice_take_nothing_from_the_owner(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")
    li = await service.sits("0102")
    await service.pass_time(5)
    first = ConversationTaken(
        conversation_id=conversation,
        staff_id=wang.id,
        at=(await service.look(conversation)).started_at,
        how="queue",
    )
    async with service.db.deed() as tx:
        await queueing.hand_over(tx, conversation, wang, li.id, "")
    await service.takes("0102")

    for _ in range(2):
        async with service.db.deed() as tx:
            await take_over(tx, first)

    assert (await service.case(conversation)).owner == li.id
    assert len(await owners(service, conversation)) == 2


@pytest.mark.article("R3.1")
async def test_nothing_is_closed_unfiled_and_the_refusal_names_what_is_missing(service: Service) -> None:
    _, wang, conversation = await service.serves()

    with pytest.raises(NotClassified, match="系统、类别、问题分类"):
        await closes(service, wang, conversation)
    filled = await form(service)
    await files(service, wang, conversation, Classification(system=filled.system, kind=filled.kind))
    with pytest.raises(NotClassified, match="：请先选好问题分类。"):
        await closes(service, wang, conversation)

    assert (await service.look(conversation)).state.phase is Phase.ACTIVE
    assert (await service.case(conversation)).closed_at is None


@pytest.mark.article("R3.1")
async def test_closing_ends_the_dialogue_and_frees_the_consultant(service: Service) -> None:
    _, wang, conversation = await service.serves()
    await files(service, wang, conversation)

    await closes(service, wang, conversation)

    found, case = await service.look(conversation), await service.case(conversation)
    assert (found.state.phase, found.state.end_reason) == (Phase.ENDED, "answered")
    assert (case.outcome, case.closed_at, case.owner) == ("answered", service.house.clock.now(), wang.id)
    [seat] = await service.rows("select held from seat")
    assert seat["held"] == 0


@pytest.mark.article("R3.1")
@pytest.mark.parametrize("field", [{"system": "excel"}, {"topic": "闲聊"}], ids=["system", "topic"])
async def test_a_case_is_filed_under_the_catalogue_and_nowhere_else(
    service: Service, field: dict[str, str]
) -> None:
    _, wang, conversation = await service.serves()

    with pytest.raises(Invalid, match="从列表中选择"):
        await files(service, wang, conversation, Classification(**field))  # type: ignore[arg-type]


@pytest.mark.article("R5.3")
async def test_nobody_acts_on_the_case_of_somebody_else(service: Service) -> None:
    _, wang, conversation = await service.serves("0101")
    other = service.consultant("0102")
    await files(service, wang, conversation)

    with pytest.raises(NotFound):
        await files(service, other, conversation)
    with pytest.raises(NotFound):
        await closes(service, other, conversation)
    with pytest.raises(NotFound):
        await declines(service, other, conversation, "policy")
    with pytest.raises(NotFound):
        await closes(service, wang, other.id)


async def test_a_closed_case_is_closed(service: Service) -> None:
    _, wang, conversation = await service.serves()
    await files(service, wang, conversation)
    await closes(service, wang, conversation)

    for deed in (files(service, wang, conversation), closes(service, wang, conversation)):
        with pytest.raises(Conflict, match="已经办结"):
            await deed


@pytest.mark.article("R3.1")
async def test_a_dialogue_that_ended_by_itself_still_waits_to_be_filed(service: Service) -> None:
    _, wang, conversation = await service.serves()
    await service.pass_time(300)
    async with service.db.reading() as read:
        assert [case.id for case in await queries.open_of(read, wang.id)] == [conversation]

    await files(service, wang, conversation)
    await closes(service, wang, conversation, "left")

    case = await service.case(conversation)
    assert case.outcome == "left"
    assert (await service.look(conversation)).state.end_reason == "taxpayer_silent"


@pytest.mark.article("R5.4")
@pytest.mark.parametrize("reason", [each.code for each in DECLINE_REASONS])
async def test_declining_tells_the_taxpayer_why_and_keeps_the_reason(service: Service, reason: str) -> None:
    _, wang, conversation = await service.serves()
    words = next(each.text for each in DECLINE_REASONS if each.code == reason)

    await declines(service, wang, conversation, reason)

    assert (await service.texts(conversation))[-1] == words
    found, case = await service.look(conversation), await service.case(conversation)
    assert (found.state.end_reason, case.outcome) == ("declined", "declined")
    [row] = await service.rows("select decline_reason, decline_words from service_case")
    assert (row["decline_reason"], row["decline_words"]) == (reason, words)


@pytest.mark.article("R5.4")
async def test_a_reason_may_be_told_in_other_words_but_never_left_out(service: Service) -> None:
    _, wang, conversation = await service.serves()

    for no_reason in ("", "busy"):
        with pytest.raises(Invalid, match="请选择不予受理的理由"):
            await declines(service, wang, conversation, no_reason, "没空")
    await declines(service, wang, conversation, "policy", "这是政策问题，请打 12366。")

    assert (await service.texts(conversation))[-1] == "这是政策问题，请打 12366。"


@pytest.mark.article("R5.4")
async def test_nobody_is_declined_who_can_no_longer_be_told(service: Service) -> None:
    taxpayer, wang, conversation = await service.serves()
    await service.leaves(taxpayer, conversation)

    with pytest.raises(AlreadyEnded):
        await declines(service, wang, conversation, "policy")

    assert (await service.case(conversation)).outcome is None


@pytest.mark.article("R5.3")
async def test_what_ends_in_the_queue_is_closed_as_left(service: Service) -> None:
    taxpayer, conversation = await service.waits()

    await service.leaves(taxpayer, conversation)
    await service.house.settle()

    case = await service.case(conversation)
    assert (case.outcome, case.owner) == ("left", None)


@pytest.mark.article("R5.3")
async def test_what_was_taken_back_from_its_consultant_and_ends_in_the_queue_burdens_nobodys_desk(
    service: Service,
) -> None:
    wang = await service.sits("0101")
    taxpayer, conversation = await service.waits()
    await service.takes("0101")
    await service.pass_time(60)

    await service.leaves(taxpayer, conversation)
    await service.house.settle()

    case = await service.case(conversation)
    assert (case.outcome, case.owner) == ("left", wang.id)
    async with service.db.reading() as read:
        assert await queries.open_of(read, wang.id) == []


async def test_the_news_of_an_end_heard_before_that_of_the_taking_closes_nothing(service: Service) -> None:
    wang = await service.sits("0101")
    taxpayer, conversation = await service.waits()
    [offer] = await service.offers("0101")
    async with service.db.deed() as tx:
        await queueing.claim(tx, offer.offer_id, wang.id, wang.label)
    await service.leaves(taxpayer, conversation)

    async with service.db.deed() as tx:
        await settle(tx, await _end_of(service))
    await service.house.settle()

    case = await service.case(conversation)
    assert (case.closed_at, case.owner) == (None, wang.id)


async def _end_of(service: Service) -> ConversationEnded:
    [row] = await service.rows("select payload from outbox where name = $1", ConversationEnded.name)
    return msgspec.json.decode(row["payload"], type=ConversationEnded)
