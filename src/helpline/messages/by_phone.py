"""What a call leaves behind: a spoken message, or somebody to be called back (R4.3, R6.2)."""

from helpline.calendars import queries as calendars
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.messages import store
from helpline.messages.commands import begin
from helpline.messages.model import ByPhone, Message, MessageId
from helpline.messages.rules import NOBODY_KNOWN
from helpline.regulation.queries import terms_on


async def leave(tx: Tx, left: ByPhone) -> Message:
    """R4.3, R6.2: what a call leaves behind: both clocks run from the call. Told twice, it is left once."""
    await store.lock_sending(tx, left.call_id)
    earlier = await store.sent(tx, left.call_id, left.call_id)
    if earlier is not None:
        return earlier
    terms = await terms_on(tx, left.at)
    working = (await calendars.load(tx, terms)).working
    message = Message(
        id=MessageId(new_id()),
        number=await store.next_number(tx, shanghai(left.at).date()),
        visitor_id=left.call_id,
        client_id=left.call_id,
        conversation_id=None,
        name=left.name or NOBODY_KNOWN,
        phone=left.number,
        text=left.text,
        system=left.system,
        provider_id=left.provider_id,
        left_at=left.at,
        read_due_at=working.due(left.at, terms.message_read_working_days),
        answer_due_at=working.due(left.at, terms.message_answer_working_days),
        wish=left.wish,
        call_id=left.call_id,
        spoken_seconds=left.spoken_seconds,
    )
    await begin(tx, message)
    return message
