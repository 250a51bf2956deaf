"""Live topic `desk:<staff>`: the whole look again whenever something in it changed."""

from uuid import UUID

import msgspec

from helpline.desk import queries
from helpline.desk.model import Desk
from helpline.kit.db import ReadTx
from helpline.kit.live import Hub, Piece
from helpline.kit.refusal import Forbidden
from helpline.people.model import Actor
from helpline.people.policy import require

TOGETHER = 0.08
"""Seconds within which changes are told together."""


class DeskFrame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    topic: str
    data: Desk


def register(hub: Hub) -> None:
    hub.add_reader("desk", read_desk, pause=TOGETHER)


async def read_desk(read: ReadTx, key: str, after: int, viewer: object) -> Piece:
    """The desk of `key`, for its owner only.

    Raises:
        Forbidden: somebody else's, or the role serves nobody and has none.
    """
    if not isinstance(viewer, Actor) or viewer.staff_id != UUID(key):
        raise Forbidden("只能看自己的工作台。")
    require(viewer, "conversation.serve")
    frame = DeskFrame(topic="desk", data=await queries.desk_of(read, viewer))
    return Piece(msgspec.json.encode(frame), after + 1)
