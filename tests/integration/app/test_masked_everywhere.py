"""R18.1: whoever looks through whichever door of staff is shown nobody's number, name or address in the clear."""

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from helpline.conversations.commands import waiting
from helpline.kit.clock import ShiftedClock
from helpline.taxpayers import commands as register
from helpline.taxpayers.model import Entry
from tests.conftest import TUESDAY
from tests.support.doors import OWN_PAGE
from tests.support.house import House
from tests.support.messages import leave
from tests.support.people import PASSWORD
from tests.support.service import Service, a_service
from tests.support.site import Site, a_site
from tests.support.taxpayers import code, identity

PERSON = Entry(
    identity_number=identity(7),
    name="欧阳清泉",
    district="徐汇区",
    address="上海市徐汇区漕溪北路8号602室",
    contact_name="令狐秋水",
    phone="13812345678",
    email="qiushui.linghu@example.com",
)
ASKER, ASKERS_PHONE, WRITER, WRITERS_PHONE = "东方若云", "13698765432", "皇甫听雨", "15800001111"
KEPT = (
    *(PERSON.identity_number, PERSON.name, "8号602室", PERSON.contact_name, PERSON.phone, PERSON.email),
    *(ASKER, ASKERS_PHONE, WRITER, WRITERS_PHONE),
)
IN_WORDS = ("13911112222", identity(5), "6222021234567890128")
"""What the taxpayer wrote in the dialogue; who serves it may read it there."""

STAFF = ("0101", "0102", "0110", "0120", "0124", "0901", "0910", "0998")
SERVES, LEADS = "0101", "0110"
"""Who serves, and the team's lead, who listens in on record and may have to step in."""
NOT_OURS = ("httpx", "httpcore", "uvicorn.access")
"""The test's own client; and the log of requests, which `helpline serve` does not keep."""
PARAMETER = re.compile(r"\{(\w+)\}")


@pytest.fixture
async def service(house: House) -> Service:
    return await a_service(house)


@pytest.fixture
async def ids(service: Service) -> list[str]:
    """Something of everything: a taxpayer with contacts, a running dialogue, a promised answer, a message."""
    words = f"我的手机{IN_WORDS[0]}，证件{IN_WORDS[1]}，卡号{IN_WORDS[2]}"
    async with service.db.deed() as tx:
        taxpayer = await register.register(tx, PERSON)
        await register.register(tx, Entry(number=code(3), name="申江贸易有限公司", district="徐汇区"))
    wang = await service.sits(SERVES)
    asked = []
    for text in (words, "开票软件打不开"):
        visitor = await service.visitor()
        one = await service.asks(
            visitor, text, name=ASKER, phone=ASKERS_PHONE, credit_code=PERSON.identity_number
        )
        await service.wants_person(visitor, one)
        await service.house.settle()
        await service.takes(SERVES)
        await service.says(visitor, one, words)
        await service.says(wang, one, "请稍等")
        asked.append(one)
    async with service.db.deed() as tx:
        await waiting.ask_to_wait(tx, asked[1], wang, None, "")
    await service.chooses(visitor, asked[1], "later", ASKERS_PHONE)
    left = await leave(service.db, name=WRITER, phone=WRITERS_PHONE, text=words)
    await service.house.settle()
    return [str(each) for each in (taxpayer.id, *asked, left.id, service.city[SERVES].id)]


@pytest.fixture
async def site(ids: list[str], dsn: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(dsn, ShiftedClock(TUESDAY), tmp_path) as opened:
        yield opened


def addresses(described: dict[str, dict[str, object]], ids: list[str]) -> list[str]:
    """Every door for looking, with every id in every place that wants one."""
    found: list[str] = []
    for path, deeds in described.items():
        if "get" in deeds:
            found += {PARAMETER.sub(one, path) for one in ids}
    return [
        *found,
        "/api/taxpayers?q=13812345678",
        f"/api/taxpayers?q={PERSON.identity_number}",
        "/api/taxpayers?q=欧阳",
    ]


@pytest.mark.article("R18.1")
async def test_no_door_of_staff_shows_what_is_personal_and_no_log_line_does(
    site: Site, ids: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answered: dict[str, int] = {}
    shown: list[tuple[str, str, str]] = []
    async with httpx.AsyncClient(base_url=site.url, trust_env=False, headers=OWN_PAGE, timeout=30) as anybody:
        described = (await anybody.get("/api/openapi.json")).json()["paths"]
    for number in STAFF:
        async with httpx.AsyncClient(
            base_url=site.url, trust_env=False, headers=OWN_PAGE, timeout=30
        ) as client:
            signed = await client.post("/api/session", json={"number": number, "password": PASSWORD})
            assert signed.status_code == 201, signed.text
            for address in addresses(described, ids):
                answer = await client.get(address)
                answered[address] = answered.get(address, 0) + (answer.status_code == 200)
                values = KEPT if number in {SERVES, LEADS} else (*KEPT, *IN_WORDS)
                told = answer.text.replace("\\u", "")
                shown += [(number, address, value) for value in values if value in told]

    assert shown == []
    assert sum(1 for count in answered.values() if count) >= 30, answered
    lines = [str(vars(each)) for each in caplog.records if not each.name.startswith(NOT_OURS)]
    logged = [line for line in lines if any(value in line for value in (*KEPT, *IN_WORDS))]
    assert logged == []
