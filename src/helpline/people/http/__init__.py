"""Doors of people."""

from helpline.people.http.account import AccountDoor
from helpline.people.http.callers import COOKIE, SameOrigin, dependencies, provide_actor, provide_held
from helpline.people.http.issuers import IssuerDoor
from helpline.people.http.life import StaffDoor
from helpline.people.http.openid import OpenIdDoor
from helpline.people.http.organisations import OrganisationDoor
from helpline.people.http.programs import TokenDoor, provide_caller
from helpline.people.http.roll import RollDoor, StartDoor
from helpline.people.http.security import SecurityDoor
from helpline.people.http.sessions import SessionDoor
from helpline.people.http.units import UnitDoor

DOORS = (
    SessionDoor,
    AccountDoor,
    SecurityDoor,
    OrganisationDoor,
    UnitDoor,
    RollDoor,
    StartDoor,
    StaffDoor,
    OpenIdDoor,
    IssuerDoor,
    TokenDoor,
)

__all__ = ["COOKIE", "DOORS", "SameOrigin", "dependencies", "provide_actor", "provide_caller", "provide_held"]
