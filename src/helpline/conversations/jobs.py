"""What conversations hear: time, the queue's news, and questions for the assistant."""

from helpline.conversations import queries as conversations
from helpline.conversations.assistance import answer_question
from helpline.conversations.commands import queueing, waiting
from helpline.conversations.commands.ledger import CLOCK
from helpline.conversations.events import QuestionAsked
from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.routing.events import OfferDeclined, OfferMissed, OfferWithdrawn, QueueOpened, Requeued


@hears(DeadlineMissed)
async def hear_time(tx: Tx, fact: DeadlineMissed) -> None:
    if fact.kind == CLOCK:
        await waiting.hear_time(tx, fact.subject, fact.due_at)


@hears(Requeued)
async def give_back(tx: Tx, fact: Requeued) -> None:
    if await conversations.find_many(tx, [fact.work_id]):  # calls stand in the same line
        await queueing.give_back(tx, fact.work_id, fact.former_holder, fact.why)


@hears(QueueOpened)
async def open_service(tx: Tx, fact: QueueOpened) -> None:
    if await conversations.find_many(tx, [fact.work_id]):
        await queueing.open_service(tx, fact.work_id)


@hears(QuestionAsked)
async def answer(tx: Tx, fact: QuestionAsked) -> None:
    await answer_question(tx, fact.conversation_id, fact.seq)


@hears(OfferMissed)
@hears(OfferDeclined)
@hears(OfferWithdrawn)
async def refresh_holder(tx: Tx, fact: OfferMissed | OfferDeclined | OfferWithdrawn) -> None:
    """R5.3: who asked a colleague to take over sees how it ended."""
    if fact.from_staff is not None:
        tx.stir(f"desk:{fact.from_staff}")
