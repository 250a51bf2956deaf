"""Organisations have dates and a history, come and go without anything being deleted, and are seen in one's own scope."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from helpline.kit.clock import VirtualClock, shanghai
from helpline.kit.db import Database
from helpline.people import queries, structure
from helpline.people.career import Hand, Posting
from helpline.people.commands import career
from helpline.people.http.units import UnitDoor
from helpline.people.model import Role
from helpline.people.policy import CITYWIDE
from helpline.people.rules import Misplaced
from tests.support.knock import doors
from tests.support.people import City, a_city, actor_of

DAY = timedelta(days=1)


async def knock(
    db: Database, city: City, number: str, method: str, path: str, body: Any = None
) -> httpx.Response:
    async with doors(db, [UnitDoor], actor_of(city[number])) as client:
        return await client.request(method, f"/api/units{path}", json=body)


async def tree(db: Database, city: City, number: str) -> list[dict[str, Any]]:
    units: list[dict[str, Any]] = (await knock(db, city, number, "GET", "")).json()["units"]
    return units


async def entered(db: Database, city: City, **more: Any) -> dict[str, Any]:
    answer = await knock(db, city, "0997", "POST", "", {"why": "机构设置", **more})
    assert answer.status_code == 201, answer.text
    unit: dict[str, Any] = answer.json()["unit"]
    return unit


@pytest.mark.article("R14.1")
async def test_a_bureau_without_a_district_code_has_branches_and_halls_with_a_position(db: Database) -> None:
    city = await a_city(db)
    bureau = next(each for each in await tree(db, city, "0997") if each["kind"] == "bureau")

    third = await entered(
        db,
        city,
        kind="district",
        parent_id=bureau["id"],
        name="国家税务总局上海市税务局第三税务分局",
        short_name="三分局",
        code="third_branch",
    )
    branch = await entered(db, city, kind="branch", parent_id=third["id"], name="第一税务所")
    hall = await entered(
        db,
        city,
        kind="hall",
        parent_id=third["id"],
        name="办税服务厅",
        address="某路 1 号",
        longitude=121.48,
        latitude=31.23,
    )

    seen = {each["id"]: each for each in await tree(db, city, "0997")}
    assert seen[branch["id"]]["district_id"] == third["id"]
    assert (seen[hall["id"]]["longitude"], seen[hall["id"]]["address"]) == (121.48, "某路 1 号")
    async with db.reading() as read:
        assert "third_branch" in {each.code for each in await queries.districts(read)}


@pytest.mark.article("R14.1")
async def test_every_state_stays_on_record_with_who_and_why(db: Database, clock: VirtualClock) -> None:
    city = await a_city(db)
    team, provider = city.teams[0], city.providers[0]
    other = await entered(db, city, kind="department", parent_id=str(provider.id), name="培训部")
    clock.advance(DAY)

    await knock(db, city, "0997", "POST", f"/{team.id}/change", {"name": "咨询三班", "why": "班组调整"})
    clock.advance(DAY)
    answer = await knock(
        db, city, "0997", "POST", f"/{team.id}/move", {"parent_id": other["id"], "why": "划转"}
    )

    told = [
        (each["what"], each["name"], each["parent"], each["by"], each["why"])
        for each in answer.json()["history"]
    ]
    assert told == [
        ("moved", "咨询三班", "培训部", "0997 卫*", "划转"),
        ("changed", "咨询三班", "咨询部", "0997 卫*", "班组调整"),
        ("entered", "咨询一班", "咨询部", "", ""),
    ]
    async with db.reading() as read:
        lines = await read.fetch(
            "select deed, why from audit_line where subject_kind = 'unit' order by at, id"
        )
    assert [tuple(row) for row in lines][-2:] == [("unit.changed", "班组调整"), ("unit.moved", "划转")]


@pytest.mark.article("R14.1")
async def test_what_still_has_people_is_not_closed_and_what_is_closed_stays_but_takes_nobody(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    today = shanghai(clock.now()).date()
    body = {"closed_on": str(today), "why": "撤销"}
    department = str(city.teams[0].department_id)
    fresh = await entered(db, city, kind="team", parent_id=department, name="咨询九班")

    used = await knock(db, city, "0997", "POST", f"/{city.teams[0].id}/close", body)
    above = await knock(db, city, "0997", "POST", f"/{department}/close", body)
    past = await knock(
        db, city, "0997", "POST", f"/{fresh['id']}/close", {**body, "closed_on": str(today - DAY)}
    )
    done = await knock(db, city, "0997", "POST", f"/{fresh['id']}/close", body)
    twice = await knock(db, city, "0997", "POST", f"/{fresh['id']}/close", body)

    assert [each.status_code for each in (used, above, past, done, twice)] == [409, 409, 422, 200, 409]
    assert "在职 4 人" in used.json()["detail"]
    assert "咨询一班" in above.json()["detail"]
    assert fresh["id"] in {each["id"] for each in await tree(db, city, "0997")}
    place = Posting(role=Role.CONSULTANT, provider_id=city.providers[0].id, team_id=fresh["id"])
    with pytest.raises(Misplaced):
        async with db.deed() as tx:
            await career.move(tx, city["0101"].id, place, Hand(staff_id=city["0998"].id, why="调动"))


@pytest.mark.article("R14.1")
async def test_matching_is_planned_ended_and_kept_and_never_rewrites_the_past(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    xuhui, second = city.districts["310104"].id, city.providers[1].id
    today = shanghai(clock.now()).date()
    path = f"/{xuhui}/matching"

    past = await knock(
        db, city, "0997", "POST", path, {"provider_id": str(second), "since": str(today - DAY), "why": "更换"}
    )
    planned = await knock(
        db,
        city,
        "0997",
        "POST",
        path,
        {"provider_id": str(second), "since": str(today + 30 * DAY), "why": "更换"},
    )
    ended = await knock(
        db, city, "0997", "POST", path, {"provider_id": None, "since": str(today + 60 * DAY), "why": "到期"}
    )

    assert [past.status_code, planned.status_code, ended.status_code] == [422, 200, 200]
    spans = [(each["provider"][:2], each["since"], each["until"]) for each in ended.json()["matchings"]]
    assert spans == [
        ("申江", str(today + 30 * DAY), str(today + 60 * DAY)),
        ("浦江", str(today), str(today + 30 * DAY)),
    ]
    assert [each["what"] for each in ended.json()["history"]] == [
        "unmatched",
        "matched",
        "matched",
        "entered",
    ]
    async with db.reading() as read:
        at = clock.now() + 70 * DAY
        assert xuhui not in {each.district_id for each in await queries.matchings_at(read, at)}


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
async def test_providers_do_not_learn_of_each_other_from_the_tree_or_its_history(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    first, second = city.providers
    xuhui = city.districts["310104"].id
    clock.advance(DAY)
    tomorrow = str(shanghai(clock.now()).date() + DAY)
    await knock(
        db,
        city,
        "0997",
        "POST",
        f"/{xuhui}/matching",
        {"provider_id": str(second.id), "since": tomorrow, "why": "更换"},
    )
    clock.advance(2 * DAY)

    manager = await tree(db, city, "0124")
    successor = await knock(db, city, "0224", "GET", f"/{xuhui}")
    foreign = await knock(db, city, "0124", "GET", f"/{second.id}")
    nothing = await knock(db, city, "0124", "GET", f"/{city['0124'].id}")
    officer = await tree(db, city, "0901")

    assert {each["provider_id"] for each in manager} == {None, str(first.id)}
    assert [each for each in manager if each["kind"] == "district"] == []
    assert (foreign.status_code, foreign.json()) == (nothing.status_code, nothing.json())
    assert successor.json()["history"] == []
    assert [each["provider"][:2] for each in successor.json()["matchings"]] == ["申江"]
    assert {each["district_id"] for each in officer} == {None, str(xuhui)}
    assert {each["provider_id"] for each in officer} == {None, str(second.id)}


@pytest.mark.article("R14.1")
async def test_only_the_system_administrator_and_the_technology_office_change_organisations(
    db: Database,
) -> None:
    city = await a_city(db)
    body = {"name": "甲班", "why": "更名"}
    path = f"/{city.teams[0].id}/change"

    answers = {
        number: await knock(db, city, number, "POST", path, body)
        for number in ("0124", "0901", "0911", "0998", "0999")
    }

    assert {each.status_code for each in answers.values()} == {403}
    async with db.reading() as read:
        view = await structure.unit_view(read, CITYWIDE, city.teams[0].id)
    assert view is not None
    assert view.unit.name == "咨询一班"
