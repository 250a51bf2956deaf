"""Lines on their way: sent again in order until acknowledged, a few in flight."""

from collections import deque
from typing import Any, NamedTuple

from helpline.kit.ids import new_id
from tests.faults.campaign.pipe import Pipe

IN_FLIGHT = 4


class Line(NamedTuple):
    client_id: str
    text: str


class Outbox:
    """One sender's lines in one conversation."""

    def __init__(self, pipe: Pipe, conversation: str) -> None:
        self.conversation = conversation
        self.written: dict[str, Line] = {}
        self.acknowledged: dict[str, int] = {}
        self.contradicted = 0
        """Lines acknowledged twice with different numbers."""
        self.refused: list[str] = []
        self._pipe = pipe
        self._waiting: deque[Line] = deque()
        self._sent: dict[str, Line] = {}

    def write(self, text: str) -> None:
        line = Line(str(new_id()), text)
        self.written[line.client_id] = line
        self._waiting.append(line)
        self.push()

    @property
    def is_empty(self) -> bool:
        return not self._waiting and not self._sent

    def reconnected(self) -> None:
        """What was in flight is sent again first, in the order written."""
        self._waiting.extendleft(reversed(list(self._sent.values())))
        self._sent = {}
        self.push()

    def push(self) -> None:
        while self._waiting and len(self._sent) < IN_FLIGHT and self._pipe.is_open:
            line = self._waiting.popleft()
            self._sent[line.client_id] = line
            self._pipe.send(
                {
                    "type": "post",
                    "conversation": self.conversation,
                    "client_id": line.client_id,
                    "content": {"type": "text", "text": line.text},
                }
            )

    def hear(self, frame: dict[str, Any]) -> None:
        """An acknowledgement or a refusal of one of these lines."""
        line = self._sent.pop(frame["client_id"], None)
        if frame["type"] == "ack":
            if self.acknowledged.setdefault(frame["client_id"], int(frame["seq"])) != frame["seq"]:
                self.contradicted += 1
        elif line is not None:
            self.refused.append(f"{frame['code']}: {frame['message']}")
        self.push()
