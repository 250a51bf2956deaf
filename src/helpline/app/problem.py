"""Every 'no' leaves the house as a problem document (RFC 9457). Nothing of the inside leaks with it."""

import re
import sys
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, ValidationException, WebSocketException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, ExceptionHandlersMap, Message, Receive, Scope, Send
from litestar.types.asgi_types import WebSocketCloseEvent

from helpline.kit import errand
from helpline.kit.db import is_passing
from helpline.kit.log import Log, correlation
from helpline.kit.refusal import Refused, TooOften

log = Log(__name__)

MEDIA_TYPE = "application/problem+json"
SOCKET_CODE = 4000
"""A refused socket is closed with this plus the HTTP status, such as 4401."""

TRY_AGAIN_LATER = 1013
"""Close code of a socket that could not be served because the database is away."""

_TITLES = {
    400: "请求有误",
    401: "未登录",
    403: "无权操作",
    404: "未找到",
    405: "不支持的操作",
    409: "状态冲突",
    413: "内容过大",
    415: "不支持的内容类型",
    422: "内容不符合要求",
    423: "已锁定",
    429: "过于频繁",
    500: "系统故障",
    503: "系统繁忙",
    507: "存储空间不足",
}
_SENTENCES = {
    400: ("bad-request", "请求无法读取，请检查内容格式。"),
    401: ("not-signed-in", "您尚未登录，或登录已过期。请重新登录。"),
    403: ("forbidden", "您无权进行这项操作。"),
    404: ("not-found", "没有这个地址，请检查链接。"),
    405: ("method-not-allowed", "这个地址不支持这种操作。"),
    413: ("too-large", "提交的内容过大，请缩小后重试。"),
    415: ("unsupported-media-type", "不支持这种内容类型。"),
    429: ("too-many-requests", "操作过于频繁，请稍后再试。"),
    503: ("busy", "系统繁忙，请稍后重试。"),
}
_TYPES = {"str": "文字", "int": "整数", "float": "数字", "bool": "是或否", "array": "列表", "object": "对象"}

# What msgspec says of a value, and what we say instead; the first that fits counts.
_FAULTS = (
    (re.compile(r"missing required field"), "不能缺少"),
    (re.compile(r"unknown field"), "不是可用的字段"),
    (re.compile(r"`str` of length >= (\d+)"), "至少 {0} 个字符"),
    (re.compile(r"`str` of length <= (\d+)"), "至多 {0} 个字符"),
    (re.compile(r"`array` of length >= (\d+)"), "至少 {0} 项"),
    (re.compile(r"`array` of length <= (\d+)"), "至多 {0} 项"),
    (re.compile(r" >= (-?[\d.]+)$"), "不能小于 {0}"),
    (re.compile(r" <= (-?[\d.]+)$"), "不能大于 {0}"),
    (re.compile(r"matching regex"), "的格式不正确"),
    (re.compile(r"enum value"), "不在可选的范围内"),
    (re.compile(r"encoded (?:date|datetime)|timezone"), "须是日期或带时区的时间"),
    (re.compile(r"Expected `(str|int|float|bool|array|object)`"), "须是{0}"),
)
_NAMED = re.compile(r"field `([^`]+)`")
_PLACE = re.compile(r" - at `\$\.?(.*)`$")


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457, with our stable `code`, the `field` at fault, the number under which a failure is logged."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    field: str = ""
    correlation: str = ""


Asked = Request[Any, Any, Any]


def refused(request: Asked, refusal: Refused) -> Response[Problem]:
    """A rule said no."""
    errand.note_refusal(refusal.code)
    answer = _answer(request, refusal.status, refusal.code, refusal.message)
    if isinstance(refusal, TooOften):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def misshapen(request: Asked, error: ValidationException) -> Response[Problem]:
    """The request does not have the shape that the door asks for."""
    faults = error.extra if isinstance(error.extra, list) else []
    first = faults[0] if faults else {}
    return _invalid(request, str(first.get("message", "")), str(first.get("key", "")))


def unreadable(request: Asked, error: msgspec.ValidationError) -> Response[Problem]:
    """What a door decoded itself does not have the asked shape."""
    place = _PLACE.search(str(error))
    return _invalid(request, _PLACE.sub("", str(error)), place.group(1) if place else "")


def untextual(request: Asked, _error: Exception) -> Response[Problem]:
    """A character that no database text can hold, such as NUL, came in."""
    return _answer(request, 422, "invalid", "文字中含有无法保存的控制字符，请删除后重试。")


def too_deep(request: Asked, error: RecursionError) -> Response[Problem]:
    """A body nested without end is a bad request; any other endless recursion is ours."""
    if "deserializing" not in str(error):
        return failed(request, error)
    return _answer(request, 400, *_SENTENCES[400])


def turned_away(request: Asked, error: HTTPException) -> Response[Problem]:
    """The framework said no: no such address, too large, not JSON."""
    if error.status_code not in _SENTENCES:
        return failed(request, error)
    code, sentence = _SENTENCES[error.status_code]
    return _answer(request, error.status_code, code, sentence)


def failed(request: Asked, error: Exception) -> Response[Problem]:
    """A bug or a broken machine: logged in full, told as a number to ask by. What passes by itself: try again."""
    if is_passing(error):
        log.warning("request.waits", method=request.method, path=request.scope["path"], reason=repr(error))
        return _answer(request, 503, *_SENTENCES[503])
    log.failure("request.failed", method=request.method, path=request.scope["path"])
    number = correlation.get()
    sentence = f"系统出现故障，我们已记录。请稍后重试；如需查询，请告知编号 {number}。"
    return _answer(request, 500, "failure", sentence, number=number)


HANDLERS: ExceptionHandlersMap = {
    Refused: refused,
    ValidationException: misshapen,
    msgspec.ValidationError: unreadable,
    asyncpg.CharacterNotInRepertoireError: untextual,
    asyncpg.UntranslatableCharacterError: untextual,
    RecursionError: too_deep,
    HTTPException: turned_away,
    Exception: failed,
}
"""For `Litestar(exception_handlers=…)`."""


class RefusedSockets(ASGIMiddleware):
    """A refusal at a socket closes it with 4000 + status and the code as reason; a bug is logged."""

    scopes = (ScopeType.WEBSOCKET,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        async def send_refusal(message: Message) -> None:
            # Litestar has no handlers for a socket's exceptions: it closes with 4500 from within its `except`.
            error = sys.exception()
            if (
                message["type"] == "websocket.close"
                and isinstance(error, Exception)
                and not isinstance(error, WebSocketException)
            ):
                message = _closing(error, scope["path"])
            await send(message)

        try:
            await next_app(scope, receive, send_refusal)
        except Refused as refusal:
            await send(_closing(refusal, scope["path"]))


def _closing(error: Exception, path: str) -> WebSocketCloseEvent:
    code, reason = closing(error, path)
    return {"type": "websocket.close", "code": code, "reason": reason}


def closing(error: Exception, path: str) -> tuple[int, str]:
    """Code and reason with which a socket is closed after an error; a bug is logged."""
    if isinstance(error, Refused):
        return SOCKET_CODE + error.status, error.code
    if is_passing(error):
        log.warning("socket.waits", path=path, reason=repr(error))
        return TRY_AGAIN_LATER, "busy"
    log.failure("socket.failed", path=path)
    return SOCKET_CODE + 500, "failure"


def _invalid(request: Asked, message: str, key: str) -> Response[Problem]:
    named = _NAMED.search(message)
    path = [part for part in (key.removeprefix("data"), named.group(1) if named else "") if part]
    field = ".".join(path).lstrip(".")
    if not field:
        return _answer(request, 422, "invalid", "缺少内容，或内容的格式不符合要求。")
    return _answer(request, 422, "invalid", f"字段 {field} {_fault(message)}。", field=field)


def _fault(message: str) -> str:
    for pattern, words in _FAULTS:
        found = pattern.search(message)
        if found:
            return words.format(*(_TYPES.get(part, part) for part in found.groups()))
    return "的格式不正确"


def _answer(
    request: Asked, status: int, code: str, detail: str, *, field: str = "", number: str = ""
) -> Response[Problem]:
    problem = Problem(
        type=f"urn:helpline:problem:{code}",
        title=_TITLES.get(status, "请求未能完成"),
        status=status,
        code=code,
        detail=detail,
        instance=request.scope["path"],
        field=field,
        correlation=number,
    )
    return Response(problem, status_code=status, media_type=MEDIA_TYPE)
