"""A demo at night would show an empty city: outside service hours its clock runs in the next service morning."""

from datetime import timedelta

from helpline.calendars import queries as calendars
from helpline.kit.clock import Clock, ShiftedClock
from helpline.kit.db import Database
from helpline.regulation.queries import terms_on

INTO_THE_MORNING = timedelta(hours=2)


async def daytime(db: Database) -> Clock:
    """The machine's clock in service hours, else one that starts in the next service morning, and never runs back."""
    async with db.reading() as read:
        service = (await calendars.load(read, await terms_on(read, read.now))).service
        last = await read.fetchval("select max(last_at) from conversation")
        ahead = last is not None and last > read.now
        if service.is_open(read.now) and not ahead:
            return db.clock
        morning = service.next_opening(read.now) + INTO_THE_MORNING
        return ShiftedClock(max(morning, last + timedelta(minutes=1)) if ahead else morning)
