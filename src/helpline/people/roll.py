"""R14.1: the roll: who works where, and how each one stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.kit.clock import shanghai
from helpline.kit.db import ReadTx
from helpline.people import names
from helpline.people.career import RollFilter
from helpline.people.model import ROLE_NAMES, Role, Staff
from helpline.people.policy import Scope
from helpline.people.store import roll as store

State = Literal["active", "away", "waiting", "left"]
"""Works here, is on leave, has no password yet and cannot come in, is gone."""

BY_DEFAULT = (Role.TEAM_LEAD, Role.PROVIDER_MANAGER)
"""R5.3: who answers for what a person leaves behind: the lead of the team, else of another, else the manager."""

BY_NAME = (*BY_DEFAULT, Role.CONSULTANT)
"""R5.3: who may be named to answer for it, in the order in which they are proposed."""


class RollLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person on the roll. `away_until` also of a leave that is to come; `locked_until` of a locked number."""

    id: UUID
    number: str
    name: str
    role: Role
    role_name: str
    place: str
    systems: tuple[str, ...]
    languages: tuple[str, ...]
    max_level: int
    chat_capacity: int
    state: State
    active_since: datetime
    active_until: datetime | None
    away_since: datetime | None
    away_until: datetime | None
    locked_until: datetime | None


class Roll(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the roll; `next` is the number to continue after. `may_edit`: the asker manages these people."""

    items: list[RollLine]
    next: str | None
    may_edit: bool


class Heir(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can take over."""

    id: UUID
    number: str
    name: str
    role_name: str


async def roll_of(read: ReadTx, scope: Scope, wanted: RollFilter, *, may_edit: bool) -> Roll:
    """R18.1: the roll within `scope`; names are masked but for who manages these people."""
    rows = await store.lines(read, scope, shanghai(read.now).date(), wanted)
    items = [_line(row, read.now, clear=may_edit) for row in rows]
    return Roll(items=items, next=items[-1].number if len(items) == wanted.limit else None, may_edit=may_edit)


async def heirs_of(read: ReadTx, person: Staff, roles: Sequence[Role] = BY_NAME) -> list[Heir]:
    """R5.3: who can take over from the person, the one who does by default first."""
    if person.provider_id is None:
        return []
    rows = await store.heirs(read, person.provider_id, person.team_id, roles)
    return [
        Heir(id=row["id"], number=row["number"], name=row["name"], role_name=ROLE_NAMES[Role(row["role"])])
        for row in rows
        if row["id"] != person.id
    ]


def _line(row: store.Row, now: datetime, *, clear: bool) -> RollLine:
    has_password = row.pop("has_password")
    role = Role(row["role"])
    told = {**row, "role": role, "systems": tuple(row["systems"]), "languages": tuple(row["languages"])}
    return RollLine(
        **{**told, "name": row["name"] if clear else names.masked(row["name"])},
        role_name=ROLE_NAMES[role],
        state=_state(row, now, has_password=has_password),
    )


def _state(row: store.Row, now: datetime, *, has_password: bool) -> State:
    if row["active_until"] is not None and row["active_until"] <= now:
        return "left"
    if not has_password:
        return "waiting"
    return "away" if row["away_since"] is not None and row["away_since"] <= now else "active"
