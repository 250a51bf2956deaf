"""What a team lead does in somebody else's conversation (R14.1). Each leaves an aside with who and why."""

from uuid import UUID

import msgspec

from helpline.conversations import asides
from helpline.conversations.asides import InterventionDeed, NewAside
from helpline.conversations.commands.moves import Move, Moved, apply_one
from helpline.conversations.flow.happenings import End, GivenBack, SteppedIn, SteppedOut, Taken
from helpline.conversations.flow.turn import NotNow, must_be_active
from helpline.conversations.model import Author, Conversation, Phase
from helpline.conversations.oversight import Overseer, require_oversight
from helpline.conversations.rules import NotInSight, label
from helpline.conversations.store import conversations
from helpline.kit.db import Tx
from helpline.kit.refusal import Invalid, NotFound
from helpline.knowledge import queries as knowledge
from helpline.routing.commands import offers, queue
from helpline.routing.model import RAISED

LONGEST_WHISPER = 500


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """The team lead who acts, as taxpayers see one (`label`) and as an owner (`number`)."""

    id: UUID
    number: str
    label: str
    eyes: Overseer


async def hold(tx: Tx, conversation_id: UUID, eyes: Overseer) -> Conversation:
    """Lock the conversation and look at the authority over it, so that neither changes before the deed is done.

    Raises:
        NotFound, Forbidden: it is not theirs to oversee.
    """
    found = (await conversations.lock(tx, [conversation_id])).get(conversation_id)
    if found is None:
        raise NotFound("没有找到，可能编号有误，或不在您的范围内。")
    await require_oversight(tx, found, eyes)
    return found


async def whisper(tx: Tx, conversation_id: UUID, lead: Lead, words: str, client_id: UUID) -> None:
    """A line for the consultant alone.

    Raises:
        Refused: not theirs, nobody serves it, or nothing was said.
    """
    held = await hold(tx, conversation_id, lead.eyes)
    must_be_active(held.state)
    await asides.note(
        tx,
        NewAside(
            conversation_id=conversation_id,
            kind="whisper",
            by_staff=lead.id,
            to_staff=held.state.consultant,
            words=_said(words),
            client_id=client_id,
        ),
    )


async def answer_whisper(tx: Tx, conversation_id: UUID, author: Author, words: str, client_id: UUID) -> None:
    """The consultant's answer, for the team lead alone.

    Raises:
        Refused: it is not the consultant's dialogue, or nothing was said.
    """
    found = (await conversations.lock(tx, [conversation_id])).get(conversation_id)
    if found is None or found.state.consultant != author.id:
        raise NotInSight()
    await asides.note(
        tx,
        NewAside(
            conversation_id=conversation_id,
            kind="reply",
            by_staff=author.id,
            words=_said(words),
            client_id=client_id,
        ),
    )


def _said(words: str) -> str:
    said = "".join(c for c in words if c == "\n" or c.isprintable()).strip()
    if not said:
        raise Invalid("耳语是空的，请写点内容再发送。")
    if len(said) > LONGEST_WHISPER:
        raise Invalid(f"耳语太长（{len(said)} 字），请不超过 {LONGEST_WHISPER} 字。")
    return said


async def note_listening(tx: Tx, conversation_id: UUID, eyes: Overseer) -> Conversation:
    """R18.1: who looked at a dialogue of others is on record; neither side is told."""
    held = await hold(tx, conversation_id, eyes)
    await _note(tx, held, eyes.staff_id, "listened", "")
    return held


async def step_in(tx: Tx, conversation_id: UUID, lead: Lead) -> None:
    """Speak along; the taxpayer is told, the consultant stays the owner."""
    held = await hold(tx, conversation_id, lead.eyes)
    await apply_one(
        tx, Move(conversation_id=conversation_id, event=SteppedIn(staff_id=lead.id, label=lead.label))
    )
    if held.state.supervisor != lead.id:
        await _note(tx, held, lead.id, "stepped_in", "")


async def step_out(tx: Tx, conversation_id: UUID, lead: Lead) -> None:
    """Leave again."""
    held = await hold(tx, conversation_id, lead.eyes)
    await apply_one(tx, Move(conversation_id=conversation_id, event=SteppedOut(staff_id=lead.id)))
    await _note(tx, held, lead.id, "stepped_out", "")


async def take_over(tx: Tx, conversation_id: UUID, lead: Lead, why: str) -> Moved:
    """R5.3: from now on the team lead answers for it, by name; also where the consultant's desk is gone.

    Raises:
        Refused: not theirs, nobody asked for a person, or their own desk is not connected.
    """
    held = await hold(tx, conversation_id, lead.eyes)
    if held.state.phase not in (Phase.ACTIVE, Phase.WAITING):
        raise NotNow("这个对话没有在等人工，也没有在服务中，不能接管。")
    await offers.take(tx, conversation_id, lead.id, why)
    taken = Taken(staff_id=lead.id, label=label(lead.number), offered_at=tx.now, how="taken_over")
    moved = await apply_one(tx, Move(conversation_id=conversation_id, event=taken))
    await _note(tx, held, lead.id, "taken_over", why)
    return moved


async def reassign(tx: Tx, conversation_id: UUID, lead: Lead, to_staff: UUID, why: str) -> UUID:
    """R5.3: ask a consultant by name to take it; who has it keeps it until then. The offer's id."""
    held = await hold(tx, conversation_id, lead.eyes)
    offer = await offers.assign(tx, conversation_id, to_staff, lead.id, why)
    await _note(tx, held, lead.id, "reassigned", why)
    return offer.id


async def send_back(tx: Tx, conversation_id: UUID, lead: Lead, why: str) -> None:
    """R4.2: from the consultant's hands to the head of the queue."""
    held = await hold(tx, conversation_id, lead.eyes)
    must_be_active(held.state)
    await queue.requeue(tx, conversation_id, f"班长退回：{why}")
    given = GivenBack(why="sent_back", staff_id=held.state.consultant)
    await apply_one(tx, Move(conversation_id=conversation_id, event=given))
    await _note(tx, held, lead.id, "sent_back", why)


async def raise_priority(tx: Tx, conversation_id: UUID, lead: Lead, why: str) -> None:
    """R4.3: who waits goes before those who came earlier."""
    held = await hold(tx, conversation_id, lead.eyes)
    await queue.prioritise(tx, conversation_id, RAISED)
    await _note(tx, held, lead.id, "raised", why)


async def change_system(tx: Tx, conversation_id: UUID, lead: Lead, system: str, why: str) -> None:
    """R3.1: it waits under the wrong system.

    Raises:
        Invalid: no system of the catalogue.
    """
    held = await hold(tx, conversation_id, lead.eyes)
    known = {each.code: each.short_name for each in await knowledge.systems(tx)}
    if system not in known:
        raise Invalid("没有这个系统，请从目录中选择。")
    await queue.reskill(tx, conversation_id, system)
    await conversations.set_system(tx, conversation_id, system)
    tx.stir(f"conversation:{conversation_id}")
    await _note(tx, held, lead.id, "system_changed", f"改为{known[system]}：{why}")


async def end(tx: Tx, conversation_id: UUID, lead: Lead, why: str) -> None:
    """End a dialogue that nobody serves any more; its case stays with who had it, to be filed."""
    held = await hold(tx, conversation_id, lead.eyes)
    must_be_active(held.state)
    await apply_one(tx, Move(conversation_id=conversation_id, event=End(reason="supervisor")))
    await _note(tx, held, lead.id, "ended", why)


async def _note(tx: Tx, held: Conversation, by: UUID, deed: InterventionDeed, why: str) -> None:
    await asides.note(
        tx,
        NewAside(
            conversation_id=held.id,
            kind="deed",
            by_staff=by,
            to_staff=held.state.consultant,
            deed=deed,
            words=why,
        ),
    )
