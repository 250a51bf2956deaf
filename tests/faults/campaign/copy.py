"""What a page has been shown of a conversation, kept as strictly as the law of the live socket asks."""

from collections import Counter
from typing import Any, NamedTuple


class Shown(NamedTuple):
    """One change on the page."""

    seq: int
    by: str
    client_id: str | None
    words: str
    """Text of a post; code of a notice."""


class Copy:
    """A page's copy. A gap makes it ask again; it is never shown."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self.shown: list[Shown] = []
        self.state: dict[str, Any] = {}
        self.gaps = 0
        self.lines: Counter[str] = Counter()
        """Lines shown of each side."""
        self.notices: Counter[str] = Counter()
        """Notices of the house, by code."""
        self._newest = -1

    @property
    def seq(self) -> int:
        return self.shown[-1].seq if self.shown else 0

    @property
    def phase(self) -> str:
        return str(self.state.get("phase", ""))

    def apply(self, piece: dict[str, Any]) -> bool:
        """False: a gap was told, so ask again from where the copy stands."""
        new = [change for change in piece["changes"] if change["seq"] > self.seq]
        if new and new[0]["seq"] != self.seq + 1:
            self.gaps += 1
            return False
        for change in new:
            self._show(_shown(change))
        if piece["seq"] >= self._newest:
            self._newest, self.state = piece["seq"], piece["state"]
        return True

    def _show(self, new: Shown) -> None:
        self.shown.append(new)
        if new.by == "system":
            self.notices[new.words] += 1
        elif new.client_id:
            self.lines[new.by] += 1


def _shown(change: dict[str, Any]) -> Shown:
    content = change.get("content") or {}
    words = content.get("text", "")
    if content.get("type") == "notice":
        words = content["code"]
    elif content.get("type") not in (None, "text"):
        words = content["type"]
    return Shown(change["seq"], change["by"], change.get("client_id"), words)
