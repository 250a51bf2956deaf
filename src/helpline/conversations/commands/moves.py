"""The one way conversations change: lock them, let the flow decide, write everything at once."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.conversations.commands import ledger
from helpline.conversations.flow.happenings import Happening
from helpline.conversations.model import Author, Conversation
from helpline.conversations.rules import NotInSight
from helpline.conversations.store import changes, conversations
from helpline.kit.db import Tx
from helpline.kit.refusal import Refused
from helpline.regulation.queries import terms_on


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One happening to one conversation. `author` None: the house itself. `client_id`: the sender's own id."""

    conversation_id: UUID
    event: Happening
    author: Author | None = None
    client_id: UUID | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation afterwards; `seq` is the number of what was said (of the first sending, if sent twice)."""

    conversation: Conversation
    seq: int


async def apply(tx: Tx, moves: Sequence[Move]) -> list[Moved | Refused]:
    """Apply moves in order; each is answered with its outcome or its refusal, and a refusal changes nothing."""
    terms = await terms_on(tx, tx.now)
    found = await conversations.lock(tx, sorted({move.conversation_id for move in moves}))
    pairs = [(move.conversation_id, move.client_id) for move in moves if move.client_id]
    said = await changes.already_said(tx, pairs) if pairs else {}
    book = ledger.Ledger(found, terms, tx.now)
    outcomes: list[Moved | Refused] = []
    for move in moves:
        try:
            outcomes.append(_take(book, move, said))
        except Refused as refusal:
            outcomes.append(refusal)
    await book.write(tx)
    return outcomes


async def apply_one(tx: Tx, move: Move) -> Moved:
    """Apply one move.

    Raises:
        Refused: as the flow or the authority check says.
    """
    [outcome] = await apply(tx, [move])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _take(book: ledger.Ledger, move: Move, said: dict[tuple[UUID, UUID], int]) -> Moved:
    conversation = book.conversations.get(move.conversation_id)
    if conversation is None:
        raise NotInSight()
    require_hand(conversation, move.author)
    if move.client_id is not None:
        earlier = said.get((move.conversation_id, move.client_id))
        if earlier is not None:
            return Moved(conversation=conversation, seq=earlier)
    after = book.take(conversation, move.event)
    if move.client_id is not None:
        said[(move.conversation_id, move.client_id)] = after.state.seq
    return Moved(conversation=after, seq=after.state.seq)


def require_hand(conversation: Conversation, author: Author | None) -> None:
    """Authority: the taxpayer who asked, the consultant who has it now, a team lead who stepped in; None: the house.

    Raises:
        NotInSight: to everybody else the conversation does not exist.
    """
    if author is None:
        return
    if author.party == "taxpayer":
        if conversation.visitor_id != author.id:
            raise NotInSight()
    elif author.party == "supervisor":
        if conversation.state.supervisor != author.id:
            raise NotInSight()
    elif conversation.state.consultant != author.id:
        raise NotInSight()
