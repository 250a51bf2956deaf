"""Nobody cites an article that does not exist, and the way from article to rule and test can be walked."""

from tools import articles

from helpline.regulation import shipped

SOURCE_ENDINGS = {".py", ".toml", ".sql", ".ts", ".vue"}
KNOWN = {article.id for article in shipped.articles()}


def test_every_article_cited_in_the_source_exists() -> None:
    cited = {
        (article, str(file.relative_to(articles.ROOT)))
        for folder in (articles.SOURCE, articles.ROOT / "web" / "src")
        for file in folder.rglob("*")
        if file.suffix in SOURCE_ENDINGS
        for article in articles.ID.findall(file.read_text())
    }

    assert {article for article, _ in cited} >= {"R4.2", "R6.2", "R28.1"}
    assert {each for each in cited if each[0] not in KNOWN} == set()


def test_every_article_that_a_test_speaks_for_exists() -> None:
    spoken_for = articles.tests()

    assert "R6.2" in spoken_for
    assert set(spoken_for) <= KNOWN


def test_the_page_leads_from_an_article_to_its_terms_rules_and_tests() -> None:
    rows = articles.page(shipped.articles()).splitlines()

    row = next(each for each in rows if each.startswith("| R9.1 |"))
    assert "`calendars.rules.filing.filing_deadline`" in row
    assert "`unit/calendars/test_filing.py::test_the_rule_gives_the_published_table`" in row
    assert any(each.startswith("| R4.2 |") and "`first_response_seconds`" in each for each in rows)
    assert len([each for each in rows if each.startswith("| R")]) == len(KNOWN)
