"""Deeds of routing. Each takes the caller's transaction and holds the room's lock until its commit."""

from helpline.routing.commands.offers import assign, claim, decline, offer_to, take_back
from helpline.routing.commands.queue import enqueue, leave, release, requeue
from helpline.routing.commands.seats import connect, disconnect, open_seat, renew, set_presence

__all__ = [
    "assign",
    "claim",
    "connect",
    "decline",
    "disconnect",
    "enqueue",
    "leave",
    "offer_to",
    "open_seat",
    "release",
    "renew",
    "requeue",
    "set_presence",
    "take_back",
]
