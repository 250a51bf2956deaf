"""How fast the frames of one socket are taken in. Who sends faster waits; nothing is refused and nothing is lost."""

FRAMES_A_SECOND = 50
FRAMES_AT_ONCE = 1_000
"""A page that was cut off for long sends all that it kept."""


class Pace:
    """A bucket of frames, refilled evenly. It takes the time (seconds of any steady clock) and never reads one."""

    def __init__(self, a_second: float = FRAMES_A_SECOND, at_once: int = FRAMES_AT_ONCE) -> None:
        self._refill = 1 / a_second
        self._depth = at_once * self._refill
        self._full_at = 0.0

    def wait(self, now: float) -> float:
        """Seconds that the next frame has to wait; it is counted."""
        self._full_at = max(self._full_at, now) + self._refill
        return max(0.0, self._full_at - now - self._depth)
