"""`helpline people openid`, and what a web process writes down while people come in by it."""

import asyncio
import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from helpline.app.commands.people import cli
from helpline.app.seed import seed
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from tests.support.issuer import CLIENT, PASSWORD, SECRET, IssuerProcess, Traveller, in_thread, person
from tests.support.people import a_city
from tests.support.processes import Processes, free_port


def _run(dsn: str, home: str, *words: str, typed: str = "\n") -> Result:
    environment = {"HELPLINE_DATABASE_URL": dsn, "HELPLINE_PUBLIC_URL": home}
    return CliRunner().invoke(cli, ["openid", *words], input=typed, env=environment)


async def test_no_code_token_or_secret_is_written_down(
    dsn: str, issuer: IssuerProcess, tmp_path: Path
) -> None:
    db = await Database.open(dsn, SystemClock(), size=2)
    await seed(db)
    await a_city(db)
    await db.close()
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    await in_thread(issuer, "meet", clients=[], people={})
    words = ("set", "市局统一身份认证", issuer.address, CLIENT, "--why", "市局信息中心提供")
    made = await asyncio.to_thread(_run, dsn, home, *words, typed=f"{SECRET}\n")
    assert made.exit_code == 0, made.output
    card: dict[str, Any] = json.loads(made.stdout)
    issuer.meet(card, {"zheng": person("0910"), "nobody": person("7777")}, home)
    processes = Processes(
        tmp_path, HELPLINE_DATABASE_URL=dsn, HELPLINE_PUBLIC_URL=home, HELPLINE_LOG_LEVEL="DEBUG"
    )
    try:
        web = processes.web("web", port=port)
        await web.answers()
        secrets = [SECRET, PASSWORD, "made-up-code"]
        async with (
            Traveller(home, card["issuer"]["id"]) as one,
            Traveller(home, card["issuer"]["id"]) as other,
        ):
            for traveller, login in ((one, "zheng"), (other, "nobody")):
                departure = await traveller.set_out()
                returned = await traveller.log_in_there(departure.json()["address"], login)
                secrets += [returned["code"], returned["state"], traveller.here.cookies["helpline_openid"]]
                answer = await traveller.arrive(returned)
                assert answer.status_code == (200 if login == "zheng" else 401)
            departure = await other.set_out()
            returned = await other.log_in_there(departure.json()["address"], "nobody")
            secrets.append(returned["state"])
            assert (await other.arrive({**returned, "code": "made-up-code"})).status_code == 401
            secrets.append(one.here.cookies["helpline_session"])
            await one.here.get(f"/login/openid/{card['issuer']['id']}", params={"code": returned["code"]})
        await web.end()
    finally:
        processes.close()
    written = web.log.read_text()

    assert written.count("openid.code-refused") == 1
    assert [secret for secret in secrets if secret in written] == []
    assert "eyJ" not in written, "the beginning of a token"


def test_an_issuer_is_listed_changed_and_ended_and_the_secret_is_never_shown(
    dsn: str, issuer: IssuerProcess
) -> None:
    issuer.order("meet", clients=[], people={})
    home = "https://help.example"
    words = ("set", "市局统一身份认证", issuer.address, CLIENT, "--why", "市局信息中心提供")
    without = _run(dsn, home, *words)
    made = json.loads(_run(dsn, home, *words, typed=f"{SECRET}\n").stdout)
    changed = json.loads(_run(dsn, home, *words, "--option", "passwords=no", "--option", "claim=uid").stdout)
    listed = _run(dsn, home, "list").stdout
    ended = _run(dsn, home, "end", made["issuer"]["id"], "--why", "合同到期")

    assert json.loads(without.stderr)["message"].startswith("请填写客户端密钥")
    assert made["redirect_address"] == f"{home}/login/openid/{made['issuer']['id']}"
    assert changed["issuer"] == {**made["issuer"], "passwords_allowed": False, "claim": "uid"}
    assert json.loads(listed) == changed
    assert SECRET not in listed
    assert ended.exit_code == 0
    assert _run(dsn, home, "list").stdout == ""
