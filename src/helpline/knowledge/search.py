"""The searchable knowledge base: entries found by their grams, by their very title and, if set, by vector."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from helpline.knowledge.bm25 import Index, Scores, best
from helpline.knowledge.fields import heading_fields, text_fields
from helpline.knowledge.grams import Keys, keys_of, pair_keys
from helpline.knowledge.model import EntryId, Layer
from helpline.knowledge.question import matter_keys, matter_of
from helpline.knowledge.text import bare, folded

FAVOUR = 1.15
"""An entry of the system that the asker has chosen counts so much more: a nudge, not a filter."""
NEAREST = 50
"""Cosines are scaled over the nearest so many: they lie too close together to be read as they are."""

Vector = npt.NDArray[np.float32]


class Searchable(msgspec.Struct, frozen=True, kw_only=True):
    """What of a live revision is searched, with all names of its system.

    `vector` is its dense vector of length 1, where there is one.
    """

    entry_id: EntryId
    system: str
    system_names: tuple[str, ...]
    title: str
    wordings: tuple[str, ...]
    keywords: tuple[str, ...]
    answer: str
    vector: bytes | None = None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a question is asked: only within `system`, or leaning to `favour`; `vector` is its own."""

    system: str | None = None
    favour: str | None = None
    limit: int = 10
    vector: Vector | None = None


class Found(NamedTuple):
    """An entry that was found, and why."""

    entry_id: EntryId
    score: float
    coverage: float
    matched: tuple[str, ...]
    layers: tuple[Layer, ...]


class SearchIndex:
    """Unchangeable; built anew when what is searchable has changed."""

    def __init__(self, entries: Sequence[Searchable]) -> None:
        self._ids = [entry.entry_id for entry in entries]
        self._systems = np.array([entry.system for entry in entries], dtype=np.str_)
        headings = [heading_fields(e.title, e.wordings, e.keywords, e.system_names) for e in entries]
        self._headings = [[text for text, _ in head] for head in headings]
        answers = [text_fields(entry.answer) for entry in entries]
        self._index = Index([[*head, *body] for head, body in zip(headings, answers, strict=True)])
        self._seen: dict[int, Keys] = {}
        self._titles: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(entries):
            for title in (entry.title, *entry.wordings):
                self._titles[bare(folded(title))].add(number)
        self._vectors = _matrix([entry.vector for entry in entries])

    def find(self, question: str, wish: Wish) -> list[Found]:
        """What answers best, best first; an entry whose very title the question is stands before all."""
        words = self._index.scores(question)
        near = self._nearness(wish.vector)
        scores = self._wished(_fused(words, near), wish)
        titled = sorted(self._titles.get(bare(folded(question)), ()))
        scores[titled] += scores.max(initial=0.0)
        numbers = best(scores, wish.limit)
        covered = zip(
            numbers, self._coverage(question, numbers), self._matched(question, numbers), strict=True
        )
        return [
            Found(
                self._ids[number],
                float(scores[number]),
                coverage,
                matched,
                _layers(words[number] > 0, number in titled, near is not None and near[number] > 0),
            )
            for number, coverage, matched in covered
        ]

    def _coverage(self, question: str, numbers: Sequence[int]) -> list[float]:
        """How much of the question's matter each entry is about, by its title, wordings, keywords and system."""
        keys = matter_keys(question)
        grams = self._index.known(keys)
        return [grams.share(np.isin(keys, self._heading_keys(number))) for number in numbers]

    def _heading_keys(self, number: int) -> Keys:
        """The grams of what an entry is about; reckoned when first found, for most entries are seldom found."""
        keys = self._seen.get(number)
        if keys is None:
            keys = np.unique(np.concatenate([keys_of(text) for text in self._headings[number]]))
            self._seen[number] = keys
        return keys

    def _matched(self, question: str, numbers: Sequence[int]) -> list[tuple[str, ...]]:
        """The stretches of the question that each entry has too, in whatever part."""
        stretches = matter_of(question)
        pairs = [pair_keys(stretch) for stretch in stretches]
        ends = np.cumsum([len(keys) for keys in pairs])[:-1]
        grams = self._index.known(np.concatenate([*pairs, np.empty(0, dtype=np.int64)]))
        return [
            tuple(
                dict.fromkeys(
                    run
                    for stretch, held in zip(stretches, np.split(row, ends), strict=False)
                    for run in _runs(stretch, held.tolist())
                )
            )
            for row in self._index.held(grams, numbers)
        ]

    def _wished(self, scores: Scores, wish: Wish) -> Scores:
        if wish.favour is not None:
            scores = np.where(self._systems == wish.favour, scores * np.float32(FAVOUR), scores)
        if wish.system is not None:
            scores = np.where(self._systems == wish.system, scores, np.float32(0))
        return scores

    def _nearness(self, vector: Vector | None) -> Scores | None:
        """Cosine to each entry, 0 to 1 over the nearest; None without vectors."""
        if vector is None or self._vectors is None or self._vectors.shape[1] != len(vector):
            return None
        cosines = self._vectors @ vector
        floor = np.partition(cosines, -NEAREST)[-NEAREST] if len(cosines) > NEAREST else cosines.min()
        spread = max(float(cosines.max() - floor), 1e-6)
        scaled: Scores = np.clip((cosines - floor) / spread, 0, 1).astype(np.float32)
        return scaled


def _runs(stretch: str, held: Sequence[bool]) -> list[str]:
    """The longest parts of a stretch all of whose pairs are held."""
    runs: list[str] = []
    start: int | None = None
    for place, holds in enumerate([*held, False]):
        if holds and start is None:
            start = place
        elif not holds and start is not None:
            runs.append(stretch[start : place + 1])
            start = None
    return runs


def _fused(words: Scores, near: Scores | None) -> Scores:
    """Words and nearness in equal parts, each from 0 to 1; words alone keep their own scale."""
    if near is None:
        return words.copy()
    return (0.5 * words / max(float(words.max(initial=0.0)), 1e-6) + 0.5 * near).astype(np.float32)


def _layers(words: bool, title: bool, vectors: bool) -> tuple[Layer, ...]:  # noqa: FBT001 - three plain marks
    marks: tuple[tuple[Layer, bool], ...] = (("words", words), ("title", title), ("vectors", vectors))
    return tuple(layer for layer, found in marks if found)


def _matrix(vectors: Sequence[bytes | None]) -> npt.NDArray[np.float32] | None:
    """The vectors as rows, a row of zeros where one is missing; None if there are none of one length."""
    lengths = {len(vector) for vector in vectors if vector is not None}
    if len(lengths) != 1:
        return None
    empty = bytes(lengths.pop())
    return np.stack([np.frombuffer(vector or empty, dtype=np.float32) for vector in vectors])
