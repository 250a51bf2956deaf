"""Promises about the shape of the code that no import contract can state."""

import re
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "helpline"
GRAPH = grimp.build_graph("helpline", cache_dir=None)
NAMELESS = {"utils", "helpers", "manager", "base", "common", "service", "misc"}
SQL = re.compile(r"\b(select .+ from|insert into|update \w+ set|delete from)\b", re.IGNORECASE)
MAY_SPEAK_SQL = ("kit/", "app/migrations/", "app/migrate.py", "app/gauges.py", "app/demo/")
"""The ground's own tables; migrations; the operator's look at them; the demo, which loads thirty days at once."""


def room_of(module: str) -> str:
    return module.split(".")[1]


def test_a_store_is_imported_only_inside_its_own_room() -> None:
    strangers = [
        (importer, store)
        for store in GRAPH.modules
        if ".store" in store
        for importer in GRAPH.find_modules_that_directly_import(store)
        if room_of(importer) != room_of(store) and not importer.startswith("helpline.app.demo")
    ]
    assert strangers == []


def test_sql_stands_in_stores() -> None:
    speakers = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "store" not in path.parts[-2:] and path.name != "store.py" and "/store/" not in str(path)
        if not str(path.relative_to(SOURCE)).startswith(MAY_SPEAK_SQL)
        if SQL.search(path.read_text())
    ]
    assert speakers == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    nameless = [path for path in SOURCE.rglob("*.py") if path.stem in NAMELESS]
    assert nameless == []


def test_every_room_has_a_sign_on_its_door() -> None:
    unsigned = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.glob("*/__init__.py")
        if not path.read_text().startswith('"""')
    ]
    assert unsigned == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_half_done(word: str) -> None:
    found = [str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if word in path.read_text()]
    assert found == []
