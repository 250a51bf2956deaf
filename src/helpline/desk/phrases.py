"""R5.5: the steps and phrases of the 12366 procedure; R15.3: words that are not said to a taxpayer."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

FILES = (Path(__file__).with_name("phrases.toml"), Path(__file__).with_name("phrases_call.toml"))

Way = Literal["both", "chat", "call"]
"""Where something is said: written in a dialogue, spoken on the telephone, or either."""


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    shortcut: str
    step: str
    moment: str
    text: str
    way: Way = "both"


class Forbidden(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are not said; `instead` says what is."""

    words: str
    category: str
    instead: str


class ProcedureStep(msgspec.Struct, frozen=True, kw_only=True):
    """`call_hint`: what it means on the telephone, where that differs."""

    code: str
    name: str
    hint: str
    call_hint: str = ""
    way: Way = "both"


class PhraseBook(msgspec.Struct, frozen=True, kw_only=True):
    standard: list[Standard] = []
    forbidden: list[Forbidden] = []
    steps: list[ProcedureStep] = []


@cache
def book() -> PhraseBook:
    """The phrases that ship with the program."""
    books = [msgspec.convert(tomllib.loads(file.read_text("utf-8")), PhraseBook) for file in FILES]
    return PhraseBook(
        standard=[phrase for each in books for phrase in each.standard],
        forbidden=[words for each in books for words in each.forbidden],
        steps=[step for each in books for step in each.steps],
    )
