"""So many in a while, and no more: a bucket of tokens for each key, in the memory of one process."""

from datetime import datetime, timedelta
from math import ceil

MOST_KEYS = 20_000
"""Keys remembered before those that have calmed down are forgotten."""


class Rate:
    """`most` per `per` for each key, in bursts up to `most`. It takes `now` and never reads a clock.

    Several processes count each for itself, and a restart forgives: this keeps floods out, it proves nothing.
    """

    def __init__(self, most: int, per: timedelta) -> None:
        self._most = most
        self._refill = per / most
        self._full_at: dict[str, datetime] = {}

    def take(self, key: str, now: datetime) -> bool:
        """Whether `key` may once more; if so, it is counted."""
        full_at = max(self._full_at.get(key, now), now) + self._refill
        if full_at - now > self._refill * self._most:
            return False
        if key not in self._full_at and len(self._full_at) >= MOST_KEYS:
            self._forget(now)
        self._full_at[key] = full_at
        return True

    def wait(self, key: str, now: datetime) -> int:
        """Seconds, at least one, until `key` may once more."""
        room_at = self._full_at.get(key, now) + self._refill - self._refill * self._most
        return max(1, ceil((room_at - now).total_seconds()))

    def _forget(self, now: datetime) -> None:
        """Those that have calmed down; where a flood comes from everywhere, also the calmer half of the others."""
        hot = {each: at for each, at in self._full_at.items() if at > now}
        if len(hot) >= MOST_KEYS:
            hottest = sorted(hot, key=hot.__getitem__)[MOST_KEYS // 2 :]
            hot = {each: hot[each] for each in hottest}
        self._full_at = hot
