"""Every room's live topics, and the one that ends a socket with its log-in."""

from uuid import UUID

import msgspec

from helpline.app.frames import SignedOut
from helpline.conversations import live as conversations
from helpline.desk import live as desk
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.people import queries as people
from helpline.supervision import live as supervision

SIGNED_OUT = msgspec.json.encode(SignedOut())

SESSION_LOOK = 60.0
"""Seconds between looks at a log-in that nobody ended: one that was not used for too long ends unannounced."""


def register(hub: Hub) -> None:
    """Let the hub know all topics."""
    conversations.register(hub)
    desk.register(hub)
    supervision.register(hub)
    hub.add_reader("session", read_session, every=SESSION_LOOK)


async def read_session(read: ReadTx, key: str, after: int, _viewer: object) -> Piece | None:
    """Nothing while the log-in runs; once it has ended, the last frame of its sockets."""
    if await people.session_runs(read, UUID(key)):
        return None
    return Piece(SIGNED_OUT, after + 1)
