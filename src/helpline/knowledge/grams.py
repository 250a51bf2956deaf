"""Texts as counted grams: characters, pairs of characters and whole Latin tokens, each a 64-bit key."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from helpline.knowledge.text import bare, folded, is_code, tokens

Keys = npt.NDArray[np.int64]
Field = tuple[str, float]
"""A text and how much each of its grams counts."""

_CHARACTER_BITS = 21
_TOKEN_FLAG = 1 << 43
_CODE_FLAG = 1 << 44
CHUNK = 4096
"""Documents tallied at once; their number within the chunk fits 16 bits."""
_DOCUMENT_BITS = 16


class Tally(NamedTuple):
    """The grams of a chunk of documents, sorted by key, then by document."""

    keys: Keys
    """Each gram once."""
    counts: npt.NDArray[np.int64]
    """In how many documents it occurs."""
    documents: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.float32]
    """Weighted occurrences; parallel to `documents`."""
    lengths: npt.NDArray[np.float32]
    """Weighted grams of each document."""


def keys_of(text: str) -> Keys:
    """The gram keys of one text, repeated as often as they occur."""
    read = folded(text)
    points = np.frombuffer(bare(read).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    return np.concatenate([points, _pairs(points), _token_keys(read)])


def is_code_key(keys: Keys) -> npt.NDArray[np.bool_]:
    """Which keys are codes, matched whole."""
    return (keys & _CODE_FLAG).astype(np.bool_)


def pair_keys(text: str) -> Keys:
    """The keys of the pairs of characters of a bare text, in their order."""
    return _pairs(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64))


def token_keys(text: str) -> Keys:
    """The keys of the whole Latin tokens of a text."""
    return _token_keys(folded(text))


def tally(documents: Sequence[Sequence[Field]]) -> Tally:
    """Count the grams of at most `CHUNK` documents."""
    parts: list[Keys] = []
    counted: list[npt.NDArray[np.float32]] = []
    for number, fields in enumerate(documents):
        for text, weight in fields:
            keys = keys_of(text)
            parts.append(keys << _DOCUMENT_BITS | number)
            counted.append(np.full(len(keys), weight, dtype=np.float32))
    both = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
    weights = np.concatenate(counted) if counted else np.empty(0, dtype=np.float32)
    return _grouped(both, weights, len(documents))


def _pairs(points: Keys) -> Keys:
    return points[:-1] << _CHARACTER_BITS | points[1:]


def _grouped(both: Keys, weights: npt.NDArray[np.float32], count: int) -> Tally:
    order = np.argsort(both)
    both = both[order]
    starts = np.flatnonzero(np.diff(both, prepend=-1))
    sums = np.add.reduceat(weights[order], starts) if len(starts) else np.empty(0, dtype=np.float32)
    owners = (both[starts] & (1 << _DOCUMENT_BITS) - 1).astype(np.uint16)
    keys, counts = np.unique(both[starts] >> _DOCUMENT_BITS, return_counts=True)
    lengths = np.bincount(owners, weights=sums, minlength=count).astype(np.float32)
    return Tally(keys, counts, owners, sums, lengths)


def _token_keys(read: str) -> Keys:
    found = tokens(read)
    flags = (_TOKEN_FLAG | (_CODE_FLAG if is_code(token) else 0) for token in found)
    keys = [flag | zlib.crc32(token.encode()) for flag, token in zip(flags, found, strict=True)]
    return np.array(keys, dtype=np.int64)
