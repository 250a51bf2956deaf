"""Asides 旁注: what passes beside a conversation between team lead and consultant. A log of its own.

Asides are no changes of the conversation: nothing that is told to a taxpayer reads them, and the numbers that a
taxpayer's page counts have no gap where one was whispered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from helpline.conversations.rules import label
from helpline.conversations.store import asides as store
from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.people import queries as people
from helpline.people.model import Role
from helpline.people.names import lead_label
from helpline.taxpayers import masking

AsideKind = Literal["whisper", "reply", "deed"]
InterventionDeed = Literal[
    "listened",
    "stepped_in",
    "stepped_out",
    "taken_over",
    "reassigned",
    "sent_back",
    "raised",
    "system_changed",
    "ended",
]

DEED_WORDS: dict[str, str] = {
    "listened": "查看了对话",
    "stepped_in": "介入对话",
    "stepped_out": "离开对话",
    "taken_over": "接管对话",
    "reassigned": "改派对话",
    "sent_back": "退回排队",
    "raised": "提前排队",
    "system_changed": "改了所属系统",
    "ended": "结束对话",
}


class NewAside(msgspec.Struct, frozen=True, kw_only=True):
    """One aside on its way in. `client_id`: sent twice, it stands once."""

    conversation_id: UUID
    kind: AsideKind
    by_staff: UUID
    to_staff: UUID | None = None
    deed: InterventionDeed | None = None
    words: str
    client_id: UUID | None = None


class AsideLine(msgspec.Struct, frozen=True, kw_only=True):
    """An aside as staff pages show it. `who` by number."""

    id: UUID
    at: datetime
    kind: AsideKind
    who: str
    deed: str
    words: str


class ToldLine(msgspec.Struct, frozen=True, kw_only=True):
    """R5.3: what a team lead did with a dialogue of mine, and why."""

    id: UUID
    at: datetime
    who: str
    number: str
    deed: str
    words: str


async def note(tx: Tx, aside: NewAside) -> None:
    """Put it down, and tell those whom it concerns."""
    await store.insert(tx, new_id(), aside)
    tx.stir(f"asides:{aside.conversation_id}")
    for staff_id in {aside.by_staff, aside.to_staff} - {None}:
        tx.stir(f"desk:{staff_id}")


async def of(
    read: ReadTx, conversation_ids: Sequence[UUID], *, listening: bool = False
) -> dict[UUID, list[AsideLine]]:
    """Asides by conversation, the oldest first.

    `listening`: as who oversees is told: also who only listened, and with personal data masked (R18.1).
    """
    rows = await store.of(read, conversation_ids)
    shown = [row for row in rows if listening or row["deed"] != "listened"]
    names = await _names(read, [row["by_staff"] for row in shown])
    found: dict[UUID, list[AsideLine]] = {}
    for row in shown:
        line = AsideLine(
            id=row["id"],
            at=row["at"],
            kind=row["kind"],
            who=names.get(row["by_staff"], ""),
            deed=DEED_WORDS.get(row["deed"], ""),
            words=masking.mask_text(row["words"]) if listening else row["words"],
        )
        found.setdefault(row["conversation_id"], []).append(line)
    return found


async def told(read: ReadTx, staff_id: UUID, since: datetime) -> list[ToldLine]:
    """What team leads did with dialogues of `staff_id` since then, the latest first."""
    rows = [row for row in await store.told(read, staff_id, since) if row["by_staff"] != staff_id]
    names = await _names(read, [row["by_staff"] for row in rows])
    return [
        ToldLine(
            id=row["id"],
            at=row["at"],
            who=names.get(row["by_staff"], ""),
            number=row["number"],
            deed=DEED_WORDS.get(row["deed"], ""),
            words=row["words"],
        )
        for row in rows
    ]


async def _names(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, str]:
    found = await people.staff_by_ids(read, ids)
    return {
        person.id: (lead_label if person.role is Role.TEAM_LEAD else label)(person.number)
        for person in found.values()
    }
