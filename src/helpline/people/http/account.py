"""Doors: one's own account."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from helpline.kit.db import Database
from helpline.people import login, queries
from helpline.people.http.callers import session_cookie, trial_of
from helpline.people.model import HeldSession, LoginTerms
from helpline.people.queries import PasswordRules

Typed = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class NewPassword(msgspec.Struct, frozen=True):
    """A password changed by its owner."""

    old: Typed
    new: Typed


class AccountDoor(Controller):
    """What a person sees to alone: the password. Open while something is due, for this is where it is done."""

    path = "/api/account"
    tags = ("people",)

    @get("/password")
    async def password_rules(
        self,
        held: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> PasswordRules:
        """What a new password has to be like, and when the present one is to be changed."""
        async with db.reading() as read:
            return await queries.password_rules(read, held.actor.staff_id, login_terms.passwords)

    @put("/password", status_code=204)
    async def change_password(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[NewPassword],
        held: NamedDependency[HeldSession],
        db: NamedDependency[Database],
        login_terms: NamedDependency[LoginTerms],
    ) -> Response[None]:
        """Change one's own password; all other log-ins end, this one goes on with a new cookie."""
        trial = trial_of(request, "password_change", login_terms)
        token = await login.change_password(db, held.actor, data.old, data.new, trial)
        return Response(None, status_code=204, cookies=[session_cookie(token, login_terms)])
