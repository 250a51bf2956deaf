"""Doors of feedback."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from helpline.conversations.http.callers import provide_visitor
from helpline.conversations.http.taxpayer import slice_now
from helpline.conversations.model import Author, Slice
from helpline.feedback import commands
from helpline.feedback.model import Rating
from helpline.kit.db import Database


class RatingDoor(Controller):
    """The taxpayer's rating."""

    path = "/api/conversations/{conversation_id:uuid}/rating"
    tags = ("评价",)
    dependencies = {"visitor": Provide(provide_visitor)}

    @post(status_code=200)
    async def rate(
        self,
        db: NamedDependency[Database],
        visitor: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[Rating],
    ) -> Slice:
        """Rate an ended conversation; changeable for a day."""
        async with db.deed() as tx:
            await commands.rate(tx, conversation_id, visitor, data)
        return await slice_now(db, conversation_id)


DOORS = (RatingDoor,)
