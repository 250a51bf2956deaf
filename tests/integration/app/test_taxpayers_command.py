"""`helpline taxpayers import`: a file goes in, the report comes out as JSON."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from helpline.app.commands.taxpayers import cli
from tests.support.taxpayers import csv_file, csv_rows


def run(dsn: str, file: Path) -> Result:
    return CliRunner().invoke(cli, ["import", str(file)], env={"HELPLINE_DATABASE_URL": dsn})


def test_a_file_goes_in_and_the_report_comes_out(dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    rows = [row.replace("徐汇区", "") for row in csv_rows(3)]
    file.write_bytes(csv_file([*rows, "9131,错号,,,,,,"], "gb18030"))

    first, second = run(dsn, file), run(dsn, file)

    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr
    report = msgspec.json.decode(first.stdout)
    assert (report["imported"], report["refused_count"]) == (3, 1)
    assert report["refused"][0]["row"] == 5
    assert msgspec.json.decode(second.stdout)["unchanged"] == 3


@pytest.mark.parametrize(("content", "code"), [(b"", "file-unreadable"), (None, "not-found")])
def test_a_file_that_cannot_be_read_is_refused_on_standard_error(
    dsn: str, tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "register.csv"
    if content is not None:
        file.write_bytes(content)

    result = run(dsn, file)

    assert (result.exit_code, result.stdout) == (2, "")
    assert msgspec.json.decode(result.stderr)["error"] == code
