"""Every answer carries the protective headers and the number by which it is found in the logs."""

from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar, Response, get
from litestar.testing import TestClient

from helpline.app.problem import HANDLERS
from helpline.app.security import Guarded, login_terms
from helpline.app.settings import BadSettings, Settings, read
from helpline.kit.log import correlation
from helpline.people.model import LoginTerms


@get(["/", "/widget", "/api/thing"])
async def thing() -> str:
    return correlation.get()


@get("/file")
async def file() -> Response[str]:
    return Response("x", headers={"Content-Security-Policy": "sandbox", "Cache-Control": "max-age=60"})


@get("/bug")
async def bug() -> None:
    raise RuntimeError


def _visitor(*, https: bool = False, origins: str = "") -> TestClient[Any]:
    app = Litestar([thing, file, bug], exception_handlers=HANDLERS, logging_config=None, openapi_config=None)
    return TestClient(Guarded(app, https=https, origins=origins), raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/", "/api/thing", "/nowhere", "/bug"])
def test_pages_refusals_and_failures_are_guarded_alike(path: str) -> None:
    with _visitor() as visitor:
        headers = visitor.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy  # falls back to 'self': no inline script, no eval
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "permissions-policy" in headers
    assert "strict-transport-security" not in headers


def test_the_taxpayers_page_in_the_widget_may_be_framed_anywhere() -> None:
    with _visitor() as visitor:
        headers = visitor.get("/widget").headers

    assert "frame-ancestors *" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


def test_where_sites_are_named_only_they_may_show_the_widget() -> None:
    origins = "https://etax.example https://www.example"
    with _visitor(origins=read({"HELPLINE_WIDGET_ORIGINS": origins}).widget_origins) as visitor:
        policy = visitor.get("/widget").headers["content-security-policy"]

    assert policy.endswith(f"frame-ancestors {origins}")


@pytest.mark.parametrize(
    "origins", ["https://a.example; script-src *", "javascript:alert(1)", "etax.example"]
)
def test_what_is_no_address_of_a_site_stops_the_start(origins: str) -> None:
    with pytest.raises(BadSettings, match="WIDGET_ORIGINS"):
        read({"HELPLINE_WIDGET_ORIGINS": origins})


def test_no_other_sites_page_reaches_into_ours() -> None:
    with _visitor() as visitor:
        page, widget = visitor.get("/").headers, visitor.get("/widget").headers

    assert page["cross-origin-opener-policy"] == "same-origin"
    assert (page["cross-origin-resource-policy"], widget["cross-origin-resource-policy"]) == (
        "same-origin",
        "cross-origin",
    )


@pytest.mark.parametrize("path", ["/widget/", "/widgets", "/api/widget", "/widget%2F"])
def test_no_other_address_may_be_framed(path: str) -> None:
    with _visitor() as visitor:
        headers = visitor.get(path).headers

    assert ("frame-ancestors *" in headers["content-security-policy"]) == (path == "/widget")


def test_answers_of_doors_are_not_kept_by_browsers() -> None:
    with _visitor() as visitor:
        assert visitor.get("/api/thing").headers["cache-control"] == "no-store"
        assert "cache-control" not in visitor.get("/").headers


def test_a_stricter_header_of_a_door_stays() -> None:
    with _visitor() as visitor:
        headers = visitor.get("/file").headers

    assert headers.get_list("content-security-policy") == ["sandbox"]
    assert headers["cache-control"] == "max-age=60"


def test_over_https_browsers_are_told_to_stay_there() -> None:
    with _visitor(https=True) as visitor:
        assert visitor.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_each_request_has_a_number_of_its_own() -> None:
    with _visitor() as visitor:
        first, second = visitor.get("/"), visitor.get("/")

    assert first.text == first.headers["x-correlation-id"]
    assert first.text != second.text
    assert len(first.text) == 32


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("proxy-0042-abcdef", True), ("short", False), ("a b c d e f g h", False), ("x" * 65, False)],
)
def test_a_proxys_number_is_kept_if_it_looks_like_one(given: str, is_kept: bool) -> None:
    with _visitor() as visitor:
        answer = visitor.get("/", headers={"X-Correlation-Id": given})

    assert (answer.text == given) == is_kept


def test_the_settings_say_how_log_in_is_guarded() -> None:
    given = read(
        {
            "HELPLINE_COOKIE_SECURE": "true",
            "HELPLINE_SIGN_IN_FAILURES": "3",
            "HELPLINE_SIGN_IN_LOCK_MINUTES": "30",
            "HELPLINE_SESSION_HOURS": "1",
        }
    )

    assert login_terms(given) == LoginTerms(
        failures_allowed=3,
        lock_for=timedelta(minutes=30),
        session_for=timedelta(hours=1),
        cookie_secure=True,
    )
    assert login_terms(Settings()) == LoginTerms()
