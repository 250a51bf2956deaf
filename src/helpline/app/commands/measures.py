"""`helpline measures`: figures of a file of calls. Needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from helpline.app.shown import refusals_shown, show
from helpline.kit.refusal import Invalid
from helpline.measures import call_file, yardsticks
from helpline.measures.sheet import sheet
from helpline.regulation import shipped

cli = typer.Typer(help="指标：按书面口径计算话务指标。不需要数据库。", no_args_is_help=True)


@cli.callback()
def _cli() -> None:
    """指标"""


@cli.command()
def calls(
    file: Annotated[Path, typer.Argument(metavar="FILE.tsv", help="话务记录，制表符分隔，每通一行")],
) -> None:
    """人工接通率、60秒人工接通率及对照口径：总计、按服务商、队列、日、半小时，并逐通列出不计入的来电。"""
    with refusals_shown():
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                show(sheet(call_file.calls(lines), yardsticks.by_day(shipped.changes())))
        except OSError as error:
            raise Invalid(f"读不到文件 {file}：{error.strerror}。") from None
        except UnicodeDecodeError:
            raise Invalid("文件不是 UTF-8 编码的文本。") from None
