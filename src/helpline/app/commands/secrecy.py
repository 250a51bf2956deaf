"""`helpline secrecy`: older texts searched for numbers at once, not by night."""

from collections import Counter

import typer

from helpline.app import wiring
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.db import Database
from helpline.secrecy.commands import texts

cli = typer.Typer(help="保密：补查旧的文字。", no_args_is_help=True)


@cli.callback()
def _root() -> None:
    """保密：补查旧的文字。"""


@cli.command()
def sweep() -> None:
    """把从未查过、或按旧规则查过的对话和留言查一遍号码；分批进行，随时可以中断，再来时接着查。"""
    wiring.wire()

    async def deed(db: Database) -> dict[str, object]:
        done: Counter[str] = Counter()
        while True:
            async with db.deed() as tx:
                batch = await texts.sweep(tx)
            if not any(batch.values()):
                return {"searched": {kind: done[kind] for kind in batch}, "rules": texts.RULES}
            done.update(batch)

    with refusals_shown():
        show(run_with_database(deed))
