"""`helpline serve`: the whole product in one command, light, on a PostgreSQL of its own, gone when told to go."""

import asyncio
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.support.insistent import InsistentPage
from tests.support.keys import MASTER_KEY
from tests.support.proc import is_alive, is_postgres, memory, rights, tree, user_of
from tests.support.processes import HELPLINE, NOBODY, Processes, WebProcess
from tests.support.waiting import until

START_CEILING = 15.0
"""Seconds from the command to open doors, on a folder where nothing is yet."""

IDLE_CEILING = 400.0
"""Megabytes of all its processes together."""

DEMO_CEILING = 60.0
"""Seconds until a newcomer reads how to log in."""

LOG_IN = re.compile(r"^ +\S+ +(\d{4}) +http://\S+?(/\w+)$", re.MULTILINE)
PASSWORD = re.compile(r"口令都是 (\S+?)）")

END_CEILING = 5.0
"""Seconds from SIGTERM to the end."""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")


class Served(NamedTuple):
    """A `serve`. `before`: the rights of folders around it, as they were."""

    process: WebProcess
    data: Path
    before: dict[Path, tuple[int, int, int]]

    @property
    def postgres(self) -> int:
        """The server's process."""
        [pid] = [one for one in tree(self.process.pid) if is_postgres(one)]
        return pid


@contextmanager
def _begun(*options: str, as_nobody: bool = False) -> Iterator[Served]:
    """`serve` in a folder beside things of others; killed at the end of the block unless it has ended."""
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        data, neighbour = folder / "data", folder / "data" / "of somebody else"
        neighbour.mkdir(parents=True)
        (neighbour / "secret").write_text("不要动")
        neighbour.chmod(0o750)
        data.chmod(0o755)
        if as_nobody:
            os.chown(data, NOBODY, NOBODY)
        around = (folder, data, neighbour, neighbour / "secret", Path("/tmp"), Path("/var/tmp"), Path.home())
        before = rights(*around)
        processes = Processes(folder)
        yield Served(processes.web("serve", *options, as_nobody=as_nobody), data, before)
        processes.close()


class Looked(NamedTuple):
    """A running `serve` and how long it took to open its doors."""

    served: Served
    seconds: float


@pytest.fixture(scope="module")
def looked() -> Iterator[Looked]:
    """One that everybody looks at."""
    with _begun() as served:
        yield Looked(served, asyncio.run(served.process.answers()))
        asyncio.run(served.process.end())


@pytest.fixture
def served(looked: Looked) -> Served:
    return looked.served


def test_it_opens_its_doors_within_fifteen_seconds(looked: Looked) -> None:
    print(f"\nserve: doors open after {looked.seconds:.1f} s on an empty folder")
    assert looked.seconds < START_CEILING


async def test_it_idles_under_four_hundred_megabytes(served: Served) -> None:
    page = await InsistentPage.ask([served.process.url], "电子税务局登录不了怎么办")
    await asyncio.wait_for(page.listen(2), 10)
    await asyncio.sleep(1)

    used = memory(served.process.pid)

    print(f"\nserve: idle {used.rss:.0f} MB RSS ({used.pss:.0f} MB PSS) in {used.processes} processes")
    assert used.processes >= 2
    assert used.rss < IDLE_CEILING


def test_it_touches_no_rights_but_of_its_own_folders(served: Served) -> None:
    assert rights(*served.before) == served.before


@needs_root
def test_as_root_it_runs_postgresql_as_another_user(served: Served) -> None:
    assert user_of(served.process.pid) == 0
    assert user_of(served.postgres) == NOBODY


async def test_another_command_uses_the_running_server_and_leaves_it_running(served: Served) -> None:
    before = served.postgres

    listed = await asyncio.to_thread(_command, served.data, "people", "list")

    assert (listed.returncode, listed.stderr) == (0, b"")
    assert served.postgres == before
    async with httpx.AsyncClient(base_url=served.process.url, trust_env=False) as client:
        assert (await client.post("/api/visitors")).status_code == 201


async def test_a_taken_port_is_told_before_anything_is_begun(served: Served, tmp_path: Path) -> None:
    port = served.process.url.rpartition(":")[2]

    ended = await asyncio.to_thread(_command, tmp_path / "data", "serve", "--port", port)

    assert ended.returncode == 2
    refusal = json.loads(ended.stderr)
    assert refusal["error"] == "port-taken"
    assert port in refusal["message"]
    assert not (tmp_path / "data").exists()


async def test_it_starts_its_postgresql_again_when_it_is_killed(served: Served) -> None:
    killed = served.postgres

    os.kill(killed, signal.SIGKILL)

    async def is_back() -> bool:
        return (
            served.process.exit_code is None
            and [one for one in tree(served.process.pid) if is_postgres(one) and one != killed] != []
        )

    await until(is_back)
    await served.process.answers()
    page = await InsistentPage.ask([served.process.url], "怎么退税？")
    await asyncio.wait_for(page.listen(2), 10)


def _command(data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    return subprocess.run(
        [HELPLINE, *arguments],
        env={
            **environment,
            "HELPLINE_HOTLINE": "false",
            "HELPLINE_DATA_DIR": str(data),
            "HELPLINE_MASTER_KEY": MASTER_KEY,
        },
        capture_output=True,
        timeout=60,
        check=False,
        cwd="/",
    )


async def _ends(served: Served) -> None:
    """SIGTERM while pages are connected ends it, and the PostgreSQL that it started."""
    postgres = served.postgres
    page = await InsistentPage.ask([served.process.url], "怎么退税？")
    listening = asyncio.create_task(page.listen(1_000))
    await until(lambda: _hears(page))

    took = await served.process.end()

    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    print(f"\nserve: ended {took:.1f} s after SIGTERM, a page connected")
    assert took < END_CEILING
    assert served.process.exit_code == 0
    assert not is_alive(postgres)
    assert not (served.data / "postgres" / "cluster" / "postmaster.pid").exists()


async def _hears(page: InsistentPage) -> bool:
    return bool(page.heard)


@needs_root
async def test_an_ordinary_user_serves_and_ends_it_just_so() -> None:
    with _begun(as_nobody=True) as served:
        seconds = await served.process.answers()
        print(f"\nserve: as an ordinary user, doors open after {seconds:.1f} s")

        assert seconds < START_CEILING
        assert {user_of(one) for one in tree(served.process.pid)} == {NOBODY}
        assert rights(*served.before) == served.before
        await _ends(served)


async def test_it_ends_within_five_seconds_with_what_it_started() -> None:
    with _begun() as served:
        await served.process.answers()
        await _ends(served)


async def test_with_the_demo_everybody_who_is_named_can_log_in_within_a_minute() -> None:
    with _begun("--demo") as served:
        process = served.process
        await process.answers()
        await process.said("演示账号")
        told = process.log.read_text()
        seconds = time.monotonic() - process.began
        print(f"\nserve --demo: log-ins printed after {seconds:.1f} s")

        assert seconds < DEMO_CEILING
        assert f"{process.url}/" in told
        people, password = LOG_IN.findall(told), PASSWORD.findall(told)[0]
        assert len(people) >= 7
        async with httpx.AsyncClient(
            base_url=process.url, headers={"Sec-Fetch-Site": "same-origin"}, trust_env=False, timeout=20
        ) as browser:
            for number, page in people:
                answer = await browser.post("/api/session", json={"number": number, "password": password})
                assert answer.status_code == 201, f"{number}: {answer.text}"
                assert (await browser.get(page)).status_code in (200, 503), (
                    "503: the pages are not built here"
                )
