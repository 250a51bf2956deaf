"""Live topic `conversation:<id>`: the changes after a number, and passing news of typing."""

from uuid import UUID

import msgspec

from helpline.conversations import queries
from helpline.conversations.model import Author, Slice
from helpline.conversations.rules import require_sight
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.kit.refusal import NotFound


class SliceFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="slice"):
    topic: str
    slice: Slice


class TypingFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    conversation: UUID
    by: str


def register(hub: Hub) -> None:
    """Serve this room's topics."""
    hub.add_reader("conversation", read_slice)
    hub.add_ephemeral("typing", render_typing, "conversation")


async def read_slice(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """Everything after `after`. Authority is looked at on every telling: who lost it is told no more.

    Raises:
        NotFound, Forbidden: it is not the viewer's to see.
    """
    conversation = await queries.find(read, _id(key))
    require_sight(conversation, viewer)
    piece = await queries.slice_after(read, conversation, after)
    frame = msgspec.json.encode(SliceFrame(topic=f"conversation:{key}", slice=piece))
    return Piece(frame, piece.seq, more=piece.seq < conversation.state.seq)


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise NotFound("没有这个对话，可能编号有误。") from None


def render_typing(key: str, data: bytes, viewer: object) -> bytes | None:
    """Typing is shown to the other side only."""
    party = msgspec.json.decode(data, type=str)
    if not isinstance(viewer, Author) or viewer.party == party:
        return None
    return msgspec.json.encode(TypingFrame(conversation=UUID(key), by=party))
