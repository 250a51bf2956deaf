"""The system account that runs our servers, and folders that it can enter. No server of ours needs to be root."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that runs a server."""

    uid: int
    gid: int

    @property
    def demotes(self) -> bool:
        """Whether we are root and must step down to it."""
        return os.geteuid() == 0

    def for_child(self) -> dict[str, Any]:
        """Arguments of `subprocess` that make a child run as it (Any: they are of several kinds)."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.demotes else {}


def account() -> Account:
    """Ourselves, or `nobody` where we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def enterable(folder: Path, runner: Account) -> bool:
    """Whether the account may walk down to `folder` (to its nearest existing parent, for one still to be made)."""
    if not runner.demotes:
        return True
    path = folder.resolve()
    while not path.exists():
        path = path.parent
    return all(
        step.stat().st_mode & stat.S_IXOTH or step.stat().st_uid == runner.uid
        for step in [path, *path.parents]
    )


def stand_in(folder: Path) -> Path:
    """A folder below /var/tmp named after `folder`: for what must live where the account can enter."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"helpline-{name}"


def is_ours(folder: Path, runner: Account) -> bool:
    """Whether it is a folder of ours. In /var/tmp anybody may have put something in our way: a link into /etc, say."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid in (os.geteuid(), runner.uid)
