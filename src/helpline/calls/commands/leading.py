"""What a team lead does in a call of the team; each with a line in the audit log."""

from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.calls.commands.moves import UnknownCall, apply
from helpline.calls.flow.happenings import LeadJoined, LeadLeft, Taken
from helpline.calls.flow.turn import NotNow
from helpline.calls.model import Call, LeadEar, Phase
from helpline.calls.oversight import Overseer, require_sight
from helpline.calls.store import calls
from helpline.kit.db import Tx
from helpline.regulation.queries import terms_on
from helpline.routing import commands as routing
from helpline.routing.model import RAISED


async def hold(tx: Tx, call_id: UUID, eyes: Overseer) -> calls.Locked:
    """The call, locked, and the authority over it looked at.

    Raises:
        NotFound, Forbidden: it is not theirs to oversee.
    """
    held = await calls.lock(tx, call_id)
    await require_sight(tx, held.call if held else None, eyes)
    if held is None:
        raise UnknownCall("没有找到这通电话。")
    return held


async def listen(tx: Tx, call_id: UUID, eyes: Overseer, ear: LeadEar) -> Call:
    """R14.1: hear the talk, whisper to the consultant, or speak along; the lead's phone rings first."""
    held = await hold(tx, call_id, eyes)
    call = await apply(tx, held, LeadJoined(staff_id=eyes.staff_id, ear=ear))
    await _record(tx, f"call_{ear}", call_id)
    return call


async def leave(tx: Tx, call_id: UUID, eyes: Overseer) -> Call:
    held = await hold(tx, call_id, eyes)
    call = await apply(tx, held, LeadLeft(staff_id=eyes.staff_id))
    await _record(tx, "call_leave", call_id)
    return call


async def take_over(tx: Tx, call_id: UUID, eyes: Overseer, why: str) -> Call:
    """R5.3: from now on the lead answers for it, by name; the consultant stays on the line until the lead is there.

    Raises:
        Refused: nobody asked for a person, or the lead's own desk is not connected.
    """
    held = await hold(tx, call_id, eyes)
    if held.call.state.phase not in (Phase.WAITING, Phase.CONNECTING, Phase.TALKING):
        raise NotNow("这通电话没有在等人工，也没有在通话中，不能接管。")
    offer = await routing.take(tx, call_id, eyes.staff_id, why)
    seconds = (await terms_on(tx, tx.now)).call_connect_seconds
    taken = Taken(staff_id=eyes.staff_id, how="taken_over", offer_id=offer.id, seconds=seconds)
    call = await apply(tx, held, taken)
    await _record(tx, "call_take_over", call_id, why)
    return call


async def raise_priority(tx: Tx, call_id: UUID, eyes: Overseer, why: str) -> None:
    """R4.3: who waits goes before those who came earlier."""
    await hold(tx, call_id, eyes)
    await routing.prioritise(tx, call_id, RAISED)
    await _record(tx, "call_priority", call_id, why)


async def _record(tx: Tx, deed: str, call_id: UUID, why: str = "") -> None:
    line = Line(deed=f"supervision.{deed}", subject=Subject("call", str(call_id)), why=why)
    await audit.record(tx, line)
