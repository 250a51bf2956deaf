"""`helpline demo`: a city to look at, and people who live in it."""

from typing import Annotated

import typer

from helpline.app import wiring
from helpline.app.demo import cast, city, history
from helpline.app.demo.actors import live
from helpline.app.seed import seed
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown
from helpline.kit.db import Database

LOG_INS = (
    ("咨询员", "0101", "/desk"),
    ("班长", "0191", "/wallboard"),
    ("知识编辑", "0193", "/knowledge"),
    ("服务商管理员", "0194", "/home"),
    ("征管局人员", "8002", "/home"),
    ("市局征管科技处", "9001", "/calendar"),
    ("系统管理员", "9901", "/home"),
    ("安全管理员", "9902", "/home"),
    ("审计管理员", "9903", "/home"),
)


def demo(
    once: Annotated[bool, typer.Option("--once", help="只填充数据，不模拟来人")] = False,
    minutes: Annotated[float, typer.Option(help="模拟多少分钟，0 为一直")] = 0,
) -> None:
    """填充一座虚构的城市；不加 --once 时，另有模拟的纳税人和咨询员在其中走动。"""
    wiring.wire()

    async def run(db: Database) -> None:
        await seed(db)
        founded = await city.found(db)
        talks = await history.fill(db, founded)
        if talks:
            typer.echo(
                f"演示数据已就绪：{len(founded.staff)} 名工作人员，{city.TAXPAYERS} 户纳税人，{talks} 次历史咨询。"
            )
        if not once:
            await live(db, founded, minutes)

    with refusals_shown():
        run_with_database(run)


def log_ins(base: str) -> str:
    """Who may look at the demo, and where."""
    lines = [f"  {name}\t{number}\t{base}{path}" for name, number, path in LOG_INS]
    return f"演示账号（口令都是 {cast.PASSWORD}）：\n" + "\n".join(lines).expandtabs(16) + "\n"
