"""What is shipped is complete: every term has its value, its article and its reason."""

import re
from datetime import date
from pathlib import Path

import pytest

from helpline.calendars.model import Hours
from helpline.regulation import rules, shipped
from helpline.regulation.model import Terms


def test_every_term_is_shipped_once_since_the_regulation_took_effect() -> None:
    names = [term.name for term in shipped.terms() if term.effective_from == date(2020, 1, 1)]

    assert sorted(names) == sorted(Terms.__struct_fields__)


def test_every_term_cites_an_article_that_exists_and_says_why() -> None:
    ids = {article.id for article in shipped.articles()}

    assert {term.article for term in shipped.terms()} <= ids
    assert all(term.note and term.title and term.unit for term in shipped.terms())


def test_article_ids_are_in_order_and_stand_once() -> None:
    ids = [tuple(map(int, article.id[1:].split("."))) for article in shipped.articles()]

    assert ids == sorted(set(ids))
    assert (ids[0], ids[-1]) == ((3, 1), (28, 1))


def test_articles_are_those_of_the_requirements(shared: Path) -> None:
    requirements = shared.parent / "mission" / "requirements.md"
    if not requirements.is_file():
        pytest.skip(f"no requirements at {requirements}")

    asked = re.findall(r"^\| (R\d+\.\d+) \|", requirements.read_text(), re.MULTILINE)

    assert [article.id for article in shipped.articles()] == asked


def test_the_calendars_own_hours_are_those_shipped() -> None:
    terms = rules.in_force(shipped.changes(), date(2020, 1, 1))

    assert Hours() == Hours(**{name: getattr(terms, name) for name in Hours.__struct_fields__})
