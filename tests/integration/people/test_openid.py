"""Log-in by a bureau's own OpenID provider: a real one, in a process of its own, reached over the network."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from helpline.app.settings import Settings
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.people import second_factor
from helpline.people.career import Hand
from helpline.people.commands import career
from helpline.people.store import factors
from tests.support.issuer import (
    ADMINISTRATOR,
    CLIENT,
    SECRET,
    IssuerProcess,
    Traveller,
    in_thread,
    person,
    register,
)
from tests.support.people import PASSWORD as OURS
from tests.support.people import City, a_city
from tests.support.processes import free_port
from tests.support.site import Site, a_site
from tests.support.socket_page import connected, staff_browser

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
PEOPLE = {
    "luo": person("0910"),
    "strong": person("0911", amr=["pwd", "otp", "mfa"]),
    "level": person("0911", acr="urn:two-factors"),
    "nobody": person("7777"),
    "district": person("0901"),
    "company": person("0110"),
    "admin": person("0998"),
    "gone": person("0912"),
}


@pytest.fixture
async def city(dsn: str) -> City:
    db = await Database.open(dsn, ShiftedClock(), size=2)
    founded = await a_city(db)
    await db.close()
    return founded


@pytest.fixture
async def site(dsn: str, city: City, tmp_path: Path) -> AsyncIterator[Site]:
    port = free_port()
    settings = Settings(data_dir=tmp_path, public_url=f"http://127.0.0.1:{port}", issuer_seconds=1)
    async with a_site(dsn, ShiftedClock(), tmp_path, port=port, settings=settings) as opened:
        yield opened


@pytest.fixture
async def card(site: Site, issuer: IssuerProcess) -> dict[str, Any]:
    await in_thread(issuer, "meet", clients=[], people={})
    registered = await register(site.url, issuer)
    issuer.meet(registered, PEOPLE, site.url)
    return registered


@pytest.fixture
async def traveller(site: Site, card: dict[str, Any]) -> AsyncIterator[Traveller]:
    async with Traveller(site.url, card["issuer"]["id"]) as one:
        yield one


async def _lines(site: Site, deed: str) -> list[tuple[str, str, str]]:
    async with site.db.reading() as read:
        rows = await read.fetch(
            "select outcome, why, subject_id from audit_line where deed = $1 order by id", deed
        )
    return [(row["outcome"], row["why"], row["subject_id"]) for row in rows]


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.article("R18.1")
async def test_who_is_logged_in_at_the_bureau_comes_in_and_is_known_again_by_subject(
    site: Site, issuer: IssuerProcess, traveller: Traveller, card: dict[str, Any]
) -> None:
    offered = (await traveller.here.get("/api/openid")).json()
    first = await traveller.go("luo")
    assert first.status_code == 200, first.text
    assert offered == [{"id": traveller.issuer_id, "name": "市局统一身份认证"}]
    assert (first.json()["me"]["number"], first.json()["me"]["due"]) == ("0910", [])
    assert (await traveller.here.get("/api/session")).json()["number"] == "0910"

    issuer.meet(card, {"luo": person("0911")}, site.url)
    async with Traveller(site.url, traveller.issuer_id) as again:
        second = await again.go("luo")
    assert second.json()["me"]["number"] == "0910"
    assert await _lines(site, "people.vouching_begins") == [("done", "", "0910")]
    assert [line for line in await _lines(site, "people.sign_in") if line[2] == "0910"] == [
        ("done", "", "0910")
    ] * 2


async def test_the_secret_lies_sealed_and_is_shown_to_nobody(site: Site, card: dict[str, Any]) -> None:
    async with site.db.reading() as read:
        sealed = await read.fetchval("select client_secret from issuer")
    async with staff_browser(site.url, ADMINISTRATOR) as administrator:
        shown = (await administrator.get("/api/issuers")).text

    assert SECRET.encode() not in sealed
    assert SECRET not in shown
    assert card["redirect_address"] == f"{site.url}/login/openid/{card['issuer']['id']}"


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    site: Site, traveller: Traveller
) -> None:
    departure = await traveller.set_out()
    returned = await traveller.log_in_there(departure.json()["address"], "luo")
    async with Traveller(site.url, traveller.issuer_id) as other:
        await other.set_out()
        stolen = await other.arrive(returned)
    async with Traveller(site.url, traveller.issuer_id) as bare:
        without_cookie = await bare.arrive(returned)
    wrong_state = await traveller.arrive({**returned, "state": "made-up"})
    wrong_issuer = await traveller.arrive({**returned, "iss": "http://127.0.0.1:1"})
    foreign = await traveller.here.post(
        f"/api/openid/{traveller.issuer_id}/arrival",
        json={"state": returned["state"], "code": returned["code"]},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    site.clock.advance(timedelta(minutes=10))
    late = await traveller.arrive(returned)

    refused = [stolen, without_cookie, wrong_state, wrong_issuer, late]
    assert {_refusal(each) for each in refused} == {(401, "openid-strayed")}
    assert _refusal(foreign) == (403, "foreign-page")


async def test_a_code_is_good_once(traveller: Traveller) -> None:
    departure = await traveller.set_out()
    carried = traveller.here.cookies["helpline_openid"]
    returned = await traveller.log_in_there(departure.json()["address"], "luo")
    first = await traveller.arrive(returned)
    traveller.here.cookies.clear()
    traveller.here.cookies.set("helpline_openid", carried, domain="127.0.0.1", path="/api/openid")

    again = await traveller.arrive(returned)

    assert first.status_code == 200
    assert _refusal(again) == (401, "openid-code-refused")


@pytest.mark.parametrize(
    "mood",
    [
        {"stamp": {"nonce": "another"}},
        {"stamp": {"azp": "another-client"}},
        {"audience": "another-client"},
        {"seconds": 1},
    ],
    ids=["nonce", "azp", "audience", "expired"],
)
async def test_a_token_that_was_not_made_for_us_now_is_refused(
    site: Site, issuer: IssuerProcess, traveller: Traveller, mood: dict[str, object]
) -> None:
    await in_thread(issuer, "mood", **mood)
    departure = await traveller.set_out()
    returned = await traveller.log_in_there(departure.json()["address"], "luo")
    if "seconds" in mood:
        site.clock.advance(timedelta(minutes=2))

    assert _refusal(await traveller.arrive(returned)) == (401, "openid-bad-token")
    assert (await traveller.here.get("/api/session")).status_code == 401


async def test_a_new_key_of_the_issuer_is_fetched_once_and_only_so_often(
    site: Site, issuer: IssuerProcess, traveller: Traveller
) -> None:
    assert (await traveller.go("luo")).status_code == 200
    await in_thread(issuer, "rotate", kid="second")
    async with Traveller(site.url, traveller.issuer_id) as hasty:
        too_soon = await hasty.go("luo")
    site.clock.advance(timedelta(seconds=11))
    async with Traveller(site.url, traveller.issuer_id) as later:
        known = await later.go("luo")

    assert _refusal(too_soon) == (401, "openid-bad-token")
    assert known.status_code == 200


@pytest.mark.article("R14.1")
async def test_nobody_but_the_bureaus_own_people_is_vouched_for_and_all_are_told_alike(
    site: Site, traveller: Traveller, city: City
) -> None:
    async with site.db.deed() as tx:
        await career.leave(tx, city["0912"].id, Hand(why="离职"))
    told = set()
    for login in ("nobody", "district", "company", "admin", "gone"):
        async with Traveller(site.url, traveller.issuer_id) as one:
            answer = await one.go(login)
        told.add((*_refusal(answer), answer.json()["detail"]))

    assert [each[:2] for each in told] == [(401, "openid-no-account")]
    assert [why for outcome, why, _ in await _lines(site, "people.sign_in") if outcome == "refused"] == [
        "unknown",
        *["not of this bureau"] * 3,
        "left",
    ]


async def test_a_number_is_linked_to_one_subject_only(
    site: Site, issuer: IssuerProcess, traveller: Traveller, card: dict[str, Any]
) -> None:
    assert (await traveller.go("luo")).status_code == 200
    issuer.meet(card, {"impostor": person("0910")}, site.url)
    async with Traveller(site.url, traveller.issuer_id) as impostor:
        assert _refusal(await impostor.go("impostor")) == (401, "openid-no-account")


async def test_a_locked_number_is_told_so_in_the_same_words_and_the_count_goes_on(
    site: Site, traveller: Traveller
) -> None:
    async def by_password(password: str) -> httpx.Response:
        return await traveller.here.post("/api/session", json={"number": "0910", "password": password})

    for _ in range(4):
        await by_password("wrong-12366")
    assert (await traveller.go("luo")).status_code == 200
    await by_password("wrong-12366")
    by_issuer, typed = await traveller.go("luo"), await by_password(OURS)

    assert _refusal(by_issuer) == _refusal(typed) == (429, "sign-in-locked")
    assert by_issuer.json()["detail"] == typed.json()["detail"]


@pytest.mark.article("R18.1")
async def test_who_is_on_leave_is_told_so_in_the_same_words(
    site: Site, traveller: Traveller, city: City
) -> None:
    now = site.clock.now()
    async with site.db.deed() as tx:
        leave = (city["0910"].id, now - timedelta(hours=1), now + timedelta(days=1))
        await career.take_leave(tx, *leave, Hand(why="年休假"))
    typed = await traveller.here.post("/api/session", json={"number": "0910", "password": OURS})
    by_issuer = await traveller.go("luo")

    assert _refusal(by_issuer) == _refusal(typed) == (403, "on-leave")
    assert by_issuer.json()["detail"] == typed.json()["detail"]


async def test_an_issuer_that_is_slow_or_away_is_told_in_a_sentence_and_passwords_still_work(
    site: Site, issuer: IssuerProcess, traveller: Traveller
) -> None:
    departure = await traveller.set_out()
    returned = await traveller.log_in_there(departure.json()["address"], "luo")
    await in_thread(issuer, "mood", delay=3000)
    slow = await traveller.arrive(returned)
    async with staff_browser(site.url, ADMINISTRATOR) as administrator:
        nobody_there = await administrator.put(
            "/api/issuers",
            json={
                "name": "徐汇统一身份",
                "district": "310104",
                "address": f"http://127.0.0.1:{free_port()}",
                "client_id": CLIENT,
                "secret": SECRET,
                "why": "徐汇区局提供",
            },
        )
    typed = await traveller.here.post("/api/session", json={"number": "0910", "password": OURS})

    assert _refusal(slow) == _refusal(nobody_there) == (424, "openid-unreachable")
    assert "改用工号和密码登录" in slow.json()["detail"]
    assert typed.status_code == 201


async def _enrol(site: Site, city: City, number: str) -> pyotp.TOTP:
    secret = second_factor.new_secret()
    async with site.db.deed() as tx:
        await factors.begin(tx, city[number].id, secret)
        await factors.confirm(tx, city[number].id)
    return pyotp.TOTP(secret)


async def test_the_phone_is_asked_unless_the_bureau_asked_for_a_second_factor(
    site: Site, traveller: Traveller, city: City
) -> None:
    phone, _ = await _enrol(site, city, "0910"), await _enrol(site, city, "0911")
    asked = await traveller.go("luo")
    before = await traveller.here.get("/api/session")
    wrong = await traveller.here.post("/api/openid/code", json={"code": "000000"})
    code = phone.at(site.clock.now())
    right = await traveller.here.post("/api/openid/code", json={"code": code})
    async with Traveller(site.url, traveller.issuer_id) as by_amr:
        strong = await by_amr.go("strong")
    async with Traveller(site.url, traveller.issuer_id) as stranger:
        made_up = await stranger.here.post("/api/openid/code", json={"code": code})

    assert (asked.json(), before.status_code) == ({"me": None}, 401)
    assert _refusal(wrong) == (401, "wrong-code")
    assert right.json()["me"]["number"] == "0910"
    assert strong.json()["me"]["number"] == "0911"
    assert _refusal(made_up) == (401, "openid-strayed")


async def test_acr_counts_where_the_administrator_says_what_it_means(
    site: Site, traveller: Traveller, city: City
) -> None:
    await _enrol(site, city, "0911")

    assert (await traveller.go("level")).json()["me"]["number"] == "0911"


async def test_a_bureau_may_want_its_own_log_in_used_and_no_other(
    site: Site, issuer: IssuerProcess, card: dict[str, Any]
) -> None:
    again = await register(site.url, issuer, passwords_allowed=False, secret="")

    async with httpx.AsyncClient(base_url=site.url, headers=OWN_PAGE, trust_env=False) as client:
        answers = {
            number: await client.post("/api/session", json={"number": number, "password": password})
            for number, password in (("0910", OURS), ("0911", "wrong-12366"), ("0901", OURS), ("0998", OURS))
        }

    assert again["issuer"]["id"] == card["issuer"]["id"]
    assert _refusal(answers["0910"]) == (403, "issuer-only")
    assert _refusal(answers["0911"]) == (401, "wrong-password")
    assert [answers[number].status_code for number in ("0901", "0998")] == [201, 201]


@pytest.mark.article("R18.1")
async def test_logging_out_at_the_bureau_closes_the_pages_here_at_once(
    site: Site, traveller: Traveller
) -> None:
    await traveller.go("luo")
    async with Traveller(site.url, traveller.issuer_id) as elsewhere:
        typed = {"number": "0910", "password": OURS}
        assert (await elsewhere.here.post("/api/session", json=typed)).status_code == 201
        async with connected(site.url, traveller.here) as page:
            await page.hear("welcome")

            await traveller.log_out_there()

            assert await page.rest() == (["signed_out"], 4401)
        assert (await traveller.here.get("/api/session")).status_code == 401
        assert (await elsewhere.here.get("/api/session")).status_code == 200  # not by that issuer


async def test_an_issuer_that_is_no_longer_used_leaves_nobody_inside(
    site: Site, traveller: Traveller
) -> None:
    await traveller.go("luo")
    async with staff_browser(site.url, ADMINISTRATOR) as administrator:
        ended = await administrator.post(f"/api/issuers/{traveller.issuer_id}/end", json={"why": "合同到期"})

    assert ended.status_code == 204
    assert (await traveller.here.get("/api/session")).status_code == 401
    assert _refusal(await traveller.set_out()) == (404, "unknown-issuer")
    assert (await traveller.here.get("/api/openid")).json() == []


async def test_only_a_logout_token_of_the_issuer_ends_log_ins(site: Site, traveller: Traveller) -> None:
    await traveller.go("luo")
    now = int(site.clock.now().timestamp())
    claims = {
        "iss": "http://127.0.0.1:1",
        "aud": CLIENT,
        "sub": "luo",
        "iat": now,
        "exp": now + 60,
        "jti": "1",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
    forged = jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.generate_key(2048))
    answer = await traveller.here.post(
        f"/api/openid/{traveller.issuer_id}/logout", data={"logout_token": forged}
    )

    assert _refusal(answer) == (401, "openid-bad-token")
    assert (await traveller.here.get("/api/session")).status_code == 200
