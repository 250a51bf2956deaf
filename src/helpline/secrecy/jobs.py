"""What secrecy hears of approvals and time."""

from helpline.calls.recordings.events import RecordingNotKept
from helpline.conversations.events import ConversationEnded, InfectedFileRefused
from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.messages.events import MessageAnswered, MessageLeft
from helpline.secrecy.commands import exports, texts, watch
from helpline.secrecy.events import ExportApproved


@hears(ExportApproved)
async def make_file(tx: Tx, fact: ExportApproved) -> None:
    await exports.make(tx, fact.export_id)


@hears(DeadlineMissed)
async def watch_on(tx: Tx, fact: DeadlineMissed) -> None:
    if fact.kind == watch.WATCH:
        await watch.look(tx)
        await watch.begin(tx)
    if fact.kind == texts.SWEEP:
        await texts.sweep_by_night(tx)


@hears(ConversationEnded)
async def look_through_dialogue(tx: Tx, fact: ConversationEnded) -> None:
    await texts.look_through_dialogue(tx, fact.conversation_id)


@hears(InfectedFileRefused)
async def report_infected(tx: Tx, fact: InfectedFileRefused) -> None:
    await watch.report_infected(tx, fact.author)


@hears(RecordingNotKept)
async def report_unkept_recording(tx: Tx, _fact: RecordingNotKept) -> None:
    await watch.report_unkept_recordings(tx)


@hears(MessageLeft)
async def look_through_message(tx: Tx, fact: MessageLeft) -> None:
    await texts.look_through_message(tx, fact.message_id)


@hears(MessageAnswered)
async def look_through_answer(tx: Tx, fact: MessageAnswered) -> None:
    await texts.look_through_message(tx, fact.message_id)
