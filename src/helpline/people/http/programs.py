"""Doors of the system administrator: tokens of programs; and how a program is known at other doors."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import Scope as AsgiScope

from helpline.kit import errand
from helpline.kit.db import Database, ReadTx
from helpline.kit.refusal import Forbidden, NotFound, Refused
from helpline.people import policy, programs, queries, tokens
from helpline.people.commands import programs as commands
from helpline.people.http.callers import COOKIE, provide_actor
from helpline.people.model import Actor, DistrictId, LoginTerms, ProviderId
from helpline.people.programs import MARK, Issued, NewToken, ProgramToken, Right
from helpline.people.store import programs as store

Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
Code = Annotated[str, msgspec.Meta(max_length=31)]
USED_EVERY = timedelta(minutes=1)
"""How closely a token's last use is kept; each use is in the audit log."""


class BadToken(Refused):
    code, status = "bad-token", 401


class NeedsPerson(Forbidden):
    code = "needs-person"


class TokenForm(msgspec.Struct, frozen=True, kw_only=True):
    """A token for a program. `district`, `provider` are codes; both empty: the municipal bureau's."""

    name: Annotated[str, msgspec.Meta(min_length=2, max_length=40)]
    rights: tuple[Right, ...]
    days: int
    district: Code = ""
    provider: Code = ""
    why: Why


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    why: Why


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """All tokens, the newest first, revoked ones too. `most_days`: a token runs at most so long."""

    tokens: list[ProgramToken]
    rights: tuple[Right, ...]
    most_days: int


class TokenDoor(Controller):
    """Tokens of programs."""

    path = "/api/tokens"
    tags = ("people",)

    @get("/")
    async def program_tokens(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Tokens:
        """Who may knock without a person, and when each did last."""
        policy.require(staff, "token.edit")
        async with db.reading() as read:
            listed = await queries.program_tokens(read)
        return Tokens(tokens=listed, rights=tuple(Right), most_days=login_terms.token_at_most.days)

    @post("/")
    async def issue_token(
        self,
        data: JSONBody[TokenForm],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Issued:
        """Issue one; the secret is shown this once."""
        policy.require(staff, "token.edit")
        return await issued(db, data, login_terms)

    @post("/{token_id:uuid}/revocation", status_code=204)
    async def revoke_token(
        self,
        token_id: FromPath[UUID],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> None:
        """Take one back; it counts no more from this moment."""
        policy.require(staff, "token.edit")
        async with db.deed() as tx:
            await commands.revoke(tx, token_id, data.why)


async def issued(db: Database, form: TokenForm, terms: LoginTerms) -> Issued:
    """Issue what the form says. Also for the command line.

    Raises:
        NotFound: no district or provider has that code.
        Invalid: the form does not do.
    """
    async with db.deed() as tx:
        district, provider = await _places(tx, form)
        wanted = NewToken(
            name=form.name, rights=form.rights, days=form.days, district_id=district, provider_id=provider
        )
        return await commands.issue(tx, wanted, terms.token_at_most, form.why)


async def _places(read: ReadTx, form: TokenForm) -> tuple[DistrictId | None, ProviderId | None]:
    districts = {each.code: each.id for each in await queries.districts(read)}
    providers = {each.code: each.id for each in await queries.providers(read)}
    if form.district and form.district not in districts:
        raise NotFound(f"没有代码为“{form.district}”的区。")
    if form.provider and form.provider not in providers:
        raise NotFound(f"没有代码为“{form.provider}”的服务商。")
    return districts.get(form.district), providers.get(form.provider)


async def provide_caller(
    scope: AsgiScope,
    db: NamedDependency[Database],
    login_terms: NamedDependency[LoginTerms],
    token_doors: NamedDependency[Mapping[str, Right]],
) -> Actor:
    """Dependency `staff`: the person by the cookie, or the program by its token in the header `Authorization`.

    Raises:
        NotSignedIn, PasswordDue, SessionLocked: as of persons.
        BadToken: it is none, or none any more.
        NeedsPerson: this door is not for programs, or not for this one.
    """
    secret = _secret(scope)
    if secret is None:
        return await provide_actor(scope, db, login_terms)
    token = await _known(db, secret)
    errand.refine(kind="token", id=token.id, number=token.name)
    right = token_doors.get(errand.current().door)
    if right is None:
        raise NeedsPerson("这项操作须由人员登录后办理，不接受程序令牌。")
    if right not in token.rights:
        raise NeedsPerson(f"令牌没有 {right.value} 的授权，请联系系统管理员。")
    return programs.actor_of(token)


async def _known(db: Database, secret: str) -> ProgramToken:
    async with db.reading() as read:
        token = await store.by_hash(read, tokens.digest(secret))
        now = read.now
    if token is None or not token.runs(now):
        raise BadToken("令牌无效、已过期或已吊销，请向系统管理员申请新的令牌。")
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        async with db.deed() as tx:
            await store.save_use(tx, token.id)
    return token


def _secret(scope: AsgiScope) -> str | None:
    """What a program tells; who brings a cookie is a person."""
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    kind, _, word = connection.headers.get("authorization", "").partition(" ")
    is_program = kind.lower() == "bearer" and word.startswith(MARK) and COOKIE not in connection.cookies
    return word.strip() if is_program else None
