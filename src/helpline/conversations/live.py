"""Live topics `conversation:<id>`: changes after a number, and news of typing; `asides:<id>`: for staff only."""

from uuid import UUID

import msgspec

from helpline.conversations import asides, queries, slices
from helpline.conversations.asides import AsideLine
from helpline.conversations.model import Author
from helpline.conversations.oversight import Overseer, as_seen, require_oversight
from helpline.conversations.rules import NotInSight, require_sight
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.kit.refusal import Forbidden


class AsidesFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    topic: str
    data: list[AsideLine]


class TypingFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    conversation: UUID
    by: str


def register(hub: Hub) -> None:
    """Serve this room's topics."""
    hub.add_reader("conversation", read_slice)
    hub.add_frames("conversation", may_hear)
    hub.add_reader("asides", read_asides)
    hub.add_ephemeral("typing", render_typing, "conversation")


async def read_slice(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """Everything after `after`. Authority is looked at on every telling: who lost it is told no more.

    Raises:
        NotFound, Forbidden: it is not the viewer's to see.
    """
    conversation = await queries.find(read, known_id(key))
    if isinstance(viewer, Overseer):
        await require_oversight(read, conversation, viewer)
        topic, seen = f"listen:{key}", as_seen(await queries.slice_after(read, conversation, after))
    else:
        require_sight(conversation, viewer)
        topic, seen = f"conversation:{key}", await queries.slice_after(read, conversation, after)
    return Piece(slices.encode(topic, seen), seen.seq, more=seen.seq < conversation.state.seq)


def may_hear(viewer: object, eyes: tuple[UUID, ...]) -> bool:
    """`eyes` are the taxpayer who asks and the consultant who has it, in this order; who oversees is told by the reader."""
    return isinstance(viewer, Author) and viewer.id == eyes[viewer.party == "consultant"]


async def require_seen(read: ReadTx, key: str, viewer: object) -> None:
    """Whether the viewer may see the conversation at all.

    Raises:
        NotFound, Forbidden: it is not the viewer's to see.
    """
    require_sight(await queries.find(read, known_id(key)), viewer)


async def read_asides(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """All asides of a conversation, for who oversees it.

    Raises:
        NotFound, Forbidden: it is not the viewer's to oversee; taxpayers and their pages never are.
    """
    if not isinstance(viewer, Overseer):
        raise Forbidden("没有这个主题，或需要先登录。")
    conversation = await queries.find(read, known_id(key))
    await require_oversight(read, conversation, viewer)
    found = await asides.of(read, [conversation.id], listening=True)
    frame = AsidesFrame(topic=f"asides:{key}", data=found.get(conversation.id, []))
    return Piece(msgspec.json.encode(frame), after + 1)


def known_id(key: str) -> UUID:
    """The id a topic names.

    Raises:
        NotFound: it is none.
    """
    try:
        return UUID(key)
    except ValueError:
        raise NotInSight() from None


def render_typing(key: str, data: bytes, viewer: object) -> bytes | None:
    """Typing is shown to the other side only."""
    party = msgspec.json.decode(data, type=str)
    if not isinstance(viewer, Author) or viewer.party == party:
        return None
    return msgspec.json.encode(TypingFrame(conversation=UUID(key), by=party))
