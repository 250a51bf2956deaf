"""A full disk: posts wait, files are refused with a sentence, nobody is told a lie, and freed it goes on by itself."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpline.app.migrate import make_database, migrate
from helpline.app.seed import seed
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore, NoRoom
from helpline.kit.postgres.launcher import Cluster
from tests.support.insistent import InsistentPage
from tests.support.processes import Processes
from tests.support.records import said_in
from tests.support.waiting import until

LINES = [f"第 {number} 句：" + "扣缴客户端报送以后一直显示申报处理中。" * 60 for number in range(300)]


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own that is soon full; only root may mount one."""
    with tempfile.TemporaryDirectory(prefix="hl-disk-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", made]
        if os.geteuid() != 0 or shutil.which("mount") is None:
            pytest.skip("only root can mount a small file system")
        mounted = subprocess.run(command, check=False, capture_output=True)
        if mounted.returncode:
            pytest.skip(f"no small file system here: {mounted.stderr.decode().strip()}")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", made], check=True)


def fill(folder: Path) -> Path:
    """Take all the room there is; the file that holds it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1_048_576, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


@pytest.fixture
async def cramped() -> AsyncIterator[Cluster]:
    with small_disk(220) as folder:
        options = ("max_wal_size=32MB", "min_wal_size=32MB", "shared_buffers=16MB")
        server = Cluster(folder, options=options)
        server.start()
        try:
            await make_database(server.dsn(), "helpline")
            await migrate(server.dsn("helpline"))
            yield server
        finally:
            server.stop()


@pytest.mark.article("R11.1")
async def test_on_a_full_disk_posts_wait_unacknowledged_and_go_on_when_it_is_freed(
    cramped: Cluster, tmp_path: Path
) -> None:
    db = await Database.open(cramped.dsn("helpline"), SystemClock(), size=2)
    await seed(db)
    processes = Processes(tmp_path, HELPLINE_DATABASE_URL=cramped.dsn("helpline"))
    web = processes.web()
    await web.answers()
    page = await InsistentPage.ask([web.url], "电子税务局登录不了怎么办")
    ballast = await asyncio.to_thread(fill, cramped.place.data.parent)

    page.write(*LINES)
    sending = asyncio.create_task(page.send_all())
    await until(lambda: _stands_still(page, web.log))
    told = dict(page.acknowledged)
    assert len(told) < len(LINES), "the disk was full in the middle"
    ballast.unlink()
    await asyncio.to_thread(cramped.start)  # its supervisor's part, where it gave up over its log
    await asyncio.wait_for(sending, 60)

    said = await said_in(db, page.conversation)
    assert [post.text for post in said if post.by == "taxpayer"][1:] == LINES
    on_record = {post.client_id: post.seq for post in said}
    assert told.items() <= on_record.items(), "what was acknowledged before is where it was told to be"
    assert web.exit_code is None
    processes.close()
    await db.close()


async def _stands_still(page: InsistentPage, log: Path) -> bool:
    """Nothing was acknowledged for a second, and the log says that batches wait."""
    before = len(page.acknowledged)
    await asyncio.sleep(1.0)
    log_says = await asyncio.to_thread(log.read_text)
    return len(page.acknowledged) == before and "batch.waits" in log_says


async def test_a_file_that_has_no_room_is_refused_with_a_sentence_and_leaves_no_half() -> None:
    with small_disk(2) as folder:
        store = FolderStore(folder)
        await store.put("attachments/aa/small", b"x" * 1000)

        with pytest.raises(NoRoom, match="存储空间不足") as refused:
            await store.put("attachments/aa/large", b"x" * 4_000_000)

        assert refused.value.status == 507
        assert sorted(each.name for each in (folder / "attachments" / "aa").iterdir()) == ["small"]
        await store.put("attachments/aa/next", b"x" * 1000)
