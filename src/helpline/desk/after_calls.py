"""Calls that are over while their record is still to be made (R5.5)."""

from uuid import UUID

from helpline.calls import queries as calls
from helpline.calls.model import Call
from helpline.cases import queries as cases
from helpline.cases import rules as case_rules
from helpline.cases.model import Case
from helpline.desk.model import UnfiledCall
from helpline.kit.db import ReadTx
from helpline.routing import queries as routing
from helpline.routing.model import Seat


async def unfiled(read: ReadTx, staff_id: UUID) -> list[UnfiledCall]:
    """Those of this person, the last first; the last one alone has the seat's time for the record."""
    spoken: dict[UUID, Case] = {
        case.id: case for case in await cases.open_of(read, staff_id) if case.channel == "voice"
    }
    found = await calls.find_many(read, list(spoken))
    over = [call for call in found.values() if call.state.consultant != staff_id]
    over.sort(key=lambda call: call.state.ended_at or read.now, reverse=True)
    seat = await routing.seat(read, staff_id)
    return [
        await _unfiled(read, call, spoken[call.id], seat if place == 0 else None)
        for place, call in enumerate(over)
    ]


async def _unfiled(read: ReadTx, call: Call, case: Case, seat: Seat | None) -> UnfiledCall:
    ended_at = call.state.ended_at or read.now
    talked = ended_at - (call.state.connected_at or ended_at)
    is_wrapping = seat is not None and seat.presence == "wrap_up" and seat.wrap_up_until is not None
    return UnfiledCall(
        call=await calls.view(read, call),
        talked_seconds=max(0, int(talked.total_seconds())),
        ended_at=ended_at,
        missing=len(case_rules.missing(case)),
        started_at=seat.presence_since if seat and is_wrapping else None,
        due_at=seat.wrap_up_until if seat and is_wrapping else None,
    )
