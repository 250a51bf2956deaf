"""A message that the dial plan took by itself while nobody led the telephone system becomes a call like any other."""

import msgspec

from helpline.calls.commands.arriving import described
from helpline.calls.commands.moves import apply, locked
from helpline.calls.engine import CallArrived, Recorded
from helpline.calls.model import Call, CallEvent, Phase
from helpline.calls.store import calls, trail
from helpline.kit.db import Tx


async def left_alone(tx: Tx, arrival: CallArrived, spoken: Recorded) -> None:
    """R6.1, R6.2: somebody called while nobody led, and left a message; both clocks run from now. Told twice, it is one.

    The recording has the name of a call's message; its file is given that name afterwards.
    """
    if await calls.exists(tx, arrival.call):
        return
    call = await described(tx, arrival)
    state = msgspec.structs.replace(call.state, phase=Phase.FILING, is_recording_message=True)
    if not await calls.insert(tx, msgspec.structs.replace(call, state=state), arrival.id):
        return
    held = await locked(tx, call.id)
    events = _events(call)
    await trail.append(tx, call.id, call.node, (0, 0), (events, []))
    await apply(tx, msgspec.structs.replace(held, events=len(events)), spoken, at=tx.now)


def _events(call: Call) -> list[CallEvent]:
    """R5.2: in the service hours who waited in the dial plan's own queue asked for a person, and was not answered."""
    told = {"line": call.state.line, "open": call.state.is_open, "direction": "in"}
    arrived = CallEvent(at=call.arrived_at, kind="arrived", detail={**told})
    queued = CallEvent(at=call.arrived_at, kind="queued", detail={"system": None})
    return [arrived, queued] if call.state.is_open else [arrived]
