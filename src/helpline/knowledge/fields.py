"""What of an entry is searched, and how much each part counts."""

from collections.abc import Sequence

from helpline.knowledge.grams import Field

OPENING = 60
"""Characters. An answer's opening restates the matter; the rest names much that others name too."""
OPENING_WEIGHT = 0.5
TITLE_WEIGHT = 2.0
WORDING_WEIGHT = 1.0
KEYWORD_WEIGHT = 1.5


def text_fields(text: str) -> list[Field]:
    """A text that stands alone."""
    return [(text, 1.0), (text[:OPENING], OPENING_WEIGHT)]


def entry_fields(title: str, wordings: Sequence[str], keywords: Sequence[str], answer: str) -> list[Field]:
    """An entry: its title says most, then its keywords, then other wordings and the answer."""
    return [*heading_fields(title, wordings, keywords), *text_fields(answer)]


def heading_fields(title: str, wordings: Sequence[str], keywords: Sequence[str]) -> list[Field]:
    """What an entry says that it is about. Answers mention much that they do not answer."""
    return [
        (title, TITLE_WEIGHT),
        *((wording, WORDING_WEIGHT) for wording in wordings),
        *((keyword, KEYWORD_WEIGHT) for keyword in keywords),
    ]
