"""`helpline taxpayers`: is this number right, and take in a register.

The check needs no database and must not wait for its libraries, so the import is loaded when it is called.
"""

import importlib
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from helpline.app.shown import refusals_shown, show
from helpline.kit.clock import SystemClock, shanghai
from helpline.kit.refusal import Invalid
from helpline.taxpayers.identifiers.check import check as check_any
from helpline.taxpayers.identifiers.credit_code import check_credit_code
from helpline.taxpayers.identifiers.finding import Finding
from helpline.taxpayers.identifiers.identity_number import check_identity_number
from helpline.taxpayers.identifiers.phone import check_phone

cli = typer.Typer(help="纳税人：核对号码、导入登记资料。", no_args_is_help=True)

Meant = Literal["any", "credit_code", "identity_number", "phone"]


@cli.command()
def check(
    codes: Annotated[list[str] | None, typer.Argument(metavar="CODE…", help="要核对的号码")] = None,
    meant: Annotated[Meant, typer.Option("--as", help="按哪一种核对；any 自行辨认")] = "any",
) -> None:
    """逐个核对号码，每个一行 JSON；不给号码时从标准输入逐行读。全部有效时退出码为 0，否则为 1。"""
    today = shanghai(SystemClock().now()).date()
    with refusals_shown():
        good = True
        for code in codes or _lines():
            finding = checked(code, meant, today)
            show(finding)
            good = good and finding.valid
    raise SystemExit(0 if good else 1)


@cli.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="UTF-8 或 GB18030 的 CSV")],
) -> None:
    """导入纳税人登记资料，给出结果：新增、更新、未变的户数，和未采用的各行及原因。"""
    taking = importlib.import_module("helpline.app.commands.taxpayers_import")
    with refusals_shown():
        show(taking.take_in(file))


def checked(code: str, meant: Meant, today: date) -> Finding:
    """What the check of one number finds."""
    if meant == "credit_code":
        return check_credit_code(code)
    if meant == "identity_number":
        return check_identity_number(code, today=today)
    return check_phone(code) if meant == "phone" else check_any(code, today=today)


def _lines() -> Iterable[str]:
    """Lines of standard input, blank ones left out; a line that is no UTF-8 is shown as far as it can be."""
    if sys.stdin.isatty():
        raise Invalid("请给出要核对的号码，或从标准输入逐行给出。")
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").strip("\r\n\ufeff")
        if text.strip():
            yield text
