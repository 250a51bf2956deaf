"""What every installation starts with: statutory days, the systems of article 3. Running it again changes nothing."""

from helpline.calendars.commands import seed as seed_calendars
from helpline.kit.db import Database
from helpline.secrecy.commands import texts, watch


async def seed(db: Database) -> None:
    """Bring in what the program ships."""
    async with db.deed() as tx:
        await seed_calendars(tx)
        await watch.begin(tx)
        await texts.begin_sweeping(tx)
