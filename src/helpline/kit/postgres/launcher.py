"""Starts, adopts and stops a cluster."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from helpline.kit.log import Log
from helpline.kit.postgres.place import NoPostgres, Place, prepare

log = Log(__name__)

START_LIMIT = 60.0
"""Seconds a start may take, recovery after a crash included."""


class Cluster:
    """One PostgreSQL cluster of our own. `start` makes it on first use and adopts a server left running."""

    def __init__(self, folder: Path, *, binaries: Path | None = None, options: tuple[str, ...] = ()) -> None:
        self.place: Place = prepare(folder, binaries)
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def dsn(self, database: str = "postgres") -> str:
        """Address of a database in the cluster."""
        return f"postgresql://postgres@/{database}?host={self.place.socket}"

    def start(self) -> None:
        """Make the cluster if it is new, then start it, or adopt the server that already runs it.

        Raises:
            NoPostgres: it did not come up; the message names its log.
        """
        if not (self.place.data / "PG_VERSION").exists():
            self._make()
        if self.answers():
            return
        self._launch()
        self._wait()

    def stop(self) -> None:
        """Stop the server if it was started here; sessions are ended, nothing is lost."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_LIMIT)
        self._process = None

    def kill(self) -> None:
        """`kill -9`, for tests of the promise that nothing acknowledged is lost."""
        pid = int((self.place.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def answers(self) -> bool:
        """Whether a server accepts connections."""
        ready: list[str | Path] = [self.place.binaries / "pg_isready", "-q", "-h", str(self.place.socket)]
        return subprocess.run(ready, check=False, cwd="/").returncode == 0

    def _make(self) -> None:
        command: list[str | Path] = [
            self.place.binaries / "initdb",
            "-D",
            self.place.data,
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
            command, check=False, cwd="/", capture_output=True, **self._who()
        )
        if made.returncode:
            raise NoPostgres(f"无法创建数据库：{made.stderr.decode(errors='replace').strip()}")

    def _major(self) -> int:
        answer: subprocess.CompletedProcess[bytes] = subprocess.run(
            [self.place.binaries / "postgres", "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            **self._who(),
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
                command, stdout=out, stderr=out, cwd="/", start_new_session=True, **self._who()
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

    def _who(self) -> dict[str, Any]:
        runner = self.place.account
        return {"user": runner.uid, "group": runner.gid, "extra_groups": []} if runner.demotes else {}
