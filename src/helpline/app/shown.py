"""How the command line speaks: documents as JSON on standard output, refusals as JSON on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import msgspec

from helpline.kit.refusal import Refused


def show(document: object) -> None:
    """Print one JSON document on one line, Chinese unescaped."""
    sys.stdout.write(msgspec.json.encode(document).decode() + "\n")


@contextmanager
def refusals_shown() -> Iterator[None]:
    """A refusal inside ends the command with exit code 2 and says why."""
    try:
        yield
    except Refused as refusal:
        _end(refusal)


def _end(refusal: Refused) -> NoReturn:
    document = {"error": refusal.code, "message": refusal.message}
    sys.stderr.write(msgspec.json.encode(document).decode() + "\n")
    raise SystemExit(2)
