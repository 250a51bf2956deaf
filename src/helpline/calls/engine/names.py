"""Identifiers that both sides of the port derive, so that every order can be repeated."""

from uuid import NAMESPACE_URL, UUID, uuid5

_CALLS = uuid5(NAMESPACE_URL, "helpline/calls")


def call_id(node: str, channel: str) -> UUID:
    """The call that the caller's `channel` on the telephone system `node` is."""
    return uuid5(_CALLS, f"{node}/{channel}")


def leg_id(call: UUID, attempt: int) -> str:
    return f"ag-{call}-{attempt}"


def mix_id(call: UUID) -> str:
    return f"mix-{call}"


def recording_id(call: UUID) -> str:
    return f"rec-{call}"


def message_id(call: UUID) -> str:
    return f"vm-{call}"


def play_id(call: UUID, step: int) -> str:
    return f"p-{call}-{step}"


def snoop_id(leg: str) -> str:
    return f"sn-{leg}"


def placed_channel(call: UUID) -> str:
    """The channel of the person whom we call."""
    return f"to-{call}"


def call_of(name: str) -> UUID | None:
    """The call that a derived identifier belongs to; None: it is no identifier of ours."""
    kind, _, rest = name.partition("-")
    if kind == "sn":
        return call_of(rest)
    try:
        return UUID(rest[:36]) if kind in {"ag", "mix", "rec", "vm", "p", "to"} else None
    except ValueError:
        return None
