"""What the taxpayer's page shows first, and the list of one's own matters: across rooms, for nobody in particular."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from helpline.calendars import queries as calendars
from helpline.cases import queries as cases
from helpline.cases.model import FollowUp
from helpline.conversations import preview, queries
from helpline.conversations.model import Conversation, Phase
from helpline.kit.clock import shanghai
from helpline.kit.db import Database, ReadTx
from helpline.knowledge import queries as knowledge
from helpline.messages import queries as messages
from helpline.messages.model import Message
from helpline.people import queries as people
from helpline.regulation.queries import terms_on
from helpline.routing import queries as routing
from helpline.routing.model import Scope


class ServiceNow(msgspec.Struct, frozen=True, kw_only=True):
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    hours: str


class QueueNow(msgspec.Struct, frozen=True, kw_only=True):
    """The line in which the asker would be. Without a district nobody knows which: only whether somebody serves is told.

    R14.1: figures of the whole city would tell each provider of the others.
    """

    waiting: int | None
    expected_wait_seconds: int | None
    is_staffed: bool


class SystemItem(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    short_name: str
    state: str


class HotQuestion(msgspec.Struct, frozen=True, kw_only=True):
    entry: str
    question: str


class DistrictItem(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    post_max_chars: int
    attachment_max_bytes: int


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    now: datetime
    service: ServiceNow
    queue: QueueNow
    systems: list[SystemItem]
    hot_questions: list[HotQuestion]
    districts: list[DistrictItem]
    limits: Limits


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One of the visitor's own matters, with its answer once there is one."""

    kind: Literal["conversation", "message"]
    id: UUID
    number: str
    title: str
    state: str
    at: datetime
    due_at: datetime | None
    answer: str | None
    answered_at: datetime | None


class WelcomeDoor(Controller):
    """Open to everybody."""

    path = "/api"
    tags = ["纳税人"]

    @get("/welcome")
    async def welcome(
        self,
        db: NamedDependency[Database],
        district: FromQuery[UUID | None] = None,
        system: FromQuery[str | None] = None,
    ) -> Welcome:
        """The state of the service; of the queue in which somebody of `district` who asks about `system` would be."""
        async with db.reading() as read:
            terms = await terms_on(read, read.now)
            districts = await people.open_districts(read)
            systems = await knowledge.systems(read)
            return Welcome(
                now=read.now,
                service=await _service(read),
                queue=await _queue(read, district, system),
                systems=[
                    SystemItem(code=s.code, name=s.name, short_name=s.short_name, state=s.state)
                    for s in systems
                ],
                hot_questions=await _hot(read),
                districts=[DistrictItem(id=d.id, name=d.name) for d in districts],
                limits=Limits(
                    post_max_chars=terms.post_max_chars, attachment_max_bytes=terms.attachment_max_bytes
                ),
            )

    @get("/matters")
    async def matters(self, db: NamedDependency[Database], visitor_id: NamedDependency[UUID]) -> list[Matter]:
        async with db.reading() as read:
            talks = await queries.of_visitor(read, visitor_id)
            promised = await cases.follow_ups_of(read, [c.id for c in talks])
            found = [_talk(c, promised) for c in talks]
            found += [_left(m) for m in await messages.of_visitor(read, visitor_id)]
        return sorted(found, key=lambda matter: matter.at, reverse=True)


async def _service(read: ReadTx) -> ServiceNow:
    terms = await terms_on(read, read.now)
    hours = (await calendars.load(read, terms)).service
    is_open = hours.is_open(read.now)
    return ServiceNow(
        open=is_open,
        opens_at=None if is_open else hours.next_opening(read.now),
        closes_at=hours.closing(shanghai(read.now).date()) if is_open else None,
        hours=f"周一至周六 {terms.service_opens}–{terms.service_closes}（节假日除外）",
    )


async def _queue(read: ReadTx, district: UUID | None, system: str | None) -> QueueNow:
    matched = await people.matchings_at(read, read.now)
    provider = next((each.provider_id for each in matched if each.district_id == district), None)
    summary = await routing.queue_summary(read, Scope(provider_id=provider))
    lines = [line for line in summary if line.channel == "chat"]
    is_staffed = any(line.on_duty for line in lines)
    if provider is None:
        return QueueNow(waiting=None, expected_wait_seconds=None, is_staffed=is_staffed)
    lines = [line for line in lines if system in (None, line.system)]
    waits = [line.expected_seconds for line in lines if line.expected_seconds is not None]
    return QueueNow(
        waiting=sum(line.waiting for line in lines),
        expected_wait_seconds=max(waits, default=None),
        is_staffed=is_staffed,
    )


async def _hot(read: ReadTx) -> list[HotQuestion]:
    hot = await knowledge.hot_questions(read, limit=6)
    return [HotQuestion(entry=each.number, question=each.title) for each in hot]


def _talk(conversation: Conversation, promised: dict[UUID, FollowUp]) -> Matter:
    follow_up = promised.get(conversation.id)
    return Matter(
        kind="conversation",
        id=conversation.id,
        number=conversation.number,
        title=conversation.question[: preview.LONGEST],
        state=_state_words(conversation, follow_up),
        at=conversation.started_at,
        due_at=follow_up.due_at if follow_up else None,
        answer=follow_up.answer if follow_up else None,
        answered_at=follow_up.answered_at if follow_up else None,
    )


def _state_words(conversation: Conversation, follow_up: FollowUp | None) -> str:
    if follow_up is not None:
        return "已答复" if follow_up.answered_at else "待答复"
    words = {
        Phase.ASSISTANT: "智能助手",
        Phase.RESERVED: "已保留排位",
        Phase.WAITING: "排队中",
        Phase.ACTIVE: "咨询中",
        Phase.ENDED: "已结束",
    }
    return words[conversation.state.phase]


def _left(message: Message) -> Matter:
    return Matter(
        kind="message",
        id=message.id,
        number=message.number,
        title=message.text[: preview.LONGEST],
        state="已答复" if message.answered_at else "待答复",
        at=message.left_at,
        due_at=message.answer_due_at,
        answer=message.answer,
        answered_at=message.answered_at,
    )
