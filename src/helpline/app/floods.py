"""How often one may knock at the taxpayer's doors. Why these numbers: docs/decisions/0014-floods.md.

Each web process counts for itself, and a restart forgives: n processes let through up to n times as much.
"""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from helpline.app.network import HERE, network_of
from helpline.conversations.http.callers import bearer
from helpline.kit.clock import Clock
from helpline.kit.rate import Rate
from helpline.kit.refusal import TooOften
from helpline.people.http import COOKIE

PER = timedelta(minutes=1)


class Limit(NamedTuple):
    """A door, and how often a minute a visitor and a network may knock at it."""

    method: str
    path: re.Pattern[str]
    by_visitor: int
    by_network: int


def _limit(method: str, path: str, by_visitor: int, by_network: int) -> Limit:
    return Limit(method, re.compile(path), by_visitor, by_network)


LIMITS = (
    _limit("POST", r"/api/conversations", 20, 300),
    _limit("POST", r"/api/conversations/[^/]+/files", 30, 300),
    _limit("POST", r"/api/messages", 10, 120),
    _limit("POST", r"/api/session", 0, 300),
    _limit("POST", r"/api/.*", 600, 6_000),
    _limit("GET", r"/api/live", 120, 2_400),
    _limit("GET", r"/api/public/.*", 300, 3_000),
    _limit("GET", r"/api/.*", 600, 12_000),
)
"""The first that fits counts. By visitor 0: only the network is counted."""


class Floods(ASGIMiddleware):
    """Counts what comes without a log-in; staff are known by name and answer for what they do."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, percent: int, clock: Clock) -> None:
        self._clock = clock
        self._visitors = [_rate(limit.by_visitor, percent) for limit in LIMITS]
        self._networks = [_rate(limit.by_network, percent) for limit in LIMITS]

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        if COOKIE not in connection.cookies or scope["path"] == "/api/session":
            self._count(connection)
        await next_app(scope, receive, send)

    def _count(self, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
        place = _which(connection.scope)
        if place is None:
            return
        now = self._clock.now()
        token = bearer(connection)
        client = connection.scope["client"]
        network = network_of(client[0] if client else "")
        if token is not None:
            _take(self._visitors[place], hashlib.sha256(token.encode()).hexdigest(), now)
        if network != HERE:
            _take(self._networks[place], network, now)


def _which(scope: Scope) -> int | None:
    method = scope["method"] if scope["type"] == ScopeType.HTTP else "GET"
    return next(
        (
            place
            for place, limit in enumerate(LIMITS)
            if limit.method == method and limit.path.fullmatch(scope["path"])
        ),
        None,
    )


def _rate(most: int, percent: int) -> Rate | None:
    return Rate(max(1, most * percent // 100), PER) if most and percent else None


def _take(rate: Rate | None, key: str, now: datetime) -> None:
    if rate is not None and not rate.take(key, now):
        wait = rate.wait(key, now)
        raise TooOften(f"操作过于频繁，请 {wait} 秒后再试。", wait)
