"""Consultants as tiles: state by word and mark, load, and what runs out on them."""

from uuid import UUID

from helpline.conversations.model import Conversation
from helpline.kit.db import ReadTx
from helpline.people import names
from helpline.routing.model import Seat
from helpline.supervision.burning import WATCHED
from helpline.supervision.dialogues import line_of
from helpline.supervision.model import ConsultantTile
from helpline.supervision.scene import Scene

WORDS = {
    "available": "空闲",
    "busy": "服务中",
    "wrap_up": "整理",
    "break": "小休",
    "away": "离开",
    "lost": "失联",
}
ON_THE_PHONE = "通话中"
ORDER = {"lost": 0, "busy": 1, "available": 2, "wrap_up": 3, "break": 4, "away": 5}
ALARMS = {
    "first_response": "应答将超时",
    "consultant_silence": "静默将满 2 分钟",
    "wait_promise": "约定等待将到",
}


def consultants(read: ReadTx, scene: Scene, present: list[Seat]) -> list[ConsultantTile]:
    """Everybody on duty and everybody lost; who needs help first."""
    lost = [seat for seat in scene.seats if seat.lost_at is not None and seat not in present]
    tiles = [_tile(read, scene, seat) for seat in [*present, *lost] if seat.staff_id in scene.staff]
    return sorted(tiles, key=lambda tile: (tile.alarm is None, ORDER[tile.presence], tile.number))


def _tile(read: ReadTx, scene: Scene, seat: Seat) -> ConsultantTile:
    person = scene.staff[seat.staff_id]
    held = [each for each in scene.running if each.state.consultant == seat.staff_id]
    call = scene.calls.get(seat.staff_id)
    presence = _presence(seat, is_serving=bool(held or call))
    urgent = _urgent(held)
    unit = seat.costs.get("chat", 1)
    return ConsultantTile(
        staff=seat.staff_id,
        number=person.number,
        name=names.masked(person.name),
        presence=presence,
        state_words=ON_THE_PHONE if presence == "busy" and call else WORDS[presence],
        since=seat.lost_at or (call and call.state.connected_at) or seat.presence_since,
        load=-(-seat.held // unit) if call else len(held),
        capacity=seat.units // unit,
        system_name=scene.systems.get((held[0].system if held else None) or next(iter(seat.systems), "")),
        alarm=_alarm(seat, held, urgent, read),
        clock=urgent.state.clock if urgent else None,
        dialogues=[line_of(scene, each) for each in sorted(held, key=_due)],
        why=seat.why,
    )


def _presence(seat: Seat, *, is_serving: bool) -> str:
    if seat.lost_at is not None:
        return "lost"
    return "busy" if seat.presence == "available" and is_serving else seat.presence


def _urgent(held: list[Conversation]) -> Conversation | None:
    """The dialogue whose binding clock runs out first."""
    bound = [each for each in held if each.state.clock and each.state.clock.kind in WATCHED]
    return min(bound, key=_due, default=None)


def _due(conversation: Conversation) -> tuple[float, UUID]:
    clock = conversation.state.clock
    return (clock.due_at.timestamp() if clock else 0.0, conversation.id)


def _alarm(seat: Seat, held: list[Conversation], urgent: Conversation | None, read: ReadTx) -> str | None:
    if seat.lost_at is not None:
        return f"{len(held)} 个对话待改派" if held else None
    clock = urgent.state.clock if urgent else None
    if clock is None:
        return None
    left = (clock.due_at - read.now).total_seconds()
    return ALARMS[clock.kind] if left <= 10 else None
