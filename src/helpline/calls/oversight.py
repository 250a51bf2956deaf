"""Who looks over a consultant's shoulder on the telephone, and how far (R14.1)."""

from uuid import UUID

import msgspec

from helpline.calls.model import Call, Phase
from helpline.kit.db import ReadTx
from helpline.kit.refusal import Forbidden, NotFound
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor

NOTHING = "没有找到，可能编号有误，或不在您的范围内。"


class Overseer(msgspec.Struct, frozen=True, kw_only=True):
    """Looks within `scope`."""

    staff_id: UUID
    provider_id: UUID | None
    scope: policy.Scope


def overseer_of(actor: Actor, deed: policy.Deed) -> Overseer:
    """R14.1: the eyes of `actor`.

    Raises:
        Forbidden: the role may not.
    """
    return Overseer(staff_id=actor.staff_id, provider_id=actor.provider_id, scope=policy.require(actor, deed))


async def require_sight(read: ReadTx, call: Call | None, eyes: Overseer) -> Call:
    """R14.1: the call is in the hands of somebody within the scope, or in the queue that the scope serves.

    Raises:
        NotFound: another provider's or district's; to the asker it does not exist.
        Forbidden: another team's of the same provider.
    """
    if call is None or call.state.phase is Phase.ENDED:
        raise NotFound(NOTHING)
    if call.state.consultant is None:
        if not _in_queue_of(call, eyes):
            raise NotFound(NOTHING)
        return call
    [person] = (await people.staff_by_ids(read, [call.state.consultant])).values()
    if policy.covers(
        eyes.scope, provider_id=person.provider_id, team_id=person.team_id, district_id=call.district_id
    ):
        return call
    if eyes.provider_id is not None and eyes.provider_id == person.provider_id:
        raise Forbidden("这不是您班组的，请联系其班长。")
    raise NotFound(NOTHING)


def _in_queue_of(call: Call, eyes: Overseer) -> bool:
    """Who waits is in the queue of the provider, or in everybody's."""
    theirs = eyes.scope.provider_id is None or call.provider_id in (None, eyes.scope.provider_id)
    return theirs and eyes.scope.district_id in (None, call.district_id)
