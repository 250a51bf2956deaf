"""The tiers below, side by side: their figures are the records', and end where the scope ends."""

import pytest

from helpline.people.model import DistrictId
from helpline.supervision import tiers
from helpline.supervision.model import Rate, Tiers
from tests.support.people import actor_of
from tests.support.service import Service

WANG, PUDONG_CONSULTANT = "0101", "0201"


async def look(service: Service, number: str, *, teams: bool = False) -> Tiers:
    async with service.db.reading() as read:
        return await tiers.tiers_of(read, actor_of(service.city[number]), teams=teams)


async def is_served(service: Service, number: str, district: DistrictId, *, answered: bool = True) -> None:
    await service.sits(number)
    visitor = await service.visitor()
    conversation = await service.asks(visitor, district=district)
    await service.wants_person(visitor, conversation)
    await service.takes(number)
    if answered:
        await service.says(service.consultant(number), conversation, "您好")


async def a_day(service: Service) -> None:
    """Two served in 徐汇, one of them not answered yet; one served in 浦东; one waits in 徐汇."""
    xuhui, pudong = (service.city.districts[code].id for code in ("310104", "310115"))
    await is_served(service, WANG, xuhui)
    await is_served(service, WANG, xuhui, answered=False)
    await is_served(service, PUDONG_CONSULTANT, pudong)
    for number in (WANG, PUDONG_CONSULTANT):
        await service.sits(number, "break")
    visitor = await service.visitor()
    await service.wants_person(visitor, await service.asks(visitor, district=xuhui))


@pytest.mark.article("R14.1")
async def test_the_citys_table_adds_up_to_the_records_and_shows_who_had_nothing_to_do(
    service: Service,
) -> None:
    await a_day(service)

    shown = await look(service, "0910")

    [records] = await service.rows("select count(*) as taken, count(first_reply_at) as answered from stint")
    assert sum(row.taken for row in shown.rows) == records["taken"] == 3
    assert sum(row.connect.numerator for row in shown.rows) == records["answered"] == 2
    assert sum(row.waiting or 0 for row in shown.rows) == 1
    xuhui = next(row for row in shown.rows if row.district_name == "徐汇区")
    assert (xuhui.taken, xuhui.running, xuhui.waiting) == (2, 2, 1)
    assert (xuhui.response, xuhui.connect) == (
        Rate(numerator=1, denominator=2),
        Rate(numerator=1, denominator=2),
    )
    idle = [row for row in shown.rows if row.taken == 0]
    assert all(row.response == Rate(numerator=0, denominator=0) for row in idle)
    opened = await look(service, "0910", teams=True)
    assert sum(row.taken for row in opened.rows) == 3


@pytest.mark.article("R14.1")
async def test_a_district_sees_itself_a_provider_its_teams_a_lead_the_own_team(service: Service) -> None:
    await a_day(service)

    district = await look(service, "0901")
    assert {row.district_name for row in district.rows} == {"徐汇区"}
    assert sum(row.taken for row in district.rows) == 2
    lead = await look(service, "0110")
    assert [(row.team, row.taken) for row in lead.rows] == [(service.city["0110"].team_id, 2)]
    assert lead.usage.knowledge is None
    assert {row.provider for row in lead.rows} == {service.city["0110"].provider_id}


@pytest.mark.article("R12.1")
async def test_users_and_peak_concurrency_are_those_of_the_stints(service: Service) -> None:
    taxpayer, consultant, conversation = await service.serves(WANG)
    first = service.house.clock.now()
    await service.leaves(taxpayer, conversation)
    await service.pass_time(60)
    _, again = await service.waits(taxpayer)
    await service.takes(WANG)
    await service.says(consultant, again, "您好")
    both_since = service.house.clock.now()
    _, other = await service.waits()
    await service.takes(WANG)
    await service.says(consultant, other, "您好")

    usage = (await look(service, "0910")).usage

    assert first < both_since
    assert (usage.served, usage.peak, usage.peak_at, usage.running) == (2, 2, both_since, 2)
    assert usage.knowledge is not None
    [questions] = await service.rows("select count(*) as n from knowledge_question")
    assert usage.knowledge.hits.denominator == questions["n"]


async def test_an_empty_day_has_no_peak(service: Service) -> None:
    usage = (await look(service, "0910")).usage

    assert (usage.served, usage.peak, usage.peak_at) == (0, 0, None)


@pytest.mark.article("R17.1", "R14.1")
async def test_satisfaction_is_told_by_district_and_ends_with_the_scope(service: Service) -> None:
    await a_day(service)
    rows = await service.rows(
        "select s.conversation_id, s.staff_id, c.district_id from stint s join conversation c on c.id = s.conversation_id"
    )
    async with service.db.deed() as tx:
        for index, row in enumerate(rows):
            await tx.execute(
                """insert into rating (conversation_id, staff_id, rated_at, version, satisfaction, solved, tags, words)
                   values ($1, $2, $3, 1, $4, true, '{}', '')""",
                row["conversation_id"],
                row["staff_id"],
                tx.now,
                5 if index else 2,
            )

    city = {row.district_name: row.satisfaction for row in (await look(service, "0910")).rows if row.taken}
    district = (await look(service, "0901")).rows
    provider = (await look(service, "0124")).rows

    assert sum(rate.denominator for rate in city.values()) == len(rows) == 3
    assert sum(rate.numerator for rate in city.values()) == 2
    assert [row.satisfaction for row in district if row.taken] == [city["徐汇区"]]
    assert sum(row.satisfaction.denominator for row in provider) == 2
