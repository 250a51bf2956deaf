"""`helpline telephony`: bring Asterisk's packages here, name them anew."""

from typing import Annotated

import typer

from helpline.app import settings
from helpline.app.shown import refusals_shown
from helpline.kit.asterisk.unpacking import SUITES, Wish
from helpline.kit.asterisk.unpacking import fetch as bring
from helpline.kit.asterisk.unpacking import relock as lock_anew

cli = typer.Typer(help="热线：准备 Asterisk。", no_args_is_help=True)


@cli.command()
def fetch(
    *,
    with_tests: Annotated[bool, typer.Option("--with-tests", help="连同测试用的电话程序")] = False,
    exact: Annotated[bool, typer.Option("--exact", help="只要锁定文件中的版本")] = False,
) -> None:
    """把 Asterisk 的软件包取到自己的目录，不改动系统；已有则什么也不做。"""
    with refusals_shown():
        folder = settings.read().asterisk_dir
        bring(folder, Wish(with_tests=with_tests, exact=exact), lambda line: typer.echo(line, err=True))


@cli.command()
def relock(suite: Annotated[str, typer.Option(help="Debian 发行版代号")] = SUITES[0]) -> None:
    """按镜像现在的软件清单重写锁定文件。"""
    with refusals_shown():
        count = lock_anew(settings.read().asterisk_dir, suite)
        typer.echo(f"锁定了 {count} 个软件包。")
