"""R4.4: the consultant asks, the taxpayer chooses."""

from datetime import datetime
from uuid import UUID

from helpline.calendars import queries as calendars
from helpline.conversations.commands.moves import Move, Moved, apply_one
from helpline.conversations.flow.happenings import Chosen, TimePassed, WaitAsked
from helpline.conversations.given import kept_phone
from helpline.conversations.model import Author, Choice
from helpline.conversations.store import conversations
from helpline.kit.db import Tx
from helpline.kit.refusal import Invalid
from helpline.regulation.queries import terms_on

LONGEST_WAIT_MINUTES = 30


async def ask_to_wait(tx: Tx, conversation_id: UUID, author: Author, minutes: int | None, text: str) -> Moved:
    """Ask the taxpayer whether to wait about `minutes`, or to be answered later.

    Raises:
        Invalid: a wait nobody would be asked for.
    """
    wait = minutes or (await terms_on(tx, tx.now)).wait_estimate_seconds // 60
    if not 1 <= wait <= LONGEST_WAIT_MINUTES:
        raise Invalid(f"请给出 1 到 {LONGEST_WAIT_MINUTES} 分钟之间的时间；更久请选稍后答复。")
    event = WaitAsked(minutes=wait, text=text.strip()[:200])
    return await apply_one(tx, Move(conversation_id=conversation_id, event=event, author=author))


async def choose(tx: Tx, conversation_id: UUID, author: Author, choice: Choice, phone: str | None) -> Moved:
    """The taxpayer's choice; 'later' is promised within the working days of the terms.

    Raises:
        Invalid: the number to be called under will not do.
    """
    due_at = None
    if choice == "later":
        terms = await terms_on(tx, tx.now)
        due_at = (await calendars.load(tx, terms)).working.due(tx.now, terms.follow_up_working_days)
        phone = kept_phone(phone)
        if phone:
            await conversations.set_contact(tx, conversation_id, phone)
    event = Chosen(choice=choice, due_at=due_at)
    return await apply_one(tx, Move(conversation_id=conversation_id, event=event, author=author))


async def hear_time(tx: Tx, conversation_id: UUID, due_at: datetime) -> None:
    """The clock of the conversation that stood for `due_at` may have run out."""
    await apply_one(tx, Move(conversation_id=conversation_id, event=TimePassed(due_at=due_at)))
