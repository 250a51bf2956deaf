"""A real OpenID provider as a bureau has one: the certified `oidc-provider` in a process of its own."""

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.support.processes import free_port
from tests.support.socket_page import staff_browser

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).with_name("openid")

CLIENT, SECRET = "helpline", "kept-between-us-and-the-bureau"
PASSWORD = "Bureau-12366"
ADMINISTRATOR = "0997"


def person(number: str, **more: object) -> dict[str, object]:
    """Somebody whom the bureau's log-in knows; `amr` and `acr` say how it asked."""
    return {"number": number, "password": PASSWORD, **more}


class IssuerProcess:
    """The provider; it takes orders on its standard input."""

    def __init__(self, log: Path) -> None:
        if not (FOLDER / "node_modules").is_dir():
            pytest.skip("oidc-provider is not installed: run tools/needs")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                ["sh", str(ROOT / "tools" / "node"), "node", str(FOLDER / "provider.js"), str(self.port)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._heard()

    def order(self, order: str, **more: object) -> None:
        """`meet` new clients and people, `rotate` the key, be in another `mood`."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"order": order, **more}) + "\n")
        self._process.stdin.flush()
        self._heard()

    def meet(self, card: dict[str, Any], people: dict[str, dict[str, object]], home: str) -> None:
        """Know the site by the two addresses on its card, and these people."""
        client = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [card["redirect_address"]],
            "backchannel_logout_uri": card["logout_address"],
            "backchannel_logout_session_required": True,
            "post_logout_redirect_uris": [f"{home}/login"],
        }
        self.order("meet", clients=[client], people=people)

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
        assert self._process.stdout
        self._process.stdout.close()

    def _heard(self) -> None:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the provider ended; see its log"


class Traveller:
    """A browser that goes from the site's sign-in page to the issuer and comes back."""

    def __init__(self, home: str, issuer_id: str) -> None:
        self.home, self.issuer_id = home, issuer_id
        own_page = {"Sec-Fetch-Site": "same-origin"}
        self.here = httpx.AsyncClient(base_url=home, headers=own_page, trust_env=False)
        self.there = httpx.AsyncClient(trust_env=False)

    async def __aenter__(self) -> "Traveller":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.here.aclose()
        await self.there.aclose()

    async def set_out(self) -> httpx.Response:
        return await self.here.post(f"/api/openid/{self.issuer_id}/departure")

    async def log_in_there(self, address: str, login: str, password: str = PASSWORD) -> dict[str, str]:
        """What stands in the address with which the issuer sends the browser home."""
        answer = await self._follow(await self.there.get(address))
        if isinstance(answer, dict):
            return answer  # it knew the browser already
        where = str(answer.url)
        back = await self._follow(await self.there.post(where, data={"login": login, "password": password}))
        assert isinstance(back, dict), back.text
        return back

    async def arrive(self, returned: dict[str, str]) -> httpx.Response:
        known = {name: returned[name] for name in ("state", "code", "iss", "error") if name in returned}
        return await self.here.post(f"/api/openid/{self.issuer_id}/arrival", json=known)

    async def go(self, login: str) -> httpx.Response:
        """The whole way."""
        departure = await self.set_out()
        assert departure.status_code == 200, departure.text
        return await self.arrive(await self.log_in_there(departure.json()["address"], login))

    async def log_out_there(self) -> None:
        """By the address that the site gives; the issuer asks, the person says yes."""
        address = (await self.here.get("/api/openid/farewell")).json()["address"]
        asked = await self.there.get(address)
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', asked.text)
        assert xsrf, asked.text
        end = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}/session/end/confirm"
        done = await self.there.post(end, data={"xsrf": xsrf.group(1), "logout": "yes"})
        assert done.status_code == 303, done.text

    async def _follow(self, answer: httpx.Response) -> dict[str, str] | httpx.Response:
        while answer.is_redirect:
            where = str(answer.url.join(answer.headers["location"]))
            if where.startswith(self.home):
                return dict(parse_qsl(urlsplit(where).query))
            answer = await self.there.get(where)
        return answer


async def register(site_url: str, issuer: IssuerProcess, **more: object) -> dict[str, Any]:
    """The system administrator enters the municipal bureau's own log-in; its card."""
    form = {
        "name": "市局统一身份认证",
        "address": issuer.address,
        "client_id": CLIENT,
        "secret": SECRET,
        "strong_acrs": ["urn:two-factors"],
        "why": "市局信息中心提供",
    }
    async with staff_browser(site_url, ADMINISTRATOR) as administrator:
        answer = await administrator.put("/api/issuers", json={**form, **more})
    assert answer.status_code == 200, answer.text
    card: dict[str, Any] = answer.json()
    return card


async def in_thread(issuer: IssuerProcess, order: str, **more: object) -> None:
    """An order while the site runs in this loop."""
    await asyncio.to_thread(issuer.order, order, **more)
