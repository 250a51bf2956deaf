"""Where the master key comes from, and that nothing starts with a wrong one."""

import base64
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.keys import MASTER_KEY
from tests.support.processes import HELPLINE

OTHER = base64.b64encode(bytes(32)).decode()


def keys(dsn: str, data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"HELPLINE_DATABASE_URL": dsn, "HELPLINE_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [HELPLINE, "keys", *(words or ("list",))],
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 2, ended.stdout + ended.stderr
    code: str = json.loads(ended.stderr.splitlines()[-1])["error"]
    return code


@pytest.mark.article("R18.1")
def test_the_first_start_makes_a_file_for_its_owner_alone_and_without_it_nothing_starts(
    empty_dsn: str, tmp_path: Path
) -> None:
    first = keys(empty_dsn, tmp_path / "data")
    file = tmp_path / "data" / "master.key"
    mode = stat.S_IMODE(file.stat().st_mode)
    rotated = keys(empty_dsn, tmp_path / "data", "rotate")
    file.chmod(0o644)
    open_to_all = keys(empty_dsn, tmp_path / "data")
    file.unlink()
    lost = keys(empty_dsn, tmp_path / "data")

    assert first.returncode == 0, first.stderr
    assert [key["algorithm"] for key in json.loads(first.stdout)["keys"]] == ["sm4-gcm", "sm4-gcm"]
    assert mode == 0o600
    assert json.loads(rotated.stdout)["current"] == 3
    assert refusal(open_to_all) == "bad-master-key"
    assert refusal(lost) == "missing-master-key"
    assert not file.exists()


def test_a_wrong_key_stops_the_start_and_an_outside_service_may_give_the_right_one(
    dsn: str, tmp_path: Path
) -> None:
    wrong = keys(dsn, tmp_path, HELPLINE_MASTER_KEY=OTHER)
    nonsense = keys(dsn, tmp_path, HELPLINE_MASTER_KEY="gone")
    program = tmp_path / "key_service.py"
    program.write_text(f"print({MASTER_KEY!r})\n")
    served = keys(dsn, tmp_path, HELPLINE_MASTER_KEY_COMMAND=f"{sys.executable} {program}")
    silent = keys(dsn, tmp_path, HELPLINE_MASTER_KEY_COMMAND="false")

    assert (refusal(wrong), refusal(nonsense), refusal(silent)) == (
        "wrong-master-key",
        "bad-master-key",
        "missing-master-key",
    )
    assert served.returncode == 0, served.stderr
