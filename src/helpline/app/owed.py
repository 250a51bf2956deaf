"""R5.3: what somebody who leaves still owes, across the rooms; it needs an heir by name before they go."""

from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.kit.db import ReadTx
from helpline.kit.refusal import Conflict
from helpline.messages import queries as messages
from helpline.people import roll
from helpline.people.model import Staff

PROPOSED = 5
"""So many possible heirs are named."""


class StillOwed(Conflict):
    code = "still-owed"


async def check_nothing_owed(read: ReadTx, person: Staff) -> None:
    """R5.3: whether the person can go without an heir by name.

    Raises:
        StillOwed: something is in the person's hands; says what and how many, and who can take over.
    """
    owed = {
        "进行中的对话": len(await conversations.in_hands(read, [person.id])),
        "未办结的受理单": len(await cases.open_of(read, person.id)),
        "待作的事后答复": len(await cases.open_follow_ups(read, person.id)),
        "待答复的留言": len(await messages.mine(read, person.id)),
    }
    parts = [f"{name} {many} 件" for name, many in owed.items() if many]
    if not parts:
        return
    heirs = [f"{each.number} {each.name}" for each in (await roll.heirs_of(read, person))[:PROPOSED]]
    raise StillOwed(
        f"工号 {person.number} 名下尚有{'、'.join(parts)}。请用 --heir 指定接手人"
        f"（可选：{'、'.join(heirs) or '无，请先安排'}）。"
    )
