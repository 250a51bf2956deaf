"""R4.2: an offer is taken, declined or missed; each end is on record, and missed work goes to another."""

from datetime import timedelta

import msgspec
import pytest

from helpline.kit.ids import new_id
from helpline.routing import commands, queries, rules
from helpline.routing.commands.offers import NotYours, OfferGone, UnknownOffer
from helpline.routing.events import Claimed, OfferDeclined, OfferMissed
from helpline.routing.model import Card, Scope
from tests.support.routing import RoutingHall

SECOND = timedelta(seconds=1)


@pytest.mark.article("R4.2")
async def test_a_claim_is_on_record_with_who_and_when(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.enqueue()
    await hall.advance(12 * SECOND)

    await hall.claim(work)

    [offer] = await hall.offers(work)
    assert offer.outcome == "claimed"
    assert offer.outcome_at == offer.offered_at + 12 * SECOND
    assert (await hall.work(work)).holder == staff
    assert (await hall.seat(staff)).held == 1
    assert (await hall.seat(staff)).offered == 0
    [told] = await hall.facts("routing.Claimed")
    assert msgspec.json.decode(told, type=Claimed).claimed_at == offer.outcome_at


@pytest.mark.article("R4.2")
async def test_an_answer_in_the_last_second_counts_and_one_later_does_not(hall: RoutingHall) -> None:
    await hall.consultant()
    in_time = await hall.enqueue()
    late = await hall.enqueue()
    hall.house.clock.advance(30 * SECOND)
    await hall.claim(in_time)
    hall.house.clock.advance(timedelta(microseconds=1))

    with pytest.raises(OfferGone, match="14:00:30 已过"):
        await hall.claim(late)


@pytest.mark.article("R4.2")
async def test_unanswered_work_goes_to_another_at_its_thirtieth_second(hall: RoutingHall) -> None:
    silent = await hall.consultant()
    work = await hall.enqueue()
    other = await hall.consultant()

    await hall.advance(30 * SECOND)

    missed, second = await hall.offers(work)
    assert (missed.staff_id, missed.outcome) == (silent, "expired")
    assert missed.outcome_at == missed.offered_at + 30 * SECOND
    assert (second.staff_id, second.offered_at) == (other, missed.outcome_at)
    assert (await hall.work(work)).enqueued_at == missed.offered_at
    [told] = await hall.facts("routing.OfferMissed")
    assert msgspec.json.decode(told, type=OfferMissed).staff_id == silent


@pytest.mark.article("R4.2")
async def test_who_does_not_answer_is_set_away_and_not_asked_again_at_once(hall: RoutingHall) -> None:
    silent = await hall.consultant()
    work = await hall.enqueue()

    await hall.advance(30 * SECOND)

    seat = await hall.seat(silent)
    assert (seat.presence, seat.why, seat.offered) == ("away", "未应答", 0)
    assert (await hall.work(work)).state == "waiting"


@pytest.mark.article("R4.2")
async def test_what_else_was_offered_to_who_does_not_answer_goes_to_others_too(hall: RoutingHall) -> None:
    await hall.consultant()
    await hall.enqueue()
    await hall.advance(10 * SECOND)
    later = await hall.enqueue()
    other = await hall.consultant()

    await hall.advance(20 * SECOND)

    withdrawn, again = await hall.offers(later)
    assert withdrawn.outcome == "withdrawn"
    assert again.staff_id == other


@pytest.mark.article("R4.2")
async def test_the_same_person_is_asked_again_when_the_pause_is_over(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    async with hall.db.deed() as tx:
        await commands.decline(tx, offer.id, staff, "正在处理复杂问题")
    assert (await hall.work(work)).state == "waiting"

    await hall.advance(60 * SECOND)

    declined, again = await hall.offers(work)
    assert again.staff_id == staff
    assert again.offered_at == (declined.outcome_at or declined.due_at) + 60 * SECOND


@pytest.mark.article("R4.2")
async def test_each_pause_wakes_its_own_person(hall: RoutingHall) -> None:
    first = await hall.consultant()
    hall.house.clock.advance(SECOND)
    second = await hall.consultant()
    work = await hall.enqueue()
    for _ in range(2):
        offer = await hall.open_offer(work)
        async with hall.db.deed() as tx:
            await commands.decline(tx, offer.id, offer.staff_id, "超出业务范围")
        await hall.advance(10 * SECOND)
    assert (await hall.work(work)).state == "waiting"

    await hall.advance(45 * SECOND)

    *declined, again = await hall.offers(work)
    assert [offer.staff_id for offer in declined] == [first, second]
    assert again.staff_id == first


@pytest.mark.article("R4.2")
async def test_declining_needs_a_reason_which_is_kept(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    other = await hall.consultant()
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    with pytest.raises(rules.NoReason):
        async with hall.db.deed() as tx:
            await commands.decline(tx, offer.id, offer.staff_id, "  ")

    async with hall.db.deed() as tx:
        await commands.decline(tx, offer.id, offer.staff_id, " 不熟悉此系统 ")

    declined, again = await hall.offers(work)
    assert (declined.outcome, declined.reason) == ("declined", "不熟悉此系统")
    assert {declined.staff_id, again.staff_id} == {staff, other}
    [told] = await hall.facts("routing.OfferDeclined")
    assert msgspec.json.decode(told, type=OfferDeclined).reason == "不熟悉此系统"


async def test_only_who_was_asked_may_answer(hall: RoutingHall) -> None:
    await hall.consultant(name="王敏")
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    stranger = await hall.consultant(name="李静")

    with pytest.raises(NotYours, match="王敏"):
        async with hall.db.deed() as tx:
            await commands.claim(tx, offer.id, stranger)
    with pytest.raises(NotYours, match="王敏"):
        async with hall.db.deed() as tx:
            await commands.decline(tx, offer.id, stranger, "不熟悉")
    with pytest.raises(UnknownOffer):
        async with hall.db.deed() as tx:
            await commands.claim(tx, new_id(), stranger)


async def test_claiming_twice_is_claiming_once(hall: RoutingHall) -> None:
    await hall.consultant()
    work = await hall.enqueue()
    offer = await hall.open_offer(work)

    async with hall.db.deed() as tx:
        first = await commands.claim(tx, offer.id, offer.staff_id)
    hall.house.clock.advance(SECOND)
    async with hall.db.deed() as tx:
        second = await commands.claim(tx, offer.id, offer.staff_id)

    assert first == second
    assert len(await hall.facts("routing.Claimed")) == 1


async def test_a_lost_race_says_who_has_the_work(hall: RoutingHall) -> None:
    slow = await hall.consultant(name="王敏")
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    await hall.consultant(name="李静")
    await hall.advance(30 * SECOND)
    await hall.claim(work)

    with pytest.raises(OfferGone, match="李静于 14:00:30 接手"):
        async with hall.db.deed() as tx:
            await commands.claim(tx, offer.id, slow)


@pytest.mark.parametrize("end", ["leave", "decline", "step back", "let go"])
async def test_a_claim_after_the_end_says_what_happened(hall: RoutingHall, end: str) -> None:
    staff = await hall.consultant()
    work = await hall.enqueue()
    offer = await hall.open_offer(work)
    async with hall.db.deed() as tx:
        match end:
            case "leave":
                await commands.leave(tx, work, "放弃")
            case "decline":
                await commands.decline(tx, offer.id, staff, "不熟悉")
            case "step back":
                await commands.set_presence(tx, staff, "break", "小休")
            case _:
                await commands.claim(tx, offer.id, staff)
                await commands.requeue(tx, work, "退回")

    said = {"leave": "结束", "decline": "谢绝", "step back": "撤回：小休", "let go": "不在您手中"}[end]
    with pytest.raises(OfferGone, match=said):
        async with hall.db.deed() as tx:
            await commands.claim(tx, offer.id, staff)


async def test_declining_what_is_over_is_refused(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    work = await hall.held()
    [offer] = await hall.offers(work)

    with pytest.raises(OfferGone):
        async with hall.db.deed() as tx:
            await commands.decline(tx, offer.id, staff, "不熟悉")


async def test_the_desk_shows_what_is_asked_and_what_is_held(hall: RoutingHall) -> None:
    staff = await hall.consultant()
    held = await hall.held(card=Card(title="申报表打不开", asker="张*", system_name="电子税务局"))
    asked = await hall.enqueue(card=Card(title="票种核定"))

    async with hall.db.reading() as read:
        [offer] = await queries.open_offers(read, staff)
        [work] = await queries.holding(read, staff)

    assert (offer.work_id, offer.card.title) == (asked, "票种核定")
    assert (work.work_id, work.card.asker) == (held, "张*")


@pytest.mark.article("R4.2")
async def test_todays_missed_and_declined_offers_are_listed_within_their_scope(hall: RoutingHall) -> None:
    staff = await hall.consultant(team_id=(team := new_id()))
    work = await hall.enqueue()
    await hall.advance(30 * SECOND)

    async with hall.db.reading() as read:
        own = await queries.unanswered_today(read, Scope(provider_id=hall.provider, team_id=team))
        foreign = await queries.unanswered_today(read, Scope(provider_id=new_id()))
        history = await queries.history(read, work)

    assert [(offer.staff_id, offer.outcome) for offer in own] == [(staff, "expired")]
    assert foreign == []
    assert history == own


async def test_yesterdays_missed_offers_are_not_todays(hall: RoutingHall) -> None:
    await hall.consultant()
    await hall.enqueue()
    await hall.advance(30 * SECOND)
    hall.house.clock.advance(timedelta(hours=10))

    async with hall.db.reading() as read:
        assert await queries.unanswered_today(read, Scope()) == []
