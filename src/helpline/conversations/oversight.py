"""Who looks over a consultant's shoulder, and how far: the eyes of a team lead or an officer on a conversation."""

from uuid import UUID

import msgspec

from helpline.conversations.model import (
    Attached,
    Change,
    Conversation,
    Phase,
    Picture,
    PostChange,
    Slice,
    Text,
)
from helpline.kit.db import ReadTx
from helpline.kit.refusal import Forbidden, NotFound
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.taxpayers import masking


class Overseer(msgspec.Struct, frozen=True, kw_only=True):
    """Looks within `scope`."""

    staff_id: UUID
    provider_id: UUID | None
    scope: policy.Scope


def overseer_of(actor: Actor, deed: policy.Deed = "conversation.read") -> Overseer:
    """R14.1: the eyes of `actor`.

    Raises:
        Forbidden: the role may not.
    """
    scope = policy.require(actor, deed)
    return Overseer(staff_id=actor.staff_id, provider_id=actor.provider_id, scope=scope)


async def require_oversight(read: ReadTx, conversation: Conversation, eyes: Overseer) -> None:
    """R14.1: the conversation lies in the scope: of a consultant within it, or in the queue that the scope serves.

    Raises:
        NotFound: another provider's or district's; to the asker it does not exist.
        Forbidden: another team's of the same provider, or nobody serves it yet.
    """
    holder = conversation.state.consultant
    if holder is None:
        _require_queue(conversation, eyes)
        return
    found = await people.staff_by_ids(read, [holder])
    [person] = found.values()
    await require_own(person.provider_id, person.team_id, conversation.district_id, eyes)


async def require_own(
    provider_id: UUID | None, team_id: UUID | None, district_id: UUID | None, eyes: Overseer
) -> None:
    """
    Raises:
        NotFound: beyond the provider or district.
        Forbidden: of the same provider, but another team's.
    """
    if policy.covers(eyes.scope, provider_id=provider_id, team_id=team_id, district_id=district_id):
        return
    if eyes.provider_id is not None and eyes.provider_id == provider_id:
        raise Forbidden("这不是您班组的，请联系其班长。")
    raise NotFound("没有找到，可能编号有误，或不在您的范围内。")


def _require_queue(conversation: Conversation, eyes: Overseer) -> None:
    """Who waits is in the queue of the provider, or in everybody's; a talk with the assistant is nobody's to oversee."""
    scope = eyes.scope
    theirs = scope.provider_id is None or conversation.provider_id in (None, scope.provider_id)
    if not theirs or scope.district_id not in (None, conversation.district_id):
        raise NotFound("没有找到，可能编号有误，或不在您的范围内。")
    if conversation.state.phase is not Phase.WAITING:
        raise Forbidden("这个对话还没有转人工，不在监督范围内。")


def as_seen(piece: Slice) -> Slice:
    """R18.1: access follows the case. Who oversees does not serve it, a team lead neither: personal data is masked.

    A team lead who needs a number takes the dialogue over, and then reads it as its consultant.
    """
    return msgspec.structs.replace(piece, changes=[_masked(change) for change in piece.changes])


def _masked(change: Change) -> Change:
    if not isinstance(change, PostChange):
        return change
    content = change.content
    if isinstance(content, Text):
        content = msgspec.structs.replace(content, text=masking.mask_text(content.text))
    elif isinstance(content, Picture | Attached):
        content = msgspec.structs.replace(content, name=masking.mask_text(content.name))
    return msgspec.structs.replace(change, content=content)
