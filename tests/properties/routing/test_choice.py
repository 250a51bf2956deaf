"""The SQL asks whom the pure rule asks, in any world."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from helpline.routing import rules
from helpline.routing.model import Channel, Seat, Waiting
from helpline.routing.store import line
from tests.support.examples import examples
from tests.support.routing_nouns import NOW, seat, work

SECOND = timedelta(seconds=1)
PROVIDERS = (UUID(int=1), UUID(int=2))
CAPACITIES: tuple[dict[Channel, int], ...] = (
    {"chat": 6, "voice": 1},
    {"chat": 2},
    {"chat": 4, "voice": 3},
    {"voice": 1},
)


def mostly(usual: Any, *rare: Any) -> st.SearchStrategy[Any]:
    """Most worlds are ordinary, so that most choices are between several who are able."""
    return st.sampled_from((*[usual] * 6, *rare))


Pass = tuple[int, int, timedelta]
World = tuple[list[Seat], list[Waiting], list[Pass]]


@st.composite
def seats(draw: st.DrawFn, number: int) -> Seat:
    units, costs = rules.shared_units(draw(mostly(CAPACITIES[0], *CAPACITIES[1:])))
    return seat(
        number,
        provider_id=draw(mostly(*PROVIDERS)),
        systems=draw(mostly(("etax", "invoice"), ("etax",), ("invoice",), ())),
        languages=draw(mostly(("zh",), ("zh", "en"), ("en",))),
        presence=draw(mostly("available", "break", "away")),
        lease_until=draw(mostly(NOW + SECOND, NOW, NOW - SECOND, None)),
        disconnected_at=draw(mostly(None, NOW)),
        units=units,
        costs=costs,
        held=draw(st.sampled_from((0, 1, 1, 5))),
        offered=draw(mostly(0, 1)),
        idle_since=NOW - draw(st.integers(0, 2)) * SECOND,
    )


@st.composite
def works(draw: st.DrawFn, number: int, most_seats: int) -> Waiting:
    preferred = draw(mostly(None, *range(1, most_seats + 1)))
    return work(
        number,
        channel=draw(mostly("chat", "voice")),
        provider_id=draw(mostly(None, *PROVIDERS)),
        system=draw(mostly(None, "etax", "invoice")),
        language=draw(mostly("zh", "en")),
        priority=draw(st.integers(0, 2)),
        enqueued_at=NOW - draw(st.integers(0, 2)) * SECOND,
        preferred=UUID(int=100 + preferred) if preferred else None,
        reserved_until=draw(mostly(None, NOW - SECOND, NOW, NOW + SECOND)),
        not_before=draw(mostly(None, NOW)),
        state=draw(mostly("waiting", "left")),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    many_seats, many_works = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    passes = st.tuples(
        st.integers(0, many_works - 1),
        st.integers(0, many_seats - 1),
        st.integers(-1, 1).map(lambda n: n * SECOND),
    )
    return (
        [draw(seats(number)) for number in range(1, many_seats + 1)],
        [draw(works(number, many_seats)) for number in range(1, many_works + 1)],
        draw(st.lists(passes, max_size=6)),
    )


@settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the database is emptied by each world itself
@given(world=worlds())
async def test_the_sql_chooses_as_the_rule_says(db: Database, world: World) -> None:
    some_seats, some_works, passes = world
    async with db.deed() as tx:
        await settle_world(tx, world)
        passed_over = {
            (some_works[each].id, some_seats[by].staff_id)
            for each, by, later in passes
            if later > timedelta(0)
        }

        for each in some_works:
            row = await tx.fetchrow(line.BEST_SEAT, each.id, NOW)
            wanted = rules.choose_seat(each, some_seats, passed_over, NOW) if rules.is_in_line(each) else None
            assert (row and row["staff_id"]) == (wanted and wanted.staff_id)
        for one in some_seats:
            row = await tx.fetchrow(line.BEST_WORK, one.staff_id, NOW)
            first = rules.choose_work(one, some_works, passed_over, NOW)
            assert (row and row["work_id"]) == (first and first.id)


async def settle_world(tx: Tx, world: World) -> None:
    """Write the world into an empty database."""
    some_seats, some_works, passes = world
    await tx.execute("truncate seat, waiting, offer")
    for one in some_seats:
        await insert(tx, "seat", msgspec.structs.asdict(one))
    for each in some_works:
        await insert(tx, "waiting", msgspec.structs.asdict(each) | {"card": {}})
    for each_index, by_index, later in passes:
        ended = {
            "id": new_id(),
            "work_id": some_works[each_index].id,
            "staff_id": some_seats[by_index].staff_id,
            "channel": "chat",
            "kind": "queue",
            "offered_at": NOW - SECOND,
            "due_at": NOW,
            "outcome": "declined",
            "outcome_at": NOW,
            "reason": "不熟悉",
            "not_again_before": NOW + later,
        }
        await insert(tx, "offer", ended)


async def insert(tx: Tx, table: str, fields: dict[str, Any]) -> None:
    """One row; `seq` is given, though the database would count by itself."""
    marks = ", ".join(f"${number}" for number in range(1, len(fields) + 1))
    await tx.execute(
        f"insert into {table} ({', '.join(fields)}) overriding system value values ({marks})",
        *[list(value) if isinstance(value, tuple) else value for value in fields.values()],
    )
