"""`helpline telephony`: lead the telephone system; bring Asterisk's packages here, write its configuration."""

from pathlib import Path
from typing import Annotated

import typer
import uvloop

from helpline.app import settings, wiring
from helpline.app.commands.serve import collect_rarely, run_part, the_settings
from helpline.app.ending import ended_by_signals
from helpline.app.session import database_address, files_of, run_with_database
from helpline.app.settings import Settings
from helpline.app.shown import refusals_shown, show
from helpline.app.telephony.alone import LeftAlone
from helpline.app.telephony.hotline import hotline_of, write_for_system
from helpline.app.telephony.leader import Leader, telephony
from helpline.calls.commands.arriving import give_number
from helpline.calls.recordings.sweeper import Sweeper
from helpline.kit.asterisk.launcher import NoAsterisk
from helpline.kit.asterisk.unpacking import SUITES, Wish
from helpline.kit.asterisk.unpacking import fetch as bring
from helpline.kit.asterisk.unpacking import relock as lock_anew
from helpline.kit.bus import PostgresBus
from helpline.kit.db import Database

cli = typer.Typer(help="热线：跑热线进程；准备 Asterisk。", invoke_without_command=True)


@cli.callback()
def run(context: typer.Context) -> None:
    """只跑热线进程：带自己的 Asterisk，或接管 HELPLINE_ASTERISK_URL 指的那个；同一节点只有一个在接管，其余待命。"""
    if context.invoked_subcommand is not None:
        return
    known = the_settings()
    with (
        refusals_shown(),
        ended_by_signals() as ending,
        database_address(known) as dsn,
        hotline_of(known) as hotline,
    ):
        if hotline is None:
            raise NoAsterisk(
                "没有可用的 Asterisk：请先运行 helpline telephony fetch，或设置 HELPLINE_ASTERISK_URL。"
            )

        def parts(db: Database, bus: PostgresBus, settings: Settings) -> tuple[Leader, Sweeper, LeftAlone]:
            return telephony(db, bus, files_of(settings), hotline)

        collect_rarely()
        uvloop.run(run_part("telephony", known, dsn, parts, ending))


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
def configuration(
    folder: Annotated[Path, typer.Argument(help="写到哪个目录，例如容器的 /etc/asterisk")],
    state: Annotated[Path, typer.Option(help="Asterisk 存放数据的目录")] = Path("/var/lib/helpline-asterisk"),
    prompts: Annotated[Path, typer.Option(help="提示音目录")] = Path("/usr/share/helpline/prompts"),
) -> None:
    """按设置写出一套配置，给系统或容器里的 Asterisk 用；密码取 HELPLINE_ASTERISK_SECRET。"""
    with refusals_shown():
        written = write_for_system(settings.read(), folder, state, prompts)
        typer.echo(f"写出了 {written} 个文件。")


@cli.command()
def relock(suite: Annotated[str, typer.Option(help="Debian 发行版代号")] = SUITES[0]) -> None:
    """按镜像现在的软件清单重写锁定文件。"""
    with refusals_shown():
        count = lock_anew(settings.read().asterisk_dir, suite)
        typer.echo(f"锁定了 {count} 个软件包。")


@cli.command()
def number(
    dialled: Annotated[str, typer.Argument(help="对外公布的热线号码，照线路送来的写法")],
    provider: Annotated[str, typer.Argument(help="服务商的简称、全称或代码")],
) -> None:
    """登记热线号码归哪家服务商；没有登记的号码按来电人的征管局分，都不知道的由各家共同接听。"""
    wiring.wire()

    async def deed(db: Database) -> dict[str, str]:
        async with db.deed() as tx:
            return {"number": await give_number(tx, dialled, provider), "provider": provider}

    with refusals_shown():
        show(run_with_database(deed))
