"""Real processes of the product, to be killed."""

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.support.keys import MASTER_KEY
from tests.support.waiting import until

HELPLINE = str(Path(sys.executable).with_name("helpline"))
"""The command, of the environment that runs the tests."""

START_PATIENCE = 120.0
NOBODY = 65_534


class Process:
    """One process. Its log is kept in a file."""

    def __init__(
        self, arguments: list[str], environment: Mapping[str, str], log: Path, *, as_nobody: bool = False
    ) -> None:
        self.log = log
        own = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
        own["HELPLINE_MASTER_KEY"] = MASTER_KEY
        own["HELPLINE_HOTLINE"] = "false"  # whose test needs one says so
        command, who = [HELPLINE], {}
        if as_nobody:
            command, who = command_of_anybody(), {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            own["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self.began = time.monotonic()
        with log.open("ab") as out:
            self._process = subprocess.Popen(  # type: ignore[call-overload]  # `who` is of its shape
                [*command, *arguments], env={**own, **environment}, stdout=out, stderr=out, cwd="/", **who
            )
        self.pid: int = self._process.pid

    def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()
        self._process.wait()

    async def end(self) -> float:
        """Ask it to end; seconds that it took."""
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(self._process.wait, START_PATIENCE)
        return time.monotonic() - began

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        code: int | None = self._process.poll()
        return code

    async def said(self, words: str) -> None:
        """Wait until its log says so."""

        async def look() -> bool:
            assert self.exit_code is None, f"ended: {self.log.read_text()[-2000:]}"
            return words in self.log.read_text()

        await until(look, START_PATIENCE)


class WebProcess(Process):
    """A process with doors."""

    url = ""

    async def answers(self) -> float:
        """Wait until its doors are open; seconds since its start."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:

            async def look() -> bool:
                assert self.exit_code is None, f"ended: {self.log.read_text()[-2000:]}"
                try:
                    return (await client.get("/readyz")).status_code == 200
                except httpx.TransportError:
                    return False

            await until(look, START_PATIENCE)
        return time.monotonic() - self.began


class Processes:
    """Starts processes on one database, and leaves none behind."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._environment = {"HELPLINE_DATA_DIR": str(folder / "data"), **environment}
        self._started: list[Process] = []

    def web(
        self,
        command: str = "web",
        *options: str,
        as_nobody: bool = False,
        port: int = 0,
        log: Path | None = None,
    ) -> WebProcess:
        """A process with doors, on a free port unless it is said; wait for `answers`."""
        port = port or free_port()
        arguments = [command, "--port", str(port), *options]
        process = WebProcess(arguments, self._environment, log or self._log(command), as_nobody=as_nobody)
        process.url = f"http://127.0.0.1:{port}"
        self._started.append(process)
        return process

    async def loop(self, name: str) -> Process:
        """A worker or ticker that is at work."""
        process = Process([name], self._environment, self._log(name))
        self._started.append(process)
        await process.said("process.ready")
        return process

    def close(self) -> None:
        for process in self._started:
            if process.exit_code is None:
                process.kill()

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}-{len(self._started)}.log"


def command_of_anybody() -> list[str]:
    """The command for users who cannot enter the home where the tests' interpreter may lie: by the system's own.

    The test is skipped with the reason where there is none of the same version.
    """
    program = "from helpline.app.cli import main; main()"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        path = Path(python).resolve()
        if path.exists() and all(step.stat().st_mode & stat.S_IXOTH for step in [path, *path.parents]):
            return [python, "-c", program]
    pytest.skip(f"no {version} that an ordinary user can run")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port
