"""Terms in the database: dated, append-only, and remembered without ever being stale."""

from datetime import date, datetime, timedelta

import asyncpg
import pytest

from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.people.model import Role
from helpline.regulation import commands, queries, rules
from helpline.regulation.http import DOORS
from helpline.regulation.model import Terms
from tests.support.knock import actor, doors

TOMORROW = date(2026, 11, 11)


async def terms_at(db: Database, at: datetime) -> Terms:
    async with db.reading() as read:
        return await queries.terms_on(read, at)


async def set_capacity(db: Database, value: int, day: date) -> None:
    async with db.deed() as tx:
        await commands.set_term(tx, new_id(), "chat_capacity", value, effective_from=day, why="市局通知")


async def test_a_change_holds_from_its_day_and_not_before(db: Database, clock: VirtualClock) -> None:
    today = clock.now()
    assert (await terms_at(db, today)).chat_capacity == 6

    await set_capacity(db, 8, TOMORROW)

    assert (await terms_at(db, today)).chat_capacity == 6
    assert (await terms_at(db, today + timedelta(days=1))).chat_capacity == 8


async def test_midnight_in_shanghai_divides_the_days_even_in_memory(
    db: Database, clock: VirtualClock
) -> None:
    clock.set(datetime(2026, 11, 10, 23, 59, 50, tzinfo=SHANGHAI))
    assert (await terms_at(db, clock.now())).chat_capacity == 6
    await set_capacity(db, 8, TOMORROW)

    clock.set(datetime(2026, 11, 10, 23, 59, 59, 999999, tzinfo=SHANGHAI))
    assert (await terms_at(db, clock.now())).chat_capacity == 6
    clock.set(datetime(2026, 11, 11, tzinfo=SHANGHAI))
    assert (await terms_at(db, clock.now())).chat_capacity == 8


async def test_what_is_remembered_is_read_anew_after_a_minute(db: Database, clock: VirtualClock) -> None:
    """Two machines whose clocks differ: one enters a change that is already in force for the other."""
    clock.set(datetime(2026, 11, 11, 0, 0, 1, tzinfo=SHANGHAI))
    assert (await terms_at(db, clock.now())).chat_capacity == 6
    late = VirtualClock(datetime(2026, 11, 10, 23, 59, 59, tzinfo=SHANGHAI))
    other = await Database.open(db.dsn, late)
    await set_capacity(other, 8, TOMORROW)
    await other.close()

    clock.advance(queries.FRESH)

    assert (await terms_at(db, clock.now())).chat_capacity == 8


async def test_a_change_undone_with_its_deed_leaves_nothing_behind(db: Database, clock: VirtualClock) -> None:
    async def fail_after_setting() -> None:
        async with db.deed() as tx:
            await commands.set_term(tx, new_id(), "chat_capacity", 8, effective_from=TOMORROW, why="试")
            await queries.terms_on(tx, tx.now + timedelta(days=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_setting()

    clock.advance(timedelta(days=1))
    assert (await terms_at(db, clock.now())).chat_capacity == 6


async def test_today_cannot_be_changed(db: Database) -> None:
    with pytest.raises(rules.TooSoon):
        await set_capacity(db, 8, date(2026, 11, 10))


@pytest.mark.parametrize("rewriting", ["update term set value = '9'", "delete from term"])
async def test_an_entry_cannot_be_rewritten(db: Database, rewriting: str) -> None:
    await set_capacity(db, 8, TOMORROW)

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        async with db.deed() as tx:
            await tx.execute(rewriting)


async def test_the_history_tells_who_when_and_why(db: Database, clock: VirtualClock) -> None:
    await set_capacity(db, 8, TOMORROW)

    async with db.reading() as read:
        history = {each.name: each for each in await queries.history(read)}

    capacity = history["chat_capacity"]
    assert list(history) == list(dict.fromkeys(history))
    assert (capacity.value, capacity.article, capacity.unit) == (6, "R12.1", "个")
    assert [each.value for each in capacity.changes] == [6, 8]
    assert (capacity.changes[1].why, capacity.changes[1].set_at) == ("市局通知", clock.now())


async def test_the_technology_office_changes_a_term_through_the_door(db: Database) -> None:
    entry = {"name": "chat_capacity", "value": 8, "effective_from": "2026-11-11", "why": "市局通知"}

    async with doors(db, DOORS, actor(Role.MUNICIPAL_OFFICER, office="technology")) as client:
        answer = await client.post("/api/regulation/terms", json=entry)
        listed = (await client.get("/api/regulation/terms")).json()

    assert answer.status_code == 201
    assert [each["value"] for each in next(t for t in listed if t["name"] == "chat_capacity")["changes"]] == [
        6,
        8,
    ]


async def test_others_may_read_but_not_change(db: Database) -> None:
    entry = {"name": "chat_capacity", "value": 8, "effective_from": "2026-11-11", "why": "市局通知"}

    async with doors(db, DOORS, actor(Role.CONSULTANT)) as client:
        refused = await client.post("/api/regulation/terms", json=entry)
        listed = await client.get("/api/regulation/terms")

    assert refused.status_code == 403
    assert listed.status_code == 200


async def test_a_refused_term_says_why(db: Database) -> None:
    entry = {"name": "service_opens", "value": "25:00", "effective_from": "2026-11-11", "why": "试"}

    async with doors(db, DOORS, actor(Role.MUNICIPAL_OFFICER, office="technology")) as client:
        answer = await client.post("/api/regulation/terms", json=entry)

    assert (answer.status_code, answer.json()["code"]) == (422, "unfit-term")
