"""The consultant's doors on offers and conversations."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.conversations.commands import queueing, stepping, waiting
from helpline.conversations.http.taxpayer import slice_now
from helpline.conversations.model import Author, Slice
from helpline.conversations.rules import label
from helpline.kit.db import Database
from helpline.people.model import Actor
from helpline.people.policy import require

Words = Annotated[str, msgspec.Meta(max_length=200)]


class Claimed(msgspec.Struct, frozen=True):
    conversation: UUID


class Reason(msgspec.Struct, frozen=True):
    reason: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]


class Wait(msgspec.Struct, frozen=True):
    minutes: int | None = None
    text: Words = ""


class HandOver(msgspec.Struct, frozen=True):
    to: UUID
    note: Words = ""


class Asked(msgspec.Struct, frozen=True):
    offer: UUID


class WhisperAnswer(msgspec.Struct, frozen=True):
    client_id: UUID
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


def author_of(staff: Actor) -> Author:
    return Author(party="consultant", id=staff.staff_id, label=label(staff.number))


class ConsultantDoor(Controller):
    """Taking, giving back, asking to wait, handing on."""

    path = "/api"
    tags = ["咨询员"]

    @post("/offers/{offer_id:uuid}/claim", status_code=200)
    async def claim(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], offer_id: FromPath[UUID]
    ) -> Claimed:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            moved = await queueing.claim(tx, offer_id, staff.staff_id, label(staff.number))
        return Claimed(moved.conversation.id)

    @post("/offers/{offer_id:uuid}/decline", status_code=204)
    async def decline(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        offer_id: FromPath[UUID],
        data: JSONBody[Reason],
    ) -> None:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await queueing.decline(tx, offer_id, staff.staff_id, data.reason)

    @post("/conversations/{conversation_id:uuid}/wait-question", status_code=200)
    async def ask_to_wait(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[Wait],
    ) -> Slice:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await waiting.ask_to_wait(tx, conversation_id, author_of(staff), data.minutes, data.text)
        return await slice_now(db, conversation_id)

    @post("/conversations/{conversation_id:uuid}/transfer", status_code=200)
    async def hand_over(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[HandOver],
    ) -> Asked:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            return Asked(await queueing.hand_over(tx, conversation_id, author_of(staff), data.to, data.note))

    @post("/conversations/{conversation_id:uuid}/whispers", status_code=204)
    async def answer_whisper(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        conversation_id: FromPath[UUID],
        data: JSONBody[WhisperAnswer],
    ) -> None:
        """To the team lead alone."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await stepping.answer_whisper(tx, conversation_id, author_of(staff), data.text, data.client_id)

    @delete("/conversations/{conversation_id:uuid}/transfer", status_code=204)
    async def take_back(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], conversation_id: FromPath[UUID]
    ) -> None:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await queueing.take_back(tx, conversation_id, author_of(staff))
