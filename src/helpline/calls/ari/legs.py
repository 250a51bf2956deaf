"""What the engine remembers of a call's parts between two reconciliations. Nothing depends on it: it saves requests."""

from collections import defaultdict
from uuid import UUID

from helpline.calls.engine import Channel, call_of


class Parts:
    """Channels, mixes and plays, by call and by channel."""

    def __init__(self) -> None:
        self._of_call: defaultdict[UUID, set[str]] = defaultdict(set)
        self.callers: dict[UUID, str] = {}
        """The channel of whoever calls or is called."""
        self.answered: set[str] = set()
        """Legs that were picked up: what ended them later was no refusal."""
        self.playing: dict[str, str] = {}
        """What sounds on a channel;"""
        self.until_key: set[str] = set()
        """plays of these a key breaks off."""
        self.music: set[str] = set()
        """Channels that wait with music."""
        self.ears: set[str] = set()
        """Legs of team leads whose voice was taken away."""
        self.ended: set[str] = set()
        """Channels whose end was told already: Asterisk tells it twice."""

    def add(self, call: UUID, name: str) -> None:
        self._of_call[call].add(name)

    def of(self, call: UUID, *kinds: str) -> list[str]:
        """The parts of a call whose names begin so."""
        return sorted(name for name in self._of_call.get(call, ()) if name.startswith(kinds))

    def drop(self, call: UUID) -> None:
        """The call is over."""
        self.callers.pop(call, None)
        for name in self._of_call.pop(call, set()):
            self.answered.discard(name)
            self.ears.discard(name)
            self.ended.discard(name)

    def silence(self, channel: str) -> str | None:
        """What sounds on the channel, to be broken off."""
        play = self.playing.pop(channel, None)
        if play is not None:
            self.until_key.discard(play)
        return play

    def learn(self, channels: tuple[Channel, ...]) -> None:
        """Begin anew with what Asterisk holds: after a reconnect nothing else is known."""
        self._of_call.clear()
        self.answered = {each.id for each in channels if each.is_up}
        self.ended.clear()
        self.music = {each.id for each in channels if each.place == "hold"}
        for each in channels:
            call = call_of(each.id)
            if call is not None:
                self.add(call, each.id)
                if each.id.startswith("to-"):
                    self.callers[call] = each.id
            if (mixed := call_of(each.place)) is not None:
                self.add(mixed, each.place)
