"""R5.5: the steps and phrases of the 12366 procedure; R15.3: words that are not said to a taxpayer."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("phrases.toml")


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    shortcut: str
    step: str
    moment: str
    text: str


class Forbidden(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are not said; `instead` says what is."""

    words: str
    category: str
    instead: str


class ProcedureStep(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    hint: str


class PhraseBook(msgspec.Struct, frozen=True, kw_only=True):
    standard: list[Standard]
    forbidden: list[Forbidden]
    steps: list[ProcedureStep]


@cache
def book() -> PhraseBook:
    """The phrases that ship with the program."""
    with FILE.open("rb") as file:
        return msgspec.convert(tomllib.load(file), PhraseBook)
