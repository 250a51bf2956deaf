"""Figures of the day: rates with numerator and denominator, queues, arrivals by half hour."""

from datetime import datetime, timedelta
from uuid import UUID

from helpline.conversations import queries as conversations
from helpline.feedback import queries as feedback
from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.supervision.model import Curve, QueueRow, Rate, RateTile
from helpline.supervision.scene import Scene

RATED_WITHIN = timedelta(days=2)
"""A dialogue is rated within a day of its end, and that a while after its last word."""

HALF_HOUR = timedelta(minutes=30)
FIRST_SLOT, LAST_SLOT = 16, 42
"""Half hours of the day shown: 8:00 to 21:00."""

WEEKDAYS = "一二三四五六日"


def midnight(now: datetime) -> datetime:
    return shanghai(now).replace(hour=0, minute=0, second=0, microsecond=0)


async def rates(read: ReadTx, scene: Scene) -> list[RateTile]:
    """R4.2 and satisfaction, today."""
    since = midnight(read.now)
    within = (await terms_on(read, read.now)).first_response_seconds
    row = await conversations.team_tallies(read, scene.staff_ids, since, within, scene.scope.district_id)
    rated = await feedback.tally(
        read, since=since, staff_ids=scene.staff_ids, among=await _of_district(read, scene, since)
    )
    unanswered = await routing.unanswered_today(read, scene.scope)
    expired = sum(offer.outcome == "expired" for offer in unanswered)
    taken, answered, in_time = (row["taken"], row["answered"], row["in_time"]) if row else (0, 0, 0)
    return [
        RateTile(
            code="response_30s",
            name=f"{within} 秒回应率",
            rate=Rate(numerator=in_time, denominator=taken + expired),
            note=f"今日派给咨询员的对话中，{within} 秒内有人工回应的占比；未应答的派发计入分母",
        ),
        RateTile(
            code="online_connect",
            name="在线接通率",
            rate=Rate(numerator=answered, denominator=taken),
            note="今日咨询员接下的对话中，得到人工回应的占比",
        ),
        RateTile(
            code="satisfaction",
            name="满意率",
            rate=Rate(numerator=rated.satisfied, denominator=rated.rated),
            note="今日评价中“满意”和“非常满意”的占比",
        ),
    ]


async def _of_district(read: ReadTx, scene: Scene, since: datetime) -> list[UUID] | None:
    """A district's dialogues that can have been rated since; None where the scope is no district."""
    if scene.scope.district_id is None:
        return None
    return await conversations.ids_of_district(read, scene.scope.district_id, since - RATED_WITHIN)


async def of_no_district(read: ReadTx, scene: Scene) -> int | None:
    """R14.1: what the provider took today of taxpayers without a district, told to a district apart from its own."""
    if scene.scope.district_id is None:
        return None
    return await conversations.taken_of_no_district(read, scene.staff_ids, midnight(read.now))


async def queues(read: ReadTx, scene: Scene) -> list[QueueRow]:
    """Every queue with somebody in it or somebody to serve it, the longest wait first."""
    lines = await routing.queue_summary(read, scene.scope)
    rows = [
        QueueRow(
            code=line.system or "any",
            name=scene.systems.get(line.system or "", "未选系统"),
            waiting=line.waiting,
            longest_since=line.longest_since,
            expected_wait_seconds=line.expected_seconds,
            free=line.free,
            on_duty=line.on_duty,
            busy=line.busy_units / line.units if line.units else 0.0,
        )
        for line in lines
        if line.channel == "chat"
    ]
    return sorted(rows, key=lambda row: (row.longest_since is None, row.longest_since or read.now, row.name))


async def curve(read: ReadTx, scene: Scene) -> Curve:
    """Arrivals by half hour, today and a week ago."""
    start = midnight(read.now)
    week = timedelta(days=7)
    whose = (scene.scope.provider_id, scene.scope.district_id)
    today = await conversations.arrivals(read, start, read.now, *whose)
    earlier = await conversations.arrivals(read, start - week, start - week + timedelta(days=1), *whose)
    slots = [start + HALF_HOUR * index for index in range(FIRST_SLOT, LAST_SLOT)]
    so_far = [slot for slot in slots if slot <= read.now]
    return Curve(
        slots=[f"{slot:%H:%M}" for slot in slots],
        today=[today.get(slot, 0) for slot in so_far],
        earlier=[earlier.get(slot - week, 0) for slot in slots],
        earlier_label=f"上周{WEEKDAYS[start.weekday()]}",
        slow=[False for _ in slots],
    )
