"""The end of a conversation, and what the taxpayer says of it."""

from contextlib import suppress
from uuid import UUID

from helpline.conversations.commands.moves import Move, Moved, apply_one
from helpline.conversations.flow.happenings import End
from helpline.conversations.flow.turn import AlreadyEnded
from helpline.conversations.model import Author, EndReason
from helpline.conversations.store import conversations
from helpline.kit.db import Tx


async def end(tx: Tx, conversation_id: UUID, author: Author, reason: EndReason) -> Moved:
    """End it. Consultants end through the case, which asks for classification first."""
    return await apply_one(tx, Move(conversation_id=conversation_id, event=End(reason=reason), author=author))


async def end_if_running(tx: Tx, conversation_id: UUID, author: Author, reason: EndReason) -> None:
    """End it unless it ended by itself meanwhile; then only its filing was waited for."""
    with suppress(AlreadyEnded):
        await end(tx, conversation_id, author, reason)


async def mark_rated(tx: Tx, conversation_id: UUID) -> None:
    """The taxpayer rated it."""
    await conversations.mark_rated(tx, conversation_id)
    tx.stir(f"conversation:{conversation_id}")
