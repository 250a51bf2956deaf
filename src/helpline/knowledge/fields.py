"""What of an entry is searched, and how much each part counts."""

from collections.abc import Sequence

from helpline.knowledge.grams import Field

OPENING = 60
"""Characters. An answer's opening restates the matter; the rest names much that others name too."""
OPENING_WEIGHT = 0.5
TITLE_WEIGHT = 2.0
WORDING_WEIGHT = 1.0
KEYWORD_WEIGHT = 1.5
SYSTEM_WEIGHT = 1.0
"""People name the system they are in; every entry bears the names of its own."""


def text_fields(text: str) -> list[Field]:
    """A text that stands alone."""
    return [(text, 1.0), (text[:OPENING], OPENING_WEIGHT)]


def heading_fields(
    title: str, wordings: Sequence[str], keywords: Sequence[str], system_names: Sequence[str]
) -> list[Field]:
    """What an entry says that it is about: its title says most, then its keywords.

    The answer is left out: answers mention much that they do not answer.
    """
    return [
        (title, TITLE_WEIGHT),
        *((wording, WORDING_WEIGHT) for wording in wordings),
        *((keyword, KEYWORD_WEIGHT) for keyword in keywords),
        *((name, SYSTEM_WEIGHT) for name in system_names),
    ]
