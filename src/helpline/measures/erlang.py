"""How a queue behaves with so many consultants: Erlang C, where everybody waits, and Erlang A, where people give up.

All times in one unit of the caller's choice. Probabilities are worked out in forms that neither overflow nor cancel,
so that thousands of seats are no trouble.
"""

import math
from collections.abc import Iterator

import msgspec

NEGLIGIBLE = 45.0
"""e to the minus this is nothing beside 1 in double precision."""


class Traffic(msgspec.Struct, frozen=True, kw_only=True):
    """`calls` arrive in `interval`; each takes `handling` of a consultant; who waits gives up after `patience`, on average.

    Without `patience` nobody gives up (Erlang C).
    """

    calls: float
    interval: float
    handling: float
    patience: float | None = None

    @property
    def load(self) -> float:
        """Offered load in erlang: consultants busy on average if nobody were lost."""
        return self.calls * self.handling / self.interval


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """What callers meet. `answered_in_time` is of all who call, the official way of counting (R5.2)."""

    positions: int
    occupancy: float
    waiting_probability: float
    abandonment_probability: float
    average_wait: float | None
    """Of all, those who gave up included; None: the queue grows without end."""
    answered_in_time: float

    @property
    def answered(self) -> float:
        return 1 - self.abandonment_probability


def behaviour(traffic: Traffic, positions: int, within: float) -> Behaviour:
    """What callers meet with `positions` consultants; in time is within `within`."""
    if traffic.load == 0:
        return _idle(positions)
    if traffic.patience is None:
        return _erlang_c(traffic, positions, within)
    return _erlang_a(traffic, traffic.patience, positions, within)


def blocking(load: float, positions: int) -> float:
    """Erlang B: the part of calls that find all busy where nobody can wait. By recursion, which cannot overflow."""
    blocked = 1.0
    for number in range(1, positions + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def _idle(positions: int) -> Behaviour:
    return Behaviour(
        positions=positions,
        occupancy=0.0,
        waiting_probability=0.0,
        abandonment_probability=0.0,
        average_wait=0.0,
        answered_in_time=1.0,
    )


def _erlang_c(traffic: Traffic, positions: int, within: float) -> Behaviour:
    load = traffic.load
    if load >= positions:
        return Behaviour(
            positions=positions,
            occupancy=1.0,
            waiting_probability=1.0,
            abandonment_probability=0.0,
            average_wait=None,
            answered_in_time=0.0,
        )
    blocked, busy = blocking(load, positions), load / positions
    waits = blocked / (1 - busy * (1 - blocked))
    late = waits * math.exp(-(positions - load) * within / traffic.handling)
    return Behaviour(
        positions=positions,
        occupancy=busy,
        waiting_probability=waits,
        abandonment_probability=0.0,
        average_wait=waits * traffic.handling / (positions - load),
        answered_in_time=1 - late,
    )


def _erlang_a(traffic: Traffic, patience: float, positions: int, within: float) -> Behaviour:
    """M/M/n+M. In units of the handling time: each consultant ends 1 call, each who waits gives up at rate `leaving`."""
    load, leaving = traffic.load, traffic.handling / patience
    blocked = blocking(load, positions)
    if blocked == 0:
        return msgspec.structs.replace(_idle(positions), occupancy=load / positions)
    queue = _queue(load, positions, leaving, -math.log(blocked))
    abandoned = min(1.0, leaving * math.fsum(j * p for j, p in enumerate(queue)) / load)
    served_late = _served_late(queue, positions, leaving, within / traffic.handling)
    return Behaviour(
        positions=positions,
        occupancy=min(1.0, load * (1 - abandoned) / positions) if positions else 0.0,
        waiting_probability=math.fsum(queue),
        abandonment_probability=abandoned,
        average_wait=abandoned * patience,
        answered_in_time=max(0.0, 1 - abandoned - served_late),
    )


def _queue(load: float, positions: int, leaving: float, below: float) -> list[float]:
    """The probabilities that all are busy and 0, 1, 2 … wait.

    `below` is the logarithm of the weight of all states in which nobody waits, where the full house weighs 1.
    """
    weights = [0.0]
    top = max(0.0, below)
    while weights[-1] > top - NEGLIGIBLE:
        weights.append(weights[-1] + math.log(load / (positions + len(weights) * leaving)))
        top = max(top, weights[-1])
    scaled = [math.exp(each - top) for each in weights]
    whole = math.exp(below - top) + math.fsum(scaled[1:])
    return [each / whole for each in scaled]


def _served_late(queue: list[float], positions: int, leaving: float, within: float) -> float:
    """The part that is answered, but later than `within`.

    Who finds j waiting needs j + 1 departures, at rates n + kθ: with V for that wait, exp(−θV) is Beta(n/θ, j + 1)
    distributed. Answered and late is the part of its mean below x = exp(−θt), an incomplete beta function.
    """
    a, x = positions / leaving, math.exp(-leaving * within)
    below = _beta_below(a + 1, x)
    return math.fsum(p * a / (a + j + 1) * next(below) for j, p in enumerate(queue))


def _beta_below(a: float, x: float) -> Iterator[float]:
    """I_x(a, 1), I_x(a, 2), …: each the one before and a positive term more, so that nothing cancels."""
    term, b, found = (a * math.log(x) if x > 0 else -math.inf), 0, 0.0
    rest = math.log1p(-x) if x < 1 else -math.inf
    while True:
        found += math.exp(term)
        yield min(1.0, found)
        b += 1
        term += rest + math.log((a + b - 1) / b)
