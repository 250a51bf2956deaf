"""Small things stay small. A limit is raised by a decision record, never by a quiet edit."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "helpline").rglob("*.py"))
PAGES = sorted(
    path
    for kind in ("*.ts", "*.vue")
    for path in (ROOT / "web" / "src").rglob(kind)
    if "locales" not in path.parts
)
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 32


def test_a_file_fits_on_a_few_screens() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*SOURCES, *PAGES]
        if (lines := _lines(path)) > MAX_FILE_LINES
    }
    assert long == {}


def test_a_function_fits_on_one_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body_lines(node) > MAX_FUNCTION_LINES
    ]
    assert long == []


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines below the signature and its docstring: a long signature of a door is a list, not complexity."""
    body = node.body
    has_words = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[1] if has_words and len(body) > 1 else body[0]
    return (node.end_lineno or node.lineno) - first.lineno + 1
