"""A message that the dial plan took by itself while nobody led the telephone system becomes a call like any other."""

import msgspec

from helpline.calls.commands.arriving import described
from helpline.calls.commands.moves import apply, locked
from helpline.calls.engine import CallArrived, Recorded
from helpline.calls.model import CallEvent, Phase
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
    told = {"line": arrival.line, "open": state.is_open, "direction": "in"}
    arrived = CallEvent(at=call.arrived_at, kind="arrived", detail={**told})
    await trail.append(tx, call.id, call.node, (0, 0), ([arrived], []))
    await apply(tx, msgspec.structs.replace(held, events=1), spoken, at=tx.now)
