"""Doors of the wallboard, and of what a team lead does from it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import Sending
from helpline.conversations.model import LAST_NUMBER, Author, Text
from helpline.conversations.oversight import overseer_of
from helpline.kit.batch import GroupCommit
from helpline.kit.db import Database
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.supervision import commands, dialogues, queries, tiers
from helpline.supervision.commands import lead_of
from helpline.supervision.model import DialogueLine, Overseen, Tiers, Wallboard

Writer = GroupCommit[Sending, Moved]

Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class Reason(msgspec.Struct, frozen=True):
    why: Why


class Whisper(msgspec.Struct, frozen=True):
    client_id: UUID
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Words(msgspec.Struct, frozen=True):
    client_id: UUID
    text: str


class Said(msgspec.Struct, frozen=True):
    seq: int


class Move(msgspec.Struct, frozen=True):
    """`to` None: back to the head of the queue."""

    why: Why
    to: UUID | None = None


class NewSystem(msgspec.Struct, frozen=True):
    system: Annotated[str, msgspec.Meta(max_length=40)]
    why: Why


class ForcedPresence(msgspec.Struct, frozen=True):
    presence: Literal["available", "break", "away"]
    why: Why


class WallboardDoor(Controller):
    """For pages whose socket does not hold."""

    path = "/api/wallboard"
    tags = ["看板"]

    @get()
    async def board(self, db: NamedDependency[Database], staff: NamedDependency[Actor]) -> Wallboard:
        require(staff, "wallboard.read")
        async with db.reading() as read:
            return await queries.wallboard_of(read, staff)


class TiersDoor(Controller):
    """R14.1, R12.1: the tiers below side by side, and figures on users, concurrency and knowledge."""

    path = "/api/wallboard/tiers"
    tags = ["看板"]

    @get()
    async def tiers(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        by: FromQuery[Literal["district", "team"]] = "district",
    ) -> Tiers:
        """Districts × providers for officers, teams for a provider; `by=team` opens the officers' table by team."""
        require(staff, "wallboard.read")
        async with db.reading() as read:
            return await tiers.tiers_of(read, staff, teams=by == "team")


class DialoguesDoor(Controller):
    """R14.1: from the board to the dialogues behind it, masked; opening one is on record."""

    path = "/api/wallboard/dialogues"
    tags = ["看板"]

    @get()
    async def dialogues(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor]
    ) -> list[DialogueLine]:
        """Who is served and who waits within the scope; what runs out first stands first."""
        require(staff, "wallboard.read")
        async with db.reading() as read:
            return await dialogues.of_scope(read, staff)

    @get("/{conversation_id:uuid}")
    async def dialogue(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        after: Annotated[int, Parameter(ge=0, le=LAST_NUMBER)] = 0,
    ) -> Overseen:
        async with db.reading() as read:
            return await dialogues.overseen(read, overseer_of(staff), conversation_id, after)


class InterveneDoor(Controller):
    """What a team lead does in a dialogue of the team."""

    path = "/api/wallboard/dialogues/{conversation_id:uuid}"
    tags = ["看板"]

    @post("/whispers", status_code=204)
    async def whisper(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Whisper],
    ) -> None:
        async with db.deed() as tx:
            await commands.whisper(tx, staff, conversation_id, data.text, data.client_id)

    @post("/step-in", status_code=204)
    async def step_in(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], conversation_id: FromPath[UUID]
    ) -> None:
        async with db.deed() as tx:
            await commands.step_in(tx, staff, conversation_id)

    @post("/step-out", status_code=204)
    async def step_out(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], conversation_id: FromPath[UUID]
    ) -> None:
        async with db.deed() as tx:
            await commands.step_out(tx, staff, conversation_id)

    @post("/posts", status_code=200)
    async def say(
        self,
        writer: NamedDependency[Writer],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Words],
    ) -> Said:
        """Words to the taxpayer, after stepping in."""
        lead = lead_of(staff)
        author = Author(party="supervisor", id=lead.id, label=lead.label)
        said = Sending(
            conversation_id=conversation_id,
            author=author,
            client_id=data.client_id,
            content=Text(text=data.text),
        )
        return Said((await writer.submit(said)).seq)

    @post("/take-over", status_code=204)
    async def take_over(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        async with db.deed() as tx:
            await commands.take_over(tx, staff, conversation_id, data.why)

    @post("/move", status_code=204)
    async def move(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Move],
    ) -> None:
        async with db.deed() as tx:
            if data.to is None:
                await commands.send_back(tx, staff, conversation_id, data.why)
            else:
                await commands.reassign(tx, staff, conversation_id, data.to, data.why)

    @post("/priority", status_code=204)
    async def raise_priority(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        async with db.deed() as tx:
            await commands.raise_priority(tx, staff, conversation_id, data.why)

    @post("/system", status_code=204)
    async def change_system(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[NewSystem],
    ) -> None:
        async with db.deed() as tx:
            await commands.change_system(tx, staff, conversation_id, data.system, data.why)

    @post("/end", status_code=204)
    async def end(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        async with db.deed() as tx:
            await commands.end(tx, staff, conversation_id, data.why)


class PresenceDoor(Controller):
    """R4.2: a team lead sets the presence of a consultant of the team."""

    path = "/api/wallboard/staff/{staff_id:uuid}"
    tags = ["看板"]

    @post("/presence", status_code=204)
    async def set_presence(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        staff_id: FromPath[UUID],
        data: JSONBody[ForcedPresence],
    ) -> None:
        async with db.deed() as tx:
            await commands.set_presence(tx, staff, staff_id, data.presence, data.why)


DOORS = (WallboardDoor, TiersDoor, DialoguesDoor, InterveneDoor, PresenceDoor)
