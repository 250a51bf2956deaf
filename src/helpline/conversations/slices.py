"""Slices: the changes after some number and the state at the last of them, as both sides' pages are told."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from helpline.conversations.flow.actions import Action, FirstReply, Say
from helpline.conversations.model import (
    Change,
    Conversation,
    Phase,
    PostChange,
    QueuePlace,
    ReadMarks,
    Slice,
    StateView,
)


class SliceFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="slice"):
    topic: str
    slice: Slice


def view(conversation: Conversation, place: QueuePlace | None) -> StateView:
    """What both sides see of the state."""
    state = conversation.state
    return StateView(
        id=conversation.id,
        phase=state.phase,
        number=conversation.number,
        system=conversation.system,
        consultant=state.consultant_label or None,
        supervisor=state.supervisor_label or None,
        clock=state.clock,
        queue=place,
        wait_question=state.wait_question,
        read=ReadMarks(taxpayer=conversation.read_taxpayer, consultant=conversation.read_consultant),
        end_reason=state.end_reason,
        ended_at=state.ended_at,
        started_at=conversation.started_at,
        rated=conversation.rated,
        follow_up_due=state.follow_up_due,
    )


def is_plain_talk(before: Conversation, after: Conversation, actions: Sequence[Action]) -> bool:
    """Whether nothing happened but talk between the same two: then what was said says all."""
    return (
        before.state.phase is after.state.phase is Phase.ACTIVE
        and before.state.consultant == after.state.consultant
        and before.state.supervisor == after.state.supervisor
        and all(isinstance(action, Say | FirstReply) for action in actions)
    )


def of_talk(conversation: Conversation, actions: Sequence[Action], now: datetime) -> bytes:
    """The frame that tells plain talk."""
    at = now.astimezone(UTC)
    told: list[Change] = [
        PostChange(
            seq=action.seq,
            at=at,
            by=action.post.by,
            name=action.post.name,
            client_id=action.post.client_id,
            content=action.post.content,
        )
        for action in actions
        if isinstance(action, Say)
    ]
    piece = Slice(seq=conversation.state.seq, changes=told, state=view(conversation, None), now=at)
    return encode(f"conversation:{conversation.id}", piece)


def encode(topic: str, piece: Slice) -> bytes:
    """The frame, as it travels."""
    return msgspec.json.encode(SliceFrame(topic=topic, slice=piece))
