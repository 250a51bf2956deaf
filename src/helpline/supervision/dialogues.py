"""From the board to the dialogues behind it: lists, and one dialogue with the eyes of its overseer."""

from datetime import datetime
from uuid import UUID

from helpline.conversations import asides
from helpline.conversations import queries as conversations
from helpline.conversations.asker import asker_of
from helpline.conversations.model import Conversation
from helpline.conversations.oversight import Overseer, as_seen, require_oversight
from helpline.kit.db import ReadTx
from helpline.knowledge import queries as knowledge
from helpline.people import names, policy
from helpline.people import queries as people
from helpline.people.model import Actor, Staff
from helpline.routing import queries as routing
from helpline.supervision.model import DialogueLine, Overseen
from helpline.supervision.scene import Scene, read_scene
from helpline.taxpayers import masking

MOST_WAITING = 100


def line_of(scene: Scene, conversation: Conversation, since: datetime | None = None) -> DialogueLine:
    """R18.1: one dialogue in a list, masked."""
    holder = conversation.state.consultant
    person = scene.staff.get(holder) if holder else None
    system_name = scene.systems.get(conversation.system or "")
    return _line(conversation, system_name, person, since)


def _line(
    conversation: Conversation, system_name: str | None, person: Staff | None, since: datetime | None
) -> DialogueLine:
    state = conversation.state
    return DialogueLine(
        id=conversation.id,
        number=conversation.number,
        label=asker_of(conversation),
        system_name=system_name,
        phase=state.phase,
        since=since or conversation.started_at,
        staff=state.consultant,
        staff_label=f"{person.number} {names.masked(person.name)}" if person else "—",
        district=conversation.district_id,
        provider=person.provider_id if person else conversation.provider_id,
        team=person.team_id if person else None,
        clock=state.clock,
        supervisor=state.supervisor_label or None,
        question=masking.mask_text(conversation.question),
    )


async def of_scope(read: ReadTx, actor: Actor) -> list[DialogueLine]:
    """R14.1: who is served and who waits within the actor's scope: first by the clock, then by the wait."""
    scene = await read_scene(read, policy.require(actor, "wallboard.read"))
    lines = [line_of(scene, each) for each in scene.running]
    served = sorted(
        lines, key=lambda line: (line.clock is None, line.clock.due_at if line.clock else line.since)
    )
    queue = await routing.line(read, scene.scope, MOST_WAITING)
    found = await conversations.find_many(read, [work.id for work in queue])
    waiting = [line_of(scene, found[work.id], work.enqueued_at) for work in queue if work.id in found]
    return [*waiting, *served]


async def overseen(read: ReadTx, eyes: Overseer, conversation_id: UUID, after: int = 0) -> Overseen:
    """One dialogue from change `after` on.

    Raises:
        NotFound, Forbidden: it is not theirs to oversee.
    """
    conversation = await conversations.find(read, conversation_id)
    await require_oversight(read, conversation, eyes)
    piece = await conversations.slice_after(read, conversation, after)
    beside = await asides.of(read, [conversation_id], listening=True)
    return Overseen(
        line=await _described(read, conversation),
        slice=as_seen(piece),
        asides=beside.get(conversation_id, []),
    )


async def _described(read: ReadTx, conversation: Conversation) -> DialogueLine:
    holder = conversation.state.consultant
    found = await people.staff_by_ids(read, [holder]) if holder else {}
    systems = {system.code: system.short_name for system in await knowledge.systems(read)}
    return _line(conversation, systems.get(conversation.system or ""), next(iter(found.values()), None), None)
