"""Numbers of a day that are short and never meet, and yet do not tell how many there are (R14.1, ADR 0011)."""

from hashlib import blake2b

ROUNDS = 10
SHORT, LONG = 4, 8
"""Digits: of the first ten thousand numbers of a day, and of all later ones."""


def shuffled(place: int, key: bytes | None) -> str:
    """The digits of the `place`-th number of a day, counted from 1.

    A keyed permutation: each place has digits of its own, and who knows some of them learns nothing about the
    others, nor how many there are. Without a key the places themselves; so began days before there were keys.
    """
    if key is None:
        return f"{place:0{SHORT}}"
    short = 10**SHORT
    digits, index = (SHORT, place - 1) if place <= short else (LONG, place - 1 - short)
    return f"{_permuted(index, digits, key):0{digits}}"


def _permuted(index: int, digits: int, key: bytes) -> int:
    """A Feistel network on two halves of decimal digits."""
    half: int = 10 ** (digits // 2)
    left, right = divmod(index, half)
    for turn in range(ROUNDS):
        word = blake2b(f"{digits}:{turn}:{right}".encode(), key=key, digest_size=8).digest()
        left, right = right, (left + int.from_bytes(word)) % half
    return left * half + right
