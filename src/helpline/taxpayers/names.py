"""How names are folded and cut up so that they are found by any part of them."""

import unicodedata


def fold(name: str) -> str:
    """A name for comparing: one width, lower case, only letters, digits and Chinese characters."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(c for c in plain if c.isalnum())


def grams(folded: str) -> list[str]:
    """The characters and neighbouring pairs of a folded name. Whatever is part of a name, its grams are among these."""
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1)}
    return sorted({*folded} | pairs)


def query_grams(folded: str) -> list[str]:
    """The fewest grams that a name must have to contain `folded`."""
    return [folded] if len(folded) == 1 else sorted({folded[at : at + 2] for at in range(len(folded) - 1)})
