"""What feedback hears: the ends of conversations."""

from helpline.conversations.events import ConversationEnded
from helpline.feedback import commands
from helpline.kit.db import Tx
from helpline.kit.facts import hears


@hears(ConversationEnded)
async def invite(tx: Tx, fact: ConversationEnded) -> None:
    """The closing words ask for a rating."""
    await commands.invite(tx, fact.conversation_id, fact.staff_id, fact.at)
