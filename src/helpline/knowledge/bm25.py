"""Ranking by BM25 over character grams, each gram's worth to each document reckoned beforehand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from helpline.knowledge.grams import CHUNK, Field, Keys, Tally, is_code_key, keys_of, tally

K1 = 1.5
B = 0.75
CODE_BOOST = 2.0
"""An error code matched whole says more than its rarity alone."""
DENSE_SHARE = 0.25
"""A gram found in more than this share of the documents is kept as a full row, added in one go."""

Scores = npt.NDArray[np.float32]


class Grams(NamedTuple):
    """Grams as an index knows them: their places in its vocabulary, −1 for none, and how rare they are there."""

    places: npt.NDArray[np.int64]
    rarity: Scores

    def share(self, held: npt.NDArray[np.bool_]) -> float:
        """How much of the grams, weighted by their rarity, is held: 0 to 1, 0 for no grams."""
        mass = float(self.rarity.sum())
        return float(self.rarity[held].sum()) / mass if mass else 0.0


class Index:
    """An unchangeable index; a document is a sequence of texts with weights, known by its number."""

    def __init__(self, documents: Sequence[Sequence[Field]]) -> None:
        chunks = [tally(documents[at : at + CHUNK]) for at in range(0, len(documents), CHUNK)]
        self.size = len(documents)
        self._vocabulary, found_in = _merged(chunks)
        self._rarity = np.log1p((self.size - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
        self._unseen = np.float32(np.log1p((self.size + 0.5) / 0.5))
        self._starts = np.concatenate([[0], np.cumsum(found_in)])
        self._documents, self._impacts = self._laid_out(chunks)
        self._rows = self._dense_rows(found_in)

    def scores(self, text: str) -> Scores:
        """The score of every document for a question."""
        keys, counts = np.unique(keys_of(text), return_counts=True)
        weights = counts * np.where(is_code_key(keys), CODE_BOOST, 1.0)
        total = np.zeros(self.size, dtype=np.float32)
        for place, weight in zip(self.known(keys).places.tolist(), weights.tolist(), strict=True):
            if place in self._rows:
                total += weight * self._rows[place]
            elif place >= 0:
                part = slice(self._starts[place], self._starts[place + 1])
                total[self._documents[part]] += weight * self._impacts[part]
        return total

    def known(self, keys: Keys) -> Grams:
        """Grams as this index knows them."""
        if not len(self._vocabulary):
            return Grams(np.full(len(keys), -1, dtype=np.int64), np.full(len(keys), self._unseen))
        near = np.minimum(np.searchsorted(self._vocabulary, keys), len(self._vocabulary) - 1)
        known = self._vocabulary[near] == keys
        return Grams(np.where(known, near, -1), np.where(known, self._rarity[near], self._unseen))

    def held(self, grams: Grams, documents: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which of the grams (columns) each of the documents (rows) has."""
        asked = np.array(documents, dtype=np.int32)
        held = np.zeros((len(asked), len(grams.places)), dtype=np.bool_)
        for column, place in enumerate(grams.places.tolist()):
            if place >= 0:
                owners = self._documents[self._starts[place] : self._starts[place + 1]]
                near = np.minimum(np.searchsorted(owners, asked), len(owners) - 1)
                held[:, column] = owners[near] == asked
        return held

    def _laid_out(self, chunks: Sequence[Tally]) -> tuple[npt.NDArray[np.int32], Scores]:
        """Every gram's documents side by side, in rising order, with the gram's impact on each."""
        documents = np.empty(int(self._starts[-1]), dtype=np.int32)
        impacts = np.empty(len(documents), dtype=np.float32)
        lengths = (
            np.concatenate([chunk.lengths for chunk in chunks]) if chunks else np.ones(1, dtype=np.float32)
        )
        norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
        free = self._starts[:-1].copy()
        for number, chunk in enumerate(chunks):
            places = np.searchsorted(self._vocabulary, chunk.keys)
            firsts = np.cumsum(chunk.counts) - chunk.counts
            spots = np.repeat(free[places] - firsts, chunk.counts) + np.arange(len(chunk.documents))
            owners = chunk.documents.astype(np.int32) + number * CHUNK
            rarity = np.repeat(self._rarity[places], chunk.counts)
            documents[spots] = owners
            impacts[spots] = rarity * chunk.weights * (K1 + 1) / (chunk.weights + norms[owners])
            free[places] += chunk.counts
        return documents, impacts

    def _dense_rows(self, found_in: npt.NDArray[np.int64]) -> dict[int, Scores]:
        rows: dict[int, Scores] = {}
        for place in np.flatnonzero(found_in > max(DENSE_SHARE * self.size, 256)).tolist():
            part = slice(self._starts[place], self._starts[place + 1])
            rows[place] = np.zeros(self.size, dtype=np.float32)
            rows[place][self._documents[part]] = self._impacts[part]
        return rows


def best(scores: Scores, limit: int) -> list[int]:
    """The numbers of the best documents, best first, equal ones in their order, none scored zero."""
    limit = min(limit, len(scores))
    if limit < len(scores):
        threshold = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        candidates = np.flatnonzero(scores >= threshold)
    else:
        candidates = np.arange(len(scores))
    order = candidates[np.argsort(-scores[candidates], kind="stable")][:limit]
    return [int(number) for number in order if scores[number] > 0]


def _merged(chunks: Sequence[Tally]) -> tuple[Keys, npt.NDArray[np.int64]]:
    """All grams, sorted, and in how many documents each occurs."""
    if not chunks:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    keys, inverse = np.unique(np.concatenate([chunk.keys for chunk in chunks]), return_inverse=True)
    found_in = np.bincount(inverse, weights=np.concatenate([chunk.counts for chunk in chunks]))
    return keys, found_in.astype(np.int64)
