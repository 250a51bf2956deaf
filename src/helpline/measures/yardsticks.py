"""Terms as yardsticks: March's calls are counted by March's terms for ever."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from helpline.measures.model import Yardstick
from helpline.regulation import rules as regulation
from helpline.regulation.model import Change, Terms


def of_terms(terms: Terms) -> Yardstick:
    return Yardstick(
        within=terms.connect_within_seconds,
        short=terms.short_abandon_seconds,
        connect_target=terms.connect_rate_percent,
        in_time_target=terms.connect_in_time_percent,
    )


def by_day(changes: Iterable[Change]) -> Callable[[date], Yardstick]:
    """R5.2: the yardstick of each day, worked out once."""
    known = list(changes)

    @cache
    def of(day: date) -> Yardstick:
        return of_terms(regulation.in_force(known, day))

    return of
