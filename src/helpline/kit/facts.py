"""Facts rise: a room announces what happened, higher rooms hear it. The outbox carries them at least once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeVar

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has happened, named in the past tense. Its wire name is `room.ClassName`."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        room = cls.__module__.split(".")[1]
        cls.name = f"{room}.{cls.__name__}"
        KINDS[cls.name] = cls


KINDS: dict[str, type[Fact]] = {}

F = TypeVar("F", bound=Fact)
Listener = Callable[[Any, Any], Awaitable[None]]
"""`async def listener(tx: Tx, fact: F) -> None`; may run twice, so it keys its effect by the fact."""

LISTENERS: defaultdict[str, list[Listener]] = defaultdict(list)


def hears(kind: type[F]) -> Callable[[Listener], Listener]:
    """Register a listener for a kind of fact. `app.wiring` imports the rooms' `jobs` so that all are known."""

    def register(listener: Listener) -> Listener:
        LISTENERS[kind.name].append(listener)
        return listener

    return register


def listener_name(listener: Listener) -> str:
    """The stable name under which a failed delivery is parked."""
    return f"{listener.__module__}.{listener.__qualname__}"


def encode(fact: Fact) -> str:
    return msgspec.json.encode(fact).decode()


def decode(name: str, payload: str) -> Fact:
    """Read a fact back.

    Raises:
        KeyError: nobody in this version of the program knows the kind.
        msgspec.ValidationError: the payload is of another shape.
    """
    return msgspec.json.decode(payload, type=KINDS[name])
