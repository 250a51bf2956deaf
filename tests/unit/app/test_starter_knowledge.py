"""The knowledge and the phrases that the demo starts with are complete and well-formed."""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import helpline.app
from helpline.desk import phrases as desk_phrases

DEMO = Path(helpline.app.__file__).parent / "demo"
SYSTEMS = {
    "etax_sh3": 14,
    "online_certification": 7,
    "its_withholding": 14,
    "cit_annual": 7,
    "export_rebate_offline": 7,
    "export_rebate_online": 7,
    "single_window_rebate": 7,
    "departure_rebate": 7,
    "general_invoicing": 7,
    "etax_bureau": 14,
    "tax_survey": 7,
}
"""The systems of article 3, and the fewest entries for each."""

TOPICS = {
    *("安装升级", "登录认证", "采集填写", "申报报送", "缴款", "查询打印", "备份恢复"),
    *("网络环境", "证书", "发票", "报错处理", "密码", "权限", "注销"),
}
FIELDS = {
    "number",
    "system",
    "kind",
    "topic",
    "title",
    "wordings",
    "answer",
    "keywords",
    "source",
    "source_date",
    "valid_from",
    "valid_until",
}
STEPS = {"greeting", "identify", "listen", "confirm", "answer", "record", "close"}
MOMENTS = {"wait", "hold", "decline", "transfer", "callback", "apology"}


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DEMO / "knowledge.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def phrases() -> dict[str, list[dict[str, str]]]:
    books = [tomllib.loads(file.read_text("utf-8")) for file in desk_phrases.FILES]
    return {kind: [each for book in books for each in book.get(kind, [])] for kind in books[0]}


@pytest.mark.article("R3.1")
def test_every_system_of_the_catalogue_is_covered(entries: list[dict[str, Any]]) -> None:
    counts = Counter(entry["system"] for entry in entries)

    assert len(entries) >= 100
    assert set(counts) == set(SYSTEMS)
    assert {system: n for system, n in counts.items() if n < SYSTEMS[system]} == {}


def test_every_entry_has_exactly_the_fields(entries: list[dict[str, Any]]) -> None:
    assert [e["number"] for e in entries if set(e) != FIELDS or not all(e.values())] == []


@pytest.mark.article("R3.1")
def test_every_entry_is_filed_under_kind_and_topic(entries: list[dict[str, Any]]) -> None:
    assert {entry["kind"] for entry in entries} == {"process", "operation"}
    assert {entry["topic"] for entry in entries} == TOPICS


def test_entries_are_numbered_in_order(entries: list[dict[str, Any]]) -> None:
    assert [e["number"] for e in entries] == [f"K-{n:04d}" for n in range(1, len(entries) + 1)]


def test_no_question_is_asked_twice(entries: list[dict[str, Any]]) -> None:
    asked = Counter(q for e in entries for q in [e["title"], *e["wordings"]])

    assert [question for question, times in asked.items() if times > 1] == []


def test_every_entry_has_other_wordings_and_keywords(entries: list[dict[str, Any]]) -> None:
    assert [e["number"] for e in entries if not 3 <= len(e["wordings"]) <= 6] == []
    assert [e["number"] for e in entries if len(e["keywords"]) < 3] == []


def test_every_answer_is_a_few_steps_and_then_says_when_to_ask_a_person(
    entries: list[dict[str, Any]],
) -> None:
    for entry in entries:
        steps, _, person = entry["answer"].partition("\n\n")
        numbers = [int(n) for n in re.findall(r"^(\d)\. .+$", steps, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1)), entry["number"]
        assert 2 <= len(numbers) <= 6, entry["number"]
        assert person.startswith("需要人工："), entry["number"]


def test_steps_are_short_enough_for_a_phone(entries: list[dict[str, Any]]) -> None:
    long = [(e["number"], line) for e in entries for line in e["answer"].splitlines() if len(line) > 90]

    assert long == []


@pytest.mark.article("R15.2")
def test_every_entry_is_dated_and_lapses(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        start, end = date.fromisoformat(entry["valid_from"]), date.fromisoformat(entry["valid_until"])
        made = date.fromisoformat(entry["source_date"])
        assert made.year == 2026, entry["number"]
        assert start <= made < end, entry["number"]
        assert date(2026, 12, 1) <= end <= date(2027, 12, 31), entry["number"]
    assert len({entry["valid_until"] for entry in entries}) >= 4


def test_the_source_is_told_honestly(entries: list[dict[str, Any]]) -> None:
    assert {entry["source"] for entry in entries} == {"平台编写：操作要点整理"}


@pytest.mark.article("R5.5")
def test_every_step_of_the_procedure_has_its_phrases(phrases: dict[str, list[dict[str, str]]]) -> None:
    standard = phrases["standard"]

    assert len(standard) >= 25
    assert {phrase["step"] for phrase in standard} == STEPS | MOMENTS
    assert all(
        set(p) - {"way"} == {"step", "moment", "shortcut", "text"} and all(p.values()) for p in standard
    )


@pytest.mark.article("R5.5")
@pytest.mark.parametrize("way", ["chat", "call"])
def test_each_step_has_words_to_write_and_words_to_say(
    phrases: dict[str, list[dict[str, str]]], way: str
) -> None:
    fitting = {phrase["step"] for phrase in phrases["standard"] if phrase.get("way", "both") in ("both", way)}

    assert fitting >= STEPS


def test_a_shortcut_stands_for_one_phrase(phrases: dict[str, list[dict[str, str]]]) -> None:
    shortcuts = [phrase["shortcut"] for phrase in phrases["standard"]]

    assert len(set(shortcuts)) == len(shortcuts)
    assert "查询中" in shortcuts
    assert not [s for s in shortcuts if re.search(r"\s", s)]


def test_places_to_fill_in_are_well_formed(phrases: dict[str, list[dict[str, str]]]) -> None:
    for phrase in phrases["standard"]:
        rest = re.sub(r"\{[^{}]+\}", "", phrase["text"])
        assert not set(rest) & set("{}"), phrase["shortcut"]


@pytest.mark.article("R15.3")
def test_forbidden_words_say_what_to_say_instead(phrases: dict[str, list[dict[str, str]]]) -> None:
    forbidden = phrases["forbidden"]

    assert len(forbidden) >= 30
    assert {f["category"] for f in forbidden} == {"不耐烦", "推诿", "脏话", "质问", "承诺费用"}
    assert all(set(f) == {"category", "words", "instead"} and all(f.values()) for f in forbidden)
    assert len({f["words"] for f in forbidden}) == len(forbidden)


def test_no_standard_phrase_or_advice_uses_forbidden_words(phrases: dict[str, list[dict[str, str]]]) -> None:
    said = [p["text"] for p in phrases["standard"]] + [f["instead"] for f in phrases["forbidden"]]

    assert [(text, f["words"]) for text in said for f in phrases["forbidden"] if f["words"] in text] == []
