"""`helpline people openid`: the bureaus' own log-ins (OpenID Connect). For operators at the machine."""

import sys
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from helpline.app import settings
from helpline.app.security import login_terms
from helpline.app.session import run_with_database
from helpline.app.shown import refusals_shown, show
from helpline.kit.db import Database
from helpline.kit.refusal import Invalid
from helpline.people import queries
from helpline.people.commands import issuers
from helpline.people.http.issuers import IssuerCard, IssuerForm, card, registered
from helpline.people.openid.wire import Wire

cli = typer.Typer(help="市局和各区局的统一身份认证（OpenID Connect）。", no_args_is_help=True)

OPTIONS = {
    "claim": "claim=令牌中哪一项是工号，默认 employee_number",
    "strong_acr": "strong_acr=表示对方已作两步验证的 acr 值",
    "passwords": "passwords=no 该单位人员不得再用工号和密码登录",
}

Why = Annotated[str, typer.Option("--why", help="理由，记入审计日志")]


@cli.command("list")
def list_issuers() -> None:
    """列出在用的统一身份认证，及须在对方登记的两个地址，每行一个。"""

    async def look(db: Database) -> list[IssuerCard]:
        async with db.reading() as read:
            return [card(each, terms) for each in await queries.issuers(read)]

    with refusals_shown():
        terms = login_terms(settings.read())
        for each in run_with_database(look):
            show(each)


@cli.command("set")
def register(
    name: Annotated[str, typer.Argument(help="登录按钮上的名称，如 市局统一身份认证")],
    address: Annotated[str, typer.Argument(help="对方的 issuer 地址")],
    client_id: Annotated[str, typer.Argument(help="对方发给本系统的客户端编号")],
    why: Why,
    district: Annotated[str, typer.Option(help="区局代码；不填为市局")] = "",
    option: Annotated[
        list[str] | None, typer.Option("--option", help="可多次给出：" + "；".join(OPTIONS.values()))
    ] = None,
) -> None:
    """登记或更改一个单位的统一身份认证。客户端密钥在终端询问；不在终端时从标准输入读一行，空行表示不变。"""

    async def deed(db: Database) -> IssuerCard:
        return card(await registered(db, Wire(terms.issuers.patience), form), terms)

    with refusals_shown():
        terms = login_terms(settings.read())
        form = msgspec.convert(
            {
                "district": district,
                "name": name,
                "address": address,
                "client_id": client_id,
                "why": why,
                "secret": _ask_secret(),
                **_options(option or []),
            },
            IssuerForm,
        )
        show(run_with_database(deed))


@cli.command("end")
def end(number: Annotated[UUID, typer.Argument(help="list 列出的编号")], why: Why) -> None:
    """停用一个统一身份认证；由它登录的立即退出。"""

    async def deed(db: Database) -> None:
        async with db.deed() as tx:
            await issuers.end(tx, number, why)

    with refusals_shown():
        run_with_database(deed)
        show({"ended": str(number)})


def _options(given: list[str]) -> dict[str, Any]:
    """What `--option name=value` says, as fields of the form (Any: they differ in kind).

    Raises:
        Invalid: a name that is not known.
    """
    fields: dict[str, Any] = {"strong_acrs": []}
    for each in given:
        name, _, value = each.partition("=")
        if name not in OPTIONS or not value:
            raise Invalid(f"不认识的选项“{each}”，可用：{'；'.join(OPTIONS.values())}。")
        if name == "strong_acr":
            fields["strong_acrs"].append(value)
        elif name == "claim":
            fields["claim"] = value
        else:
            fields["passwords_allowed"] = value != "no"
    return fields


def _ask_secret() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("客户端密钥（回车表示不变）", hide_input=True, default="", err=True))
    return sys.stdin.readline().rstrip("\r\n")
