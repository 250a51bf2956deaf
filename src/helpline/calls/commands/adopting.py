"""A message that the dial plan took with no controller there becomes a call and a voice message, with both clocks."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from helpline.calls.commands.arriving import described
from helpline.calls.engine import CallArrived, Line, call_id
from helpline.calls.events import VoiceMessageLeft
from helpline.calls.model import Call, CallEvent, Outcome, Phase
from helpline.calls.recordings import store as recordings
from helpline.calls.recordings.model import Recording
from helpline.calls.store import calls, trail
from helpline.kit.db import Tx
from helpline.regulation.queries import terms_on

_NAME = re.compile(r"left-(?P<channel>.+)-(?P<number>[0-9+]*)-(?P<trunk>[A-Za-z0-9_]+)")


async def adopt(tx: Tx, recording_id: UUID) -> UUID | None:
    """R6.1, R14.2: the call in which it was left; None: its name says nothing, or it was adopted before.

    The caller asked for a person and waited in the dial plan's own queue: for the measures it is a call that was not
    answered (R5.2). Of a message in which nothing was said only the call is kept.
    """
    found = await recordings.find(tx, recording_id)
    origin = await recordings.origin(tx, recording_id)
    parts = _NAME.fullmatch(origin or "")
    if found is None or parts is None:
        return None
    call = call_id(found.node, parts["channel"])
    terms = await terms_on(tx, found.recorded_at)
    is_said = not found.is_silent and found.seconds >= terms.call_message_least_seconds
    if not await calls.exists(tx, call):
        await _write_down(tx, _arrival(call, found, parts), found, "message" if is_said else "left")
    await recordings.attach(tx, recording_id, call)
    if is_said:
        tx.announce(
            VoiceMessageLeft(
                call_id=call, recording=str(recording_id), seconds=found.seconds, at=found.recorded_at
            )
        )
    return call


def _arrival(call: UUID, found: Recording, parts: re.Match[str]) -> CallArrived:
    line: Line = "12366" if parts["trunk"] == "12366" else "public"
    return CallArrived(
        call=call,
        at=found.recorded_at - timedelta(seconds=found.seconds),
        node=found.node,
        channel=parts["channel"],
        number=parts["number"],
        line=line,
    )


async def _write_down(tx: Tx, arrival: CallArrived, found: Recording, outcome: Outcome) -> None:
    """A call that is over already."""
    call = await described(tx, arrival)
    await calls.insert(tx, call, arrival.id)
    state = msgspec.structs.replace(
        call.state,
        phase=Phase.ENDED,
        outcome=outcome,
        queued_at=call.arrived_at,
        ended_at=max(call.arrived_at, found.recorded_at),
    )
    events = _events(call, outcome, max(call.arrived_at, found.recorded_at), found)
    await trail.append(tx, call.id, call.node, (0, 0), (events, []))
    await calls.save(tx, msgspec.structs.replace(call, state=state), arrival.id, len(events), 0)


def _events(call: Call, outcome: Outcome, ended_at: datetime, found: Recording) -> list[CallEvent]:
    begun = CallEvent(
        at=call.arrived_at,
        kind="arrived",
        detail={"line": call.state.line, "open": call.state.is_open, "direction": "in"},
    )
    queued = CallEvent(at=call.arrived_at, kind="queued", detail={"system": None})
    recorded = CallEvent(
        at=ended_at,
        kind="recorded",
        detail={"recording": str(found.id), "seconds": found.seconds, "failed": False},
    )
    ended = CallEvent(
        at=ended_at, kind="ended", detail={"outcome": outcome, "by": "caller", "phase": "message"}
    )
    return [begun, *([queued] if call.state.is_open else []), recorded, ended]
