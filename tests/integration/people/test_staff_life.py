"""Hired, moved, away, gone: the scope changes at once, and nothing promised is ownerless."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline.cases import queries as cases
from helpline.cases.commands import promise_later
from helpline.kit.refusal import Conflict, Refused
from helpline.messages import commands as messages
from helpline.messages import queries as inbox
from helpline.people import queries as people
from helpline.people.career import Hand, Posting
from helpline.people.commands import career
from helpline.people.commands.career import NoHeir, NotAway, OwnMatter
from helpline.people.commands.staff import AlreadyLeft, NumberTaken
from helpline.people.model import NewStaff, Role, Skills, Staff
from helpline.people.rules import Misplaced
from tests.support.house import House
from tests.support.messages import consultant, leave
from tests.support.service import Service, a_service

DAY = timedelta(days=1)


@pytest.fixture
async def service(house: House) -> Service:
    return await a_service(house)


def hand(service: Service, why: str = "工作需要") -> Hand:
    return Hand(staff_id=service.city["0998"].id, why=why)


def elsewhere(service: Service) -> Posting:
    """A seat in the other provider's team."""
    return Posting(
        role=Role.CONSULTANT, provider_id=service.city.providers[1].id, team_id=service.city.teams[1].id
    )


async def laden(service: Service) -> tuple[UUID, UUID, UUID]:
    """0101 holds a dialogue, owes an answer by message, and one promised in a dialogue that is over."""
    _, _, promised = await service.serves("0101")
    await service.house.settle()
    async with service.db.deed() as tx:
        at = tx.now
        await promise_later(tx, promised, service.city["0101"].id, at, at + DAY)
    message = await leave(service.db)
    async with service.db.deed() as tx:
        await messages.read(tx, message.id, consultant(service.city["0101"]))
    _, _, held = await service.serves("0101")
    await service.house.settle()
    return held, promised, message.id


async def everything_goes_to(service: Service, heir: Staff, ids: tuple[UUID, UUID, UUID]) -> None:
    held, promised, message_id = ids
    async with service.db.reading() as read:
        left = await cases.open_follow_ups(read, service.city["0101"].id)
        inherited = await cases.open_follow_ups(read, heir.id)
        message = await inbox.find(read, message_id)
        own = await inbox.ownerships(read, message_id)
    assert left == []
    assert [each.conversation_id for each in inherited] == [promised]
    assert message is not None
    assert message.owner == heir.id
    assert [each.how for each in own] == ["read", "inherited"]
    assert (await service.case(held)).owner == heir.id
    assert (await service.look(held)).state.consultant is None, "the dialogue waits first in line"


@pytest.mark.article("R5.3")
@pytest.mark.article("R14.1")
async def test_who_moves_to_another_provider_leaves_all_work_with_the_old_ones_lead(service: Service) -> None:
    mover, lead = service.city["0101"], service.city["0110"]
    ids = await laden(service)

    async with service.db.deed() as tx:
        moved = await career.move(tx, mover.id, elsewhere(service), hand(service))
    await service.house.settle()

    await everything_goes_to(service, lead, ids)
    assert (moved.provider_id, moved.number) == (service.city.providers[1].id, mover.number)
    async with service.db.reading() as read:
        assert await people.sessions(read, mover.id) == []
        history = await people.history(read, mover.id)
    assert [(each.what, each.why, each.by_id) for each in history] == [
        ("moved", "工作需要", service.city["0998"].id)
    ]


@pytest.mark.article("R5.3")
async def test_who_leaves_is_offered_nothing_and_the_number_stays_taken(service: Service) -> None:
    leaver, lead = service.city["0101"], service.city["0110"]
    ids = await laden(service)

    async with service.db.deed() as tx:
        await career.leave(tx, leaver.id, hand(service, "离职"))
    await service.house.settle()

    await everything_goes_to(service, lead, ids)
    with pytest.raises(AlreadyLeft):
        async with service.db.deed() as tx:
            await career.leave(tx, leaver.id, hand(service))
    again = NewStaff(
        number="0101",
        name="新人",
        role=Role.CONSULTANT,
        provider_id=leaver.provider_id,
        team_id=leaver.team_id,
    )
    with pytest.raises(NumberTaken):
        async with service.db.deed() as tx:
            await career.onboard(tx, again, hand(service))


@pytest.mark.article("R5.3")
async def test_an_absence_begins_when_its_time_comes_and_offers_cease_until_the_return(
    service: Service,
) -> None:
    person, lead = service.city["0101"], service.city["0110"]
    ids = await laden(service)
    async with service.db.deed() as tx:
        since = tx.now + timedelta(seconds=20)
        await career.take_leave(tx, person.id, since, since + 3 * DAY, hand(service, "年假"))
    await service.house.settle()
    async with service.db.reading() as read:
        assert not await people.is_away(read, person.id)

    await service.pass_time(21)

    await everything_goes_to(service, lead, ids)
    async with service.db.reading() as read:
        assert await people.is_away(read, person.id)
    with pytest.raises(Refused):
        await service.sits("0101")

    async with service.db.deed() as tx:
        await career.come_back(tx, person.id, hand(service))
    await service.sits("0101")
    with pytest.raises(NotAway):
        async with service.db.deed() as tx:
            await career.come_back(tx, person.id, hand(service))


@pytest.mark.article("R18.1")
async def test_nobody_decides_about_the_own_post(service: Service) -> None:
    own = Hand(staff_id=service.city["0998"].id, why="自己")
    wanted = Posting(role=Role.AUDIT_ADMINISTRATOR)

    with pytest.raises(OwnMatter):
        async with service.db.deed() as tx:
            await career.move(tx, service.city["0998"].id, wanted, own)


@pytest.mark.article("R14.1")
async def test_a_move_that_does_not_fit_or_leaves_work_to_nobody_is_refused(service: Service) -> None:
    lead, manager = service.city["0110"], service.city["0124"]
    with pytest.raises(Misplaced):
        async with service.db.deed() as tx:
            await career.move(tx, lead.id, Posting(role=Role.DISTRICT_OFFICER), hand(service))
    with pytest.raises(Conflict):
        async with service.db.deed() as tx:
            now = Posting(role=lead.role, provider_id=lead.provider_id, team_id=lead.team_id)
            await career.move(tx, lead.id, now, hand(service))
    async with service.db.deed() as tx:
        await career.leave(tx, manager.id, hand(service))
    with pytest.raises(NoHeir, match="接手人"):
        async with service.db.deed() as tx:
            await career.leave(tx, lead.id, hand(service))


@pytest.mark.article("R14.1")
async def test_what_somebody_can_be_asked_is_on_record(service: Service) -> None:
    person = service.city["0102"]
    async with service.db.deed() as tx:
        await career.train(
            tx, person.id, Skills(systems=("etax",), max_level=3), 2, hand(service, "考核合格")
        )

    async with service.db.reading() as read:
        [event] = await people.history(read, person.id)
    assert (event.what, event.why, event.detail["max_level"]) == ("skills", "考核合格", "3")
