"""R11.2: a recording leaves the spool only when it lies sealed in the store; whatever is in between, nothing is lost."""

from pathlib import Path
from uuid import UUID

import pytest

from helpline.calls.recordings import commands, queries
from helpline.calls.recordings.model import Recording, spool_name
from helpline.calls.recordings.store import find, origin
from helpline.calls.recordings.sweeper import Sweeper
from helpline.kit.db import Database
from helpline.kit.files import FileStore, FolderStore
from helpline.kit.secrets import rotation
from tests.support.front import Front, front
from tests.support.house import House
from tests.support.people import City, a_city
from tests.support.recordings import a_call, long_ago, said_complete, spooled, wav

pytestmark = pytest.mark.article("R11.2")

NODE = "node1"


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def files(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def sweeper(db: Database, files: FileStore, spool: Path) -> Sweeper:
    return Sweeper(db, files, spool, NODE)


async def kept(db: Database, name: str) -> Recording | None:
    async with db.reading() as read:
        return await find(read, spool_name(NODE, name).id)


async def heard(db: Database, files: FileStore, row: Recording) -> bytes:
    return commands.opened(row, await files.get(commands.file_key(row.id)))


async def told(db: Database, kind: str) -> int:
    async with db.reading() as read:
        count: int = await read.fetchval(
            "select count(*) from outbox where name = $1", f"calls.Recording{kind}"
        )
    return count


async def test_what_was_said_to_be_complete_is_stored_sealed_and_leaves_the_spool(
    db: Database, files: FolderStore, spool: Path, tmp_path: Path
) -> None:
    call = await a_call(db)
    content = wav(2)
    path = spooled(spool, f"rec-{call}", content)
    await said_complete(db, call)

    assert await sweeper(db, files, spool).sweep() == 1

    row = await kept(db, f"rec-{call}")
    assert row is not None
    assert (row.call_id, row.kind, row.seconds, row.is_silent) == (call, "talk", 2, False)
    assert await heard(db, files, row) == content
    assert not path.exists()
    [stored] = [each for each in (tmp_path / "files").rglob("*") if each.is_file()]
    assert content[1000:1100] not in stored.read_bytes()
    assert await told(db, "Kept") == 1


async def test_a_running_talk_is_left_alone_and_a_missed_event_is_made_good_after_a_while(
    db: Database, files: FolderStore, spool: Path
) -> None:
    talking, ended = await a_call(db, is_over=False), await a_call(db)
    running = spooled(spool, f"rec-{talking}", wav())
    missed = spooled(spool, f"rec-{ended}", wav())
    sweep = sweeper(db, files, spool).sweep

    assert await sweep() == 0
    long_ago(running)
    long_ago(missed)
    assert await sweep() == 1

    assert running.exists()
    assert not missed.exists()


async def test_with_the_store_away_nothing_is_lost_and_an_alarm_is_raised_once(
    db: Database, house: House, spool: Path, tmp_path: Path
) -> None:
    call = await a_call(db)
    path = spooled(spool, f"rec-{call}", wav())
    await said_complete(db, call)
    where = tmp_path / "files"
    where.write_text("a file where the folder was")
    sweep = sweeper(db, FolderStore(where), spool).sweep

    assert [await sweep(), await sweep()] == [0, 0]
    await house.settle()

    assert path.exists()
    async with db.reading() as read:
        [trouble] = await queries.troubles(read)
        alerts = await read.fetch("select kind, count from secrecy_alert")
    assert (trouble.call_id, trouble.code, trouble.tries) == (call, "store-away", 2)
    assert [(each["kind"], each["count"]) for each in alerts] == [("recording_not_kept", 1)]

    where.unlink()
    assert await sweep() == 1
    async with db.reading() as read:
        assert await queries.troubles(read) == []
    row = await kept(db, f"rec-{call}")
    assert row is not None
    assert await heard(db, FolderStore(where), row) == wav()


class Failing:
    """A store that ends at its n-th deed, before or after doing it, as a machine does that goes down."""

    def __init__(self, store: FileStore, at: int, *, is_after: bool) -> None:
        self._store, self._left, self._is_after = store, at, is_after

    async def put(self, key: str, content: bytes) -> str:
        self._fail_before()
        digest = await self._store.put(key, content)
        self._fail_after()
        return digest

    async def get(self, key: str) -> bytes:
        self._fail_before()
        return await self._store.get(key)

    async def exists(self, key: str) -> bool:
        self._fail_before()
        return await self._store.exists(key)

    async def delete(self, key: str) -> None:
        await self._store.delete(key)

    def _fail_before(self) -> None:
        self._left -= 1
        if self._left == 0 and not self._is_after:
            raise ConnectionError

    def _fail_after(self) -> None:
        if self._left == 0 and self._is_after:
            raise ConnectionError


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("is_after", [False, True])
async def test_wherever_it_breaks_off_it_is_done_again_and_comes_out_once(
    db: Database, files: FolderStore, spool: Path, at: int, *, is_after: bool
) -> None:
    call = await a_call(db)
    path = spooled(spool, f"rec-{call}", wav())
    await said_complete(db, call)

    await sweeper(db, Failing(files, at, is_after=is_after), spool).sweep()
    row = await kept(db, f"rec-{call}")
    assert row is not None
    assert path.exists() or row.stored_at is not None
    await sweeper(db, files, spool).sweep()

    again = await kept(db, f"rec-{call}")
    assert again is not None
    assert await heard(db, files, again) == wav()
    assert not path.exists()
    assert await told(db, "Kept") == 1


async def test_a_file_that_came_back_to_the_spool_changes_nothing(
    db: Database, files: FolderStore, spool: Path
) -> None:
    """The machine went down between the store and the spool's deletion."""
    call = await a_call(db)
    await said_complete(db, call)
    sweep = sweeper(db, files, spool).sweep
    for _ in range(2):
        path = spooled(spool, f"rec-{call}", wav())
        assert await sweep() == 1
        assert not path.exists()

    assert await told(db, "Kept") == 1


class Forgetful(FolderStore):
    """A store that takes everything and gives back something else."""

    async def get(self, key: str) -> bytes:
        return (await super().get(key))[:-1] + b"?"


async def test_what_the_store_gives_back_otherwise_stays_in_the_spool(
    db: Database, spool: Path, tmp_path: Path
) -> None:
    call = await a_call(db)
    path = spooled(spool, f"rec-{call}", wav())
    await said_complete(db, call)

    assert await sweeper(db, Forgetful(tmp_path / "files"), spool).sweep() == 0

    assert path.exists()
    async with db.reading() as read:
        assert [each.code for each in await queries.troubles(read)] == ["not-the-same"]


async def test_one_bad_file_is_told_of_and_hinders_no_other(
    db: Database, files: FolderStore, spool: Path
) -> None:
    bad, good = await a_call(db), await a_call(db)
    broken = spooled(spool, f"rec-{bad}", b"no sound at all")
    spooled(spool, f"rec-{good}", wav(loudness=10))
    await said_complete(db, bad)
    await said_complete(db, good)

    assert await sweeper(db, files, spool).sweep() == 1

    assert broken.exists()
    async with db.reading() as read:
        assert [(each.call_id, each.code) for each in await queries.troubles(read)] == [(bad, "no-sound")]
    row = await kept(db, f"rec-{good}")
    assert row is not None
    assert row.is_silent


async def test_a_file_that_nobody_knows_is_kept_and_a_number_in_its_name_written_nowhere_in_clear(
    db: Database, files: FolderStore, spool: Path
) -> None:
    name = "visit-13698765432"
    long_ago(spooled(spool, name, wav()))
    waits = spooled(spool, "left-1764000000.7-13698765432-public", wav())
    long_ago(waits)

    assert await sweeper(db, files, spool).sweep() == 1

    row = await kept(db, name)
    assert row is not None
    assert (row.kind, row.call_id) == ("alone", None)
    async with db.reading() as read:
        assert await origin(read, row.id) == name
        assert "13698765432" not in str(await read.fetch("select * from recording"))
    assert waits.exists(), "first it gets a call, and another name"


async def test_rotated_keys_open_what_was_stored_before_without_touching_it(
    db: Database, files: FolderStore, spool: Path
) -> None:
    call = await a_call(db)
    spooled(spool, f"rec-{call}", wav())
    await said_complete(db, call)
    await sweeper(db, files, spool).sweep()
    before = await files.get(commands.file_key(spool_name(NODE, f"rec-{call}").id))

    await rotation.rotate(db)
    await rotation.reencrypt(db)

    row = await kept(db, f"rec-{call}")
    assert row is not None
    assert await files.get(commands.file_key(row.id)) == before
    assert await heard(db, files, row) == wav()


async def a_recorded_call(db: Database, files: FileStore, spool: Path, city: City, server: str) -> UUID:
    person = city[server]
    call = await a_call(db, served_by=person.id, provider_id=person.provider_id)
    spooled(spool, f"rec-{call}", wav(1))
    await said_complete(db, call)
    assert await sweeper(db, files, spool).sweep() == 1
    return call


async def status(app: Front, number: str, recording: str) -> int:
    browser = await app.signed_in(number)
    return (await browser.get(f"/api/recordings/{recording}/audio")).status_code


@pytest.mark.article("R18.1")
async def test_who_may_hears_a_recording_or_a_part_of_it_and_it_is_on_record(
    db: Database, spool: Path, tmp_path: Path
) -> None:
    city = await a_city(db)
    files = FolderStore(tmp_path / "files")
    call = await a_recorded_call(db, files, spool, city, "0101")
    async with front(db, tmp_path, files) as app:
        own = await app.signed_in("0101")
        [line] = (await own.get("/api/recordings", params={"call": str(call)})).json()
        whole = await own.get(f"/api/recordings/{line['id']}/audio")
        part = await own.get(f"/api/recordings/{line['id']}/audio", headers={"Range": "bytes=100-199"})
        beyond = await own.get(f"/api/recordings/{line['id']}/audio", headers={"Range": "bytes=999999-"})

        assert (line["seconds"], line["kind"], len(line["peaks"])) == (1, "talk", 800)
        assert (whole.content, whole.headers["content-type"]) == (wav(1), "audio/wav")
        assert (part.status_code, part.content) == (206, wav(1)[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(wav(1))}"
        assert beyond.status_code == 416
        assert await status(app, "0102", line["id"]) == 404  # a colleague
        assert await status(app, "0201", line["id"]) == 404  # the other provider
        assert await status(app, "0110", line["id"]) == 200  # the team's lead
        stranger = await app.signed_in("0201")
        assert (await stranger.get("/api/recordings", params={"call": str(call)})).json() == []
    async with db.reading() as read:
        rows = await read.fetch(
            "select who_number, subject_id, outcome from audit_line where deed = 'calls.audio' and outcome = 'looked'"
        )
    assert {(row["who_number"], row["subject_id"]) for row in rows} == {
        ("0101", line["id"]),
        ("0110", line["id"]),
    }
