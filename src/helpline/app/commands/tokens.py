"""`helpline tokens`: let a program in, see which are, take one back."""

from typing import Annotated
from uuid import UUID

import typer

from helpline.app import settings
from helpline.app.security import login_terms
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.db import Database
from helpline.people import queries
from helpline.people.commands import programs as commands
from helpline.people.http.programs import TokenForm, issued
from helpline.people.programs import Issued, ProgramToken, Right

cli = typer.Typer(help="程序令牌：签发、列出、吊销。", no_args_is_help=True)

Why = Annotated[str, typer.Option(help="原因，记入审计日志")]


@cli.command()
def issue(
    name: Annotated[str, typer.Argument(help="程序名称")],
    right: Annotated[list[Right], typer.Option(help="授权范围，可重复")],
    why: Why,
    days: Annotated[int, typer.Option(help="有效天数")] = 90,
    district: Annotated[str, typer.Option(help="区代码：只看这个区")] = "",
    provider: Annotated[str, typer.Option(help="服务商代码：只看这家")] = "",
) -> None:
    """签发一个令牌；密文只显示这一次。"""
    with refusals_shown():
        form = TokenForm(
            name=name, rights=tuple(right), days=days, district=district, provider=provider, why=why
        )
        terms = login_terms(settings.read())

        async def deed(db: Database) -> Issued:
            return await issued(db, form, terms)

        show(run_with_database(deed))


@cli.command(name="list")
def listed() -> None:
    """列出全部令牌，包括已吊销和已过期的。"""

    async def deed(db: Database) -> list[ProgramToken]:
        async with db.reading() as read:
            return await queries.program_tokens(read)

    with refusals_shown():
        show(run_with_database(deed))


@cli.command()
def revoke(token_id: Annotated[UUID, typer.Argument(metavar="ID")], why: Why) -> None:
    """吊销一个令牌，立即生效。"""

    async def deed(db: Database) -> None:
        async with db.deed() as tx:
            await commands.revoke(tx, token_id, why)

    with refusals_shown():
        run_with_database(deed)
        show({"revoked": token_id})
