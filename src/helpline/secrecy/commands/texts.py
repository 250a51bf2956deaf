"""Looks through what was written for numbers that belong masked; keeps how many, not which."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.db import ReadTx, Tx
from helpline.messages import queries as messages
from helpline.regulation.queries import terms_on
from helpline.secrecy.rules import is_night
from helpline.secrecy.store import findings
from helpline.taxpayers.identifiers.in_text import find_identifiers

RULES = 1
"""Version of what is taken for a number. Raised when `find_identifiers` learns more: older texts are then searched anew."""

BATCH = 100
"""Things searched in one transaction; a fraction of a second."""

AT_ONCE = timedelta(seconds=2)
"""Between batches at night: what people wait for goes first."""

SWEEP = "secrecy.sweep"
_SUBJECT = UUID(int=19)


async def begin_sweeping(tx: Tx) -> None:
    """Start the clock that calls `sweep_by_night`; one that runs is set anew."""
    await _call_again(tx, AT_ONCE)


async def sweep_by_night(tx: Tx) -> None:
    """One batch of older texts, and the next soon; by day, and when all were searched, within the hour."""
    terms = await terms_on(tx, tx.now)
    more = is_night(tx.now, terms) and sum((await sweep(tx)).values()) > 0
    await _call_again(tx, AT_ONCE if more else timedelta(hours=1))


async def sweep(tx: Tx) -> dict[str, int]:
    """R18.1: search the next texts that were never searched, or by older rules; how many things of each kind.

    How far it came is kept with what was found: killed at any moment, it goes on where it was.
    """
    return {kind: await _sweep(tx, kind) for kind in _SWEPT}


async def _sweep(tx: Tx, kind: str) -> int:
    list_after, look = _SWEPT[kind]
    found = await list_after(tx, await findings.reached(tx, kind, RULES), BATCH)
    for subject in found:
        await look(tx, subject)
    if found:
        await findings.reach(tx, kind, RULES, found[-1])
    return len(found)


async def _call_again(tx: Tx, after: timedelta) -> None:
    await deadlines.start(
        tx, [Deadline(kind=SWEEP, subject=_SUBJECT, started_at=tx.now, due_at=tx.now + after)]
    )


async def look_through_dialogue(tx: Tx, conversation_id: UUID) -> None:
    """R18.1: a dialogue that has ended, with the summary of its case."""
    held = await conversations.find(tx, conversation_id)
    said = await conversations.words_of(tx, conversation_id)
    case = await cases.of_conversation(tx, conversation_id)
    ended_at = held.state.ended_at or tx.now
    await _keep(tx, "conversation", conversation_id, [*said, case.summary if case else ""], ended_at)


async def look_through_message(tx: Tx, message_id: UUID) -> None:
    """R18.1: a message, and its answer once there is one."""
    found = await messages.find(tx, message_id)
    if found is not None:
        await _keep(tx, "message", message_id, [found.text, found.answer or ""], found.left_at)


async def _keep(tx: Tx, kind: str, subject: UUID, texts: Iterable[str], at: datetime) -> None:
    counts: Counter[str] = Counter(found.sort for text in texts for found in find_identifiers(text))
    await findings.keep(tx, kind, subject, counts, at)


_SWEPT: dict[
    str,
    tuple[Callable[[ReadTx, UUID, int], Awaitable[list[UUID]]], Callable[[Tx, UUID], Awaitable[None]]],
] = {
    "conversation": (conversations.ended_after, look_through_dialogue),
    "message": (messages.ids_after, look_through_message),
}
"""Each kind: its things in the order of their ids, and how one is searched."""
