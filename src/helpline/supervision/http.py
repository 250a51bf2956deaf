"""Door of the wallboard."""

from litestar import Controller, get
from litestar.di import NamedDependency

from helpline.kit.db import Database
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.supervision import queries
from helpline.supervision.model import Wallboard


class WallboardDoor(Controller):
    """For pages whose socket does not hold."""

    path = "/api/wallboard"
    tags = ["看板"]

    @get()
    async def board(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> Wallboard:
        require(staff, "wallboard.read")
        async with db.reading() as read:
            return await queries.wallboard_of(read, staff)
