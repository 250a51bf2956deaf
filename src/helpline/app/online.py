"""Who is connected to this process. Leases in the database say so to the others, and outlive a crash by seconds."""

import asyncio
from collections import Counter
from uuid import UUID

from helpline.conversations.commands.presence import renew_visitors
from helpline.desk import commands as desk
from helpline.kit.db import Database, tell
from helpline.kit.log import Log
from helpline.people.model import Actor, Role
from helpline.routing.commands import seats

log = Log(__name__)

BEAT = 4.0
"""Seconds between renewals; a lease outlives three missed ones."""

SERVING = (Role.CONSULTANT, Role.TEAM_LEAD)


class Online:
    """Counts sockets, and renews the leases of everybody who has one, in one statement each."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._staff: Counter[UUID] = Counter()
        self._visitors: Counter[UUID] = Counter()

    async def staff_came(self, actor: Actor) -> None:
        """A desk connected; its seat is ready to be offered work once its owner says so."""
        self._staff[actor.staff_id] += 1
        if actor.role in SERVING:
            async with self._db.deed() as tx:
                await desk.sit_down(tx, actor.staff_id)

    async def staff_left(self, actor: Actor) -> None:
        """A desk's last socket closed; the lease runs on for a few seconds, so that a reload costs nothing."""
        self._staff[actor.staff_id] -= 1
        if self._staff[actor.staff_id] <= 0:
            del self._staff[actor.staff_id]
            if actor.role in SERVING:
                async with self._db.deed() as tx:
                    await seats.disconnect(tx, actor.staff_id)

    def visitor_came(self, visitor_id: UUID) -> None:
        self._visitors[visitor_id] += 1

    def visitor_left(self, visitor_id: UUID) -> None:
        self._visitors[visitor_id] -= 1
        if self._visitors[visitor_id] <= 0:
            del self._visitors[visitor_id]

    async def run(self) -> None:
        """Renew for ever."""
        while True:
            try:
                await self._renew()
            except Exception as error:  # outermost loop: the database may be away; the next beat tries again
                tell(log, "online.failed", error)
            await asyncio.sleep(BEAT)

    async def _renew(self) -> None:
        if not self._staff and not self._visitors:
            return
        async with self._db.deed() as tx:
            if self._staff:
                await seats.renew(tx, list(self._staff))
            if self._visitors:
                await renew_visitors(tx, list(self._visitors))
