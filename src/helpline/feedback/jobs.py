"""What feedback hears: the ends of conversations and calls, and the marks that callers press."""

from msgspec import convert

from helpline.calls.events import CallEnded, CallRated
from helpline.conversations.events import ConversationEnded
from helpline.feedback import commands
from helpline.feedback.model import Satisfaction
from helpline.kit.db import Tx
from helpline.kit.facts import hears


@hears(ConversationEnded)
async def invite(tx: Tx, fact: ConversationEnded) -> None:
    """The closing words ask for a rating."""
    await commands.invite(tx, fact.conversation_id, fact.staff_id, fact.at)


@hears(CallEnded)
async def invite_caller(tx: Tx, fact: CallEnded) -> None:
    """After the talk the caller was asked to press a key."""
    if fact.rating_asked:
        await commands.invite(tx, fact.call_id, fact.staff_id, fact.at)


@hears(CallRated)
async def mark_call(tx: Tx, fact: CallRated) -> None:
    await commands.mark_call(tx, fact.call_id, fact.staff_id, convert(fact.mark, Satisfaction), fact.at)
