"""How long to wait before trying again."""

import random

FIRST, LONGEST = 0.2, 5.0


class BackOff:
    """Twice as long each time, up to 5 s, of which a random half: nobody comes back in step with the others."""

    def __init__(self) -> None:
        self._next = FIRST

    def wait(self) -> float:
        """Seconds to wait now."""
        span, self._next = self._next, min(self._next * 2, LONGEST)
        return span * random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It worked."""
        self._next = FIRST
