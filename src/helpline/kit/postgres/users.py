"""Which processes use a cluster: whoever comes first starts it, whoever leaves last stops it.

Users are locks on files beside the cluster. The system releases the locks of the dead.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path


class Users:
    """The users of the cluster in `folder`, seen from one of them."""

    def __init__(self, folder: Path) -> None:
        self._door = folder / "door.lock"
        self._presence = folder / "users.lock"
        self._mine: BufferedWriter | None = None

    @contextmanager
    def at_the_door(self) -> Iterator[None]:
        """One process at a time starts, joins, leaves or stops; the others wait."""
        with self._door.open("wb") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def join(self) -> None:
        """Be a user until `leave`, or death."""
        if self._mine is None:
            self._mine = self._presence.open("wb")
            fcntl.flock(self._mine, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Be a user no more; whether nobody else is one. Called at the door."""
        if self._mine is not None:
            self._mine.close()
            self._mine = None
        with self._presence.open("wb") as presence:
            try:
                fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True
