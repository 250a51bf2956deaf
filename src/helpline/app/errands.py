"""At the door: whose errand a request is, and the record of looks and refusals, written before the answer leaves."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from helpline.app.looks import LOOKS
from helpline.app.problem import MEDIA_TYPE, Problem
from helpline.audit import commands
from helpline.audit.model import Line, Outcome, Subject
from helpline.kit import errand
from helpline.kit.db import Database, tell
from helpline.kit.log import Log, correlation

log = Log(__name__)

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
AGENT_LETTERS = 200
TOLD_REFUSALS = frozenset({401, 403, 404, 409, 423, 429})
"""Refusals that say something of who asked; a misshapen request says nothing."""


class Errands(ASGIMiddleware):
    """Sets the errand of every request and socket. `database` finds the database of the running application."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, database: Callable[[Scope], Database]) -> None:
        self._database = database

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        is_withheld = False

        async def send_on_record(message: Message) -> None:
            nonlocal is_withheld
            if message["type"] == "http.response.start":
                is_withheld = not await self._managed(scope, message["status"])
                if is_withheld:
                    await _withhold(scope["path"], send)
            if not is_withheld:
                await send(message)

        with errand.running(errand_of(scope)):
            await next_app(scope, receive, send_on_record)

    async def _managed(self, scope: Scope, status: int) -> bool:
        """Whether what has to be on record is. Where it is not, the answer must not leave."""
        try:
            await self._put_on_record(scope, status)
        except (
            Exception
        ) as error:  # the framework has let go of the answer: nobody above could still turn it round
            tell(log, "audit.withheld", error)
            return False
        return True

    async def _put_on_record(self, scope: Scope, status: int) -> None:
        now = errand.current()
        outcome = _outcome(status)
        if outcome is None or now.kind not in commands.ANSWERABLE:
            return
        why = errand.refusal() if outcome == "refused" else ""
        await put_on_record(self._database(scope), outcome, why)


async def _withhold(path: str, send: Send) -> None:
    """Say in the answer's stead why it does not come."""
    problem = msgspec.json.encode(
        Problem(
            type="urn:helpline:problem:not-on-record",
            title="系统繁忙",
            status=503,
            code="not-on-record",
            detail="这次操作没能记入审计日志，因此没有给出结果。请稍后重试；如一直如此，请联系系统管理员。",
            instance=path,
        )
    )
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(problem)).encode())]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": problem, "more_body": False})


async def put_on_record(db: Database, outcome: Outcome, why: str = "") -> None:
    """A line about the running errand, in a transaction of its own."""
    now = errand.current()
    async with db.deed() as tx:
        line = Line(deed=now.door, subject=Subject(*now.subject), outcome=outcome, why=why)
        await commands.record(tx, line)


def _outcome(status: int) -> Outcome | None:
    if status in TOLD_REFUSALS:
        return "refused"
    now = errand.current()
    if status < 400 and (now.door in LOOKS or now.kind == "token"):
        return "looked"
    return None


def errand_of(scope: Scope) -> errand.Errand:
    """What the door knows before anybody has said who knocks."""
    headers = dict(scope["headers"])
    client = scope.get("client")
    return errand.Errand(
        kind="unknown",
        address=client[0] if client else "",
        agent=headers.get(b"user-agent", b"").decode("latin-1")[:AGENT_LETTERS],
        door=door_of(scope["route_handler"]),
        subject=_subject(scope.get("path_params") or {}),
        correlation=correlation.get(),
        changes=scope["type"] == ScopeType.HTTP and scope["method"] not in LOOKING,
    )


def door_of(handler: Any) -> str:
    """`room.deed` (Any: handlers of requests and of sockets)."""
    module: str = handler.fn.__module__
    return f"{module.split('.')[1]}.{handler.fn.__name__}"


def _subject(path_params: Mapping[str, object]) -> tuple[str, str]:
    """What the address names: `conversation_id` says what kind of thing it is."""
    for name, value in path_params.items():
        return name.removesuffix("_id"), str(value)
    return "", ""
