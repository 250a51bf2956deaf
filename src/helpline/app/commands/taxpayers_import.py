"""The part of `helpline taxpayers` that needs a database; loaded when it is asked for."""

from pathlib import Path

from helpline.app.session import run_with_database
from helpline.kit.db import Database
from helpline.kit.refusal import NotFound
from helpline.taxpayers import commands
from helpline.taxpayers.importing.report import Report


def take_in(file: Path) -> Report:
    """Take in a CSV file.

    Raises:
        NotFound: there is no such file.
        UnreadableFile: it cannot be read as a register.
    """
    if not file.is_file():
        raise NotFound(f"没有文件 {file}，请核对路径。")
    return run_with_database(lambda db: _deed(db, file))


async def _deed(db: Database, file: Path) -> Report:
    with file.open("rb") as source:
        async with db.deed() as tx:
            return await commands.import_csv(tx, source)
