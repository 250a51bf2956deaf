"""Looks through what was written for numbers that belong masked; keeps how many, not which."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.kit.db import Tx
from helpline.messages import queries as messages
from helpline.secrecy.store import findings
from helpline.taxpayers.identifiers.in_text import find_identifiers


async def look_through_dialogue(tx: Tx, conversation_id: UUID) -> None:
    """R18.1: a dialogue that has ended, with the summary of its case."""
    said = await conversations.words_of(tx, conversation_id)
    case = await cases.of_conversation(tx, conversation_id)
    await _keep(tx, "conversation", conversation_id, [*said, case.summary if case else ""])


async def look_through_message(tx: Tx, message_id: UUID) -> None:
    """R18.1: a message, and its answer once there is one."""
    found = await messages.find(tx, message_id)
    if found is not None:
        await _keep(tx, "message", message_id, [found.text, found.answer or ""])


async def _keep(tx: Tx, kind: str, subject: UUID, texts: Iterable[str]) -> None:
    counts: Counter[str] = Counter(found.sort for text in texts for found in find_identifiers(text))
    await findings.keep(tx, kind, subject, counts)
