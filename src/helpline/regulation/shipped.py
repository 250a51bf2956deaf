"""What the program brings: the articles, and every term's value since 2020-01-01."""

from functools import cache
from pathlib import Path

import msgspec

from helpline.regulation.model import Article, Change, ShippedTerm

_HERE = Path(__file__).parent


class _TermFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    term: list[ShippedTerm]


class _ArticleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    article: list[Article]


@cache
def terms() -> tuple[ShippedTerm, ...]:
    """Every term the program knows, in the order of the regulation."""
    return tuple(msgspec.toml.decode((_HERE / "terms.toml").read_bytes(), type=_TermFile).term)


@cache
def changes() -> tuple[Change, ...]:
    """The shipped terms as the first change of each."""
    return tuple(
        Change(name=each.name, value=each.value, effective_from=each.effective_from, why=each.note)
        for each in terms()
    )


@cache
def articles() -> tuple[Article, ...]:
    """Every requirement of the regulation, in its order."""
    return tuple(msgspec.toml.decode((_HERE / "articles.toml").read_bytes(), type=_ArticleFile).article)
