"""The embedded PostgreSQL: shared by processes, restarted after a crash, and never in a folder that is not ours."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from helpline.kit.account import account
from helpline.kit.postgres.launcher import Cluster
from helpline.kit.postgres.place import NoPostgres, own, prepare

STRANGER = 12_345
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make folders of others")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with the rest of a first start that was killed halfway."""
    with tempfile.TemporaryDirectory(prefix="hl-", dir="/tmp") as made:
        Path(made).chmod(0o711)
        (Path(made) / "cluster.new").mkdir()
        (Path(made) / "cluster.new" / "PG_VERSION").write_text("18")
        yield Path(made)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running cluster, used by this test."""
    server = Cluster(folder, options=("fsync=off",))
    server.start()
    yield server
    server.stop()


async def _ask(cluster: Cluster, sql: str) -> object:
    connection = await asyncpg.connect(cluster.dsn())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_whoever_leaves_last_stops_the_server(cluster: Cluster, folder: Path) -> None:
    second = Cluster(folder)
    second.start()

    second.stop()
    assert await _ask(cluster, "select 1") == 1

    second.start()
    cluster.stop()
    assert await _ask(second, "select 1") == 1, "who started it may leave first"

    second.stop()
    assert not cluster.runs()


async def test_a_killed_server_starts_again_with_all_that_was_committed(cluster: Cluster) -> None:
    await _ask(cluster, "create table if not exists kept (word text)")
    await _ask(cluster, "insert into kept values ('在')")

    cluster.kill()
    assert not cluster.runs()
    cluster.start()

    assert await _ask(cluster, "select word from kept") == "在"


async def test_a_server_that_was_left_running_is_adopted_and_stopped(cluster: Cluster, folder: Path) -> None:
    cluster._users.leave()  # as if its process had been killed

    heir = Cluster(folder)
    heir.start()
    heir.stop()

    assert not cluster.runs()


def test_a_file_left_by_a_crash_does_not_point_at_a_stranger(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.place.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    assert not cluster.runs()
    cluster.stop()

    (cluster.place.data / "postmaster.pid").unlink()


def test_a_link_in_our_way_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "etc"
    target.mkdir(mode=0o755)
    (tmp_path / "cluster").symlink_to(target)

    with pytest.raises(NoPostgres):
        own(tmp_path / "cluster", account())

    assert target.stat().st_mode & 0o777 == 0o755


@needs_root
def test_a_strangers_folder_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir(mode=0o755)
    os.chown(folder, STRANGER, STRANGER)

    with pytest.raises(NoPostgres) as refused:
        own(folder, account())

    assert str(folder) in refused.value.message
    left = folder.stat()
    assert (left.st_uid, left.st_gid, left.st_mode & 0o777) == (STRANGER, STRANGER, 0o755)


@needs_root
def test_under_a_private_home_the_cluster_lives_elsewhere_and_the_home_stays_private(tmp_path: Path) -> None:
    home = tmp_path / "root"
    home.mkdir(mode=0o700)
    neighbours = {path: path.stat() for path in (Path("/var/tmp"), tmp_path, home)}

    place = prepare(home / "data", None)

    assert place.data.parent.parent == Path("/var/tmp")
    assert place.data.stat().st_uid == account().uid
    for path, before in neighbours.items():
        now = path.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    place.data.rmdir()
    place.socket.rmdir()
    place.data.parent.rmdir()
