"""A web process leaves in good order: its pages move to the neighbours, what is being written is finished."""

import asyncio
from collections.abc import Callable
from typing import Protocol

FINISH = 3.0
"""Seconds that posts on their way to the database may take to be finished."""

LAST_WORD = 0.2
"""Seconds for the last acknowledgements to travel before the sockets are closed."""

LOOK_EVERY = 0.05


class Page(Protocol):
    """A connected page."""

    def move(self, within_seconds: float) -> None:
        """Ask it to come back within so many seconds, at a moment of its own choice."""
        ...


class Leaving:
    """Who is connected here."""

    def __init__(self) -> None:
        self.has_begun = False
        self._pages: set[Page] = set()

    @property
    def pages(self) -> int:
        """How many are connected."""
        return len(self._pages)

    def came(self, page: Page, within_seconds: float) -> None:
        """A page connected; one that slips in at the last moment is sent on at once."""
        self._pages.add(page)
        if self.has_begun and within_seconds:
            page.move(within_seconds)

    def went(self, page: Page) -> None:
        self._pages.discard(page)

    async def leave(self, within_seconds: float, waiting: Callable[[], int]) -> None:
        """Send the pages to the neighbours, spread over `within_seconds`, then finish what they wrote.

        `waiting` tells how many posts are not answered yet.
        """
        self.has_begun = True
        for page in list(self._pages) if within_seconds else ():
            page.move(within_seconds)
        left = within_seconds
        while self._pages and left > 0:  # a page that does not know the word is closed when the time is over
            await asyncio.sleep(LOOK_EVERY)
            left -= LOOK_EVERY
        left = FINISH
        while waiting() and left > 0:
            await asyncio.sleep(LOOK_EVERY)
            left -= LOOK_EVERY
        if self._pages:
            await asyncio.sleep(LAST_WORD)
