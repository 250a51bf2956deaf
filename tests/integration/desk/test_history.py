"""What the desk tells of a matter: who asks, masked; what was before; what was broken and by whom."""

import pytest

from helpline.desk import matter, queries
from helpline.desk.model import Desk, DialogueMatter
from helpline.kit.refusal import NotFound
from tests.support.people import actor_of
from tests.support.service import Service


async def matter_of(service: Service, number: str, conversation: object) -> DialogueMatter:
    async with service.db.reading() as read:
        return await matter.of(read, actor_of(service.city[number]), conversation)  # type: ignore[arg-type]


async def desk_of(service: Service, number: str) -> Desk:
    async with service.db.reading() as read:
        return await queries.desk_of(read, actor_of(service.city[number]))


@pytest.mark.article("R5.3")
async def test_the_earlier_matters_of_the_same_visitor_are_shown_newest_first(service: Service) -> None:
    visitor = await service.visitor()
    for text in ("第一次：登录不了", "第二次：13812345678 收不到验证码"):
        conversation = await service.asks(visitor, text)
        await service.leaves(visitor, conversation)
        await service.house.settle()
        await service.pass_time(60)
    await service.sits("0101")
    _, conversation = await service.waits(visitor)
    await service.takes("0101")

    shown = await matter_of(service, "0101", conversation)

    assert [(each.title, each.outcome) for each in shown.earlier] == [
        ("第二次：138****5678 收不到验证码", "中途离开"),
        ("第一次：登录不了", "中途离开"),
    ]
    assert shown.case.number == (await service.look(conversation)).number


@pytest.mark.article("R18.1")
async def test_matters_of_strangers_are_never_shown(service: Service) -> None:
    stranger = await service.visitor()
    await service.leaves(stranger, await service.asks(stranger, "别人的问题"))
    await service.house.settle()
    _, _, conversation = await service.serves("0101")

    assert (await matter_of(service, "0101", conversation)).earlier == []


@pytest.mark.article("R18.1")
async def test_the_asker_is_shown_masked(service: Service) -> None:
    await service.sits("0101")
    visitor = await service.visitor()
    conversation = await service.asks(visitor, "登录不了", name="张三丰", phone="13812345678")
    await service.wants_person(visitor, conversation)
    await service.house.settle()

    [offer] = (await desk_of(service, "0101")).offers
    assert (offer.asker, offer.conversation, offer.question) == ("张*", conversation, "登录不了")
    await service.takes("0101")

    shown = await matter_of(service, "0101", conversation)
    assert (shown.taxpayer.contact, shown.taxpayer.phone) == ("张*", "138****5678")


@pytest.mark.article("R4.2")
async def test_broken_promises_stand_with_who_when_and_which(service: Service) -> None:
    await service.sits("0101")
    _, conversation = await service.waits()
    await service.takes("0101")
    due_at = service.house.clock.now()
    await service.pass_time(60)
    await service.sits("0102")
    await service.takes("0102")

    [breach] = (await matter_of(service, "0102", conversation)).breaches

    assert (breach.who, breach.kind) == ("0101 号咨询员", "30 秒未回应")
    assert (breach.at - due_at).total_seconds() == 30


@pytest.mark.article("R18.1")
async def test_a_matter_is_shown_to_who_has_it_or_answers_for_it_alone(service: Service) -> None:
    taxpayer, _, conversation = await service.serves("0101")

    with pytest.raises(NotFound):
        await matter_of(service, "0102", conversation)
    with pytest.raises(NotFound):
        await matter_of(service, "0201", conversation)
    with pytest.raises(NotFound):
        await matter_of(service, "0101", taxpayer.id)


@pytest.mark.article("R4.2")
async def test_what_runs_out_first_stands_first(service: Service) -> None:
    taxpayer, wang, silent = await service.serves("0101")
    await service.pass_time(10)
    other, urgent = await service.waits()
    await service.takes("0101")
    await service.pass_time(1)
    third, asking = await service.waits()
    await service.takes("0101")
    await service.says(wang, asking, "您好")
    await service.says(third, asking, "登录报错")

    cards = (await desk_of(service, "0101")).dialogues

    assert [card.id for card in cards] == [urgent, asking, silent]
    assert [card.clock.kind if card.clock else None for card in cards] == [
        "first_response",
        "consultant_silence",
        "taxpayer_silence",
    ]
    assert {taxpayer.id, other.id, third.id}.isdisjoint({card.id for card in cards})


async def test_what_is_unread_is_counted_and_what_is_unfiled_stays_on_the_desk(service: Service) -> None:
    taxpayer, _, conversation = await service.serves("0101")
    await service.says(taxpayer, conversation, "一")
    await service.says(taxpayer, conversation, "二")

    [card] = (await desk_of(service, "0101")).dialogues
    assert (card.unread, card.last, card.last_by, card.missing) == (3, "二", "taxpayer", 3)
    await service.leaves(taxpayer, conversation)
    await service.house.settle()

    [card] = (await desk_of(service, "0101")).dialogues
    assert (card.phase, card.clock) == ("ended", None)


@pytest.mark.article("R5.3")
async def test_what_was_taken_back_is_on_nobodys_desk(service: Service) -> None:
    await service.sits("0101")
    await service.waits()
    await service.takes("0101")

    await service.pass_time(60)

    assert (await desk_of(service, "0101")).dialogues == []


@pytest.mark.article("R4.2")
async def test_the_days_own_figures_are_those_of_the_records(service: Service) -> None:
    _, _, _ = await service.serves("0101")
    await service.waits()
    await service.takes("0101")
    await service.pass_time(31)

    today = (await desk_of(service, "0101")).today

    assert (today.handled, today.answered, today.answered_in_time) == (2, 1, 1)
