"""A taxpayer without a page: asks, writes and chooses through the public doors. A test of the desk needs no second page."""

from typing import Any

import httpx

from helpline.kit.ids import new_id
from tests.support.site import Site


class TaxpayerLine:
    """One conversation from the taxpayer's side."""

    def __init__(self, url: str, token: str, conversation: str) -> None:
        self._url = url
        self._token = token
        self.id = conversation

    @classmethod
    async def asks(cls, site: Site, text: str, *, name: str = "王小明", **more: str) -> "TaxpayerLine":
        """Ask; the assistant answers first."""
        visitor = await _knock(site.url, "POST", "/api/visitors")
        opening = {"client_id": str(new_id()), "text": text, "system": "etax_bureau", "name": name, **more}
        opened = await _knock(site.url, "POST", "/api/conversations", opening, visitor["token"])
        return cls(site.url, visitor["token"], opened["state"]["id"])

    @classmethod
    async def waits(cls, site: Site, text: str = "请帮我看看这个问题", **more: str) -> "TaxpayerLine":
        """Ask, and want a person."""
        line = await cls.asks(site, text, **more)
        await line._post("human", {})
        return line

    async def says(self, text: str) -> None:
        await self._post("posts", {"client_id": str(new_id()), "content": {"type": "text", "text": text}})

    async def chooses(self, choice: str) -> None:
        """R4.4: to wait, or to be answered later."""
        await self._post("choice", {"choice": choice})

    async def ends(self) -> None:
        """Leave the dialogue."""
        await self._post("end", {})

    async def texts(self) -> list[str]:
        """Everything said, in order, as far as it is words."""
        changes = (await self._slice())["changes"]
        contents = [change["content"] for change in changes if change["kind"] == "post"]
        return [content["text"] for content in contents if "text" in content]

    async def contents(self, of_type: str) -> list[dict[str, Any]]:
        """What was said of one type: picture, answer, text."""
        changes = (await self._slice())["changes"]
        contents = [change["content"] for change in changes if change["kind"] == "post"]
        return [content for content in contents if content["type"] == of_type]

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = (await self._slice())["state"]
        return state

    async def _slice(self) -> dict[str, Any]:
        piece: dict[str, Any] = await self._ask("GET", "?after=0")
        return piece

    async def _post(self, door: str, body: object) -> None:
        await self._ask("POST", f"/{door}", body)

    async def _ask(self, method: str, door: str, body: object = None) -> Any:
        return await _knock(self._url, method, f"/api/conversations/{self.id}{door}", body, self._token)


async def _knock(url: str, method: str, path: str, body: object = None, token: str = "") -> Any:
    """One request; refusals fail the test with their words."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(base_url=url, trust_env=False, headers=headers) as http:
        answer = await http.request(method, path, json=body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def left_message(site: Site, **message: str) -> None:
    """R4.1: somebody leaves a message and goes."""
    visitor = await _knock(site.url, "POST", "/api/visitors")
    await _knock(site.url, "POST", "/api/messages", message, visitor["token"])
