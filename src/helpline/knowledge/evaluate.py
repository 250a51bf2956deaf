"""How good the search is: each question of a file asked against the file's answers alone."""

import time
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from helpline.kit.refusal import Invalid
from helpline.knowledge.bm25 import Index
from helpline.knowledge.fields import text_fields


class Pair(msgspec.Struct, frozen=True):
    """A question and the text that answers it."""

    question: str
    answer: str


class Figures(msgspec.Struct, frozen=True):
    """Shares of questions whose answer stood within the first k, mean reciprocal rank, time a question."""

    n: int
    hit_1: float = msgspec.field(name="hit@1")
    hit_3: float = msgspec.field(name="hit@3")
    hit_5: float = msgspec.field(name="hit@5")
    hit_10: float = msgspec.field(name="hit@10")
    mrr: float
    milliseconds_p95: float


def read_pairs(content: bytes) -> list[Pair]:
    """Read JSON lines with `question` and `answer`.

    Raises:
        Invalid: a line is not such an object, or there is none.
    """
    pairs: list[Pair] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            try:
                pairs.append(msgspec.json.decode(line, type=Pair))
            except msgspec.DecodeError as error:
                raise Invalid(f"第 {number} 行不是含 question 与 answer 的 JSON：{error}") from None
    if not pairs:
        raise Invalid("文件里没有可供评测的问答。")
    return pairs


def evaluate(pairs: Sequence[Pair]) -> Figures:
    """Ask every question of a scratch index of the answers."""
    index = Index([text_fields(pair.answer) for pair in pairs])
    ranks = np.empty(len(pairs))
    seconds = np.empty(len(pairs))
    for number, pair in enumerate(pairs):
        started = time.perf_counter()
        scores = index.scores(pair.question)
        seconds[number] = time.perf_counter() - started
        ahead = (scores > scores[number]).sum() + (scores[:number] == scores[number]).sum()
        ranks[number] = ahead + 1
    hit_1, hit_3, hit_5, hit_10 = (_rounded(ranks <= most) for most in (1, 3, 5, 10))
    milliseconds = round(float(np.quantile(seconds, 0.95)) * 1000, 3)
    return Figures(len(pairs), hit_1, hit_3, hit_5, hit_10, _rounded(1 / ranks), milliseconds)


def _rounded(values: npt.NDArray[np.float64] | npt.NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 4)
