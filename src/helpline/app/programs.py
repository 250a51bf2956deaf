"""Which doors a program may knock at, and with which right. Whatever is not listed here needs a person."""

from collections.abc import Mapping
from types import MappingProxyType

from helpline.people.programs import Right

TOKEN_DOORS: Mapping[str, Right] = MappingProxyType(
    {
        "knowledge.search": Right.KNOWLEDGE,
        "knowledge.listed": Right.KNOWLEDGE,
        "knowledge.entry": Right.KNOWLEDGE,
        "supervision.tiers": Right.MEASURES,
        "measures.measured": Right.MEASURES,
        "supervision.dialogues": Right.CONVERSATIONS,
        "supervision.dialogue": Right.CONVERSATIONS,
        "people.organisations": Right.ORGANISATIONS,
        "calendars.year": Right.CALENDARS,
        "regulation.terms": Right.TERMS,
    }
)
"""By `room.deed`; all of them for looking."""
