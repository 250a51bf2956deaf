"""On whose errand the program is: who knocked, from where, at which door. Set at the door, read by the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import msgspec

Kind = Literal["unknown", "staff", "visitor", "token", "command_line", "system"]


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, and through which door. Codes and ids only: no names.

    `number` is the 工号 of staff, the label of a token, the user of a command line; `door` is `room.deed` for
    requests, `live.<frame>` for sockets, `fact.<name>` for listeners; `subject` is what the address names.
    """

    kind: Kind = "system"
    id: UUID | None = None
    number: str = ""
    role: str = ""
    session_id: UUID | None = None
    address: str = ""
    agent: str = ""
    door: str = ""
    purpose: str = ""
    subject: tuple[str, str] = ("", "")
    correlation: str = ""
    changes: bool = True
    """Whether this door is there to change something; one for looking is not."""


@dataclass
class _Desk:
    """Where the errand lies while it runs. Who knocks is found out below the door, maybe in another task of its own."""

    errand: Errand = field(default_factory=Errand)
    refusal: str = ""


_desk: ContextVar[_Desk | None] = ContextVar("errand", default=None)


def current() -> Errand:
    """The errand that runs; without a door it is the system's own."""
    desk = _desk.get()
    return desk.errand if desk else Errand()


@contextmanager
def running(errand: Errand) -> Iterator[None]:
    """Within the block the program runs on `errand`."""
    token = _desk.set(_Desk(errand))
    try:
        yield
    finally:
        _desk.reset(token)


def refine(**known: Any) -> None:
    """What has been found out about the running errand (Any: fields of `Errand`)."""
    desk = _desk.get()
    if desk is not None:
        desk.errand = msgspec.structs.replace(desk.errand, **known)


def note_refusal(code: str) -> None:
    """The errand was refused, for the reason `code`."""
    desk = _desk.get()
    if desk is not None:
        desk.refusal = code


def refusal() -> str:
    """Why the running errand was refused; empty where it was not."""
    desk = _desk.get()
    return desk.refusal if desk else ""
