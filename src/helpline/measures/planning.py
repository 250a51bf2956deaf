"""How many consultants a day needs, half hour by half hour, so that the promised rates are kept."""

from datetime import date, time, timedelta

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.measures.demand import Demand, demand
from helpline.measures.model import Slot, Staffing
from helpline.measures.reading import midnight, read_calls
from helpline.measures.rules import half_hour_of
from helpline.measures.staffing import Goal, needed
from helpline.people.model import Actor
from helpline.people.policy import Scope, require
from helpline.regulation.model import Terms
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.routing.model import Scope as Seats

HALF_HOUR = timedelta(minutes=30)
USUAL_HANDLING = timedelta(minutes=5)
"""Reckoned with while nobody was answered yet; the page says so, and lets it be changed."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is made from. Seconds; None: as measured; no day: tomorrow. `patience` 0: nobody is taken to give up."""

    day: date | None = None
    weeks: int = 4
    handling: int | None = None
    patience: int | None = None
    growth_percent: int = 100
    shrinkage_percent: int = 0


async def planned(read: ReadTx, staff: Actor, wish: Wish) -> Staffing:
    """R5.2: the consultants that each half hour of the service hours needs, within the asker's scope.

    Raises:
        Invalid: the figures told are impossible.
    """
    scope = require(staff, "measure.read")
    today = shanghai(read.now).date()
    day = wish.day or today + timedelta(days=1)
    terms = await terms_on(read, midnight(day))
    since, until = day - timedelta(weeks=wish.weeks), day - timedelta(days=1)
    found = await _demand(read, scope, since, until, day.isoweekday())
    handling, patience = _handling(found, wish, terms), _patience(found, wish)
    goal = _goal(terms, wish)
    present, rostered = await _seats(read, scope)
    return Staffing(
        day=day,
        since=since,
        until=until,
        days=len(found.days),
        handling_seconds=handling.total_seconds(),
        patience_seconds=patience.total_seconds() if patience else None,
        is_measured=found.answered > 0,
        within_seconds=terms.connect_within_seconds,
        connect_target=terms.connect_rate_percent,
        in_time_target=terms.connect_in_time_percent,
        shrinkage_percent=wish.shrinkage_percent,
        growth_percent=wish.growth_percent,
        slots=[_slot(found, start, handling, patience, goal, wish) for start in _starts(found, terms)],
        current=f"{half_hour_of(read.now):%H:%M}" if day == today else None,
        present=present,
        rostered=rostered,
    )


async def _demand(read: ReadTx, scope: Scope, since: date, until: date, weekday: int) -> Demand:
    calls = await read_calls(read, scope, since, until)
    records = [each.record for each in calls if each.record is not None]
    return demand(records, length=HALF_HOUR, keep=lambda day: day.isoweekday() == weekday)


def _handling(found: Demand, wish: Wish, terms: Terms) -> timedelta:
    """Talk and the record afterwards."""
    if wish.handling is not None:
        return timedelta(seconds=wish.handling)
    if found.handling is None:
        return USUAL_HANDLING
    return found.handling + timedelta(seconds=terms.wrap_up_seconds)


def _patience(found: Demand, wish: Wish) -> timedelta | None:
    if wish.patience is not None:
        return timedelta(seconds=wish.patience) if wish.patience else None
    return found.patience


def _goal(terms: Terms, wish: Wish) -> Goal:
    return Goal(
        within=terms.connect_within_seconds,
        answered=terms.connect_rate_percent / 100,
        in_time=terms.connect_in_time_percent / 100,
        shrinkage=wish.shrinkage_percent / 100,
    )


def _starts(found: Demand, terms: Terms) -> list[time]:
    """The half hours of the service hours."""
    return [
        start for start in found.starts() if terms.service_opens <= f"{start:%H:%M}" < terms.service_closes
    ]


def _slot(
    found: Demand, start: time, handling: timedelta, patience: timedelta | None, goal: Goal, wish: Wish
) -> Slot:
    usual = found.traffic(start, handling, patience)
    traffic = msgspec.structs.replace(usual, calls=usual.calls * wish.growth_percent / 100)
    need = needed(traffic, goal)
    return Slot(
        start=f"{start:%H:%M}",
        calls=round(traffic.calls, 2),
        load=round(need.load, 4),
        seated=need.seated,
        scheduled=need.scheduled,
        answered=round(need.expected.answered, 4),
        in_time=round(need.expected.answered_in_time, 4),
        occupancy=round(need.expected.occupancy, 4),
    )


async def _seats(read: ReadTx, scope: Scope) -> tuple[int, int]:
    """How many of those who take calls sit at their desks now, and how many there are."""
    seats = await routing.seats(read, Seats(provider_id=scope.provider_id))
    takers = [each for each in seats if "voice" in each.costs]
    present = [each for each in takers if each.lease_until is not None and each.lease_until > read.now]
    return len(present), len(takers)
