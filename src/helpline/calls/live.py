"""Live topic `calls:<staff>`: the calls and queues of a scope, once a second while somebody looks."""

from uuid import UUID

import msgspec

from helpline.calls import queries
from helpline.calls.oversight import overseer_of
from helpline.calls.queries import LiveCalls
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.kit.refusal import Forbidden
from helpline.people.model import Actor

EVERY = 1.0
"""Seconds between looks."""


class LiveCallsFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    topic: str
    data: LiveCalls


def register(hub: Hub) -> None:
    hub.add_reader("calls", read_calls, every=EVERY)


async def read_calls(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """What goes on in the scope of `key`, for that person only.

    Raises:
        Forbidden: somebody else's, or the role oversees nothing.
    """
    if not isinstance(viewer, Actor) or viewer.staff_id != UUID(key):
        raise Forbidden("只能看自己范围的来电。")
    eyes = overseer_of(viewer, "wallboard.read")
    frame = LiveCallsFrame(topic="calls", data=await queries.live_calls(read, eyes))
    return Piece(msgspec.json.encode(frame), after + 1)
