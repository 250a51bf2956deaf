"""Looks once in a while who browses unusually, and destroys what has expired."""

from datetime import timedelta
from uuid import UUID

from helpline.audit import queries as audit
from helpline.calls.recordings import queries as recordings
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.regulation.queries import terms_on
from helpline.secrecy.commands import exports
from helpline.secrecy.commands.reveals import report
from helpline.secrecy.model import HOUSE, Alert, Tally
from helpline.secrecy.store import alerts

WATCH = "secrecy.watch"
EVERY = timedelta(hours=1)
_SUBJECT = UUID(int=18)
CARD = "taxpayers.taxpayer"
"""The door of a taxpayer's card, as the audit log calls it."""


async def begin(tx: Tx) -> None:
    """Start the clock that calls `look`; one that runs is set anew."""
    await deadlines.start(
        tx, [Deadline(kind=WATCH, subject=_SUBJECT, started_at=tx.now, due_at=tx.now + EVERY)]
    )


async def report_infected(tx: Tx, author: UUID) -> None:
    """An alarm for the security administrator: one for each sender and day."""
    alert = Alert(id=new_id(), kind="infected_file", staff_id=author, at=tx.now, count=1)
    await alerts.raise_once(tx, alert, shanghai(tx.now).date())


async def report_unkept_recordings(tx: Tx) -> None:
    """R11.2: an alarm: one a day, with how many recordings wait in spools."""
    waiting = len(await recordings.troubles(tx))
    if waiting:
        alert = Alert(id=new_id(), kind="recording_not_kept", staff_id=HOUSE, at=tx.now, count=waiting)
        await alerts.raise_once(tx, alert, shanghai(tx.now).date())


async def look(tx: Tx) -> None:
    """R18.1: report who opened unusually many taxpayers' cards within the hour."""
    terms = await terms_on(tx, tx.now)
    for staff_id, things in await audit.looks(tx, CARD, tx.now - EVERY):
        await report(tx, staff_id, Tally(looks_last_hour=things), terms, tx.now)
    await exports.destroy_expired(tx)
