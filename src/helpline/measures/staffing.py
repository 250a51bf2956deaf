"""How many consultants a stretch of time needs, so that the promised rates are kept (R5.2)."""

import math

import msgspec

from helpline.kit.refusal import Invalid
from helpline.measures.erlang import Behaviour, Traffic, behaviour

MOST_POSITIONS = 10_000
MOST_WAITING = 1_000_000
"""Callers in the queue at once beyond which nothing is worked out: such figures are mistyped."""

A_HAIR = 1e-9
"""What a division of decimals may be off before it is rounded up to a whole person."""


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be kept; parts of 1, reached is enough. None asks nothing.

    `answered` and `in_time` are of all who ask for a person. `shrinkage` is the part of paid time in which people are
    away: breaks, training, leave.
    """

    within: float
    answered: float | None = None
    in_time: float | None = None
    waiting: float | None = None
    occupancy: float | None = None
    shrinkage: float = 0.0


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """`seated` consultants must be at their seats; to have them, `scheduled` must be on the roster."""

    load: float
    seated: int
    scheduled: int
    expected: Behaviour


def needed(traffic: Traffic, goal: Goal) -> Need:
    """R5.2: the fewest consultants with whom the goal is kept; none where nobody calls.

    Raises:
        Invalid: the figures contradict each other, or ask for more than `MOST_POSITIONS`.
    """
    accept(traffic, goal.within)
    if goal.shrinkage >= 1:
        raise Invalid("离岗损耗须小于100%。")
    seated = 0 if traffic.load == 0 else _fewest(traffic, goal)
    return Need(
        load=traffic.load,
        seated=seated,
        scheduled=math.ceil(seated / (1 - goal.shrinkage) - A_HAIR),
        expected=behaviour(traffic, seated, goal.within),
    )


def accept(traffic: Traffic, within: float) -> None:
    """Whether such traffic can be worked out, and who is answered `within` such a time.

    Raises:
        Invalid: what about it is impossible, or beyond all measure.
    """
    told = [traffic.calls, traffic.interval, traffic.handling, traffic.patience or 1.0]
    if not all(math.isfinite(each) for each in (*told, within)):
        raise Invalid("来电量和各项时长须为有限的数。")
    if min(traffic.calls, within) < 0 or min(told[1:]) <= 0:
        raise Invalid("来电量和等待时限不能为负，时段、处理时长和耐心时长须大于零。")
    waiting = traffic.load * (traffic.patience or 0) / traffic.handling
    if traffic.load > MOST_POSITIONS or waiting > MOST_WAITING:
        raise Invalid("话务量超出测算范围，请核对来电量和各项时长的单位。")


def _fewest(traffic: Traffic, goal: Goal) -> int:
    """By doubling, then halving: more people never make it worse."""
    high = 1
    while not _kept(behaviour(traffic, high, goal.within), goal):
        high *= 2
        if high > 2 * MOST_POSITIONS:
            raise Invalid("再多人也达不到这个目标，请核对目标。")
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if _kept(behaviour(traffic, middle, goal.within), goal):
            high = middle
        else:
            low = middle
    return high


def _kept(found: Behaviour, goal: Goal) -> bool:
    if found.average_wait is None:
        return False
    least = ((found.answered, goal.answered), (found.answered_in_time, goal.in_time))
    most = ((found.waiting_probability, goal.waiting), (found.occupancy, goal.occupancy))
    return all(value >= bound for value, bound in least if bound is not None) and all(
        value <= bound for value, bound in most if bound is not None
    )
