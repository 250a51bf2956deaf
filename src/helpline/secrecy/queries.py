"""Questions about secrecy."""

from datetime import timedelta
from uuid import UUID

from helpline.kit.db import ReadTx
from helpline.kit.secrets import keyring
from helpline.people import queries as people
from helpline.people.model import Actor, Staff, StaffId
from helpline.people.policy import allowed
from helpline.secrecy import exporting
from helpline.secrecy.model import REASONS, Alert, Export, Numbers, Request, Traced
from helpline.secrecy.store import alerts, exports, findings, reveals

MOST = 100


async def newest_alerts(read: ReadTx) -> list[Alert]:
    """Those nobody has acknowledged first."""
    return await alerts.newest(read, MOST)


async def numbers_in_texts(read: ReadTx) -> list[Numbers]:
    """What was found in dialogues and messages of the last thirty days."""
    return [
        Numbers(kind=kind, sort=sort, texts=texts, numbers=numbers)
        for kind, sort, texts, numbers in await findings.totals(read, read.now - timedelta(days=30))
    ]


async def requests_for(read: ReadTx, actor: Actor) -> list[Request]:
    """What this person may approve; nothing where the role may not."""
    scope = allowed(actor, "reveal.approve")
    if scope is None:
        return []
    found = await reveals.running(read, read.now, of=None, provider_id=scope.provider_id)
    return [each for each in found if each.staff_id != actor.staff_id]


async def own_requests(read: ReadTx, staff_id: UUID) -> list[Request]:
    return await reveals.running(read, read.now, of=staff_id, provider_id=None)


async def newest_exports(read: ReadTx, actor: Actor) -> list[Export]:
    """One's own; of all for who approves."""
    everybody = allowed(actor, "export.approve") is not None
    return await exports.newest(read, MOST, of=None if everybody else actor.staff_id)


async def trace(read: ReadTx, text: str) -> list[Traced]:
    """Which exports a copied piece comes from, the likeliest first."""
    vault = await keyring.vault(read)
    marks = exporting.serials(vault, text)
    indexes = [vault.index(exporting.CANARY, cell) for cell in exporting.cells(text)]
    strangers = await exports.with_canaries(read, indexes)
    found = await exports.by_serials(read, [*marks, *strangers])
    staff = await people.staff_by_ids(read, [each.staff_id for each in found])
    traced = [
        Traced(
            export=each.number,
            who=_who(staff, each.staff_id),
            asked_at=each.asked_at,
            why=f"{REASONS[each.wish.reason]}：{each.wish.words}",
            marks=marks.get(each.serial, 0),
            canaries=strangers.get(each.serial, 0),
        )
        for each in found
    ]
    return sorted(traced, key=lambda t: (t.canaries, t.marks), reverse=True)


def _who(staff: dict[StaffId, Staff], staff_id: UUID) -> str:
    person = staff.get(StaffId(staff_id))
    return f"{person.number} {person.name}" if person else str(staff_id)
