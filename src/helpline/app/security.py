"""What surrounds every answer: protective headers, and the number by which it is found in the logs."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from helpline.app.line import lay
from helpline.app.settings import BadSettings, Settings
from helpline.kit.ids import new_id
from helpline.kit.log import correlation
from helpline.people.model import LoginTerms, Role
from helpline.people.terms import IssuerTerms, PasswordTerms

BODY_LIMIT = 1_048_576
"""Bytes of a request; doors that take files set a limit of their own."""

FRAMEABLE = frozenset({"/widget"})
"""Pages that other sites may show in a frame: the taxpayer's, where the widget opens it."""

EMBEDDED = frozenset({"/static/widget.js"})
"""Files that other sites' pages load."""

CORRELATION_HEADER = b"x-correlation-id"
_GIVEN_NUMBER = re.compile(rb"[0-9A-Za-z-]{8,64}")

# Scripts come from our own files only. Styles may stand in the page: charts and pop-ups place themselves so.
_CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; "
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=(self)"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_UNFRAMED = (
    (b"content-security-policy", f"{_CONTENT_POLICY}frame-ancestors 'none'".encode()),
    (b"x-frame-options", b"DENY"),
)
_OURS_ONLY = ((b"cross-origin-resource-policy", b"same-origin"),)
_ANYBODYS = ((b"cross-origin-resource-policy", b"cross-origin"),)
_PRIVATE = ((b"cache-control", b"no-store"),)
_HTTPS_ONLY = ((b"strict-transport-security", b"max-age=31536000"),)

Header = tuple[bytes, bytes]


def login_terms(settings: Settings) -> LoginTerms:
    """How log-in is guarded, by the settings."""
    return LoginTerms(
        failures_allowed=settings.sign_in_failures,
        lock_for=timedelta(minutes=settings.sign_in_lock_minutes),
        session_for=timedelta(hours=settings.session_hours),
        session_at_most=timedelta(hours=settings.session_max_hours),
        idle_for=timedelta(minutes=settings.idle_lock_minutes),
        token_at_most=timedelta(days=settings.token_days),
        cookie_secure=settings.cookie_secure,
        passwords=PasswordTerms(
            length=settings.password_length,
            classes=settings.password_classes,
            days=settings.password_days,
            history=settings.password_history,
        ),
        factor_roles=_roles(settings.second_factor),
        issuers=IssuerTerms(public_url=settings.public_url.rstrip("/"), patience=settings.issuer_seconds),
        on_leave=settings.sign_in_on_leave,
    )


_GROUPS = {
    "administrators": (
        Role.SYSTEM_ADMINISTRATOR,
        Role.SECURITY_ADMINISTRATOR,
        Role.AUDIT_ADMINISTRATOR,
    ),
    "bureaus": (Role.DISTRICT_OFFICER, Role.MUNICIPAL_OFFICER),
    "everybody": tuple(Role),
}


def _roles(words: str) -> frozenset[Role]:
    """Who is meant by a list such as `administrators,team_lead`.

    Raises:
        BadSettings: a word is neither a group nor a role.
    """
    known = _GROUPS | {role.value: (role,) for role in Role}
    meant: set[Role] = set()
    for word in filter(None, (each.strip() for each in words.split(","))):
        if word not in known:
            raise BadSettings(
                f"设置 HELPLINE_SECOND_FACTOR 中的“{word}”不认识，可用：{'、'.join(known)}。请更正后重新启动。"
            )
        meant.update(known[word])
    return frozenset(meant)


class Guarded:
    """Stands around the whole application, so that refusals of unknown addresses carry the headers too."""

    def __init__(
        self, app: ASGIApp, *, https: bool, origins: str = "", frameable: Collection[str] = FRAMEABLE
    ) -> None:
        self._app = app
        self._https = https
        self._frameable = frozenset(frameable)
        policy = f"{_CONTENT_POLICY}frame-ancestors {origins or '*'}"
        self._framed = ((b"content-security-policy", policy.encode()),)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        number = _number(scope["headers"])
        correlation.set(number)
        if scope["type"] == ScopeType.WEBSOCKET:
            line = lay(scope, receive, send)
            await self._app(scope, receive, send)
            await line.follow(scope)
            return
        added = (*self._headers(scope["path"]), (CORRELATION_HEADER, number.encode()))

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                extra = [header for header in added if header[0] not in given]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _headers(self, path: str) -> Iterable[Header]:
        yield from _ALWAYS
        yield from self._framed if path in self._frameable else _UNFRAMED
        yield from _ANYBODYS if path in self._frameable or path in EMBEDDED else _OURS_ONLY
        if path.startswith("/api"):
            yield from _PRIVATE
        if self._https:
            yield from _HTTPS_ONLY


def _number(headers: Iterable[Header]) -> str:
    """The number that a proxy in front gave already, else a new one."""
    given = dict(headers).get(CORRELATION_HEADER, b"")
    return given.decode() if _GIVEN_NUMBER.fullmatch(given) else new_id().hex
