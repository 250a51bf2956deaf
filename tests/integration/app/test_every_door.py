"""Every door, knocked at by everybody with real sessions, against a table that a person wrote."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from helpline.kit.db import Database
from helpline.people.programs import Right
from tests.support.front import Front, front
from tests.support.furnished import PEOPLE, PLACES, furnish
from tests.support.house import House
from tests.support.tables import written
from tests.support.walk import CALLERS, Walk, letter, problem, routes

TABLE = Path(__file__).with_name("doors.txt")
DATA = ("/api", "/schema", "/healthz", "/readyz", "/metrics")
"""The pages themselves hold no data."""

BOUNDED = tuple(role for role in PEOPLE if role not in ("muni", "syst", "secu", "audi"))
"""Whose scope ends somewhere: to them what lies beyond it does not exist."""

PROGRAMS = {
    "GET /api/knowledge/search": "knowledge:read",
    "GET /api/knowledge/entries": "knowledge:read",
    "GET /api/knowledge/entries/{number}": "knowledge:read",
    "GET /api/wallboard/tiers": "measures:read",
    "GET /api/measures/calls": "measures:read",
    "GET /api/wallboard/dialogues": "conversations:read",
    "GET /api/wallboard/dialogues/{conversation_id}": "conversations:read",
    "GET /api/organisations": "organisations:read",
    "GET /api/calendars/years/{year}": "calendars:read",
    "GET /api/regulation/terms": "terms:read",
}
"""The doors that a program's token opens, each with its right; all others need a person."""

LAST = ("DELETE /api/session", "DELETE /api/sessions")
"""Whoever goes out by these has to come in again."""


def doors(app: Front) -> Iterator[str]:
    """The doors that the application has, without its pages."""
    yield from (door for door in routes(app.app) if door.split()[1].startswith(DATA))


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
async def test_every_door_lets_in_whom_the_table_names_and_nobody_else(
    db: Database, house: House, tmp_path: Path
) -> None:
    table = written(TABLE, CALLERS)
    async with front(db, tmp_path) as app:
        things = await furnish(db, house, app)
        has = set(doors(app))
        assert has - set(table) == set(), "doors that nobody listed in doors.txt"
        assert set(table) - has == set(), "listed doors that are gone"
        walk = Walk(app, things)
        await walk.arrive()
        await walk.admit_programs(Right)
        wrong = [each async for each in _programs(walk, table)]
        wrong += [each async for each in _http(walk, table)]
    assert "\n".join(wrong) == ""


async def _programs(walk: Walk, table: dict[str, dict[str, str]]) -> AsyncIterator[str]:
    """A token opens the doors of its right. At all others it is refused as a program, or is nobody in particular."""
    assert set(PROGRAMS) <= set(table)
    for door, cells in table.items():
        for right in Right:
            opens = PROGRAMS.get(door) == right.value
            got = letter(await walk.knock(door, right.value, "own"))
            expected = "an" if opens else f"f{cells['anon'][0]}"
            if got not in expected or (opens and "{number}" not in door and got != "a"):
                yield f"{door} token {right.value}: {got} instead of one of {expected}"


async def _http(walk: Walk, table: dict[str, dict[str, str]]) -> AsyncIterator[str]:
    for door, cells in table.items():
        if door == LAST[1]:
            await walk.arrive()
        for caller in reversed(CALLERS):
            answers = {
                place: await walk.knock(door, caller, place) for place in reversed(walk.leads_to(door))
            }
            cell = "".join(letter(answers[place]) for place in walk.leads_to(door))
            if cell != cells[caller]:
                yield f"{door} {caller}: {cell} instead of {cells[caller]}"
            if len(cell) == len(PLACES) and cell.endswith("n") and caller in BOUNDED:
                nothing = await walk.knock(door, caller, "unknown")
                if problem(nothing) != problem(answers["foreign"]):
                    yield f"{door} {caller}: what is foreign is told of otherwise than what does not exist"
