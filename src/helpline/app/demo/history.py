"""Thirty days of history, loaded at once: living them through the doors would take a newcomer minutes.

It writes other rooms' tables directly, which nothing else may do; a test checks that it reads back through their queries.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from helpline.app.demo import ledgers
from helpline.app.demo.city import City
from helpline.app.demo.past import Past, imagine
from helpline.calendars import queries as calendars
from helpline.kit.clock import SHANGHAI, shanghai
from helpline.kit.db import Database, Tx
from helpline.people.model import Role, Staff
from helpline.regulation.queries import terms_on

DAYS = 30
A_DAY = 200
"""Conversations of an ordinary working day, all companies together."""

BY_HOUR = (1, 1, 0, 0, 0, 1, 2, 4, 10, 16, 17, 13, 6, 12, 16, 15, 12, 8, 4, 4, 3, 2, 2, 1)
"""How the hours share a day."""

_ENTRIES = """
select e.number, r.title, r.wordings, r.answer, r.system, r.topic, r.kind, r.source, r.valid_until
from knowledge_entry e join knowledge_revision r on r.entry_id = e.id and r.version = e.live order by e.number"""


async def fill(db: Database, city: City) -> int:
    """Load the history unless there is one; how many conversations."""
    async with db.deed() as tx:
        if await tx.fetchval("select exists (select 1 from conversation)"):
            return 0
        past = await _past(tx, city)
        await ledgers.load(tx, past)
        return len(past.talks)


async def _past(tx: Tx, city: City) -> Past:
    random = Random("history")
    entries: list[Any] = await tx.fetch(_ENTRIES)
    random.shuffle(entries)
    service = (await calendars.load(tx, await terms_on(tx, tx.now))).service
    past = Past(random=random, entries=entries, consultants=_teams(city))
    today = shanghai(tx.now).date()
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for at in _moments(random, day, open_day=service.is_open_day(day)):
            if at < tx.now - timedelta(minutes=30):
                imagine(past, at, served=service.is_open(at))
    past.talks.sort(key=lambda talk: talk.started_at)
    return past


def _teams(city: City) -> list[list[Staff]]:
    teams: defaultdict[UUID | None, list[Staff]] = defaultdict(list)
    for person in city.staff:
        if person.role is Role.CONSULTANT:
            teams[person.provider_id].append(person)
    return list(teams.values())


def _moments(random: Random, day: date, *, open_day: bool) -> Iterator[datetime]:
    """When people asked on a day: more in the filing period, few on days off."""
    busy = 1.5 if day.day <= 18 else 1.0
    count = int(A_DAY * (busy if open_day else 0.25) * random.uniform(0.9, 1.1))
    start = datetime.combine(day, time(), SHANGHAI)
    for hour in random.choices(range(24), weights=BY_HOUR, k=count):
        yield start + timedelta(hours=hour, seconds=random.uniform(0, 3600))
