"""What the system knows of a process and its children (/proc)."""

import os
import stat
from pathlib import Path
from typing import NamedTuple


class Memory(NamedTuple):
    """Megabytes. `rss` counts shared pages once for each process, `pss` once for all."""

    rss: float
    pss: float
    processes: int


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents = {int(each.name): _parent(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def memory(pid: int) -> Memory:
    """Of the whole tree. Own processes and those of others can be read by root; else PostgreSQL must be one's own."""
    pids = tree(pid)
    return Memory(
        rss=sum(_kilobytes(f"/proc/{one}/status", "VmRSS:") for one in pids) / 1024,
        pss=sum(_kilobytes(f"/proc/{one}/smaps_rollup", "Pss:") for one in pids) / 1024,
        processes=len(pids),
    )


def user_of(pid: int) -> int:
    """The user who runs it."""
    return Path(f"/proc/{pid}").stat().st_uid


def is_postgres(pid: int) -> bool:
    return b"bin/postgres\0" in _read(f"/proc/{pid}/cmdline")


def rights(*paths: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode, owner and group of each."""
    return {path: (stat.S_IMODE((s := path.stat()).st_mode), s.st_uid, s.st_gid) for path in paths}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b") Z " not in _read(f"/proc/{pid}/stat")


def _parent(folder: Path) -> int:
    after_name = _read(f"{folder}/stat").rpartition(b") ")[2].split()
    return int(after_name[1]) if len(after_name) > 1 else 0


def _kilobytes(path: str, name: str) -> int:
    lines = [line.split() for line in _read(path).decode().splitlines()]
    return next((int(words[1]) for words in lines if words and words[0] == name), 0)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return b""
