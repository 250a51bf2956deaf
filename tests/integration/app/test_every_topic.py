"""Every topic and frame of the live socket, tried by everybody, against a table that a person wrote."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from tests.support.front import front
from tests.support.furnished import furnish
from tests.support.house import House
from tests.support.live_pages import process
from tests.support.live_walk import LiveWalk, doors, leads_to, letter, pages, words
from tests.support.tables import written
from tests.support.walk import CALLERS, Walk

TABLE = Path(__file__).with_name("topics.txt")


@pytest.mark.article("R14.1")
@pytest.mark.article("R18.1")
async def test_every_topic_and_frame_lets_in_whom_the_table_names_and_nobody_else(
    db: Database, dsn: str, house: House, tmp_path: Path
) -> None:
    table = written(TABLE, CALLERS)
    async with front(db, tmp_path) as app:
        things = await furnish(db, house, app)
        has = doors(app.hub)
        assert has - set(table) == set(), "topics or frames that nobody listed in topics.txt"
        assert set(table) - has == set(), "listed topics or frames that are gone"
        walk = Walk(app, things)
        await walk.arrive()
    async with (
        process(dsn, ShiftedClock(db.clock.now()), tmp_path) as site,
        pages(site.url, things, walk.callers) as live,
    ):
        wrong = [each async for each in _tried(live, table)]
    assert "\n".join(wrong) == ""


async def _tried(walk: LiveWalk, table: dict[str, dict[str, str]]) -> AsyncIterator[str]:
    for door, cells in table.items():
        for caller in CALLERS:
            answers = {place: await walk.knock(door, caller, place) for place in leads_to(door)}
            cell = "".join(letter(answer) for answer in answers.values())
            if cell != cells[caller]:
                yield f"{door} {caller}: {cell} instead of {cells[caller]}"
            if answers.get("foreign") is None:
                continue
            nothing = await walk.knock(door, caller, "unknown")
            if words(nothing) != words(answers["foreign"]):
                yield f"{door} {caller}: what is foreign is told of otherwise than what does not exist"
