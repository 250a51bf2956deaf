"""From a call's raw events to what is counted of it. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from helpline.calls.model import Outcome as CallOutcome
from helpline.calls.model import RawCall
from helpline.measures.model import CallRecord, Exclusion, Outcome

OUTCOMES: Mapping[CallOutcome, Outcome] = {
    "answered": Outcome.ANSWERED,
    "left": Outcome.ABANDONED,
    "callback": Outcome.CALL_BACK,
    "message": Outcome.MESSAGE,
    "lost": Outcome.LOST,
}
NO_TIME = timedelta(0)


def record_of(call: RawCall, excluded: Mapping[UUID, Exclusion], provider: UUID | None) -> CallRecord | None:
    """R5.2: one call, counted once; None while it is not decided whether it is answered.

    The wait runs from the first entry into the queue, whatever happened in between.
    """
    asked = call.queued_at is not None
    reason = excluded.get(call.id) or (None if asked else _without_asking(call))
    outcome = _outcome(call) if asked else None
    if reason is None and outcome is None:
        return None
    if reason is None and call.ended_at is None and call.connected_at is None:
        return None
    return CallRecord(
        id=call.number,
        arrived_at=call.arrived_at,
        outcome=outcome,
        wait=_wait(call),
        talked=_talked(call),
        provider=str(provider) if provider else None,
        queue=call.system or "any",
        line=call.line,
        excluded=reason,
        handed=call.is_handed,
    )


def waits(call: RawCall) -> bool:
    """Whether the caller asked for a person, and it is open still whether one comes."""
    return call.queued_at is not None and call.connected_at is None and call.ended_at is None


def _without_asking(call: RawCall) -> Exclusion | None:
    """Why it is not offered; nothing while the caller may still ask."""
    if call.ended_at is None:
        return None
    return Exclusion.OUTSIDE_HOURS if call.is_open is False else Exclusion.NOT_ASKED


def _outcome(call: RawCall) -> Outcome | None:
    """Who talked with a person was answered, however the call ended afterwards."""
    if call.connected_at is not None:
        return Outcome.ANSWERED
    return OUTCOMES.get(call.outcome) if call.outcome is not None else None


def _wait(call: RawCall) -> timedelta:
    until = call.connected_at or call.ended_at
    return max(NO_TIME, until - call.queued_at) if until and call.queued_at else NO_TIME


def _talked(call: RawCall) -> timedelta:
    """Until the last consultant was done with it; of one that goes on, nothing yet."""
    end: datetime | None = call.released_at or call.ended_at
    return max(NO_TIME, end - call.connected_at) if end and call.connected_at else NO_TIME
