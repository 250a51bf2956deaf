"""The search stays fast; `python -m tests.load.knowledge_search` measures it at 100,000 entries."""

from tests.load.knowledge_search import measure


def test_a_search_over_twenty_thousand_entries_takes_half_of_what_is_allowed() -> None:
    figures = measure(entries=20_000, questions=200)

    assert figures.milliseconds_p95 < 25
    assert figures.found >= 0.8
