"""Doors of messages: the taxpayer leaves one, staff read and answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from helpline.kit.db import Database, ReadTx
from helpline.kit.refusal import Forbidden
from helpline.messages import commands, queries
from helpline.messages.model import Consultant, LeftMessage, Message, StaffMessage
from helpline.people.model import Actor
from helpline.people.policy import require

Db = NamedDependency[Database]
Staff = NamedDependency[Actor]
Visitor = NamedDependency[UUID]
"""The visitor by bearer token, provided by the app. So marked, it can never be read from the query."""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt: until when it is answered."""

    number: str
    answer_due_at: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class MessageDoor(Controller):
    """Messages left by taxpayers."""

    path = "/api/messages"
    tags = ("留言",)

    @post()
    async def leave(self, db: Db, visitor_id: Visitor, data: JSONBody[LeftMessage]) -> Left:
        """R4.1: leave a message."""
        async with db.deed() as tx:
            message = await commands.leave(tx, visitor_id, data)
        return Left(number=message.number, answer_due_at=message.answer_due_at)

    @get()
    async def listed(
        self, db: Db, staff: Staff, show: FromQuery[Literal["open", "answered", "all"]] = "all"
    ) -> list[StaffMessage]:
        """The open messages by the clock that runs out first, then those answered lately."""
        scope = require(staff, "message.read")
        async with db.reading() as read:
            found = await queries.inbox(read, scope) if show != "answered" else []
            found += await queries.answered(read, scope) if show != "open" else []
            return await queries.staff_messages(read, found, staff.staff_id)

    @post("/{message_id:uuid}/read", status_code=200)
    async def read(self, db: Db, staff: Staff, message_id: FromPath[UUID]) -> StaffMessage:
        """R6.2: read it; who reads first answers for it."""
        by = _consultant(staff)
        async with db.deed() as tx:
            return await _shown(tx, await commands.read(tx, message_id, by), by)

    @post("/{message_id:uuid}/take-over", status_code=200)
    async def take_over(self, db: Db, staff: Staff, message_id: FromPath[UUID]) -> StaffMessage:
        """R5.3: answer for it from now on, by name."""
        by = _consultant(staff)
        async with db.deed() as tx:
            return await _shown(tx, await commands.take_over(tx, message_id, by), by)

    @post("/{message_id:uuid}/answer", status_code=200)
    async def answer(
        self, db: Db, staff: Staff, message_id: FromPath[UUID], data: JSONBody[Answer]
    ) -> StaffMessage:
        """R6.2: answer it."""
        by = _consultant(staff)
        async with db.deed() as tx:
            return await _shown(tx, await commands.answer(tx, message_id, by, data.text), by)


DOORS = (MessageDoor,)


def _consultant(staff: Actor) -> Consultant:
    """Reading is the first step of answering: who may only look reads the list, and moves no clock."""
    require(staff, "message.answer")
    if staff.provider_id is None:
        raise Forbidden("只有服务商的咨询人员可以答复留言。")
    return Consultant(staff_id=staff.staff_id, provider_id=staff.provider_id)


async def _shown(read: ReadTx, message: Message, by: Consultant) -> StaffMessage:
    [shown] = await queries.staff_messages(read, [message], by.staff_id)
    return shown
