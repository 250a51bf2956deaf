"""`helpline keys`: the data keys under which personal data is sealed."""

from typing import Annotated

import typer

from helpline.app import wiring
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.db import Database
from helpline.kit.secrets import keyring, rotation

cli = typer.Typer(help="数据密钥：列出、轮换、重新加密。", no_args_is_help=True)


@cli.command("list")
def list_keys() -> None:
    """列出数据密钥，以及还有多少资料用的是旧密钥。"""
    wiring.wire()
    with refusals_shown():
        show(run_with_database(_keys))


@cli.command()
def rotate(
    later: Annotated[bool, typer.Option("--later", help="只换密钥，稍后再用 reencrypt 重新加密")] = False,
) -> None:
    """启用新的数据密钥，并分批重新加密；其间照常服务，中断后用 reencrypt 接着做。"""
    wiring.wire()

    async def deed(db: Database) -> dict[str, int]:
        current = await rotation.rotate(db)
        return {"current": current, "reencrypted": 0 if later else await rotation.reencrypt(db)}

    with refusals_shown():
        show(run_with_database(deed))


@cli.command()
def reencrypt() -> None:
    """把仍用旧密钥的资料分批改用当前密钥；可以随时中断、再来。"""
    wiring.wire()

    async def deed(db: Database) -> dict[str, int]:
        return {"reencrypted": await rotation.reencrypt(db)}

    with refusals_shown():
        show(run_with_database(deed))


async def _keys(db: Database) -> dict[str, object]:
    async with db.reading() as read:
        return {"keys": await keyring.lines(read), "under_older_keys": await rotation.left(read)}
