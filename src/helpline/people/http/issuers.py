"""Doors of the system administrator: the bureaus' own log-ins."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from helpline.kit.db import Database
from helpline.kit.refusal import NotFound
from helpline.people import policy, queries
from helpline.people.commands import issuers
from helpline.people.commands.issuers import Registration
from helpline.people.model import Actor, LoginTerms
from helpline.people.openid.model import Issuer
from helpline.people.openid.wire import Wire

Why = Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
Name = Annotated[str, msgspec.Meta(min_length=2, max_length=40)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class IssuerCard(msgspec.Struct, frozen=True, kw_only=True):
    """An issuer with the two addresses that have to be entered there; the secret is never shown."""

    issuer: Issuer
    redirect_address: str
    logout_address: str


class IssuerForm(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's OpenID provider. `district` is a code; empty: the municipal bureau. `secret` empty: as before."""

    district: Annotated[str, msgspec.Meta(max_length=31)] = ""
    name: Name
    address: Word
    client_id: Word
    secret: Annotated[str, msgspec.Meta(max_length=300)] = ""
    claim: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] = "employee_number"
    strong_acrs: tuple[Word, ...] = ()
    passwords_allowed: bool = True
    why: Why


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why; put on record."""

    why: Why


class IssuerDoor(Controller):
    """The bureaus' OpenID providers."""

    path = "/api/issuers"
    tags = ("people",)

    @get("/")
    async def issuers(
        self,
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> list[IssuerCard]:
        """All that are in use."""
        policy.require(staff, "issuer.edit")
        async with db.reading() as read:
            return [card(each, login_terms) for each in await queries.issuers(read)]

    @put("/")
    async def register(
        self,
        data: JSONBody[IssuerForm],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
        wire: NamedDependency[Wire],
        login_terms: NamedDependency[LoginTerms],
    ) -> IssuerCard:
        """Enter or change a bureau's; it has to answer at its address."""
        policy.require(staff, "issuer.edit")
        return card(await registered(db, wire, data), login_terms)

    @post("/{issuer_id:uuid}/end", status_code=204)
    async def end(
        self,
        issuer_id: FromPath[UUID],
        data: JSONBody[Reason],
        staff: NamedDependency[Actor],
        db: NamedDependency[Database],
    ) -> None:
        """Use it no more; log-ins that it vouched for end at once."""
        policy.require(staff, "issuer.edit")
        async with db.deed() as tx:
            await issuers.end(tx, issuer_id, data.why)


async def registered(db: Database, wire: Wire, form: IssuerForm) -> Issuer:
    """Look whether the issuer is there, then enter it. Also for the command line.

    Raises:
        NotFound: there is no such district.
        IssuerAway, BadIssuer: it does not answer, or not as itself.
    """
    async with db.reading() as read:
        districts = {each.code: each.id for each in await queries.districts(read)}
        now = read.now
    if form.district and form.district not in districts:
        raise NotFound(f"没有代码为“{form.district}”的区。")
    await wire.metadata(form.name, form.address, now, afresh=True)
    wanted = Registration(
        district_id=districts.get(form.district),
        name=form.name,
        address=form.address,
        client_id=form.client_id,
        secret=form.secret,
        claim=form.claim,
        strong_acrs=form.strong_acrs,
        passwords_allowed=form.passwords_allowed,
    )
    async with db.deed() as tx:
        return await issuers.register(tx, wanted, form.why)


def card(issuer: Issuer, terms: LoginTerms) -> IssuerCard:
    """Addresses are empty while the settings do not say where we are."""
    base = terms.issuers.public_url
    return IssuerCard(
        issuer=issuer,
        redirect_address=f"{base}/login/openid/{issuer.id}" if base else "",
        logout_address=f"{base}/api/openid/{issuer.id}/logout" if base else "",
    )
