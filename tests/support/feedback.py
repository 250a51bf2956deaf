"""Ended conversations to rate."""

from uuid import UUID

from helpline.conversations.commands import opening
from helpline.conversations.commands.opening import Visit
from helpline.conversations.model import Author, Conversation, ConversationId, Phase, State
from helpline.conversations.store import conversations
from helpline.feedback import commands
from helpline.feedback.model import Given, Rating
from helpline.kit.db import Database
from helpline.kit.ids import new_id


class Ended:
    """A conversation that has ended, and its visitor."""

    def __init__(self, conversation_id: ConversationId, visit: Visit) -> None:
        self.id = conversation_id
        self.visit = visit
        self.author = Author(party="taxpayer", id=visit.visitor_id)


async def an_ended(db: Database, consultant: UUID | None = None) -> Ended:
    """A conversation that `consultant` (None: the assistant alone) has brought to its end."""
    conversation_id = ConversationId(new_id())
    async with db.deed() as tx:
        visit = await opening.welcome(tx)
        conversation = Conversation(
            id=conversation_id,
            number=f"SL-{conversation_id}",
            visitor_id=visit.visitor_id,
            started_at=tx.now,
            taxpayer_id=None,
            asker="",
            phone=None,
            credit_code=None,
            district_id=None,
            provider_id=None,
            system=None,
            follows=None,
            question="怎么退税？",
            state=State(id=conversation_id, phase=Phase.ENDED, consultant=consultant, ended_at=tx.now),
            read_taxpayer=0,
            read_consultant=0,
            rated=False,
        )
        await conversations.insert(tx, conversation, new_id())
    return Ended(conversation_id, visit)


async def rate(db: Database, ended: Ended, rating: Rating, author: Author | None = None) -> Given:
    """Rate it, as its visitor or as somebody else."""
    async with db.deed() as tx:
        return await commands.rate(tx, ended.id, author or ended.author, rating)
