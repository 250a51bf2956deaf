"""Doors of calls: the consultant's, the team lead's."""

from helpline.calls.http.consultant import CallOfferDoor, MyCallDoor
from helpline.calls.http.lead import LedCallDoor, LiveCallsDoor

DOORS = (CallOfferDoor, MyCallDoor, LiveCallsDoor, LedCallDoor)
