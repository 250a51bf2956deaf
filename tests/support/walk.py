"""Walks past every door of the running application as everybody, and notes what each is answered."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp
from msgspec import to_builtins

from tests.support.front import Front
from tests.support.furnished import PEOPLE, PLACES, Things
from tests.support.knowledge import PASSWORD as ENTRY
from tests.support.people import PASSWORD

CALLERS = (*PEOPLE, "taxp", "anon")
LETTERS = {401: "u", 403: "f", 404: "n", 405: "n"}
"""`a` is let in; `r` too, but the deed will not do; `u` must log in; `f` may not; `n` finds nothing."""

BY_ITSELF = ("OPTIONS", "HEAD")
"""What Litestar answers without us."""

POSTING = {"role": "consultant", "provider_id": str(uuid4()), "team_id": str(uuid4())}
WISH = {"kind": "taxpayer", "subject": str(uuid4()), "field": "name", "reason": "verify", "words": "核实来电"}
LED = "/api/wallboard/dialogues/{conversation_id}"
"""Where a team lead steps in."""
BODIES: dict[str, Any] = {
    "PUT /api/account/password": {"old": "wrong", "new": "wrong"},
    **{
        f"POST /api/account/{deed}": {"password": "wrong"}
        for deed in ("second-factor", "second-factor/removal", "recovery-codes")
    },
    "POST /api/tokens": {"name": "报表程序", "rights": [], "days": 1, "why": "试用"},
    "POST /api/tokens/{token_id}/revocation": {"why": "停用"},
    "POST /api/session/unlock": {"password": PASSWORD},
    "POST /api/account/second-factor/confirmation": {"code": "000000"},
    "POST /api/accounts/{number}/sessions/end": {"why": "电脑遗失"},
    "POST /api/accounts/{number}/second-factor/reset": {"why": "手机遗失"},
    "POST /api/openid/{issuer_id}/arrival": {"state": "made up", "code": "made up"},
    "POST /api/openid/code": {"code": "000000"},
    "PUT /api/issuers": {"name": "认证", "address": "http://example.org", "client_id": "x", "why": "试用"},
    "POST /api/issuers/{issuer_id}/end": {"why": "停用"},
    "POST /api/reveals": WISH,
    "POST /api/reveals/requests": WISH,
    "POST /api/exports": {"what": "taxpayers", "reason": "verify", "words": ""},
    "POST /api/conversations/{conversation_id}/whispers": {"client_id": str(uuid4()), "text": "好的"},
    f"POST {LED}/whispers": {"client_id": str(uuid4()), "text": "请先核对身份"},
    f"POST {LED}/posts": {"client_id": str(uuid4()), "text": "您好，我是班长"},
    f"POST {LED}/system": {"system": "none", "why": "分错了"},
    f"POST {LED}/move": {"to": str(uuid4()), "why": "换人接待"},
    **{f"POST {LED}/{deed}": {"why": "需要协助"} for deed in ("step-in", "take-over", "priority", "end")},
    "POST /api/wallboard/staff/{staff_id}/presence": {"presence": "break", "why": "休息"},
    "POST /api/units": {"kind": "team", "parent_id": str(uuid4()), "name": "咨询九班", "why": "新设"},
    "POST /api/units/{unit_id}/change": {"why": "更名"},
    "POST /api/units/{unit_id}/move": {"parent_id": str(uuid4()), "why": "调整"},
    "POST /api/units/{unit_id}/close": {"closed_on": "2020-01-01", "why": "撤销"},
    "POST /api/units/{unit_id}/matching": {"provider_id": None, "since": "2020-01-01", "why": "到期"},
    "POST /api/people": {"number": "0888", "name": "新人", "posting": POSTING, "why": "新聘"},
    "POST /api/people/{staff_id}/move": {"posting": POSTING, "why": "调动"},
    "POST /api/people/{staff_id}/skills": {"skills": {"max_level": 99}, "chat_capacity": 1, "why": "考核"},
    "POST /api/people/{staff_id}/absences": {
        "since": "2026-11-12T00:00:00Z",
        "until": "2026-11-11T00:00:00Z",
        "why": "年假",
    },
    "POST /api/accounts/{number}/start-password": {"why": "忘记密码"},
    "POST /api/accounts/{number}/unlock": {"why": "本人申请"},
    "POST /api/people/{staff_id}/leave": {"why": "离职"},
    "POST /api/regulation/terms": {"name": "none", "value": 1, "effective_from": "2026-12-01", "why": "试"},
    "POST /api/calendars/years/{year}/notice": {"layout": "words", "content": "无", "why": "试"},
    "PUT /api/calendars/days/{day}": {"kind": "off", "why": ""},
    "POST /api/knowledge/entries": {"content": to_builtins(ENTRY), "why": "新编"},
    "POST /api/knowledge/entries/{number}/revisions": {"content": to_builtins(ENTRY), "why": "新编"},
    "PUT /api/knowledge/systems": {"code": "etax_app", "name": "手机应用", "short_name": "应用"},
    "PUT /api/knowledge/topics": {"code": "refund", "name": "退库"},
    "POST /api/knowledge/notes/{note_id}/handle": {"why": "已改"},
    "POST /api/knowledge/gaps/{gap_id}/close": {"why": "已补"},
    "POST /api/taxpayers": {"name": "某公司"},
    "POST /api/conversations": {"client_id": str(uuid4()), "text": ""},
    "POST /api/conversations/{conversation_id}/choice": {"choice": "wait"},
    "POST /api/conversations/{conversation_id}/solved": {"seq": 1, "solved": True},
    "POST /api/conversations/{conversation_id}/posts": {
        "client_id": str(uuid4()),
        "content": {"type": "text", "text": "请稍等"},
    },
    "POST /api/conversations/{conversation_id}/recall": {"seq": 1},
    "POST /api/conversations/{conversation_id}/transfer": {"to": str(uuid4())},
    "POST /api/conversations/{conversation_id}/rating": {"satisfaction": 5},
    "POST /api/call-offers/{offer_id}/decline": {"reason": "正在处理另一件事"},
    **{f"POST /api/calls/{{call_id}}/{deed}": {"on": True} for deed in ("hold", "mute")},
    "POST /api/calls/{call_id}/queue": {"system": "none"},
    "POST /api/calls/{call_id}/transfer": {"to": str(uuid4())},
    **{
        f"POST /api/wallboard/calls/{{call_id}}/{deed}": {"why": "需要协助"}
        for deed in ("priority", "take-over")
    },
    "POST /api/offers/{offer_id}/decline": {"reason": "正在处理另一件事"},
    "POST /api/messages": {"client_id": str(uuid4()), "text": "", "name": "", "phone": ""},
    "POST /api/messages/{message_id}/answer": {"text": ""},
    "POST /api/follow-ups/{follow_up_id}/answer": {"text": "已核实"},
    "POST /api/cases/{case_id}/decline": {"reason": "none"},
    "POST /api/knowledge/notes": {
        "kind": "wrong",
        "entry": "K-9999",
        "conversation": None,
        "words": "菜单改了",
    },
    "POST /api/desk/presence": {"presence": "break"},
    "POST /api/measures/exclusions": {"call": "none", "reason": "test", "why": "试拨"},
    "POST /api/measures/inclusions": {"call": "none", "why": "核实"},
    "POST /api/measures/outages": {
        "since": "2026-11-12T00:00:00Z",
        "until": "2026-11-11T00:00:00Z",
        "why": "中继中断",
    },
    "POST /api/measures/outages/{outage_id}/approval": {"why": "属实"},
}
QUERIES = {
    "GET /api/knowledge/search": "?q=登录",
    "GET /api/public/knowledge/search": "?q=登录",
    "GET /api/recordings": f"?call={uuid4()}",
}
VALUES = {"year": "2026", "day": "2026-11-11", "number": "K-9999", "path": "nothing", "file_path": "mark.svg"}


def routes(app: ASGIApp) -> Iterator[str]:
    """Every door of the route table, as `GET /api/cases/{case_id}`."""
    inner: Any = app
    while not isinstance(inner, Litestar):
        inner = vars(inner)["_app"]
    for route in inner.routes:
        if isinstance(route, HTTPRoute):
            for method in {m for handler in route.route_handlers for m in handler.http_methods}:
                if method not in BY_ITSELF:
                    yield f"{method} {_plain(route.path)}"


def _plain(path: str) -> str:
    return "/".join(f"{part.split(':')[0]}}}" if ":" in part else part for part in path.split("/"))


class Walk:
    """Somebody of every role, logged in."""

    def __init__(self, front: Front, things: Things) -> None:
        self._front = front
        self._things = things
        self.callers: dict[str, httpx.AsyncClient] = {}

    async def arrive(self) -> None:
        for role, number in PEOPLE.items():
            self.callers[role] = await self._front.signed_in(number)
        self.callers["taxp"] = self._front.stranger()
        self.callers["taxp"].headers["Authorization"] = self._things.visitors["own"]
        self.callers["anon"] = self._front.stranger()

    async def admit_programs(self, rights: Iterable[str]) -> None:
        """A program with a token of each right, of the municipal bureau."""
        for right in rights:
            form = {"name": "取数程序", "rights": [right], "days": 1, "why": "每日取数"}
            answer = await self.callers["syst"].post("/api/tokens", json=form)
            answer.raise_for_status()
            self.callers[right] = self._front.stranger()
            self.callers[right].headers["Authorization"] = f"Bearer {answer.json()['secret']}"

    async def knock(self, door: str, caller: str, place: str) -> httpx.Response:
        """Go to a door that leads to something in `place`; of a place that is unknown, to nothing at all."""
        method, _, path = door.partition(" ")
        path = self.filled(path, place)
        path += QUERIES.get(door, "")
        return await self.callers[caller].request(method, path, **self._body(door, method))

    def filled(self, path: str, place: str) -> str:
        """The path, or topic, of the thing in that place."""
        for parameter in parameters(path):
            path = path.replace(f"{{{parameter}}}", self._value(parameter, place))
        return path

    def _value(self, parameter: str, place: str) -> str:
        if parameter in VALUES:
            return VALUES[parameter]
        return self._things.at.get(parameter, {}).get(place) or str(uuid4())

    def _body(self, door: str, method: str) -> dict[str, Any]:
        if door == "POST /api/session":
            return {"json": {"number": uuid4().hex[:12], "password": "wrong"}}
        if door.endswith(("/import", "/files")) and method == "POST":
            return {"files": {"file": ("leer.csv", b"\r\n", "text/csv")}}
        if door == "POST /api/openid/{issuer_id}/logout":
            return {"data": {"logout_token": "made up"}}
        return {"json": BODIES.get(door, {})} if method in {"POST", "PUT", "PATCH"} else {}

    def leads_to(self, door: str) -> tuple[str, ...]:
        """The places of which things the door leads to; one for a door that leads to nothing in particular."""
        return PLACES if any(p in self._things.at for p in parameters(door)) else ("own",)


def parameters(door: str) -> list[str]:
    return re.findall(r"{(\w+)}", door)


def letter(answer: httpx.Response) -> str:
    if answer.status_code < 400:
        return "a"
    return LETTERS.get(answer.status_code, "r")


def problem(answer: httpx.Response) -> dict[str, Any]:
    """What a refusal says, but for the address that was asked for."""
    said: dict[str, Any] = answer.json()
    return {name: value for name, value in said.items() if name != "instance"}
