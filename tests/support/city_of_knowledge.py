"""Furnishes a database for the browser: the small city, whose consultants answer everything, and the starter knowledge."""

from pathlib import Path

import helpline
from helpline.kit.db import Database
from helpline.knowledge import queries as knowledge
from helpline.knowledge.commands.importing import import_rows
from helpline.knowledge.model import Signature
from helpline.knowledge.reading import read_file
from helpline.knowledge.shelving import Defaults
from helpline.people import commands
from helpline.people.model import Skills
from tests.support.people import City, a_city

STARTER = Path(helpline.__file__).parent / "app" / "demo" / "knowledge.jsonl"
CAPACITIES = {"0101": 3, "0102": 3, "0103": 1}
"""Dialogues side by side, by the number of the consultant."""


async def fill(db: Database) -> City:
    """Found the city, let its first provider's consultants answer every system, and publish the starter knowledge."""
    city = await a_city(db)
    async with db.deed() as tx:
        systems = tuple(system.code for system in await knowledge.systems(tx))
        for number, capacity in CAPACITIES.items():
            await commands.grant_skills(tx, city[number].id, Skills(systems=systems, max_level=3), capacity)
    await publish_starter(db, city)
    return city


async def publish_starter(db: Database, city: City) -> None:
    """Publish the starter knowledge, signed by the city's editor."""
    rows = read_file(STARTER.name, STARTER.read_bytes())
    async with db.deed() as tx:
        report = await import_rows(tx, rows, Defaults(), Signature("钱进", city["0121"].id), sign=True)
    assert not report.refused
