"""Starts, adopts, restarts and stops an Asterisk of our own."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from helpline.kit.account import Account, account, enterable, is_ours, stand_in
from helpline.kit.asterisk.configuration import tree
from helpline.kit.asterisk.configuration.plan import LOOPBACK, Plan, Ports
from helpline.kit.log import Log
from helpline.kit.postgres.users import Users
from helpline.kit.refusal import Refused

log = Log(__name__)

START_LIMIT = 30.0
"""Seconds a boot may take; it takes one on a quiet machine."""
STOP_LIMIT = 10.0


class NoAsterisk(Refused):
    code, status = "no-asterisk", 503


class Facts(msgspec.Struct, frozen=True):
    """What a running node was started with; kept beside it, so that who comes later can adopt it."""

    secret: str
    sip: int
    http: int


class Node(NamedTuple):
    """Where to reach a node and with which password."""

    url: str
    secret: str
    sip: int


def seen(folder: Path) -> Node | None:
    """The node that is (or was last) run in `folder`, by whatever process; None: none ever was."""
    runner = account()
    place = folder.resolve() if enterable(folder, runner) else stand_in(folder)
    facts = _facts_in(place)
    return None if facts is None else _node(facts)


def _facts_in(folder: Path) -> Facts | None:
    try:
        return msgspec.json.decode((folder / "node.json").read_bytes(), type=Facts)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _node(facts: Facts) -> Node:
    return Node(f"http://{LOOPBACK}:{facts.http}", facts.secret, facts.sip)


MakePlan = Callable[[Path, Facts], Plan]
"""The plan of a node in a folder, on the ports and with the password of `Facts`."""


class Exchange:
    """One Asterisk, run from an unpacked tree. `start` adopts a process that runs already: its calls go on."""

    def __init__(
        self, folder: Path, unpacked: Path, make_plan: MakePlan, *, sip: int = 0, extra: tuple[str, ...] = ()
    ) -> None:
        self._account: Account = account()
        self.folder = folder.resolve() if enterable(folder, self._account) else stand_in(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not is_ours(self.folder, self._account):
            raise NoAsterisk(f"目录 {self.folder} 不属于当前用户，不能用来运行 Asterisk。")
        self.folder.chmod(0o711)
        self._tree, self._make_plan, self._sip, self._extra = unpacked, make_plan, sip, extra
        self._users = Users(self.folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Node:
        """Boot it, or adopt the one that runs; where it is reached.

        Raises:
            NoAsterisk: it did not come up; the message names its log.
        """
        with self._users.at_the_door():
            facts = _facts_in(self.folder) if self.runs() else None
            if facts is None:
                facts = self._launch()
            self._wait()
            self._users.join()
        return _node(facts)

    def stop(self) -> None:
        """End it, and the calls it holds, unless another process uses it."""
        with self._users.at_the_door():
            if self._users.leave():
                self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """`kill -9`, for tests."""
        self._signal(signal.SIGKILL)

    @property
    def pid(self) -> int | None:
        """Its process; None where none runs."""
        if self._process is not None and self._process.poll() is None:
            return self._process.pid
        try:
            pid = int((self._home / "run/asterisk.pid").read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        return pid if str(self._home / "etc/asterisk.conf").encode() in command else None

    def runs(self) -> bool:
        """Whether the process lives, be it still booting."""
        return self.pid is not None

    def say(self, words: str) -> str:
        """What Asterisk's command line answers; for set-up and tests."""
        command = [*self._program(), "-C", str(self._home / "etc/asterisk.conf"), "-rx", words]
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd="/", **self._account.for_child()
        )
        return done.stdout

    @property
    def spool(self) -> Path:
        """Where what it records appears."""
        return self._home / "spool/recording"

    @property
    def _home(self) -> Path:
        return self.folder / "node"

    def _launch(self) -> Facts:
        before = _facts_in(self.folder)
        facts = Facts(
            secret=before.secret if before else secrets.token_urlsafe(24),
            sip=_free(socket.SOCK_DGRAM, self._sip or (before.sip if before else 0)),
            http=_free(socket.SOCK_STREAM, before.http if before else 0),
        )
        plan = self._make_plan(self._home, facts)
        main = tree.write(plan, self._extra)
        self._hand_over()
        self._keep(facts)
        environment = dict(os.environ, OPENSSL_CONF="/dev/null", LC_ALL="C", OPENSSL_MODULES=self._modules())
        with (self.folder / "asterisk.log").open("ab") as out:
            self._process = subprocess.Popen(
                [*self._program(), "-f", "-C", str(main)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,
                **self._account.for_child(),
            )
        return facts

    def _keep(self, facts: Facts) -> None:
        path = self.folder / "node.json"
        path.touch(mode=0o600)
        path.write_bytes(msgspec.json.encode(facts))

    def _hand_over(self) -> None:
        """The account owns what it has to write; nobody else may look in."""
        self._home.chmod(0o700)
        if self._account.demotes:
            for path in (self._home, *self._home.rglob("*")):
                os.chown(path, self._account.uid, self._account.gid, follow_symlinks=False)

    def _program(self) -> list[str]:
        """The tree's own loader runs it with the tree's own libraries: nothing of the host is used, nothing leaks."""
        libraries = self._libraries()
        loader = next(iter(sorted(libraries.glob("ld-linux*.so.*"))), None)
        if loader is None:
            raise NoAsterisk(f"目录 {self._tree} 中没有可以运行的 Asterisk，请删除它后重新准备。")
        return [str(loader), "--library-path", str(libraries), str(self._tree / "usr/sbin/asterisk")]

    def _libraries(self) -> Path:
        return next(iter(sorted(self._tree.glob("usr/lib/*-linux-gnu*"))), self._tree / "usr/lib")

    def _modules(self) -> str:
        return str(self._libraries() / "ossl-modules")

    def _wait(self) -> None:
        until = time.monotonic() + START_LIMIT
        while time.monotonic() < until:
            if "fully booted" in self.say("core waitfullybooted"):
                return
            if not self.runs():
                break
            time.sleep(0.05)
        raise NoAsterisk(f"Asterisk 没有启动，原因见 {self.folder / 'asterisk.log'}。")

    def _signal(self, number: int) -> None:
        """Send a signal that ends it, and wait until it has ended; one that does not is killed."""
        pid = self.pid
        if pid is None:
            return
        os.kill(pid, number)
        until = time.monotonic() + STOP_LIMIT
        while self._lives(pid):
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                until += STOP_LIMIT
            time.sleep(0.01)

    def _lives(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return False


def _free(kind: socket.SocketKind, wanted: int) -> int:
    """The wanted port if it is free, else one that is."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, kind) as door:
            if kind is socket.SOCK_STREAM:
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(door.getsockname()[1])
    raise NoAsterisk("没有空闲的端口，Asterisk 没有启动。")


def ports_of(facts: Facts) -> Ports:
    """The ports of a plan."""
    return Ports(sip=facts.sip, http=facts.http)
