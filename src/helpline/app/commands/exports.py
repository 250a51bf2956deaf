"""`helpline exports`: which export a copied piece comes from."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.db import Database
from helpline.kit.refusal import NotFound
from helpline.secrecy import queries
from helpline.secrecy.model import Traced

cli = typer.Typer(help="导出文件：追查来源。", no_args_is_help=True)


@cli.callback()
def _root() -> None:
    """导出文件：追查来源。"""


@cli.command()
def trace(
    piece: Annotated[str, typer.Argument(metavar="FILE|TEXT", help="文件、文字，或 - 读标准输入")],
) -> None:
    """从一段拷出来的内容查出它来自哪一份导出、谁在何时为何申请；查不出时退出码为 1。"""
    with refusals_shown():
        text = _text(piece)

        async def deed(db: Database) -> list[Traced]:
            async with db.reading() as read:
                return await queries.trace(read, text)

        found = run_with_database(deed)
        show(found)
    raise typer.Exit(0 if found else 1)


def _text(piece: str) -> str:
    """The file's words, what comes in, or the words themselves.

    Raises:
        NotFound: it looks like a file, and there is none.
    """
    if piece == "-":
        return sys.stdin.read()
    if len(piece) < 200 and Path(piece).is_file():
        return Path(piece).read_text(errors="replace")
    if piece.endswith((".csv", ".txt")) and "\n" not in piece:
        raise NotFound(f"没有文件 {piece}，请核对路径。")
    return piece
