"""Numbers of persons are struck out of what is kept about questions (R18.1)."""

import re

STRUCK = "〔号码〕"
LONGEST = 500
"""Characters of a question that are kept."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}\d{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[0-9Xx](?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ \-]?\d){6,}(?![0-9A-Za-z])")


def struck(text: str) -> str:
    """The text without e-mail addresses, credit codes, identity numbers and digits in rows of seven and more.

    Error codes keep their letters and stay; one of seven digits and more is lost, the safer mistake.
    """
    kept = text
    for pattern in (_EMAIL, _CREDIT_CODE, _IDENTITY, _DIGITS):
        kept = pattern.sub(STRUCK, kept)
    return kept[:LONGEST]
