"""More consultants for the city, so that a crowd can be served."""

from helpline.kit.db import Database
from helpline.people import commands, queries
from helpline.people.model import NewStaff, Role, Skills
from tests.support.people import PASSWORD, password_hash

CAPACITY = 6


async def hired(db: Database, *, consultants: int, lazy: int) -> tuple[list[str], list[str], str]:
    """Numbers of those who work, of those who will not take anything, and their password."""
    async with db.reading() as read:
        colleague = await queries.staff_by_number(read, "0101")
    skills = Skills(systems=("etax", "its_withholding"), languages=("zh",), max_level=2)
    numbers = [f"{serial:04}" for serial in range(3000, 3000 + consultants + lazy)]
    new = [
        NewStaff(
            number=number,
            name="林静",
            role=Role.CONSULTANT,
            provider_id=colleague.provider_id if colleague else None,
            team_id=colleague.team_id if colleague else None,
            skills=skills,
            chat_capacity=CAPACITY,
        )
        for number in numbers
    ]
    secret = await password_hash()
    async with db.deed() as tx:
        made = await commands.hire(tx, new)
        await commands.set_passwords(tx, {person.id: secret for person in made})
    return numbers[:consultants], numbers[consultants:], PASSWORD
