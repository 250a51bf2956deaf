"""Live topic `wallboard:<staff>`: the whole board once a second while somebody looks."""

from uuid import UUID

import msgspec

from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.kit.refusal import Forbidden
from helpline.people.model import Actor
from helpline.supervision import queries
from helpline.supervision.model import Wallboard

EVERY = 1.0
"""Seconds between looks."""


class BoardFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    topic: str
    data: Wallboard


def register(hub: Hub) -> None:
    hub.add_reader("wallboard", read_board, every=EVERY)


async def read_board(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """The board of `key`, in that person's scope."""
    if not isinstance(viewer, Actor) or viewer.staff_id != UUID(key):
        raise Forbidden("只能看自己范围的看板。")
    frame = BoardFrame(topic="wallboard", data=await queries.wallboard_of(read, viewer))
    return Piece(msgspec.json.encode(frame), after + 1)
