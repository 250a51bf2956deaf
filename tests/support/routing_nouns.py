"""Nouns of routing for tests of pure rules."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from helpline.routing.model import Card, Seat, Waiting

NOW = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
PROVIDER = UUID(int=1)


def seat(number: int = 1, **fields: Any) -> Seat:
    """An idle seat on duty with room for six chats or one call. Any: fields of `Seat`."""
    known: dict[str, Any] = {
        "staff_id": UUID(int=100 + number),
        "name": f"{number} 号",
        "provider_id": PROVIDER,
        "team_id": None,
        "systems": ("etax",),
        "languages": ("zh",),
        "presence": "available",
        "presence_since": NOW,
        "why": "",
        "lease_until": NOW + timedelta(seconds=15),
        "disconnected_at": None,
        "before_lost": None,
        "lost_at": None,
        "units": 6,
        "costs": {"chat": 1, "voice": 6},
        "held": 0,
        "offered": 0,
        "idle_since": NOW,
        "wrap_up_until": None,
    }
    return Seat(**{**known, **fields})


def work(number: int = 1, **fields: Any) -> Waiting:
    """Work in line that any seat of `seat` may take. Any: fields of `Waiting`."""
    known: dict[str, Any] = {
        "id": UUID(int=200 + number),
        "seq": number,
        "channel": "chat",
        "provider_id": PROVIDER,
        "district_id": None,
        "system": "etax",
        "language": "zh",
        "priority": 0,
        "enqueued_at": NOW,
        "preferred": None,
        "reserved_until": None,
        "not_before": None,
        "state": "waiting",
        "state_since": NOW,
        "holder": None,
        "why": "",
        "card": Card(),
    }
    return Waiting(**{**known, **fields})
