"""Who may hear what was recorded."""

from collections.abc import Sequence
from uuid import UUID

from helpline.calls.recordings import store
from helpline.calls.recordings.model import Kind, Recording, RecordingLine, Trouble
from helpline.calls.recordings.store import Whose
from helpline.kit.db import ReadTx
from helpline.kit.refusal import NotFound
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.policy import Deed, Scope, allowed, covers, require

DEEDS: dict[Kind, Deed] = {"talk": "recording.play", "message": "message.read", "alone": "message.read"}


async def of_calls(read: ReadTx, staff: Actor, call_ids: Sequence[UUID]) -> list[RecordingLine]:
    """R11.2: what was recorded of these calls and `staff` may hear, the first first.

    Raises:
        Forbidden: their post hears none.
    """
    if allowed(staff, "message.read") is None:
        require(staff, "recording.play")
    found = await store.of_calls(read, call_ids)
    owners = await store.whose(read, [each.call_id for each in found if each.call_id])
    return [_line(each) for each in found if await _may_hear(read, staff, each, owners)]


async def hearable(read: ReadTx, staff: Actor, recording_id: UUID) -> Recording:
    """R18.1: the recording, for who may hear it.

    Raises:
        NotFound: there is none, or it is none of theirs.
        Forbidden: their post hears none.
    """
    found = await store.find(read, recording_id)
    if found is not None:
        require(staff, DEEDS[found.kind])
    if found is None or found.stored_at is None:
        raise NotFound("没有这段录音。")
    owners = await store.whose(read, [found.call_id] if found.call_id else [])
    if not await _may_hear(read, staff, found, owners):
        raise NotFound("没有这段录音。")
    return found


async def troubles(read: ReadTx) -> list[Trouble]:
    """R11.2: recordings that lie in a spool and cannot be stored."""
    return await store.troubles(read)


async def _may_hear(read: ReadTx, staff: Actor, found: Recording, owners: dict[UUID, Whose]) -> bool:
    scope = allowed(staff, DEEDS[found.kind])
    if scope is None:
        return False
    whose = owners.get(found.call_id, Whose()) if found.call_id else Whose()
    if found.kind != "talk":
        return _is_of_the_inbox(scope, whose)
    if covers(scope, provider_id=whose.provider_id, district_id=whose.district_id):
        return True
    served = await people.staff_by_ids(read, whose.served_by)
    return any(
        covers(
            scope,
            provider_id=each.provider_id,
            team_id=each.team_id,
            district_id=whose.district_id,
            staff_id=each.id,
        )
        for each in served.values()
    )


def _is_of_the_inbox(scope: Scope, whose: Whose) -> bool:
    """R6.2: a voice message of nobody's number is every provider's to take up, as a written one is."""
    is_theirs = whose.provider_id is None or scope.provider_id in (None, whose.provider_id)
    return is_theirs and scope.district_id in (None, whose.district_id)


def _line(found: Recording) -> RecordingLine:
    return RecordingLine(
        id=found.id,
        call=found.call_id,
        kind=found.kind,
        recorded_at=found.recorded_at,
        seconds=found.seconds,
        is_silent=found.is_silent,
        peaks=list(found.peaks),
    )
