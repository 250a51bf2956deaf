"""The port carried out by Asterisk: orders become requests, events become signals."""

from helpline.calls.ari.engine import AsteriskEngine
from helpline.calls.ari.house import House
from helpline.calls.ari.seats import SeatPhones

__all__ = ["AsteriskEngine", "House", "SeatPhones"]
