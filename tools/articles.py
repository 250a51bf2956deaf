"""Writes docs/articles.md: for every article its terms, the rules that cite it and the tests that speak for it.

Run it from anywhere: `python tools/articles.py`. Rules cite an article in their docstrings, tests in their marks.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from helpline.regulation import shipped
from helpline.regulation.model import Article

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "helpline"
TESTS = ROOT / "tests"
PAGE = ROOT / "docs" / "articles.md"

ID = re.compile(r"\bR\d{1,2}\.\d{1,2}\b")
HEAD = """# From the articles to the code and back

Made by `tools/articles.py`; do not edit. Rules cite an article in their docstrings, terms in `terms.toml`,
tests by the mark `article`.

| id | article | what it asks | terms | rules | tests |
|---|---|---|---|---|---|
"""

Citations = dict[str, list[str]]
"""The citing places by article id."""


def rules() -> Citations:
    """Modules, classes, functions and constants whose docstring cites an article, by id."""
    found: Citations = defaultdict(list)
    for file in sorted(SOURCE.rglob("*.py")):
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for name, words in documented(ast.parse(file.read_text()), module):
            for article in sorted(set(ID.findall(words))):
                found[article].append(name)
    return found


def tests() -> Citations:
    """Tests marked with `@pytest.mark.article`, by id."""
    found: Citations = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for article in _marks(node):
                    found[article].append(f"{file.relative_to(TESTS)}::{node.name}")
    return found


def terms() -> Citations:
    """Terms by the article that they belong to."""
    found: Citations = defaultdict(list)
    for term in shipped.terms():
        found[term.article].append(term.name)
    return found


def page(articles: Iterable[Article]) -> str:
    """The whole page."""
    columns = terms(), rules(), tests()
    rows = [
        f"| {each.id} | {each.number} | {each.title} | "
        + " | ".join(_cell(column.get(each.id, [])) for column in columns)
        + " |\n"
        for each in articles
    ]
    return HEAD + "".join(rows)


def documented(node: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    """Every documented thing below `node`: its dotted name and its docstring."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        if words := ast.get_docstring(node):
            yield name, words
        yield from _documented_constants(node.body, name)
        for child in node.body:
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield from documented(child, f"{name}.{child.name}")


def _documented_constants(body: list[ast.stmt], name: str) -> Iterator[tuple[str, str]]:
    """A string that stands alone below an assignment documents what is assigned."""
    for before, after in pairwise(body):
        target = _assigned(before)
        if target and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield f"{name}.{target}", str(after.value.value)


def _assigned(node: ast.stmt) -> str | None:
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else None


def _marks(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.article":
            yield from (str(each.value) for each in mark.args if isinstance(each, ast.Constant))


def _cell(places: list[str]) -> str:
    return "<br>".join(f"`{place}`" for place in places) or "–"


if __name__ == "__main__":
    PAGE.write_text(page(shipped.articles()))
