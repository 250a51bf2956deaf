"""Deeds of the team lead: each within the own team, each with a line in the audit log."""

from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.conversations.commands import stepping
from helpline.conversations.commands.stepping import Lead
from helpline.conversations.model import Conversation
from helpline.conversations.oversight import Overseer, overseer_of, require_own
from helpline.kit.db import Tx
from helpline.kit.refusal import NotFound
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.names import lead_label
from helpline.routing.commands import seats
from helpline.routing.model import Presence


def lead_of(actor: Actor) -> Lead:
    """R14.1: the actor as a team lead who intervenes.

    Raises:
        Forbidden: the role may not.
    """
    return Lead(
        id=actor.staff_id,
        number=actor.number,
        label=lead_label(actor.number),
        eyes=overseer_of(actor, "supervise"),
    )


async def listen(tx: Tx, eyes: Overseer, conversation_id: UUID) -> Conversation:
    """R18.1: open a dialogue of others, read only; neither side is told, the record is."""
    held = await stepping.note_listening(tx, conversation_id, eyes)
    subject = Subject("conversation", str(conversation_id))
    await audit.record(tx, Line(deed="supervision.listen", subject=subject, outcome="looked"))
    return held


async def whisper(tx: Tx, actor: Actor, conversation_id: UUID, words: str, client_id: UUID) -> None:
    await stepping.whisper(tx, conversation_id, lead_of(actor), words, client_id)
    await _record(tx, "whisper", conversation_id)


async def step_in(tx: Tx, actor: Actor, conversation_id: UUID) -> None:
    await stepping.step_in(tx, conversation_id, lead_of(actor))
    await _record(tx, "step_in", conversation_id)


async def step_out(tx: Tx, actor: Actor, conversation_id: UUID) -> None:
    await stepping.step_out(tx, conversation_id, lead_of(actor))
    await _record(tx, "step_out", conversation_id)


async def take_over(tx: Tx, actor: Actor, conversation_id: UUID, why: str) -> None:
    await stepping.take_over(tx, conversation_id, lead_of(actor), why)
    await _record(tx, "take_over", conversation_id, why)


async def reassign(tx: Tx, actor: Actor, conversation_id: UUID, to_staff: UUID, why: str) -> UUID:
    """To a consultant of the own team, by name."""
    lead = lead_of(actor)
    await _require_member(tx, to_staff, lead.eyes)
    offer = await stepping.reassign(tx, conversation_id, lead, to_staff, why)
    await _record(tx, "reassign", conversation_id, why)
    return offer


async def send_back(tx: Tx, actor: Actor, conversation_id: UUID, why: str) -> None:
    await stepping.send_back(tx, conversation_id, lead_of(actor), why)
    await _record(tx, "send_back", conversation_id, why)


async def raise_priority(tx: Tx, actor: Actor, conversation_id: UUID, why: str) -> None:
    await stepping.raise_priority(tx, conversation_id, lead_of(actor), why)
    await _record(tx, "raise_priority", conversation_id, why)


async def change_system(tx: Tx, actor: Actor, conversation_id: UUID, system: str, why: str) -> None:
    await stepping.change_system(tx, conversation_id, lead_of(actor), system, why)
    await _record(tx, "change_system", conversation_id, why)


async def end(tx: Tx, actor: Actor, conversation_id: UUID, why: str) -> None:
    await stepping.end(tx, conversation_id, lead_of(actor), why)
    await _record(tx, "end", conversation_id, why)


async def set_presence(tx: Tx, actor: Actor, staff_id: UUID, presence: Presence, why: str) -> None:
    """R4.2: a consultant of the own team is set on duty, on a break or away, and sees by whom and why."""
    lead = lead_of(actor)
    await _require_member(tx, staff_id, lead.eyes)
    await seats.set_presence(tx, staff_id, presence, f"{lead.label}：{why}")
    tx.stir(f"desk:{staff_id}")
    line = Line(
        deed="supervision.set_presence",
        subject=Subject("staff", str(staff_id)),
        why=why,
        detail={"presence": presence},
    )
    await audit.record(tx, line)


async def _require_member(tx: Tx, staff_id: UUID, eyes: Overseer) -> None:
    found = list((await people.staff_by_ids(tx, [staff_id])).values())
    if not found:
        raise NotFound("没有找到，可能编号有误，或不在您的范围内。")
    await require_own(found[0].provider_id, found[0].team_id, None, eyes)


async def _record(tx: Tx, deed: str, conversation_id: UUID, why: str = "") -> None:
    subject = Subject("conversation", str(conversation_id))
    await audit.record(tx, Line(deed=f"supervision.{deed}", subject=subject, why=why))
