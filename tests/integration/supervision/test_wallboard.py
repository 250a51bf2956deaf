"""The wallboard's figures are those of the records, and end where the scope ends."""

from datetime import timedelta

import pytest

from helpline.kit.refusal import Forbidden
from helpline.people import commands as people
from helpline.supervision import queries
from helpline.supervision.model import Rate, Wallboard
from tests.support.people import actor_of
from tests.support.service import Service

LIMIT = timedelta(seconds=30)


async def board(service: Service, number: str = "0110") -> Wallboard:
    async with service.db.reading() as read:
        return await queries.wallboard_of(read, actor_of(service.city[number]))


def rate(shown: Wallboard, code: str) -> tuple[int, int]:
    [tile] = [tile for tile in shown.rates if tile.code == code]
    return tile.rate.numerator, tile.rate.denominator


async def a_day(service: Service) -> None:
    """One answered in time, one late, one taken and never answered, one offer missed, one ended in the queue."""
    district = service.city.districts["310104"].id
    await service.serves("0101")
    await service.pass_time(40)
    _, late = await service.waits()
    await service.takes("0101")
    await service.pass_time(45)
    await service.says(service.consultant("0101"), late, "让您久等了")
    await service.waits()
    await service.takes("0101")
    await service.pass_time(61)
    await service.sits("0102")
    await service.pass_time(31)
    visitor = await service.visitor()
    conversation = await service.asks(visitor, district=district)
    await service.wants_person(visitor, conversation)
    await service.leaves(visitor, conversation)
    await service.house.settle()


@pytest.mark.article("R4.2")
async def test_the_response_rate_is_the_records_behind_it(service: Service) -> None:
    await a_day(service)
    stints = await service.rows("select offered_at, first_reply_at from stint")
    missed = await service.rows("select id from offer where outcome = 'expired'")
    in_time = [
        row for row in stints if row["first_reply_at"] and row["first_reply_at"] <= row["offered_at"] + LIMIT
    ]

    shown = await board(service)

    assert rate(shown, "response_30s") == (len(in_time), len(stints) + len(missed))
    assert rate(shown, "response_30s") == (1, 3 + 1)
    answered = [row for row in stints if row["first_reply_at"]]
    assert rate(shown, "online_connect") == (len(answered), len(stints)) == (2, 3)


@pytest.mark.article("R4.2")
async def test_the_desks_own_figures_add_up_to_the_teams(service: Service) -> None:
    await a_day(service)
    shown = await board(service)

    taken, in_time = 0, 0
    for number in ("0101", "0102", "0103"):
        rows = await service.rows(
            "select first_reply_at <= offered_at + interval '30 s' as fit from stint where staff_id = $1",
            service.city[number].id,
        )
        taken += len(rows)
        in_time += sum(bool(row["fit"]) for row in rows)

    assert rate(shown, "online_connect")[1] == taken
    assert rate(shown, "response_30s")[0] == in_time


async def test_a_day_without_records_has_empty_rates_and_no_percentages(service: Service) -> None:
    shown = await board(service)

    assert [tile.rate for tile in shown.rates] == [Rate(numerator=0, denominator=0)] * 3
    assert (shown.burning, shown.missed, shown.lost, shown.longest) == ([], [], [], None)


async def test_yesterday_does_not_count_today(service: Service) -> None:
    await a_day(service)

    await service.pass_time(60)
    service.house.clock.advance(timedelta(days=1))

    assert rate(await board(service), "response_30s") == (0, 0)


@pytest.mark.article("R4.3")
async def test_who_waits_is_counted_in_the_queue_of_what_was_asked(service: Service) -> None:
    await service.sits("0101", "break")
    for system in ("etax_bureau", "etax_bureau", None):
        visitor = await service.visitor()
        await service.wants_person(visitor, await service.asks(visitor, system=system))
        await service.pass_time(1)
    since = (await service.rows("select min(enqueued_at) as at from waiting"))[0]["at"]

    shown = await board(service)

    waiting = {row.code: row.waiting for row in shown.queues if row.waiting}
    rows = await service.rows(
        "select coalesce(system, 'any') as code, count(*) as n from waiting where state = 'waiting' group by 1"
    )
    assert waiting == {row["code"]: row["n"] for row in rows} == {"etax_bureau": 2, "any": 1}
    assert shown.longest is not None
    assert shown.longest.since == since


@pytest.mark.article("R4.2")
async def test_what_runs_out_within_ten_seconds_burns(service: Service) -> None:
    taxpayer, _, conversation = await service.serves("0101")
    await service.says(taxpayer, conversation, "提示密码错误")
    await service.pass_time(109)
    assert (await board(service)).burning == []

    await service.pass_time(1)

    [burning] = (await board(service)).burning
    assert (burning.conversation, burning.clock.kind) == (conversation, "consultant_silence")
    assert burning.staff_label == "0101 王*"
    [tile] = (await board(service)).consultants
    assert (tile.alarm, tile.presence, tile.load) == ("静默将满 2 分钟", "busy", 1)


@pytest.mark.article("R4.2")
async def test_an_offer_burns_before_it_is_missed_and_is_told_after(service: Service) -> None:
    await service.sits("0101")
    _, conversation = await service.waits()
    await service.pass_time(20)
    [burning] = (await board(service)).burning
    assert (burning.conversation, burning.clock.kind) == (conversation, "first_response")

    await service.pass_time(10)

    shown = await board(service)
    assert shown.burning == []
    assert [(line.staff_label, line.words) for line in shown.missed] == [("0101 王*", "未应答，已改派")]


@pytest.mark.article("R4.2")
async def test_a_desk_that_went_silent_is_shown_with_what_it_holds(service: Service) -> None:
    await service.serves("0101")
    service.vanishes("0101")

    await service.pass_time(20)

    [lost] = (await board(service)).lost
    assert (lost.staff_label, lost.held) == ("0101 王*", 1)
    assert lost.reassign_at == lost.since + timedelta(seconds=60)


async def test_the_curve_sums_up_to_the_days_conversations(service: Service) -> None:
    district = service.city.districts["310104"].id
    for _ in range(3):
        await service.asks(await service.visitor(), district=district)
        await service.pass_time(900)

    shown = await board(service)

    [row] = await service.rows("select count(*) as n from conversation")
    assert sum(shown.curve.today) == row["n"] == 3
    assert shown.curve.slots[0] == "08:00"


@pytest.mark.article("R14.1")
async def test_another_providers_team_lead_sees_no_name_no_id_no_count(service: Service) -> None:
    district = service.city.districts["310104"].id
    await service.sits("0101")
    for _ in range(2):
        visitor = await service.visitor()
        await service.wants_person(visitor, await service.asks(visitor, district=district))
    await service.takes("0101")
    await service.pass_time(25)

    shown = await board(service, "0210")

    assert [tile.rate.denominator for tile in shown.rates] == [0, 0, 0]
    assert (shown.consultants, shown.burning, shown.missed, shown.longest) == ([], [], [], None)
    assert sum(row.waiting for row in shown.queues) == 0
    assert sum(shown.curve.today) == 0
    assert (shown.on_duty.present, shown.on_duty.rostered) == (0, 0)


@pytest.mark.article("R14.1")
async def test_a_district_sees_its_provider_and_its_own_taxpayers_alone(service: Service) -> None:
    xuhui, pudong = (service.city.districts[code].id for code in ("310104", "310115"))
    for number, district in (("0101", xuhui), ("0201", pudong)):
        await service.sits(number)
        visitor = await service.visitor()
        await service.wants_person(visitor, await service.asks(visitor, district=district))
        await service.takes(number)
    await service.pass_time(25)

    shown = await board(service, "0901")

    assert [tile.number for tile in shown.consultants] == ["0101"]
    assert [each.staff for each in shown.burning] == [service.city["0101"].id]
    assert rate(shown, "online_connect")[1] == 1
    assert sum(shown.curve.today) == 1


@pytest.mark.article("R14.1")
async def test_a_district_does_not_see_the_dialogues_its_provider_has_with_other_districts(
    service: Service,
) -> None:
    await service.sits("0101")
    visitor = await service.visitor()
    await service.wants_person(visitor, await service.asks(visitor))
    await service.takes("0101")
    await service.pass_time(25)

    shown = await board(service, "0901")

    assert shown.burning == []
    assert [(tile.load, tile.clock) for tile in shown.consultants] == [(0, None)]


@pytest.mark.article("R14.1")
async def test_a_districts_rates_count_its_own_taxpayers_alone_and_tell_of_those_without_a_district_apart(
    service: Service,
) -> None:
    xuhui, changning = (service.city.districts[code].id for code in ("310104", "310105"))
    async with service.db.deed() as tx:
        await people.match_district(tx, changning, service.city.providers[0].id, tx.now.date())
    for district in (xuhui, changning, None):
        await service.sits("0101")
        visitor = await service.visitor()
        await service.wants_person(visitor, await service.asks(visitor, district=district))
        conversation = await service.takes("0101")
        await service.says(service.consultant("0101"), conversation, "您好")

    own, provider = await board(service, "0901"), await board(service, "0124")

    assert (rate(own, "online_connect"), own.of_no_district) == ((1, 1), 1)
    assert (rate(provider, "online_connect"), provider.of_no_district) == ((3, 3), None)


async def test_the_municipal_bureau_sees_all(service: Service) -> None:
    await service.sits("0101")
    await service.sits("0201")

    shown = await board(service, "0910")

    assert [tile.number for tile in shown.consultants] == ["0101", "0201"]


@pytest.mark.parametrize("number", ["0101", "0121", "0997"], ids=["consultant", "editor", "administrator"])
async def test_who_supervises_nobody_has_no_wallboard(service: Service, number: str) -> None:
    with pytest.raises(Forbidden, match="无权"):
        await board(service, number)
