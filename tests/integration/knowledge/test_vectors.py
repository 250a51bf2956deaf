"""Dense vectors from an endpoint: fused where they are on, done without where they fail, told in every answer."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import numpy as np
import pytest

from helpline.kit.db import Database
from helpline.knowledge import vectors
from helpline.knowledge.commands.embedding import embed_missing
from helpline.knowledge.model import Hit
from helpline.knowledge.search import Wish
from helpline.knowledge.vectors import EndpointEmbedder, VectorsUnavailable, embedder
from tests.support.knowledge import PASSWORD, PRINTING, found, publish

MEANINGS = {"口令": 0, "密码": 0, "证明": 1, "凭证": 1}


class Server(ThreadingHTTPServer):
    """Speaks /v1/embeddings: a text's vector has a one for each meaning that it bears."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answerer)
        self.fault = ""
        self.asked: list[dict[str, object]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answerer(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**body, "path": self.path, "key": self.headers["Authorization"]})
        faults = {"500": (500, b"{}"), "broken": (200, b'{"data": ['), "short": (200, b'{"data": []}')}
        status, content = faults.get(self.server.fault) or (200, _answer(body["input"]))
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Say nothing."""


def _answer(texts: list[str]) -> bytes:
    data = [{"index": place, "embedding": _vector(text)} for place, text in enumerate(texts)]
    return msgspec.json.encode({"data": data[::-1]})


def _vector(text: str) -> list[float]:
    vector = [0.1, 0.1, 0.2]
    for word, place in MEANINGS.items():
        if word in text:
            vector[place] = 1.0
    return vector


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    vectors.choose(None)
    running.shutdown()
    thread.join()
    running.server_close()


async def asked(db: Database, question: str) -> list[Hit]:
    vector = await vectors.of_question(question)
    return await found(db, question, Wish(vector=vector))


async def test_another_wording_is_found_by_its_meaning(db: Database, server: Server) -> None:
    first, _ = await publish(db, PASSWORD), await publish(db, PRINTING)
    assert await asked(db, "口令") == []
    vectors.choose(embedder(server.url, "bge"))

    assert await embed_missing(db) == 2
    hits = await asked(db, "口令")

    assert (hits[0].shown.number, hits[0].layers, hits[0].coverage) == (first, ("vectors",), 0.0)
    assert (await asked(db, PASSWORD.title))[0].layers == ("words", "title", "vectors")
    assert {call["path"] for call in server.asked} == {"/v1/embeddings"}
    assert {call["model"] for call in server.asked} == {"bge"}


async def test_vectors_are_made_once_and_again_for_another_model(db: Database, server: Server) -> None:
    await publish(db, PASSWORD)
    vectors.choose(embedder(server.url, "bge"))

    assert [await embed_missing(db), await embed_missing(db)] == [1, 0]
    vectors.choose(embedder(server.url + "/v1/embeddings", "qwen"))
    assert await embed_missing(db) == 1


@pytest.mark.parametrize("fault", ["500", "broken", "short"])
async def test_a_faulty_endpoint_costs_only_the_finer_ranking(
    db: Database, server: Server, fault: str
) -> None:
    number = await publish(db, PASSWORD)
    vectors.choose(embedder(server.url, "bge"))
    await embed_missing(db)
    server.fault = fault

    hits = await asked(db, "申报密码")

    assert [(hit.shown.number, hit.layers) for hit in hits] == [(number, ("words",))]


async def test_an_endpoint_that_is_not_there_is_told_to_the_operator(db: Database, server: Server) -> None:
    await publish(db, PASSWORD)
    vectors.choose(EndpointEmbedder("http://127.0.0.1:9", "bge", timeout=0.2))

    with pytest.raises(VectorsUnavailable):
        await embed_missing(db)
    assert await vectors.of_question("申报密码") is None


async def test_a_key_is_sent_and_vectors_have_length_one(server: Server) -> None:
    given = await asyncio.to_thread(EndpointEmbedder(server.url, "bge", key="k-1").passages, ["密码", "证明"])

    assert [round(float(np.linalg.norm(vector)), 5) for vector in given] == [1.0, 1.0]
    assert [int(vector.argmax()) for vector in given] == [0, 1]
    assert server.asked[0]["key"] == "Bearer k-1"


def test_nothing_is_used_unless_it_is_set() -> None:
    assert embedder("", "") is None
    assert vectors.chosen() is None
