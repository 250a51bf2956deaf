"""Doors: one's own account."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from helpline.kit.db import Database
from helpline.people import commands, login, queries
from helpline.people.http.callers import session_cookie, trial_of
from helpline.people.model import HeldSession, LoginTerms
from helpline.people.queries import FactorState, PasswordRules
from helpline.people.second_factor import Enrolment, RecoveryCodes

Typed = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class Confirmed(msgspec.Struct, frozen=True):
    """The password, asked for once more."""

    password: Typed


class Code(msgspec.Struct, frozen=True):
    """What the phone shows."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]


class NewPassword(msgspec.Struct, frozen=True):
    """A password changed by its owner."""

    old: Typed
    new: Typed


class AccountDoor(Controller):
    """Password and second factor. Open while something is due, for this is where it is done."""

    path = "/api/account"
    tags = ("people",)

    @get("/password")
    async def password_rules(
        self,
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> PasswordRules:
        """What a new password has to be like, and when the present one is to be changed."""
        async with db.reading() as read:
            return await queries.password_rules(read, settling.actor.staff_id, login_terms.passwords)

    @put("/password", status_code=204)
    async def change_password(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[NewPassword],
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[None]:
        """Change one's own password; all other log-ins end, this one goes on with a new cookie."""
        trial = trial_of(request, "password_change", login_terms)
        token = await login.change_password(db, settling.actor, data.old, data.new, trial)
        return Response(None, status_code=204, cookies=[session_cookie(token, login_terms)])

    @get("/second-factor")
    async def second_factor(
        self,
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> FactorState:
        """Whether a code from the phone is asked of me at the door."""
        async with db.reading() as read:
            return await queries.factor_state(read, settling.actor, login_terms)

    @post("/second-factor")
    async def begin_second_factor(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Confirmed],
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Enrolment:
        """A secret for my phone; shown this once, it counts when a code from it was confirmed."""
        await login.prove(db, settling.actor, data.password, trial_of(request, "second_factor", login_terms))
        async with db.deed() as tx:
            return await commands.begin_factor(tx, settling.actor)

    @post("/second-factor/confirmation")
    async def confirm_second_factor(
        self,
        data: JSONBody[Code],
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[RecoveryCodes]:
        """The first code from the phone. Recovery codes come back, this once; other log-ins end."""
        async with db.deed() as tx:
            codes, token = await commands.confirm_factor(tx, settling.actor, data.code)
        return Response(RecoveryCodes(codes), cookies=[session_cookie(token, login_terms)])

    @post("/recovery-codes")
    async def renew_recovery_codes(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Confirmed],
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> RecoveryCodes:
        """Ten new recovery codes in place of the old."""
        await login.prove(db, settling.actor, data.password, trial_of(request, "second_factor", login_terms))
        async with db.deed() as tx:
            return RecoveryCodes(await commands.renew_recovery_codes(tx, settling.actor))

    @post("/second-factor/removal", status_code=204)
    async def remove_second_factor(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Confirmed],
        settling: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> None:
        """Do without a second factor, where the role may."""
        await login.prove(db, settling.actor, data.password, trial_of(request, "second_factor", login_terms))
        async with db.deed() as tx:
            await commands.remove_factor(tx, settling.actor, login_terms)
