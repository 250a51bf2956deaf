"""R4.1, R12.1: the assistant in a conversation, asked from the starter knowledge base that ships with the demo."""

from datetime import datetime
from uuid import UUID

import pytest

from helpline.conversations.assistance import answer_question
from helpline.conversations.commands import talking
from helpline.conversations.model import AnswerPost, Author, Choices, Notice, Phase, PostChange, Text
from helpline.kit.clock import SHANGHAI
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from tests.support.city_of_knowledge import fill
from tests.support.house import House
from tests.support.service import Service, sending

KNOWN = "个税申报表报送后一直显示“申报处理中”怎么办？"
SEVERAL = "怎么备份"
UNKNOWN = "量子纠缠电脑系统"
POLICY = "增值税税率是多少"
SUNDAY_NIGHT = datetime(2026, 11, 8, 23, 0, tzinfo=SHANGHAI)


@pytest.fixture
async def service(house: House) -> Service:
    return Service(house, await fill(house.db))


async def asks(service: Service, text: str) -> tuple[Author, UUID]:
    visitor = await service.visitor()
    conversation = await service.asks(visitor, text)
    await service.house.settle()
    return visitor, conversation


async def last(service: Service, conversation: UUID) -> object:
    change = (await service.changes(conversation))[-1]
    assert isinstance(change, PostChange)
    return change.content


@pytest.mark.article("R12.1")
async def test_a_known_question_is_answered_with_its_source_and_files_the_case(service: Service) -> None:
    _, conversation = await asks(service, KNOWN)

    answer = await last(service, conversation)

    assert isinstance(answer, AnswerPost)
    assert answer.title == KNOWN
    assert answer.source
    assert answer.reviewed_on == "2026-11-10"
    case = await service.case(conversation)
    assert (case.system, case.kind) == ("its_withholding", "operation")
    assert case.topic


@pytest.mark.article("R12.1")
async def test_a_talk_that_an_answer_ended_is_a_case_answered(service: Service) -> None:
    visitor, conversation = await asks(service, KNOWN)

    await service.leaves(visitor, conversation)
    await service.house.settle()

    case = await service.case(conversation)
    assert (case.outcome, case.owner, case.closed_at) == ("answered", None, service.house.clock.now())


@pytest.mark.article("R12.1")
async def test_a_question_near_to_several_entries_is_asked_back_and_the_pick_answered(
    service: Service,
) -> None:
    visitor, conversation = await asks(service, SEVERAL)
    choices = await last(service, conversation)
    assert isinstance(choices, Choices)
    assert len(choices.options) == 3
    picked = choices.options[1]

    await service.says_many([sending(visitor, conversation, Text(text=picked.label, entry=picked.entry))])
    await service.house.settle()

    answer = await last(service, conversation)
    assert isinstance(answer, AnswerPost)
    assert (answer.entry, answer.title) == (picked.entry, picked.label)


@pytest.mark.article("R12.1")
async def test_a_pick_may_be_typed(service: Service) -> None:
    visitor, conversation = await asks(service, SEVERAL)
    choices = await last(service, conversation)
    assert isinstance(choices, Choices)

    await service.says(visitor, conversation, "第一个")
    await service.house.settle()

    answer = await last(service, conversation)
    assert isinstance(answer, AnswerPost)
    assert answer.entry == choices.options[0].entry


@pytest.mark.article("R12.1")
async def test_what_no_entry_says_is_said_to_be_unknown(service: Service) -> None:
    _, conversation = await asks(service, UNKNOWN)

    assert (await service.notices(conversation))[-1] == "unknown"
    assert (await service.case(conversation)).topic is None


@pytest.mark.article("R5.4")
async def test_what_is_out_of_scope_is_declined_with_the_reason(service: Service) -> None:
    _, conversation = await asks(service, POLICY)

    notice = await last(service, conversation)

    assert isinstance(notice, Notice)
    assert notice.code == "out_of_scope"
    assert "12366" in notice.text


@pytest.mark.article("R12.1")
@pytest.mark.parametrize("words", ["人工", "转人工客服", "我要投诉你们的服务"])
async def test_a_wish_for_a_person_is_granted_with_all_that_was_said(service: Service, words: str) -> None:
    visitor, conversation = await asks(service, KNOWN)
    await service.sits("0101")

    await service.says(visitor, conversation, words)
    await service.house.settle()

    assert (await service.look(conversation)).state.phase is Phase.WAITING
    assert (await service.notices(conversation))[-2:] == ["hand_over", "queued"]
    assert await service.takes("0101") == conversation
    seen = await service.changes(conversation)
    assert any(isinstance(each, PostChange) and isinstance(each.content, AnswerPost) for each in seen)
    assert (await service.texts(conversation)) == [KNOWN, words]


@pytest.mark.article("R12.1")
async def test_not_solved_leads_on_and_then_to_a_person(service: Service) -> None:
    visitor, conversation = await asks(service, KNOWN)

    for _ in range(3):
        if (await service.look(conversation)).state.phase is Phase.ASSISTANT:
            await service.says(visitor, conversation, "没有解决")
            await service.house.settle()

    assert (await service.look(conversation)).state.phase is Phase.WAITING
    assert "hand_over" in await service.notices(conversation)


@pytest.mark.article("R4.1")
async def test_outside_hours_a_wish_for_a_person_meets_the_opening_time_and_no_dead_end(
    service: Service,
) -> None:
    service.house.clock.set(SUNDAY_NIGHT)
    visitor, conversation = await asks(service, KNOWN)

    await service.says(visitor, conversation, "人工")
    await service.house.settle()

    notice = await last(service, conversation)
    assert isinstance(notice, Notice)
    assert (notice.code, "11 月 9 日（周一）08:30" in notice.text) == ("outside_hours", True)
    assert "hand_over" not in await service.notices(conversation)
    assert (await service.look(conversation)).state.phase is Phase.ASSISTANT
    await service.says(visitor, conversation, SEVERAL)
    await service.house.settle()
    assert isinstance(await last(service, conversation), Choices)


@pytest.mark.article("R12.1")
async def test_each_question_is_answered_once_however_often_it_is_heard(service: Service) -> None:
    _, conversation = await asks(service, KNOWN)
    seq = (await service.look(conversation)).state.seq

    async with service.db.deed() as tx:
        await answer_question(tx, conversation, 1)

    assert (await service.look(conversation)).state.seq == seq


@pytest.mark.article("R12.1")
async def test_the_assistant_says_nothing_once_a_person_serves(service: Service) -> None:
    visitor, _, conversation = await service.serves("0101")
    seq = (await service.says(visitor, conversation, KNOWN)).seq

    async with service.db.deed() as tx:
        await answer_question(tx, conversation, seq)
    await service.house.settle()

    assert (await service.look(conversation)).state.seq == seq


@pytest.mark.article("R12.1")
async def test_two_waits_on_the_assistant_still_find_answers_and_no_chatter(service: Service) -> None:
    visitor, conversation = await asks(service, UNKNOWN)
    await service.wants_person(visitor, conversation)
    await service.house.settle()
    before = await service.notices(conversation)

    await service.says(visitor, conversation, UNKNOWN)
    await service.says(visitor, conversation, KNOWN)
    await service.house.settle()

    assert await service.notices(conversation) == before
    assert isinstance(await last(service, conversation), AnswerPost)
    assert (await service.look(conversation)).state.phase is Phase.WAITING


@pytest.mark.article("R15.2")
async def test_a_vote_on_an_answer_is_kept_and_may_be_changed_by_the_asker_alone(service: Service) -> None:
    visitor, conversation = await asks(service, KNOWN)
    stranger = await service.visitor()
    for solved in (True, False):
        async with service.db.deed() as tx:
            await talking.vote(tx, conversation, visitor, 2, solved=solved)

    with pytest.raises(NotFound):
        async with service.db.deed() as tx:
            await talking.vote(tx, conversation, stranger, 2, solved=True)
    for no_answer in (1, 99):
        with pytest.raises(NotFound):
            async with service.db.deed() as tx:
                await talking.vote(tx, conversation, visitor, no_answer, solved=True)

    rows = await service.rows("select seq, solved from vote")
    assert [(row["seq"], row["solved"]) for row in rows] == [(2, False)]


async def test_a_question_in_a_conversation_that_nobody_knows_asks_nothing(service: Service) -> None:
    async with service.db.deed() as tx:
        await answer_question(tx, new_id(), 1)
