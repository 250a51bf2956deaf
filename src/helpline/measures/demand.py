"""What past calls tell of those to come: how many in each stretch of the day, how long they hold, how long people wait."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from helpline.kit.clock import shanghai
from helpline.measures.erlang import Traffic
from helpline.measures.model import CallRecord, Outcome

A_DAY = timedelta(days=1)


class Demand(msgspec.Struct, kw_only=True):
    """Sums over `days` days. `stretches`: calls by the beginning of their stretch of the day."""

    length: timedelta
    days: set[date] = msgspec.field(default_factory=set)
    stretches: Counter[time] = msgspec.field(default_factory=Counter)
    answered: int = 0
    abandoned: int = 0
    talked: timedelta = timedelta(0)
    waited: timedelta = timedelta(0)

    @property
    def handling(self) -> timedelta | None:
        """Mean time of the answered with a person; None where nobody was answered."""
        return self.talked / self.answered if self.answered else None

    @property
    def patience(self) -> timedelta | None:
        """Mean patience: all waiting by the number of those who gave up; who was answered was patient that long at least.

        None where nobody gave up or nobody waited.
        """
        return self.waited / self.abandoned if self.abandoned and self.waited else None

    def calls_at(self, start: time) -> float:
        """Calls in that stretch on an average day."""
        return self.stretches[start] / len(self.days) if self.days else 0.0

    def starts(self) -> list[time]:
        """All stretches of a day."""
        midnight = datetime(2000, 1, 1)  # noqa: DTZ001 - only its time of day is used
        return [(midnight + self.length * index).time() for index in range(A_DAY // self.length)]

    def traffic(self, start: time, handling: timedelta, patience: timedelta | None) -> Traffic:
        """That stretch as the models take it, in seconds."""
        return Traffic(
            calls=self.calls_at(start),
            interval=self.length.total_seconds(),
            handling=handling.total_seconds(),
            patience=patience.total_seconds() if patience else None,
        )


def demand(
    calls: Iterable[CallRecord], *, length: timedelta, keep: Callable[[date], bool] = lambda _day: True
) -> Demand:
    """Sum up the calls of the days that `keep` keeps. Who was left out of the measures asked for nobody's time."""
    found = Demand(length=length)
    for call in calls:
        if call.arrived_at is None or call.excluded is not None or call.outcome is None or call.doubtful:
            continue
        at = shanghai(call.arrived_at)
        if not keep(at.date()):
            continue
        found.days.add(at.date())
        found.stretches[_start(at, length)] += 1
        found.waited += call.wait
        if call.outcome is Outcome.ANSWERED:
            found.answered += 1
            found.talked += call.talked
        elif call.outcome is Outcome.ABANDONED:
            found.abandoned += 1
    return found


def _start(at: datetime, length: timedelta) -> time:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + (at - midnight) // length * length).time()
