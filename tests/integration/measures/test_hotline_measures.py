"""R5.2: the measures of the hotline come from raw call events, within one's own scope, down to the calls behind them."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from helpline.calls.commands.alone import left_alone
from helpline.calls.engine import CallArrived, Recorded, call_id, message_id
from helpline.calls.flow.happenings import EndAsked
from helpline.calls.store.calls import set_provider_of
from helpline.kit.db import Database
from helpline.routing.commands import set_presence
from helpline.routing.model import Presence
from tests.support.front import front
from tests.support.hotline import Hotline
from tests.support.house import House
from tests.support.people import City, a_city

pytestmark = pytest.mark.article("R5.2")

OURS, THEIRS = "62000001", "62000002"


@pytest.fixture
async def city(db: Database) -> City:
    made = await a_city(db)
    async with db.deed() as tx:
        await set_provider_of(tx, OURS, made.providers[0].id)
        await set_provider_of(tx, THEIRS, made.providers[1].id)
    return made


@pytest.fixture
async def hotline(house: House, city: City) -> Hotline:
    """Five calls: answered at once, answered after 70 s, given up after 20 s, hung up in the menu; and one of theirs."""
    made = Hotline(house)
    made.hall.provider = city.providers[0].id
    wang = await made.consultant()
    await answered(made, wang, OURS, after=0)
    await made.advance(120)
    await answered(made, wang, OURS, after=70)
    given_up = await asked(made, OURS)
    await made.advance(20)
    await made.hang_up(given_up)
    await made.hang_up(await made.caller(dialled=OURS))
    theirs = await asked(made, THEIRS)
    await made.hang_up(theirs)
    return made


async def asked(hotline: Hotline, dialled: str) -> str:
    channel = await hotline.caller(dialled=dialled)
    await hotline.advance(5)
    await hotline.press(channel, "0")
    return channel


async def answered(hotline: Hotline, staff_id: UUID, dialled: str, after: float) -> None:
    """A talk of a minute; the consultant is there only `after` so many seconds."""
    await presence(hotline, staff_id, "break" if after else "available")
    channel = await asked(hotline, dialled)
    await hotline.advance(after)
    await presence(hotline, staff_id, "available")
    await hotline.pick_up(staff_id)
    await hotline.advance(60)
    await hotline.do(channel, EndAsked(staff_id=staff_id))
    await hotline.hang_up(channel)


async def presence(hotline: Hotline, staff_id: UUID, presence: Presence) -> None:
    async with hotline.db.deed() as tx:
        await set_presence(tx, staff_id, presence)
    await hotline.run()


def rate(measured: dict[str, Any], name: str) -> tuple[int, int]:
    [found] = [each for each in measured["total"]["rates"] if each["id"] == name]
    return found["numerator"], found["denominator"]


async def got(client: httpx.AsyncClient, path: str = "", **query: str) -> Any:
    answer = await client.get(f"/api/measures/calls{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_sees_the_measures_of_the_own_scope_and_the_calls_behind_them(
    db: Database, hotline: Hotline, tmp_path: Path
) -> None:
    async with front(db, tmp_path) as app:
        ours, theirs = await app.signed_in("0124"), await app.signed_in("0224")
        bureau = await app.signed_in("0910")
        measured = await got(ours)
        lines = await got(ours, "/behind")

        assert rate(measured, "connect_rate") == (2, 3)
        assert rate(measured, "connect_in_time") == (1, 3)
        assert rate(measured, "abandon_rate") == (1, 3)
        assert [(each["reason"], each["calls"]) for each in measured["left_out"]] == [("not_asked", 1)]
        assert sum(each["figures"]["offered"] for each in measured["groups"]) == 3
        assert [(each["outcome"], each["in_time"]) for each in lines] == [
            ("answered", True),
            ("answered", False),
            ("abandoned", False),
            (None, None),
        ]
        assert lines[1]["wait_seconds"] > 60
        assert lines[0]["talked_seconds"] >= 60
        assert lines[3]["left_out"]
        assert rate(await got(theirs), "connect_rate") == (0, 1)
        by_provider = await got(bureau, by="provider")
        assert {each["name"]: each["figures"]["offered"] for each in by_provider["groups"]} == {
            "浦江": 3,
            "申江": 1,
        }
        behind = await got(bureau, "/behind", by="provider", key=by_provider["groups"][0]["key"])
        assert {each["provider_name"] for each in behind} == {by_provider["groups"][0]["name"]}
        assert (await app.stranger().get("/api/measures/calls")).status_code == 401
        consultant = await app.signed_in("0101")
        assert (await consultant.get("/api/measures/calls")).status_code == 403


async def test_a_day_without_calls_has_no_rate(db: Database, city: City, tmp_path: Path) -> None:
    async with front(db, tmp_path) as app:
        measured = await got(await app.signed_in("0910"), since="2026-03-02", until="2026-03-03")
        too_long = await (await app.signed_in("0910")).get(
            "/api/measures/calls", params={"since": "2026-01-01", "until": "2026-12-31"}
        )

    assert {each["percent"] for each in measured["total"]["rates"]} == {None}
    assert measured["groups"] == []
    assert too_long.status_code == 422


async def test_what_the_bureau_leaves_out_stays_listed_and_an_outage_needs_two(
    db: Database, house: House, hotline: Hotline, tmp_path: Path
) -> None:
    async with front(db, tmp_path) as app:
        bureau, second = await app.signed_in("0910"), await app.signed_in("0911")
        ours = await app.signed_in("0124")
        [given_up] = [each for each in await got(ours, "/behind") if each["outcome"] == "abandoned"]
        form = {"call": given_up["number"], "reason": "test", "why": "线路调试时的试拨"}

        assert (await ours.post("/api/measures/exclusions", json=form)).status_code == 403
        assert (await bureau.post("/api/measures/exclusions", json=form)).status_code == 204
        measured = await got(ours)
        assert rate(measured, "connect_rate") == (2, 2)
        assert {each["reason"]: each["calls"] for each in measured["left_out"]} == {"not_asked": 1, "test": 1}
        back = {"call": given_up["number"], "why": "核实为真实来电"}
        assert (await bureau.post("/api/measures/inclusions", json=back)).status_code == 204
        assert (await bureau.post("/api/measures/inclusions", json=back)).status_code == 404
        assert rate(await got(ours), "connect_rate") == (2, 3)

        now = house.clock.now()
        fault = {
            "since": (now - timedelta(hours=2)).isoformat(),
            "until": now.isoformat(),
            "why": "运营商中继中断",
        }
        outage = (await bureau.post("/api/measures/outages", json=fault)).json()
        approval = f"/api/measures/outages/{outage['id']}/approval"
        assert rate(await got(ours), "connect_rate") == (2, 3)
        assert (await bureau.post(approval, json={"why": "属实"})).status_code == 409
        assert (await second.post(approval, json={"why": "属实"})).status_code == 204
        measured = await got(ours)
        assert measured["total"]["offered"] == 0
        assert {each["reason"] for each in measured["left_out"]} == {"outage"}
    async with db.reading() as read:
        rows = await read.fetch(
            "select deed, why from audit_line where deed like 'measures.%' and outcome = 'done' order by id"
        )
    assert [row["deed"] for row in rows] == [
        "measures.exclude",
        "measures.include",
        "measures.declare_outage",
        "measures.approve_outage",
    ]


@pytest.mark.article("R14.2")
async def test_who_left_a_message_while_nobody_led_was_not_answered(
    db: Database, house: House, city: City, tmp_path: Path
) -> None:
    now, call = house.clock.now(), call_id("node1", "1764000000.7")
    arrival = CallArrived(call=call, at=now, node="node1", channel="1764000000.7", number="13698765432")
    async with db.deed() as tx:
        await left_alone(tx, arrival, Recorded(call=call, at=now, recording=message_id(call), seconds=12))
    async with front(db, tmp_path) as app:
        measured = await got(await app.signed_in("0910"))

    assert rate(measured, "connect_rate") == (0, 1)
    assert rate(measured, "abandon_rate") == (0, 1)


async def test_a_day_is_planned_from_the_same_weekday_before(
    db: Database, house: House, hotline: Hotline, tmp_path: Path
) -> None:
    next_week = (house.clock.now() + timedelta(days=7)).date()
    async with front(db, tmp_path) as app:
        ours = await app.signed_in("0124")
        plan = (await ours.get("/api/staffing", params={"day": str(next_week)})).json()
        busier = (
            await ours.get(
                "/api/staffing",
                params={"day": str(next_week), "growth": "1000", "handling": "600", "patience": "0"},
            )
        ).json()
        wrong = await ours.get("/api/staffing", params={"shrinkage": "100"})

    assert (plan["days"], plan["is_measured"], plan["connect_target"], plan["in_time_target"]) == (
        1,
        True,
        90,
        80,
    )
    assert (plan["slots"][0]["start"], plan["slots"][-1]["start"]) == ("08:30", "20:30")
    assert sum(each["calls"] for each in plan["slots"]) == 3
    busy = [each for each in plan["slots"] if each["calls"]]
    assert all(each["seated"] >= 1 and each["answered"] >= 0.9 and each["in_time"] >= 0.8 for each in busy)
    assert all(each["seated"] == 0 for each in plan["slots"] if not each["calls"])
    assert max(each["seated"] for each in busier["slots"]) > max(each["seated"] for each in busy)
    assert wrong.status_code == 422
