"""Knocks at every door of the description with whatever fits it and whatever does not, and judges the answers."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.people import PASSWORD

CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}

SPREAD = 5
"""So many different requests for one that a caller sends."""

Pool = dict[str, list[str]]
"""Ids that exist, by the name they have in a path: knocking with invented ones alone would end at 404."""


class Caller:
    """Somebody who knocks: nobody (no number), a visitor ("visitor"), or a member of staff by number."""

    def __init__(self, url: str, who: str) -> None:
        self.who = who
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(OWN_PAGE)
        self.come_in()

    def come_in(self) -> None:
        """Be known again; some deeds end one's log-in."""
        if self.who == "visitor":
            token = self.asks("POST", "/api/visitors").json()["token"]
            self._session.headers["Authorization"] = f"Bearer {token}"
        elif self.who:
            answer = self.asks("POST", "/api/session", {"number": self.who, "password": PASSWORD})
            assert answer.ok, answer.text

    def is_known(self) -> bool:
        door = "/api/conversations/current" if self.who == "visitor" else "/api/session"
        return not self.who or self.asks("GET", door).status_code in (200, 204)

    def asks(self, method: str, path: str, body: object = None) -> requests.Response:
        """Knock as a page would."""
        given: dict[str, Any] = {} if body is None else {"json": body}
        return self._session.request(method, self._url + path, timeout=20, **given)

    def knock(self, case: Any) -> tuple[int, str]:
        """Send the case as this caller; status, and what is wrong with the answer."""
        for name in [each for each in case.headers if each.lower() in ("authorization", "cookie")]:
            del case.headers[name]
        case.cookies.clear()
        answer = case.call(base_url=self._url, session=self._session, timeout=20)
        return answer.status_code, judged(case, answer)

    def leave(self) -> None:
        self._session.close()


def judged(case: Any, answer: Any) -> str:
    """What is wrong with it; empty if nothing is."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    try:
        case.validate_response(answer, checks=CHECKS)
    except (AssertionError, BaseExceptionGroup) as failures:
        return f"{failures}: {[str(each) for each in getattr(failures, 'exceptions', ())]}"[:600]
    return ""


def operations(url: str, document: dict[str, Any]) -> Iterator[Any]:
    """All doors of the description."""
    schema = schemathesis.openapi.from_dict(document)
    schema.location = f"{url}/api/openapi.json"
    for found in schema.get_all_operations():
        yield found.ok()  # type: ignore[union-attr]  # our own description can be read


def knock_everywhere(
    callers: list[Caller], doors: list[Any], pool: Pool, *, times: int, alike: bool
) -> dict[str, list[str]]:
    """Each caller at each door, `times` with what fits and `times` with what does not; what was wrong, by door."""
    wrong: dict[str, list[str]] = {}
    for door in doors:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            drawn = cases(door, mode, pool, count=times * SPREAD, alike=alike)
            for place, caller in enumerate(callers):
                for case in _share(drawn, place, times):
                    status, fault = caller.knock(case)
                    if fault:
                        wrong.setdefault(door.label, []).append(f"{caller.who or 'nobody'} {status}: {fault}")
        for caller in callers:
            if not caller.is_known():
                caller.come_in()
    return wrong


def _share(drawn: list[Any], place: int, times: int) -> list[Any]:
    """`times` of what was drawn, others for each caller."""
    return [drawn[(place + step * SPREAD) % len(drawn)] for step in range(times if drawn else 0)]


def cases(door: Any, mode: GenerationMode, pool: Pool, *, count: int, alike: bool) -> list[Any]:
    """Requests for a door, `alike` the same in every run."""
    made: list[Any] = []
    strategy = st.tuples(door.as_strategy(mode), st.integers(0, 1_000_000))

    @given(strategy)
    @settings(
        max_examples=count,
        derandomize=alike,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(drawn: tuple[Any, int]) -> None:
        case, dice = drawn
        if dice % 4:
            case.path_parameters = _known(case.path_parameters, pool, dice)
        made.append(case)

    with suppress(Exception):  # where nothing can be wrong, no wrong case can be drawn
        draw()
    return made


def _known(parameters: Any, pool: Pool, dice: int) -> Any:
    def existing(name: str, value: Any) -> Any:
        known = pool.get(name)
        return known[dice % len(known)] if known else value

    return {name: existing(name, value) for name, value in (parameters or {}).items()}
