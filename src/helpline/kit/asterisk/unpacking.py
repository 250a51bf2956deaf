"""Brings Asterisk's packages into a folder of ours: downloaded by apt, checked against the lock file, unpacked."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from helpline.kit.account import account, enterable, stand_in
from helpline.kit.asterisk import lock
from helpline.kit.asterisk.apt import Apt, NoPackages, architecture, unpack
from helpline.kit.asterisk.lock import Package

SUITES = ("forky", "sid")
"""Where Asterisk 22 is; the second when the first does not carry it."""

Say = Callable[[str], None]


class Wish(NamedTuple):
    """What to bring: with the tests' telephones or without; `suites`: where to look when the lock cannot be had."""

    with_tests: bool = False
    suites: tuple[str, ...] = SUITES
    exact: bool = False
    """Refuse anything but the locked versions."""


def tree_in(folder: Path) -> Path | None:
    """The unpacked tree in `folder`; None where there is none."""
    tree = _place(folder) / "root"
    return tree if (tree / MARK).exists() else None


def fetch(folder: Path, wish: Wish, say: Say) -> Path:
    """The unpacked tree in `folder`, brought there if it is not yet; what happens is told in sentences.

    Raises:
        NoPackages: it cannot be had; what was there before is still there.
    """
    folder = _place(folder)
    tree = folder / "root"
    if _is_complete(tree, with_tests=wish.with_tests):
        return tree
    say("正在准备 Asterisk（约 110 MB，只下载一次，不改动系统）……")
    folder.mkdir(parents=True, exist_ok=True)
    downloads = folder / "packages"
    downloads.mkdir(exist_ok=True)
    apt = Apt(folder / "apt")
    packages = _brought(apt, downloads, wish, say)
    aside = folder / "root.new"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for package in packages:
        unpack(downloads / package.file, aside)
    _settle(aside)
    (aside / MARK).write_text(_mark(with_tests=wish.with_tests))
    shutil.rmtree(tree, ignore_errors=True)
    aside.rename(tree)
    for left in (downloads, folder / "apt"):
        shutil.rmtree(left, ignore_errors=True)
    return tree


def relock(folder: Path, suite: str = SUITES[0]) -> int:
    """Write the lock file anew from the signed lists of `suite`; how many packages it names."""
    apt = Apt(folder / "apt")
    product = apt.resolve(lock.PRODUCT, suite)
    everything = apt.resolve(lock.PRODUCT + lock.FOR_TESTS, suite)
    kept = {package.path for package in product}
    extra = [
        Package(each.name, each.version, each.sha256, each.path, tests_only=True)
        for each in everything
        if each.path not in kept
    ]
    lock.write([*product, *extra], architecture())
    return len(product) + len(extra)


MARK = ".helpline"
"""Says of an unpacked tree from which lock file it came; written last."""


def _brought(apt: Apt, downloads: Path, wish: Wish, say: Say) -> tuple[Package, ...]:
    """Download the locked files; where a mirror has moved on, what it signs today."""
    if architecture() == lock.architecture_of_lock():
        packages = lock.locked(with_tests=wish.with_tests)
        try:
            apt.fetch(packages, downloads)
        except NoPackages as refusal:
            if wish.exact:
                raise
            say(f"{refusal.message}。改取镜像当前的版本。")
        else:
            return packages
    elif wish.exact:
        raise NoPackages(f"锁定文件只适用于 {lock.architecture_of_lock()} 架构。")
    return _newest(apt, downloads, wish, say)


def _newest(apt: Apt, downloads: Path, wish: Wish, say: Say) -> tuple[Package, ...]:
    names = lock.PRODUCT + (lock.FOR_TESTS if wish.with_tests else ())
    for suite in wish.suites:
        try:
            packages = tuple(apt.resolve(names, suite))
            apt.fetch(packages, downloads)
        except NoPackages as refusal:
            last = refusal
            say(refusal.message)
        else:
            pinned = {package.sha256 for package in lock.locked(with_tests=True)}
            others = sum(package.sha256 not in pinned for package in packages)
            say(f"取到 {suite} 当前的版本：{len(packages)} 个软件包中有 {others} 个与锁定文件不同。")
            return packages
    raise last


def _settle(tree: Path) -> None:
    """What a script of Debian's would have done: English is the voice there is. The tone before a message is one of its."""
    sounds = tree / "usr/share/asterisk/sounds"
    voice = next(iter(sorted(sounds.glob("en_*"))), None)
    if voice is not None and not (sounds / "en").exists():
        (sounds / "en").symlink_to(voice.name)


def _place(folder: Path) -> Path:
    """`folder`, or where it stands in for one that the account that runs Asterisk cannot enter."""
    return folder.resolve() if enterable(folder, account()) else stand_in(folder)


def _is_complete(tree: Path, *, with_tests: bool) -> bool:
    mark = tree / MARK
    if not mark.exists():
        return False
    return mark.read_text() in (_mark(with_tests=True), _mark(with_tests=with_tests))


def _mark(*, with_tests: bool) -> str:
    digest = hashlib.sha256(lock.LOCK.read_bytes()).hexdigest()
    return f"{digest} {'with tests' if with_tests else 'product'}\n"
