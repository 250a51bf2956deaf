"""`helpline knowledge`: fill the knowledge base, ask it, measure it."""

from pathlib import Path
from typing import Annotated

import typer

from helpline.app.shown import refusals_shown, show
from helpline.kit.refusal import NotFound
from helpline.knowledge import evaluate as evaluation

cli = typer.Typer(help="知识库：导入、检索、评测。", no_args_is_help=True)


@cli.callback()
def room() -> None:
    """知识库：导入、检索、评测。"""


@cli.command()
def evaluate(file: Annotated[Path, typer.Argument(help="每行一个含 question、answer 的 JSON")]) -> None:
    """用文件里的每个问题检索文件里的全部答案，给出命中率和平均倒数排名。不需要数据库。"""
    with refusals_shown():
        show(evaluation.evaluate(evaluation.read_pairs(_content(file))))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFound(f"无法读取文件 {file}：{error.strerror}。") from None
