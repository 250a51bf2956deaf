"""A backup is taken while people talk, and restored elsewhere: all that was acknowledged before is there."""

import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from helpline.app.backup.manifest import FORMAT, BadBackup, Manifest, part_of, write
from helpline.app.backup.restoring import missing_keys, ready
from helpline.app.backup.store import NotEmpty
from helpline.app.backup.tools import split_password
from helpline.app.migrate import make_database
from helpline.app.seed import seed
from helpline.app.settings import Settings
from helpline.audit.commands import record
from helpline.audit.keys import Keys, add
from helpline.audit.model import Line, Subject
from helpline.audit.sealer import Sealer
from helpline.kit import errand
from helpline.kit.clock import SystemClock, VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from tests.conftest import TUESDAY
from tests.support.insistent import InsistentPage
from tests.support.keys import MASTER_KEY
from tests.support.processes import HELPLINE, Processes
from tests.support.uploads import a_photo
from tests.support.waiting import until

KEY = {"HELPLINE_MASTER_KEY": MASTER_KEY}
LINES = [f"第 {number} 句" for number in range(100)]


@pytest.fixture
def processes(dsn: str, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path, HELPLINE_DATABASE_URL=dsn)
    yield started
    started.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the account of an embedded server may enter."""
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
async def elsewhere(cluster: Cluster) -> AsyncIterator[str]:
    """An empty database."""
    name = f"t_{new_id().hex}"
    await make_database(cluster.dsn(), name)
    yield cluster.dsn(name)
    connection = await asyncpg.connect(cluster.dsn())
    await connection.execute(f'drop database "{name}" with (force)')
    await connection.close()


async def helpline(*arguments: str, **settings: str) -> tuple[int, dict[str, Any]]:
    """Run the command; exit code and the document it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    done = await asyncio.to_thread(
        subprocess.run,
        [HELPLINE, *arguments],
        env={**own, **settings},
        capture_output=True,
        cwd="/",
        check=False,
    )
    said = done.stderr if done.returncode else done.stdout
    document: dict[str, Any] = json.loads(said.decode().strip().splitlines()[-1])
    return done.returncode, document


async def _with_a_picture(page: InsistentPage, url: str) -> tuple[str, bytes]:
    """Send one in the page's conversation; where it is read, and what is read there."""
    path = f"/api/conversations/{page.conversation}"
    async with httpx.AsyncClient(base_url=url, trust_env=False, headers=page.credentials) as client:
        kept = (await client.post(f"{path}/files", files={"file": ("报错.png", a_photo())})).json()
        said = await client.post(
            f"{path}/posts", json={"client_id": str(new_id()), "content": {"type": "picture", **kept}}
        )
        said.raise_for_status()
        shown = await client.get(f"{path}/files/{kept['file']}")
    return f"{path}/files/{kept['file']}", shown.content


@pytest.mark.article("R14.1")
@pytest.mark.article("R19.1")
async def test_a_backup_under_load_is_restored_with_all_that_was_acknowledged(
    dsn: str, elsewhere: str, processes: Processes, tmp_path: Path
) -> None:
    before = await Database.open(dsn, SystemClock(), size=2)
    await seed(before)
    await before.close()
    web = processes.web("web")
    await web.answers()
    page = await InsistentPage.ask([web.url], "电子税务局登录不了怎么办")
    picture, content = await _with_a_picture(page, web.url)
    page.write(*LINES)
    await page.send_all()
    acknowledged = dict(page.acknowledged)
    enough = asyncio.Event()
    talking = asyncio.create_task(_talk_on(page, enough))
    await until(lambda: _more_than(page, acknowledged))

    here = {"HELPLINE_DATABASE_URL": dsn, "HELPLINE_DATA_DIR": str(tmp_path / "data"), **KEY}
    code, taken = await helpline("backup", str(tmp_path / "b.tar"), **here)
    enough.set()
    await asyncio.wait_for(talking, 60)
    await web.end()

    assert code == 0, taken
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    there = {"HELPLINE_DATABASE_URL": elsewhere, "HELPLINE_DATA_DIR": str(tmp_path / "there"), **KEY}
    code, restored = await helpline("restore", str(tmp_path / "b.tar"), "--digest", taken["digest"], **there)
    assert code == 0, restored
    assert (restored["rows"], restored["files"]) == (taken["rows"], 1)
    second = Processes(tmp_path / "there", **there)
    try:
        site = second.web("web")
        await site.answers()
        await _reads_it_all(site.url, page, acknowledged, picture, content)
    finally:
        second.close()
    elsewhere_still = {**there, "HELPLINE_DATA_DIR": str(tmp_path / "third")}
    code, refused = await helpline("restore", str(tmp_path / "b.tar"), **elsewhere_still)
    assert (code, refused["error"]) == (2, "not-empty"), "the database is in use"


async def _talk_on(page: InsistentPage, enough: asyncio.Event) -> None:
    """Talk without a pause for as long as the backup takes."""
    while not enough.is_set():
        page.write(*["还有一句"] * 25)
        await page.send_all()


async def _more_than(page: InsistentPage, acknowledged: dict[str, int]) -> bool:
    return len(page.acknowledged) > len(acknowledged)


async def _reads_it_all(
    url: str, page: InsistentPage, acknowledged: dict[str, int], picture: str, content: bytes
) -> None:
    async with httpx.AsyncClient(base_url=url, trust_env=False, headers=page.credentials) as client:
        changes = (await client.get(f"/api/conversations/{page.conversation}")).json()["changes"]
        shown = await client.get(picture)
    own = [each for each in changes if each["kind"] == "post" and each["by"] == "taxpayer"]
    assert [each["content"].get("text") for each in own[2 : 2 + len(LINES)]] == LINES
    assert set(acknowledged.values()) <= {each["seq"] for each in own}
    assert shown.content == content


async def test_the_embedded_database_is_backed_up_and_restored_to_another(
    open_folder: Path, tmp_path: Path
) -> None:
    here, there = ({"HELPLINE_DATA_DIR": str(open_folder / name)} for name in ("here", "there"))
    await helpline("people", "found", **here)
    key = (open_folder / "here" / "master.key").read_text().strip()

    code, taken = await helpline("backup", str(tmp_path / "b"), **here)
    code_restored, restored = await helpline("restore", str(tmp_path / "b"), **there)

    assert (code, code_restored) == (0, 0), (taken, restored)
    assert key not in "".join(
        path.read_text(errors="replace") for path in (tmp_path / "b").rglob("*") if path.is_file()
    ), "keys stay where they are"
    assert list(json.loads((tmp_path / "b" / "manifest.json").read_text())["keys"]) == ["master.key"]
    assert not (open_folder / "there" / "master.key").exists()
    code, refused = await helpline("people", "list", **there)
    assert (code, refused["error"]) == (2, "missing-master-key")
    await helpline("backup", str(tmp_path / "k"), "--with-keys", **here)
    third = {"HELPLINE_DATA_DIR": str(open_folder / "third")}
    await helpline("restore", str(tmp_path / "k"), **third)
    assert (open_folder / "third" / "master.key").read_text().strip() == key
    assert (await helpline("people", "found", **third))[0] == 0, "with its key it opens"


@pytest.mark.parametrize(
    ("bend", "word"),
    [
        pytest.param(
            lambda b: (b / "database.dump").write_bytes(b"bent"), "database.dump 的摘要不符", id="bent"
        ),
        pytest.param(lambda b: (b / "database.dump").unlink(), "缺少 database.dump", id="missing"),
        pytest.param(lambda b: (b / "files" / "more").write_bytes(b"x"), "多出 files/more", id="added"),
        pytest.param(lambda b: (b / "manifest.json").write_text("{}"), "与给出的摘要不符", id="exchanged"),
        pytest.param(lambda b: (b / "manifest.json").unlink(), "没有备份清单", id="no manifest"),
    ],
)
def test_a_bent_backup_is_refused_before_anything_is_begun(
    tmp_path: Path, bend: Callable[[Path], object], word: str
) -> None:
    backup, place = tmp_path / "b", tmp_path / "place"
    digest = a_small_backup(backup)
    bend(backup)

    with pytest.raises(BadBackup, match=word):
        ready(Settings(data_dir=place), backup, digest)

    assert not place.exists()


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    digest = a_small_backup(tmp_path / "b", revision="9999")

    with pytest.raises(BadBackup, match="更新的版本"):
        ready(Settings(data_dir=tmp_path / "place"), tmp_path / "b", digest)


@pytest.mark.article("R18.1")
async def test_the_chain_of_the_audit_log_verifies_after_a_restore_with_its_keys_and_anchors(
    dsn: str, elsewhere: str, tmp_path: Path
) -> None:
    here = {"HELPLINE_DATABASE_URL": dsn, "HELPLINE_DATA_DIR": str(tmp_path / "here"), **KEY}
    db = await Database.open(dsn, VirtualClock(SystemClock().now() - timedelta(days=2)), size=2)
    with errand.running(errand.Errand(kind="command_line", number="root", door="cli.people.found")):
        async with db.deed() as tx:
            await record(tx, Line(deed="people.found", subject=Subject("staff", "0997")))
    await Sealer(db, Keys(tmp_path / "here" / "audit-keys")).seal_all()
    await db.close()
    await helpline("people", "found", **here)
    await helpline("audit", "anchors", **here)
    (tmp_path / "here" / "anchors" / "begun.json.part").write_text("{")

    code, taken = await helpline("backup", str(tmp_path / "b"), **here)
    assert code == 0, taken
    assert taken["keys_apart"] == [str(tmp_path / "here" / "audit-keys" / "1.key")]
    assert "另存" in taken["then"]
    await helpline("backup", str(tmp_path / "k.tar"), "--with-keys", **here)
    there = {"HELPLINE_DATABASE_URL": elsewhere, "HELPLINE_DATA_DIR": str(tmp_path / "there"), **KEY}
    code, restored = await helpline("restore", str(tmp_path / "k.tar"), **there)
    assert (code, restored["keys_apart"]) == (0, []), restored

    anchors = tmp_path / "there" / "anchors"
    assert (
        {path.name for path in anchors.iterdir()}
        == {path.name for path in (tmp_path / "here" / "anchors").glob("*.json")}
        != set()
    )
    code, report = await helpline("audit", "verify", "--anchors", str(anchors), **there)
    assert (code, report["findings"]) == (0, []), report
    assert report["anchors"] == len(list(anchors.iterdir()))


@pytest.mark.article("R18.1")
async def test_a_restore_without_keys_says_which_to_put_back_and_takes_no_others(tmp_path: Path) -> None:
    digest = a_small_backup(tmp_path / "b", "0001_kit", keys={"audit-keys/1.key": "0" * 64})
    settings = Settings(data_dir=tmp_path / "place", master_key=MASTER_KEY)

    manifest = ready(settings, tmp_path / "b", digest)
    assert missing_keys(settings, manifest) == [tmp_path / "place" / "audit-keys" / "1.key"]

    add(tmp_path / "place" / "audit-keys")
    with pytest.raises(NotEmpty, match="不是备份时的密钥"):
        ready(settings, tmp_path / "b", digest)


def a_small_backup(folder: Path, revision: str = "0001", keys: dict[str, str] | None = None) -> str:
    """Written as backups are; the manifest's digest."""
    (folder / "files").mkdir(parents=True)
    (folder / "database.dump").write_bytes(b"dump")
    manifest = Manifest(
        format=FORMAT,
        taken_at=TUESDAY,
        helpline="0",
        revision=revision,
        server="18",
        rows={},
        parts=[part_of(folder, folder / "database.dump")],
        keys=keys or {},
        with_keys=False,
    )
    return write(folder, manifest)


def test_a_password_in_the_address_is_not_shown_in_the_list_of_processes() -> None:
    address, password = split_password("postgresql://hl:a%40b@db.example:5433/helpline?sslmode=require")

    assert (address, password) == ("postgresql://hl@db.example:5433/helpline?sslmode=require", "a@b")
