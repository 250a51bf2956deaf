"""A taxpayer comes and asks: once, in one place, whatever the network does."""

import asyncio
import re

import pytest

from helpline.conversations import queries
from helpline.conversations.model import Author, Phase
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from tests.support.service import QUESTION, Service


@pytest.mark.article("R4.1")
async def test_a_question_opens_a_conversation_with_the_assistant(service: Service) -> None:
    visitor = await service.visitor()

    conversation = await service.look(await service.asks(visitor, "  怎么重置密码？ "))

    assert conversation.state.phase is Phase.ASSISTANT
    assert conversation.question == "怎么重置密码？"
    assert re.fullmatch(r"SL-20261110-\d{4}", conversation.number)
    assert await service.texts(conversation.id) == ["怎么重置密码？"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"phone": "1381234567"}, "手机号"),
        ({"credit_code": "91310000132260250Y"}, "校验"),
        ({"credit_code": "91310"}, "位"),
    ],
)
async def test_a_wrong_number_is_told_and_opens_nothing(
    service: Service, given: dict[str, str], told: str
) -> None:
    visitor = await service.visitor()

    with pytest.raises(Invalid, match=told):
        await service.asks(visitor, **given)

    [count] = await service.rows("select count(*) as n from conversation")
    assert count["n"] == 0


async def test_numbers_are_kept_tidied(service: Service) -> None:
    visitor = await service.visitor()
    given = {"phone": "+86 138-1234-5678", "credit_code": "91310000 132260250x"}

    conversation = await service.look(await service.asks(visitor, **given))

    assert (conversation.phone, conversation.credit_code) == ("13812345678", "91310000132260250X")


async def test_an_opening_sent_twice_opens_once(service: Service) -> None:
    visitor, key = await service.visitor(), new_id()

    first = await service.asks(visitor, client_id=key)
    again = await service.asks(visitor, client_id=key)

    assert first == again
    assert await service.texts(first) == [QUESTION]


async def test_an_opening_sent_twice_at_once_opens_once(service: Service) -> None:
    visitor, key = await service.visitor(), new_id()

    opened = await asyncio.gather(*(service.asks(visitor, client_id=key) for _ in range(5)))

    assert len(set(opened)) == 1
    assert await service.texts(opened[0]) == [QUESTION]


async def test_an_opening_resent_after_the_end_does_not_open_anew(service: Service) -> None:
    visitor, key = await service.visitor(), new_id()
    conversation = await service.asks(visitor, client_id=key)
    await service.leaves(visitor, conversation)

    assert await service.asks(visitor, client_id=key) == conversation


async def test_a_visitor_with_an_open_conversation_goes_on_in_it(service: Service) -> None:
    visitor = await service.visitor()
    first = await service.asks(visitor, "第一个问题")

    second = await service.asks(visitor, "第二个问题")

    assert second == first
    assert await service.texts(first) == ["第一个问题", "第二个问题"]


async def test_two_pages_of_one_visitor_that_open_at_once_share_one_conversation(service: Service) -> None:
    visitor = await service.visitor()

    opened = await asyncio.gather(*(service.asks(visitor, f"问题{n}") for n in range(6)))

    assert len(set(opened)) == 1
    assert sorted(await service.texts(opened[0])) == [f"问题{n}" for n in range(6)]
    [count] = await service.rows("select count(*) as n from conversation")
    assert count["n"] == 1


async def test_what_went_on_in_a_running_conversation_opens_nothing_when_resent_after_its_end(
    service: Service,
) -> None:
    visitor, key = await service.visitor(), new_id()
    conversation = await service.asks(visitor, "第一个问题")
    assert await service.asks(visitor, "第二个问题", client_id=key) == conversation
    await service.leaves(visitor, conversation)

    assert await service.asks(visitor, "第二个问题", client_id=key) == conversation


@pytest.mark.article("R14.1")
async def test_many_visitors_at_once_have_numbers_of_their_own_that_do_not_count_them(
    service: Service,
) -> None:
    visitors = [await service.visitor() for _ in range(12)]

    await asyncio.gather(*(service.asks(visitor) for visitor in visitors))

    rows = await service.rows("select number from conversation order by number")
    serials = [int(row["number"].removeprefix("SL-20261110-")) for row in rows]
    assert len(set(serials)) == 12
    assert serials[-1] - serials[0] > 1_000


@pytest.mark.parametrize(
    "text", ["", "  \n ", "\u200b", "问" * 4001], ids=["empty", "blank", "unseen", "long"]
)
async def test_a_question_that_will_not_do_opens_nothing(service: Service, text: str) -> None:
    visitor = await service.visitor()

    with pytest.raises(Invalid):
        await service.asks(visitor, text)

    async with service.db.reading() as read:
        assert await queries.open_of(read, visitor.id) is None
        assert await read.fetchval("select count(*) from outbox") == 0


@pytest.mark.article("R4.4")
async def test_a_new_conversation_follows_the_earlier_one_of_the_same_visitor(service: Service) -> None:
    visitor = await service.visitor()
    district = service.city.districts["310104"].id
    first = await service.asks(visitor, name="张三", district=district, system="etax_bureau")
    await service.leaves(visitor, first)

    second = await service.look(await service.asks(visitor, "还是不行", follows=first))

    assert second.follows == first
    assert (second.asker, second.district_id, second.system) == ("张三", district, "etax_bureau")
    assert second.provider_id == service.city.providers[0].id


async def test_nobody_follows_the_conversation_of_somebody_else(service: Service) -> None:
    stranger, visitor = await service.visitor(), await service.visitor()
    first = await service.asks(stranger, name="李四")

    second = await service.look(await service.asks(visitor, "还是不行", follows=first))

    assert (second.follows, second.asker) == (None, "")


@pytest.mark.article("R14.1")
async def test_a_district_is_served_by_its_provider(service: Service) -> None:
    visitor = await service.visitor()

    conversation = await service.look(
        await service.asks(visitor, district=service.city.districts["310115"].id)
    )

    assert conversation.provider_id == service.city.providers[1].id


async def test_an_unknown_system_is_no_system(service: Service) -> None:
    visitor = await service.visitor()

    assert (await service.look(await service.asks(visitor, system="excel"))).system is None


async def test_a_visitor_is_known_again_by_the_token_alone(service: Service) -> None:
    async with service.db.reading() as read:
        assert await queries.visitor_of(read, "guessed") is None


async def test_a_visitor_sees_the_own_conversations_newest_first(service: Service) -> None:
    visitor, other = await service.visitor(), await service.visitor()
    first = await _ended(service, visitor)
    await service.pass_time(60)
    second = await _ended(service, visitor)
    await _ended(service, other)

    async with service.db.reading() as read:
        mine = await queries.of_visitor(read, visitor.id)

    assert [each.id for each in mine] == [second, first]


async def _ended(service: Service, visitor: Author) -> object:
    conversation = await service.asks(visitor)
    await service.leaves(visitor, conversation)
    return conversation
