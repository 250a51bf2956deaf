"""Every 'no' is a problem document with a sentence; nothing of the inside leaks."""

import logging
from typing import Annotated, Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar, WebSocket, get, post, websocket
from litestar.exceptions import InternalServerException, TooManyRequestsException, WebSocketDisconnect
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.testing import TestClient

from helpline.app.problem import HANDLERS, MEDIA_TYPE, RefusedSockets
from helpline.app.security import BODY_LIMIT, Guarded
from helpline.kit.db import Database
from helpline.kit.refusal import Conflict

SECRET = "password_hash of staff 0317"


class Form(msgspec.Struct, forbid_unknown_fields=True):
    """A form with a field of every kind."""

    word: Annotated[str, msgspec.Meta(min_length=2, max_length=4)]
    count: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    kind: Annotated[str, msgspec.Meta(pattern="^[a-z]+$")] = "a"
    who: UUID | None = None
    many: Annotated[list[int], msgspec.Meta(max_length=2)] = []


@post("/form")
async def form(data: JSONBody[Form]) -> None: ...


@get("/page")
async def page(limit: Annotated[int, QueryParameter(ge=1, le=5)] = 2) -> int:
    return limit


@get("/thing/{thing:uuid}")
async def thing(thing: FromPath[UUID]) -> None:
    raise Conflict("这件事已经办结。")


@get("/bug")
async def bug() -> None:
    raise RuntimeError(SECRET)


@get("/broken")
async def broken() -> None:
    raise InternalServerException(SECRET)


@get("/busy")
async def busy() -> None:
    raise TooManyRequestsException(SECRET)


@get("/decode")
async def decode() -> None:
    msgspec.json.decode(b'{"word":"abc","many":[1,"x"]}', type=Form)


@websocket("/live")
async def live(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    raise Conflict("这件事已经办结。")


@websocket("/bug-live")
async def bug_live(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    raise RuntimeError(SECRET)


@pytest.fixture
def visitor() -> TestClient[Any]:
    app = Litestar(
        route_handlers=[form, page, thing, bug, broken, busy, decode, live, bug_live],
        exception_handlers=HANDLERS,
        middleware=[RefusedSockets()],
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        openapi_config=None,
    )
    return TestClient(Guarded(app, https=False), raise_server_exceptions=False)


def test_a_refusal_becomes_a_problem_document(visitor: TestClient[Any]) -> None:
    with visitor:
        answer = visitor.get("/thing/00000000-0000-0000-0000-000000000001")

    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    assert answer.json() == {
        "type": "urn:helpline:problem:conflict",
        "title": "状态冲突",
        "status": 409,
        "code": "conflict",
        "detail": "这件事已经办结。",
        "instance": "/thing/00000000-0000-0000-0000-000000000001",
    }


@pytest.mark.parametrize(
    ("body", "field", "fault"),
    [
        ({}, "word", "不能缺少"),
        ({"word": "a"}, "word", "至少 2 个字符"),
        ({"word": "abcde"}, "word", "至多 4 个字符"),
        ({"word": 7}, "word", "须是文字"),
        ({"word": None}, "word", "须是文字"),
        ({"word": "abc", "count": 0}, "count", "不能小于 1"),
        ({"word": "abc", "count": 6}, "count", "不能大于 5"),
        ({"word": "abc", "count": "x"}, "count", "须是整数"),
        ({"word": "abc", "kind": "A"}, "kind", "的格式不正确"),
        ({"word": "abc", "who": "x"}, "who", "的格式不正确"),
        ({"word": "abc", "many": [1, 2, 3]}, "many", "至多 2 项"),
        ({"word": "abc", "many": [1, "x"]}, "many[1]", "须是整数"),
        ({"word": "abc", "other": 1}, "other", "不是可用的字段"),
    ],
)
def test_a_wrong_field_is_named_in_a_sentence(
    visitor: TestClient[Any], body: dict[str, object], field: str, fault: str
) -> None:
    with visitor:
        answer = visitor.post("/form", json=body)

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (422, "invalid", field)
    assert problem["detail"] == f"字段 {field} {fault}。"


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit="])
def test_a_wrong_question_is_named_too(visitor: TestClient[Any], query: str) -> None:
    with visitor:
        answer = visitor.get(f"/page?{query}")

    assert (answer.status_code, answer.json()["field"]) == (422, "limit")


def test_what_a_door_decodes_itself_is_answered_alike(visitor: TestClient[Any]) -> None:
    with visitor:
        answer = visitor.get("/decode")

    assert (answer.status_code, answer.json()["detail"]) == (422, "字段 many[1] 须是整数。")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"word=abc", b'{"word": "\\ud800"}', b"[" * 50_000])
def test_broken_json_is_refused(visitor: TestClient[Any], body: bytes) -> None:
    with visitor:
        answer = visitor.post("/form", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) in {(400, "bad-request"), (422, "invalid")}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7"])
def test_a_body_of_another_shape_is_refused(visitor: TestClient[Any], body: bytes) -> None:
    with visitor:
        answer = visitor.post("/form", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["detail"] == "缺少内容，或内容的格式不符合要求。"


def test_too_large_a_body_is_refused(visitor: TestClient[Any]) -> None:
    with visitor:
        answer = visitor.post("/form", json={"word": "a" * BODY_LIMIT})

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/thing/not-an-id", 404, "not-found"),
        ("DELETE", "/page", 405, "method-not-allowed"),
        ("GET", "/busy", 429, "too-many-requests"),
    ],
)
def test_what_the_framework_refuses_is_told_in_our_words(
    visitor: TestClient[Any], method: str, path: str, status: int, code: str
) -> None:
    with visitor:
        answer = visitor.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"].endswith("。")
    assert SECRET not in answer.text


@pytest.mark.parametrize("path", ["/bug", "/broken"])
def test_a_bug_is_logged_in_full_and_told_as_a_number(
    visitor: TestClient[Any], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with visitor, caplog.at_level(logging.ERROR, logger="helpline.app.problem"):
        answer = visitor.get(path)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "failure")
    assert SECRET not in answer.text
    assert "RuntimeError" not in answer.text
    assert problem["correlation"] in problem["detail"]
    assert problem["correlation"] == answer.headers["x-correlation-id"]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])


def test_a_refused_socket_is_closed_with_status_and_code(visitor: TestClient[Any]) -> None:
    with visitor, visitor.websocket_connect("/live") as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()

    assert (closed.value.code, closed.value.detail) == (4409, "conflict")


def test_a_bug_at_a_socket_is_logged_and_tells_nothing(
    visitor: TestClient[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with (
        visitor,
        visitor.websocket_connect("/bug-live") as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()

    assert closed.value.code == 4500
    assert SECRET not in closed.value.detail
    assert "socket.failed" in caplog.messages


async def test_a_character_that_no_table_can_hold_is_refused(db: Database) -> None:
    """The handler is chosen by what the driver raises, so that must stay what it is."""

    @post("/save")
    async def save(data: JSONBody[Form]) -> None:
        async with db.reading() as read:
            await read.fetchval("select $1::text", data.word)

    app = Litestar([save], exception_handlers=HANDLERS, logging_config=None, openapi_config=None)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # both are ASGI, each with types of its own
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as visitor:
        answer = await visitor.post("/save", json={"word": "a\x00b"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "控制字符" in answer.json()["detail"]
