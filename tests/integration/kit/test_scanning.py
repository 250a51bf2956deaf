"""Files are looked through by the real ClamAV daemon, which knows one virus: the test file of the trade."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline.kit.files import FolderStore
from helpline.kit.scanning import UNSCANNED, Clamd, Infected, ScannedStore, ScannerAway
from tests.support.waiting import until

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
START = 60.0


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """The daemon's socket. Skipped with the reason where the daemon is not installed."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("no clamd: apt-get install clamav-daemon")
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as name:
        folder = Path(name)
        (folder / "own.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
        settings = {
            "DatabaseDirectory": folder,
            "LocalSocket": folder / "socket",
            "Foreground": "yes",
            "StreamMaxLength": "1M",
        }
        (folder / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=log, stderr=log)
        try:
            asyncio.run(_listens(folder / "socket", daemon))
            yield str(folder / "socket")
        finally:
            daemon.kill()
            daemon.wait()


async def _listens(socket: Path, daemon: "subprocess.Popen[bytes]") -> None:
    async def look() -> bool:
        assert daemon.poll() is None, "it ended"
        return await asyncio.to_thread(socket.exists)

    await until(look, START)


async def test_what_is_infected_is_refused_and_not_kept(clamd: str, tmp_path: Path) -> None:
    store = ScannedStore(FolderStore(tmp_path), Clamd(clamd), is_required=True)

    with pytest.raises(Infected, match="恶意程序"):
        await store.put("attachments/1", b"before" + EICAR + b"after")

    assert not await store.exists("attachments/1")


async def test_what_is_clean_is_kept_whatever_its_size(clamd: str, tmp_path: Path) -> None:
    store = ScannedStore(FolderStore(tmp_path), Clamd(clamd), is_required=True)
    content = bytes(700_000)

    await store.put("attachments/1", content)

    assert await store.get("attachments/1") == content


async def test_an_answer_that_says_nothing_about_the_file_does_not_let_it_in(
    clamd: str, tmp_path: Path
) -> None:
    store = ScannedStore(FolderStore(tmp_path), Clamd(clamd), is_required=True)

    with pytest.raises(ScannerAway):
        await store.put("attachments/1", bytes(3_000_000))

    assert not await store.exists("attachments/1")


async def test_while_the_daemon_is_away_files_wait_outside_or_are_marked(tmp_path: Path) -> None:
    away = Clamd(str(tmp_path / "nowhere"))
    strict, mild = (
        ScannedStore(FolderStore(tmp_path / "files"), away, is_required=each) for each in (True, False)
    )

    with pytest.raises(ScannerAway, match="暂时不可用"):
        await strict.put("attachments/1", b"x")
    assert not await strict.exists("attachments/1")
    await mild.put("attachments/1", b"x")

    assert await mild.get("attachments/1") == b"x"
    assert await mild.exists("attachments/1" + UNSCANNED)
    await mild.delete("attachments/1")
    assert [each for each in (tmp_path / "files").rglob("*") if each.is_file()] == []
