"""Starts, adopts, restarts and stops a cluster."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from helpline.kit.log import Log
from helpline.kit.postgres.place import NoPostgres, Place, own, prepare
from helpline.kit.postgres.users import Users

log = Log(__name__)

START_LIMIT = 60.0
"""Seconds a start may take, recovery after a crash included."""

STOP_LIMIT = 30.0


class Cluster:
    """One PostgreSQL cluster of our own. `start` makes it on first use and adopts a server that runs already."""

    def __init__(self, folder: Path, *, binaries: Path | None = None, options: tuple[str, ...] = ()) -> None:
        self.place: Place = prepare(folder, binaries)
        self._options = options
        self._users = Users(self.place.data.parent)
        self._process: subprocess.Popen[bytes] | None = None

    def dsn(self, database: str = "postgres") -> str:
        """Address of a database in the cluster."""
        return f"postgresql://postgres@/{database}?host={self.place.socket}"

    def start(self) -> None:
        """Make the cluster if it is new, then start it, or adopt the server that already runs it.

        Raises:
            NoPostgres: it did not come up; the message names its log.
        """
        with self._users.at_the_door():
            if not (self.place.data / "PG_VERSION").exists():
                self._make()
            if not self.answers():
                self._launch()
                self._wait()
            self._users.join()

    def stop(self) -> None:
        """Stop the server, unless another process uses it; sessions are ended, nothing is lost."""
        with self._users.at_the_door():
            if self._users.leave() and (pid := self._pid()) is not None:
                self._signal(pid, signal.SIGINT)

    def kill(self) -> None:
        """`kill -9`, for tests of the promise that nothing acknowledged is lost."""
        pid = self._pid()
        if pid is not None:
            self._signal(pid, signal.SIGKILL)

    @property
    def pid(self) -> int | None:
        """The server's first process; None where none runs."""
        return self._pid()

    def runs(self) -> bool:
        """Whether the server's process lives, be it still recovering."""
        return self._pid() is not None

    def answers(self) -> bool:
        """Whether a server accepts connections."""
        ready: list[str | Path] = [self.place.binaries / "pg_isready", "-q", "-h", str(self.place.socket)]
        return subprocess.run(ready, check=False, cwd="/").returncode == 0

    def _pid(self) -> int | None:
        """The server's process; None where none runs. A file left by a crash may name somebody else's process."""
        if self._process is not None and self._process.poll() is None:
            return self._process.pid
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return None
        return pid if self._serves(pid) else None

    def _serves(self, pid: int) -> bool:
        """Whether the process is a server of this cluster and has not ended."""
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        try:
            return str(self.place.data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False

    def _signal(self, pid: int, number: int) -> None:
        """Send a signal that ends the server, and wait until it has ended."""
        os.kill(pid, number)
        until = time.monotonic() + STOP_LIMIT
        while not self._ended(pid) and time.monotonic() < until:
            time.sleep(0.01)

    def _ended(self, pid: int) -> bool:
        """Whether the process is gone or waits for its parent only. One that is ending has no command line any more."""
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is not None
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return True

    def _make(self) -> None:
        """Made aside and then moved: a start that is killed halfway leaves nothing that looks like a cluster."""
        aside = self.place.data.with_name("cluster.new")
        shutil.rmtree(aside, ignore_errors=True)
        own(aside, self.place.account)
        self._initialise(aside)
        try:
            aside.rename(self.place.data)
        except OSError:
            raise NoPostgres(f"目录 {self.place.data} 里有数据库以外的内容，请移走后重试。") from None

    def _initialise(self, folder: Path) -> None:
        command: list[str | Path] = [
            self.place.binaries / "initdb",
            "-D",
            folder,
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
        ]
        # Without LC_CTYPE C.UTF-8 trigrams silently lose every Chinese character.
        command += ["--locale=C", "--lc-ctype=C.UTF-8"]
        if self._major() >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made: subprocess.CompletedProcess[bytes] = subprocess.run(
            command, check=False, cwd="/", capture_output=True, **self.place.account.for_child()
        )
        if made.returncode:
            raise NoPostgres(f"无法创建数据库：{made.stderr.decode(errors='replace').strip()}")

    def _major(self) -> int:
        answer: subprocess.CompletedProcess[bytes] = subprocess.run(
            [self.place.binaries / "postgres", "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            **self.place.account.for_child(),
        )
        return int(answer.stdout.split()[2].split(b".")[0])

    def _launch(self) -> None:
        command: list[str | Path] = [
            self.place.binaries / "postgres",
            "-D",
            self.place.data,
            "-k",
            self.place.socket,
        ]
        for option in ("listen_addresses=", "max_connections=200", *self._options):
            command += ["-c", option]
        with self._log_path().open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,
                **self.place.account.for_child(),
            )

    def _wait(self) -> None:
        until = time.monotonic() + START_LIMIT
        while time.monotonic() < until:
            if self.answers():
                return
            if self._process is not None and self._process.poll() is not None:
                # A predecessor killed hard may still hold its memory for a moment.
                time.sleep(0.2)
                self._launch()
            time.sleep(0.02)
        raise NoPostgres(f"数据库没有启动，原因见 {self._log_path()}。")

    def _log_path(self) -> Path:
        return self.place.data.parent / "postgres.log"
