"""The roll tells how each one stands; who is entered gets a start password once; who is on leave does not come in."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.people import commands, login
from helpline.people.career import Hand
from helpline.people.commands import career
from helpline.people.http.life import StaffDoor
from helpline.people.http.roll import RollDoor, StartDoor
from helpline.people.login import OnLeave, SignInLocked, WrongPassword
from helpline.people.model import Device, LoginTerms, NewStaff, Role
from tests.support.knock import doors
from tests.support.people import PASSWORD, City, a_city, actor_of

DAY = timedelta(days=1)
TERMS = LoginTerms()


async def knock(
    db: Database, city: City, number: str, method: str, path: str, body: Any = None
) -> httpx.Response:
    async with doors(db, [RollDoor, StartDoor, StaffDoor], actor_of(city[number])) as client:
        return await client.request(method, f"/api{path}", json=body)


async def lines(db: Database, city: City, number: str, query: str = "") -> dict[str, dict[str, Any]]:
    answer = await knock(db, city, number, "GET", f"/roll{query}")
    return {each["number"]: each for each in answer.json()["items"]}


async def comes_in(db: Database, number: str, password: str = PASSWORD, terms: LoginTerms = TERMS) -> bool:
    signed = await login.sign_in(db, number, password, device=Device(), terms=terms)
    return "password" in signed.due


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
async def test_the_roll_tells_how_each_one_stands_and_ends_with_the_scope(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    by = Hand(staff_id=city["0998"].id, why="安排")
    team = city.teams[0]
    async with db.deed() as tx:
        await career.take_leave(tx, city["0101"].id, tx.now, tx.now + 3 * DAY, by)
        await career.take_leave(tx, city["0103"].id, tx.now + DAY, tx.now + 3 * DAY, by)
        await career.leave(tx, city["0102"].id, by)
        fresh = NewStaff(
            number="0150", name="高远", role=Role.CONSULTANT, provider_id=team.provider_id, team_id=team.id
        )
        await commands.hire(tx, [fresh])
    clock.advance(timedelta(seconds=1))

    manager = await lines(db, city, "0124", f"?unit={team.id}&left=true")

    assert {number: each["state"] for number, each in manager.items()} == {
        "0101": "away",
        "0102": "left",
        "0103": "active",
        "0110": "active",
        "0150": "waiting",
    }
    assert manager["0103"]["away_until"] is not None
    assert manager["0101"]["name"] == "王芳"
    assert (await lines(db, city, "0901", "?text=王"))["0101"]["name"] == "王*"
    assert set(await lines(db, city, "0124", "?text=02")) == set()
    assert set(await lines(db, city, "0998", f"?unit={team.department_id}")) == {
        "0101",
        "0103",
        "0110",
        "0150",
    }
    assert (await knock(db, city, "0997", "GET", "/roll")).status_code == 403


@pytest.mark.article("R14.1")
async def test_who_is_entered_gets_a_start_password_once_and_has_to_change_it(db: Database) -> None:
    city = await a_city(db)
    body = {
        "number": "0150",
        "name": "高远",
        "posting": {
            "role": "consultant",
            "provider_id": str(city.providers[0].id),
            "team_id": str(city.teams[0].id),
        },
        "why": "新聘",
    }

    hired = (await knock(db, city, "0124", "POST", "/people", body)).json()
    again = (await knock(db, city, "0124", "GET", f"/people/{hired['id']}")).json()

    assert again["start_password"] is None
    assert await comes_in(db, "0150", hired["start_password"])
    given = await knock(db, city, "0998", "POST", "/accounts/0150/start-password", {"why": "忘记密码"})
    assert await comes_in(db, "0150", given.json()["start_password"])
    with pytest.raises(WrongPassword):
        await comes_in(db, "0150", hired["start_password"])
    assert (
        await knock(db, city, "0124", "POST", "/accounts/0150/start-password", {"why": "忘记密码"})
    ).status_code == 403


@pytest.mark.article("R18.1")
async def test_a_locked_number_is_unlocked_with_a_reason_that_stays_on_record(db: Database) -> None:
    city = await a_city(db)
    for _ in range(TERMS.failures_allowed):
        with pytest.raises(WrongPassword):
            await comes_in(db, "0101", "Wrong-12345")
    with pytest.raises(SignInLocked):
        await comes_in(db, "0101")
    assert (await lines(db, city, "0998", "?text=0101"))["0101"]["locked_until"] is not None

    done = await knock(db, city, "0998", "POST", "/accounts/0101/unlock", {"why": "本人到场核实"})
    twice = await knock(db, city, "0998", "POST", "/accounts/0101/unlock", {"why": "本人到场核实"})

    assert (done.status_code, twice.status_code) == (204, 409)
    await comes_in(db, "0101")
    async with db.reading() as read:
        why = await read.fetchval("select why from audit_line where deed = 'people.unlock'")
    assert why == "本人到场核实"


@pytest.mark.article("R18.1")
async def test_who_is_on_leave_comes_in_only_where_the_bureau_allows_it_and_is_told_after_the_password(
    db: Database, clock: VirtualClock
) -> None:
    city = await a_city(db)
    async with db.deed() as tx:
        by = Hand(staff_id=city["0998"].id, why="年假")
        await career.take_leave(tx, city["0101"].id, tx.now, tx.now + 3 * DAY, by)
    clock.advance(timedelta(seconds=1))

    with pytest.raises(WrongPassword):
        await comes_in(db, "0101", "Wrong-12345")
    with pytest.raises(OnLeave, match="销假"):
        await comes_in(db, "0101")
    await comes_in(db, "0101", terms=LoginTerms(on_leave=True))
    clock.advance(3 * DAY)
    await comes_in(db, "0101")

    async with db.reading() as read:
        outcomes = [row["outcome"] for row in await read.fetch("select outcome from sign_in order by at, id")]
    assert outcomes == ["wrong", "on_leave", "accepted", "accepted"]


@pytest.mark.article("R5.3")
async def test_an_heir_by_name_is_of_the_same_provider_and_here(db: Database) -> None:
    city = await a_city(db)
    leaver = city["0101"].id

    heirs = (await knock(db, city, "0124", "GET", f"/people/{leaver}/heirs")).json()
    foreign = await knock(
        db, city, "0998", "POST", f"/people/{leaver}/leave", {"why": "离职", "heir": str(city["0201"].id)}
    )
    done = await knock(
        db, city, "0124", "POST", f"/people/{leaver}/leave", {"why": "离职", "heir": str(city["0103"].id)}
    )

    assert [each["number"] for each in heirs] == ["0110", "0124", "0102", "0103"]
    assert (foreign.status_code, foreign.json()["code"]) == (422, "unfit-heir")
    assert done.json()["history"][-1]["detail"] == {"heir": str(city["0103"].id)}
