"""Sends every frame that a page may send as everybody, and notes what each is answered."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, get_args
from uuid import uuid4

import httpx
from msgspec.inspect import StructType, type_info

from helpline.app.frames import FromClient
from helpline.kit.live import Hub
from tests.support.furnished import PLACES, Things
from tests.support.live_pages import token_of
from tests.support.socket_page import SocketPage, connected
from tests.support.walk import CALLERS

LETTERS = {"not-found": "n", "forbidden": "f", "no-visitor": "u"}
"""`a` is let in; `n` finds nothing; `f` may not; `u` is not known; `r` is let in, but the deed itself will not do."""

ALIASES = {"listen"}
"""Topics that the socket tells by another name than the hub's."""
OF_A_CONVERSATION = ("conversation", "listen", "asides", "typing")
OF_A_SESSION = ("session",)


def doors(hub: Hub) -> set[str]:
    """Every frame that a page may send, and for those that name a topic every kind of topic there is."""
    found: set[str] = set()
    for frame in get_args(FromClient):
        info = type_info(frame)
        assert isinstance(info, StructType)
        names = {field.name for field in info.fields}
        if "topic" in names:
            found |= {f"{info.tag} {_topic(kind)}" for kind in hub.kinds | ALIASES}
        else:
            found.add(f"{info.tag} {{conversation_id}}" if "conversation" in names else str(info.tag))
    return found


def _topic(kind: str) -> str:
    if kind in OF_A_CONVERSATION:
        return f"{kind}:{{conversation_id}}"
    return f"{kind}:{{session_id}}" if kind in OF_A_SESSION else kind


class LiveWalk:
    """A page of everybody, its socket open."""

    def __init__(self, things: Things, pages: dict[str, SocketPage]) -> None:
        self._things = things
        self._pages = pages

    async def knock(self, door: str, caller: str, place: str) -> dict[str, Any] | None:
        """What the frame is refused with; None: it was let in, and whatever was to be told was told."""
        kind, _, aim = door.partition(" ")
        page = self._pages[caller]
        await page.send(**self._frame(kind, aim, caller, place))
        if kind == "post":
            [told] = (await page.frames_until("ack", "refused"))[-1:]
        await page.send(type="ping")
        heard = await page.frames_until("pong")
        refused = [frame for frame in heard if frame["type"] == "refused"]
        if kind == "subscribe":
            assert refused or any(frame["type"] in {"slice", "snapshot"} for frame in heard), heard
            await page.send(type="unsubscribe", topic=self._filled(aim, place))
        if kind == "post" and told["type"] == "refused":
            return told
        return refused[0] if refused else None

    def _frame(self, kind: str, aim: str, caller: str, place: str) -> dict[str, Any]:
        if kind in {"subscribe", "unsubscribe"}:
            return {"type": kind, "topic": self._filled(aim, place)}
        frame: dict[str, Any] = {"type": kind}
        if kind == "hello":
            return frame | {"token": token_of(self._pages["taxp"]) if caller == "taxp" else "guessed"}
        if aim:
            frame["conversation"] = self._filled(aim, place)
        if kind == "read":
            frame["upto"] = 1
        if kind == "post":
            frame |= {"client_id": str(uuid4()), "content": {"type": "text", "text": "请稍等"}}
        return frame

    def _filled(self, aim: str, place: str) -> str:
        for parameter in re.findall(r"{(\w+)}", aim):
            thing = self._things.at[parameter].get(place) or str(uuid4())
            aim = aim.replace(f"{{{parameter}}}", thing)
        return aim


def leads_to(door: str) -> tuple[str, ...]:
    """The places of which things the frame may speak."""
    return PLACES if "{" in door else ("own",)


def letter(refused: dict[str, Any] | None) -> str:
    return "a" if refused is None else LETTERS.get(refused["code"], "r")


def words(refused: dict[str, Any] | None) -> dict[str, Any]:
    """What a refusal says, but for what was asked for."""
    return {name: value for name, value in (refused or {}).items() if name not in {"topic", "client_id"}}


@asynccontextmanager
async def pages(url: str, things: Things, browsers: dict[str, httpx.AsyncClient]) -> AsyncIterator[LiveWalk]:
    """Open the page of everybody; the taxpayer's has said hello."""
    async with AsyncExitStack() as stack:
        opened = {
            caller: await stack.enter_async_context(connected(url, browsers[caller])) for caller in CALLERS
        }
        await opened["taxp"].send(type="hello", token=token_of(opened["taxp"]))
        await opened["taxp"].hear("welcome")
        yield LiveWalk(things, opened)
