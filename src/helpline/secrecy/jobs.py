"""What secrecy hears of approvals and time."""

from helpline.deadlines.events import DeadlineMissed
from helpline.kit.db import Tx
from helpline.kit.facts import hears
from helpline.secrecy.commands import exports, watch
from helpline.secrecy.events import ExportApproved


@hears(ExportApproved)
async def make_file(tx: Tx, fact: ExportApproved) -> None:
    await exports.make(tx, fact.export_id)


@hears(DeadlineMissed)
async def watch_on(tx: Tx, fact: DeadlineMissed) -> None:
    if fact.kind == watch.WATCH:
        await watch.look(tx)
        await watch.begin(tx)
