"""Deeds of calls: one for every signal, every piece of news and every key that a person presses."""

from helpline.calls.commands.arriving import CallBack, place
from helpline.calls.commands.hearing import (
    MOST_ORDERS,
    compare,
    hear,
    mark_all_done,
    mark_done,
    undone_orders,
)
from helpline.calls.commands.moves import WAKE

__all__ = [
    "MOST_ORDERS",
    "WAKE",
    "CallBack",
    "compare",
    "hear",
    "mark_all_done",
    "mark_done",
    "place",
    "undone_orders",
]
