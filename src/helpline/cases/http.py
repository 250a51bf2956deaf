"""Doors of cases."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.cases import commands, queries, rules
from helpline.cases.model import Case, Classification, Kind, Outcome
from helpline.conversations.commands import waiting
from helpline.conversations.http.consultant import author_of
from helpline.kit.db import Database
from helpline.kit.refusal import Invalid
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.taxpayers import masking

LATER_WORDS = "这个问题需要较长时间核实，建议由我稍后答复您，您看可以吗？也可以选择继续等待。"


class CaseForm(msgspec.Struct, frozen=True, kw_only=True):
    """A case as the desk shows it."""

    id: UUID
    number: str
    system: str | None
    kind: Kind | None
    topic: str | None
    summary: str
    outcome: Outcome | None
    state: str
    missing: list[str]
    opened_at: datetime
    owner: UUID | None


class FormFilled(msgspec.Struct, frozen=True, kw_only=True):
    system: str | None = None
    kind: Kind | None = None
    topic: str | None = None
    summary: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class Closing(msgspec.Struct, frozen=True):
    outcome: Outcome = "answered"


class Declining(msgspec.Struct, frozen=True):
    reason: str
    text: Annotated[str, msgspec.Meta(max_length=500)] = ""


class LateAnswer(msgspec.Struct, frozen=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


def form_of(case: Case) -> CaseForm:
    return CaseForm(
        id=case.id,
        number=case.number,
        system=case.system,
        kind=case.kind,
        topic=case.topic,
        summary=case.summary,
        outcome=case.outcome,
        state="closed" if case.closed_at else "open",
        missing=rules.missing(case),
        opened_at=case.opened_at,
        owner=case.owner,
    )


async def _form(db: Database, case_id: UUID) -> CaseForm:
    async with db.reading() as read:
        return form_of(await queries.find(read, case_id))


class CaseDoor(Controller):
    """R3.1, R5.3, R5.4: filing, closing, declining, answering later."""

    path = "/api"
    tags = ["受理单"]

    @get("/cases/{case_id:uuid}")
    async def read(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], case_id: FromPath[UUID]
    ) -> CaseForm:
        require(staff, "conversation.serve")
        async with db.reading() as read:
            case = await queries.find(read, case_id)
            rules.require_owner(case, staff.staff_id)
            return form_of(case)

    @put("/cases/{case_id:uuid}")
    async def classify(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        case_id: FromPath[UUID],
        data: JSONBody[FormFilled],
    ) -> CaseForm:
        require(staff, "case.close")
        form = Classification(
            system=data.system, kind=data.kind, topic=data.topic, summary=masking.mask_text(data.summary)
        )
        async with db.deed() as tx:
            await commands.classify(tx, case_id, staff.staff_id, form)
        return await _form(db, case_id)

    @post("/cases/{case_id:uuid}/close", status_code=200)
    async def close(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        case_id: FromPath[UUID],
        data: JSONBody[Closing],
    ) -> CaseForm:
        require(staff, "case.close")
        if data.outcome == "declined":
            raise Invalid("不予受理请用“告知理由”。")
        async with db.deed() as tx:
            await commands.close(tx, case_id, author_of(staff), data.outcome)
        return await _form(db, case_id)

    @post("/cases/{case_id:uuid}/decline", status_code=200)
    async def decline(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        case_id: FromPath[UUID],
        data: JSONBody[Declining],
    ) -> CaseForm:
        require(staff, "case.close")
        async with db.deed() as tx:
            await commands.decline(tx, case_id, author_of(staff), data.reason, data.text)
        return await _form(db, case_id)

    @post("/cases/{case_id:uuid}/answer-later", status_code=200)
    async def propose_later(
        self, db: NamedDependency[Database], staff: NamedDependency[Actor], case_id: FromPath[UUID]
    ) -> CaseForm:
        """R4.4: later only with the taxpayer's will, so this asks; the promise is made by the choice."""
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            case = await queries.find(tx, case_id)
            rules.require_owner(case, staff.staff_id)
            if case.conversation_id is None:
                raise Invalid("这张受理单没有进行中的对话。")
            await waiting.ask_to_wait(tx, case.conversation_id, author_of(staff), None, LATER_WORDS)
        return await _form(db, case_id)

    @post("/follow-ups/{follow_up_id:uuid}/answer", status_code=204)
    async def answer_follow_up(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        follow_up_id: FromPath[UUID],
        data: JSONBody[LateAnswer],
    ) -> None:
        require(staff, "conversation.serve")
        async with db.deed() as tx:
            await commands.answer_follow_up(tx, follow_up_id, author_of(staff), data.text)
