"""A consultant who takes what is offered, answers every second line, hands some on, files and closes."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.faults.campaign.asking import Asking
from tests.faults.campaign.copy import Copy
from tests.faults.campaign.outbox import Outbox
from tests.faults.campaign.pipe import Pipe
from tests.faults.campaign.taxpayer import GOODBYE, now

FORM = {"system": "its_withholding", "kind": "operation", "summary": "已告知操作步骤，纳税人确认解决。"}
HANDED_ON = 12
"""One in so many dialogues is handed to a colleague."""
HANDED_ON_AFTER = 4
"""Answers."""
ANSWERED_WITHIN = 33.0
"""Seconds after which a colleague has not accepted."""


class Dialogue:
    """What one consultant has of one conversation."""

    def __init__(self, pipe: Pipe, conversation: str) -> None:
        self.copy = Copy(conversation)
        self.outbox = Outbox(pipe, conversation)
        self.case = ""
        self.in_hand = False
        self.handing_on = self.tried = False
        self.closing = False


class Consultant:
    """One desk. A lazy one takes nothing, so that clocks run out on it."""

    def __init__(self, asking: Asking, urls: list[str], number: str, *, lazy: bool = False) -> None:
        self.number, self.lazy = number, lazy
        self.dialogues: dict[str, Dialogue] = {}
        self.claimed: list[str] = []
        """Conversations of successful claims, in order."""
        self.clocks: list[tuple[float, float, float]] = []
        """Offers that ran out here: when due, when seen gone, since when this connection was there."""
        self.handed_on = 0
        self.refused: list[str] = []
        self.pipe: Pipe | None = None
        self._asking = asking
        self._urls = urls
        self._cookie = ""
        self._offers: dict[str, dict[str, Any]] = {}
        self._asked: set[str] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._sitting = False

    async def sit_down(self, password: str, topic: str) -> None:
        self._topic = topic
        self._cookie = await self._asking.sign_in(self.number, password)
        self.pipe = Pipe(self._urls, self._hear, cookie=self._cookie)
        self.pipe.start()

    async def _ask(self, method: str, path: str, body: object = None) -> Any:
        answer = await self._asking.ask(method, path, body, cookie=self._cookie)
        if answer.status == 401:
            self.refused.append(f"log-in lost: {path}")
        return answer

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "welcome":
                self._come_back()
            case "snapshot":
                self._look(frame["data"])
            case "slice":
                self._read(self.dialogues[frame["topic"].partition(":")[2]], frame["slice"])
            case "ack" | "refused" if frame.get("client_id"):
                for dialogue in self.dialogues.values():
                    if frame["client_id"] in dialogue.outbox.written:
                        dialogue.outbox.hear(frame)
            case _:
                pass

    def _come_back(self) -> None:
        assert self.pipe is not None
        self.pipe.send({"type": "subscribe", "topic": "desk"})
        for dialogue in self.dialogues.values():
            if dialogue.in_hand:
                self._follow(dialogue)
                dialogue.outbox.reconnected()

    def _look(self, desk: dict[str, Any]) -> None:
        assert self.pipe is not None
        offers = {offer["id"]: offer for offer in desk["offers"]}
        for gone in self._offers.keys() - offers.keys():
            if self.lazy:
                self.clocks.append((moment(self._offers[gone]["due_at"]), now(), self.pipe.welcomed_at))
        self._offers = offers
        if not self.lazy:
            for offer in offers.keys() - self._asked:
                self._asked.add(offer)
                self._do(self._claim(offer))
        if desk["presence"]["state"] != "available" and not self._sitting:
            self._sitting = True
            self._do(self._be_there())
        self._hold({card["id"]: card for card in desk["dialogues"] if card["phase"] == "active"})

    def _hold(self, cards: dict[str, dict[str, Any]]) -> None:
        assert self.pipe is not None
        for key, card in cards.items():
            dialogue = self.dialogues.setdefault(key, Dialogue(self.pipe, key))
            dialogue.case = card["case"]
            if not dialogue.in_hand:
                dialogue.in_hand = True
                self._follow(dialogue)
        for key, dialogue in self.dialogues.items():
            dialogue.in_hand = key in cards

    def _follow(self, dialogue: Dialogue) -> None:
        assert self.pipe is not None
        topic = f"conversation:{dialogue.copy.conversation}"
        self.pipe.send({"type": "subscribe", "topic": topic, "after": dialogue.copy.seq})

    def _read(self, dialogue: Dialogue, piece: dict[str, Any]) -> None:
        if not dialogue.copy.apply(piece):
            self._follow(dialogue)
        if dialogue.copy.phase == "active" and not dialogue.closing and not dialogue.handing_on:
            self._answer(dialogue)

    def _answer(self, dialogue: Dialogue) -> None:
        """One line for every two of the taxpayer; the goodbye is answered by filing and closing."""
        copy = dialogue.copy
        if any(each.words == GOODBYE for each in copy.shown[-4:]):
            dialogue.closing = True
            self._do(self._close(dialogue))
            return
        said = max(copy.lines["consultant"], len(dialogue.outbox.written))
        while said < (copy.lines["taxpayer"] - 1) // 2:  # the first line was for the assistant
            said += 1
            dialogue.outbox.write(f"答 {said}")
        chosen = int(copy.conversation[-4:], 16) % HANDED_ON == 0
        if chosen and said >= HANDED_ON_AFTER and not copy.notices["transferred"] and not dialogue.tried:
            dialogue.handing_on = dialogue.tried = True
            self._do(self._hand_on(dialogue))

    async def _claim(self, offer: str) -> None:
        answer = await self._ask("POST", f"/api/offers/{offer}/claim")
        if answer.is_yes:
            self.claimed.append(answer.body["conversation"])

    async def _be_there(self) -> None:
        await asyncio.sleep(0.2)
        await self._ask("POST", "/api/desk/presence", {"presence": "available"})
        self._sitting = False

    async def _hand_on(self, dialogue: Dialogue) -> None:
        """To the colleague with the most room, if there is one; else go on oneself."""
        await until(lambda: dialogue.outbox.is_empty)
        colleagues = (await self._ask("GET", "/api/colleagues")).body
        able = [each for each in colleagues if each["presence"] == "available"]
        able = [each for each in able if each["load"] < each["capacity"]]
        if able:
            to = min(able, key=lambda each: each["load"])["id"]
            path = f"/api/conversations/{dialogue.copy.conversation}/transfer"
            answer = await self._ask("POST", path, {"to": to, "note": "请继续"})
            if answer.is_yes:
                await until(lambda: not dialogue.in_hand, ANSWERED_WITHIN)
            self.handed_on += not dialogue.in_hand
        dialogue.handing_on = False
        if dialogue.in_hand:
            self._answer(dialogue)

    async def _close(self, dialogue: Dialogue) -> None:
        """Again until it is over: the case may become ours a moment after the dialogue did."""
        while dialogue.in_hand:
            await self._ask("PUT", f"/api/cases/{dialogue.case}", {**FORM, "topic": self._topic})
            closed = await self._ask("POST", f"/api/cases/{dialogue.case}/close", {"outcome": "answered"})
            await asyncio.sleep(0.1 if closed.is_yes else 0.5)
        dialogue.closing = False

    def _do(self, deed: Any) -> None:
        task = asyncio.get_running_loop().create_task(deed)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)


def moment(written: str) -> float:
    """Seconds since 1970 of an ISO time."""
    return datetime.fromisoformat(written).timestamp()


async def until(true: Callable[[], bool], patience: float = 60.0) -> None:
    """Until it is true, or the patience ends."""
    end = time.monotonic() + patience
    while not true() and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0.05)
