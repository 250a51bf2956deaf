"""Deeds of routing. Each takes the caller's transaction and holds the room's lock until its commit."""

from helpline.routing.commands.offers import assign, claim, decline, offer_to, take, take_back
from helpline.routing.commands.queue import enqueue, leave, prioritise, release, requeue, reskill
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
    "prioritise",
    "release",
    "renew",
    "requeue",
    "reskill",
    "set_presence",
    "take",
    "take_back",
]
