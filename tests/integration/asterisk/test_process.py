"""`helpline telephony`: brings its own Asterisk, leads it, and takes it down again; without one it says what is missing."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from helpline.kit.asterisk.launcher import seen
from tests.support.exchange import PUBLIC, TREE, unpacked
from tests.support.phone import loudness, phone
from tests.support.processes import Processes
from tests.support.waiting import until


@pytest.fixture
def processes(dsn: str, tmp_path: Path) -> Iterator[Processes]:
    unpacked()
    tmp_path.chmod(0o711)
    started = Processes(
        tmp_path,
        HELPLINE_DATABASE_URL=dsn,
        HELPLINE_HOTLINE="true",
        HELPLINE_ASTERISK_DIR=str(TREE),
        HELPLINE_DATA_DIR=str(tmp_path),
    )
    yield started
    started.close()


@pytest.fixture
async def connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(dsn)
    yield opened
    await opened.close()


@pytest.mark.article("R14.2")
async def test_it_brings_its_own_asterisk_takes_calls_and_leaves_nothing_running(
    processes: Processes, connection: asyncpg.Connection, tmp_path: Path
) -> None:
    process = await processes.loop("telephony")
    await process.said("telephony.leads")
    node = seen(tmp_path / "asterisk")
    assert node is not None
    async with phone(PUBLIC, node.sip) as caller:
        talk = await caller.dial("4008001")
        assert loudness(await talk.listen(1)) > 300, "the greeting is spoken"

        async def written_down() -> bool:
            return bool(await connection.fetchval("select count(*) from call"))

        await until(written_down)
    await process.end()
    assert not _run(tmp_path / "asterisk")


async def test_without_an_asterisk_it_says_what_to_do(processes: Processes, tmp_path: Path) -> None:
    nowhere = Processes(tmp_path, HELPLINE_HOTLINE="true", HELPLINE_ASTERISK_DIR=str(tmp_path / "none"))
    with pytest.raises(AssertionError, match="helpline telephony fetch"):
        await nowhere.loop("telephony")
    nowhere.close()


def _run(folder: Path) -> list[str]:
    """Processes that run an Asterisk there."""
    wanted = str(folder / "node/etc/asterisk.conf").encode()
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if wanted in place.read_bytes():
                found.append(place.parent.name)
    return found
