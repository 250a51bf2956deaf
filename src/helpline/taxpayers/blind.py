"""Blind indexes of the register: what is sealed is found by keyed digests, which tell nothing else (R18.1)."""

from helpline.kit.secrets.vault import Place, Vault

NUMBER = Place("taxpayer", "number_index")
IDENTITY = Place("taxpayer", "identity_index")
NAME = Place("taxpayer", "name_grams")
PHONE = Place("contact", "phone_index")
REACH = Place("contact", "reach_index")

GRAM_BYTES = 8
OPENING = 4
"""Characters of a person's name that can be sought from its beginning; the first alone is the family name."""


def blind_grams(vault: Vault, folded: str) -> list[str]:
    """A person's name cut up as `names.grams` does, each part blinded; single characters only at its beginning."""
    return sorted({*_pairs(vault, folded), *(_opening(vault, folded[:at]) for at in range(1, OPENING + 1))})


def blind_query(vault: Vault, folded: str, *, from_start: bool) -> list[str]:
    """What the blinded grams of a name must hold to contain `folded`, or to begin with it."""
    if from_start or len(folded) == 1:
        return [_opening(vault, folded[:OPENING]), *_pairs(vault, folded)]
    return _pairs(vault, folded)


def _pairs(vault: Vault, folded: str) -> list[str]:
    return sorted({_gram(vault, "p" + folded[at : at + 2]) for at in range(len(folded) - 1)})


def _opening(vault: Vault, start: str) -> str:
    return _gram(vault, "s" + start)


def _gram(vault: Vault, text: str) -> str:
    return vault.index(NAME, text)[:GRAM_BYTES].hex()
