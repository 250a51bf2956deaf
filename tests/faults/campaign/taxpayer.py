"""A taxpayer who wants a person, has much to say, and waits for every answer."""

import asyncio
import time
from typing import Any

from helpline.kit.ids import new_id
from tests.faults.campaign.asking import Asking
from tests.faults.campaign.copy import Copy
from tests.faults.campaign.outbox import Outbox
from tests.faults.campaign.pipe import Pipe

QUESTION = "电子税务局登录不了怎么办"
GOODBYE = "谢谢，没有别的问题了"
QUIET = "我先看看"
"""Said by those who then fall silent, to see the clocks of article 4.5 run out."""

TAXPAYER_SILENCE, REMINDER_TO_END = 240.0, 60.0


def now() -> float:
    """The machine's clock, as the crowd sees it from outside."""
    return time.time()  # noqa: TID251


class Taxpayer:
    """One conversation from the first question to its end."""

    def __init__(self, asking: Asking, urls: list[str], lines: int, *, quiet: bool = False) -> None:
        self.lines, self.replies = lines, lines // 2
        self.quiet = quiet
        self.copy = Copy("")
        self.pipe: Pipe | None = None
        self.outbox: Outbox | None = None
        self.token = ""
        self.moved_at = time.monotonic()
        """When anything was last shown."""
        self.told: list[tuple[str, float, float]] = []
        """Clocks seen from here: what, when it was due, when it was shown."""
        self._asking = asking
        self._urls = urls
        self._news = asyncio.Event()
        self._last_shown_at = 0.0

    @property
    def is_done(self) -> bool:
        return self.copy.phase == "ended"

    async def live(self) -> None:
        """Until the conversation has ended."""
        await self._come()
        assert self.outbox is not None
        await self._until(lambda: self.copy.phase == "active")
        for number in range(2 if self.quiet else self.lines):
            self.outbox.write(f"第 {number} 句")
        if self.quiet:
            self.outbox.write(QUIET)
        else:
            await self._until(lambda: self.copy.lines["consultant"] >= self.replies or self.is_done)
            self.outbox.write(GOODBYE)
        await self._until(lambda: self.is_done)

    async def _come(self) -> None:
        visitor = await self._asking.ask("POST", "/api/visitors")
        self.token = visitor.body["token"]
        opening = {"client_id": str(new_id()), "text": QUESTION}
        opened = await self._asking.ask("POST", "/api/conversations", opening, token=self.token)
        assert opened.is_yes, opened
        self.copy.conversation = opened.body["state"]["id"]
        self.pipe = Pipe(self._urls, self._hear, token=self.token)
        self.outbox = Outbox(self.pipe, self.copy.conversation)
        self.pipe.start()
        path = f"/api/conversations/{self.copy.conversation}/human"
        wish = await self._asking.ask("POST", path, {"keep_place": True}, token=self.token)
        assert wish.status in (200, 409), wish

    def _hear(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "welcome":
            self._subscribe()
            if self.outbox is not None:
                self.outbox.reconnected()
        elif frame["type"] == "slice":
            before = len(self.copy.shown)
            if not self.copy.apply(frame["slice"]):
                self._subscribe()
            if len(self.copy.shown) > before:
                self.moved_at = time.monotonic()
                self._watch(before)
            self._news.set()
        elif frame["type"] in ("ack", "refused") and frame.get("client_id") and self.outbox is not None:
            self.outbox.hear(frame)

    def _subscribe(self) -> None:
        if self.pipe is not None:
            topic = f"conversation:{self.copy.conversation}"
            self.pipe.send({"type": "subscribe", "topic": topic, "after": self.copy.seq})

    def _watch(self, before: int) -> None:
        """R4.5: when the reminder and the end are shown to somebody who fell silent."""
        if not self.quiet:
            return
        for each in self.copy.shown[before:]:
            if each.by == "system" and each.words == "reminder":
                self.told.append(("reminder", self._last_shown_at + TAXPAYER_SILENCE, now()))
            elif each.by == "system" and each.words == "closing":
                self.told.append(("closing", self._last_shown_at + REMINDER_TO_END, now()))
        self._last_shown_at = now()

    async def _until(self, true: Any) -> None:
        while not true():
            self._news.clear()
            await self._news.wait()
