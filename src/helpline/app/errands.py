"""At the door: whose errand a request is, and the record of looks and refusals, written before the answer leaves."""

from collections.abc import Callable, Mapping
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from helpline.audit import commands
from helpline.audit.model import Line, Outcome, Subject
from helpline.kit import errand
from helpline.kit.db import Database
from helpline.kit.log import correlation

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
        async def send_on_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._put_on_record(scope, message["status"])
            await send(message)

        with errand.running(errand_of(scope)):
            await next_app(scope, receive, send_on_record)

    async def _put_on_record(self, scope: Scope, status: int) -> None:
        """A look that cannot be recorded is not answered: the failure goes up instead of the answer."""
        now = errand.current()
        outcome = _outcome(scope, status)
        if outcome is None or now.kind not in commands.ANSWERABLE:
            return
        async with self._database(scope).deed() as tx:
            await commands.record(
                tx,
                Line(
                    deed=now.door,
                    subject=Subject(*now.subject),
                    outcome=outcome,
                    why=errand.refusal() if outcome == "refused" else "",
                ),
            )


def _outcome(scope: Scope, status: int) -> Outcome | None:
    if status in TOLD_REFUSALS:
        return "refused"
    if status < 400 and scope["route_handler"].opt.get(errand.MARK) == errand.LOOK[errand.MARK]:
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
