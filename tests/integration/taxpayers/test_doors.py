"""The doors of the register: masked answers, each within the own scope."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.taxpayers import commands
from helpline.taxpayers.http import DOORS
from helpline.taxpayers.model import Entry
from tests.support.knock import doors
from tests.support.people import City, a_city, actor_of
from tests.support.taxpayers import code, csv_file, csv_rows, identity


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


def knock(db: Database, city: City, number: str) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return doors(db, DOORS, actor_of(city[number]))


@pytest.fixture
async def officer(db: Database, city: City) -> AsyncIterator[httpx.AsyncClient]:
    """徐汇's officer."""
    async with knock(db, city, "0901") as client:
        yield client


async def register(db: Database, **fields: str) -> str:
    async with db.deed() as tx:
        return str((await commands.register(tx, Entry(**fields))).id)


async def everybody(db: Database) -> dict[str, str]:
    """A company and a person of 徐汇, a company of 浦东; ids by name."""
    return {
        "company": await register(
            db,
            number=code(1),
            name="上海浦江科技有限公司",
            district="徐汇区",
            address="上海市徐汇区漕溪北路123号4楼",
            contact_name="欧阳锋",
            phone="13812345678",
            email="ouyang@example.com",
        ),
        "person": await register(db, identity_number=identity(), name="张三丰", district="徐汇区"),
        "elsewhere": await register(db, number=code(2), name="浦东的公司", district="浦东新区"),
    }


@pytest.mark.article("R18.1")
async def test_every_answer_is_masked(db: Database, officer: httpx.AsyncClient) -> None:
    ids = await everybody(db)

    company = (await officer.get(f"/api/taxpayers/{ids['company']}")).json()
    person = (await officer.get(f"/api/taxpayers/{ids['person']}")).json()
    everything = (await officer.get("/api/taxpayers")).text

    assert company["taxpayer"]["name"] == "上海浦江科技有限公司"
    assert company["taxpayer"]["tax_number"] == code(1)
    assert company["taxpayer"]["district"] == "徐汇区"
    assert company["address"] == "上海市徐汇区漕溪北路***"
    (contact,) = company["contacts"]
    assert (contact["name"], contact["phone"], contact["email"]) == (
        "欧阳*",
        "138****5678",
        "o***@example.com",
    )
    assert person["taxpayer"]["name"] == "张*"
    masked = f"{identity()[:3]}***********{identity()[-4:]}"
    assert (person["taxpayer"]["tax_number"], person["identity_number"]) == (masked, masked)
    for secret in (identity(), "张三丰", "13812345678", "123号"):
        assert secret not in everything


@pytest.mark.article("R14.1")
@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("0101", {"company", "person"}),
        ("0201", {"elsewhere"}),
        ("0901", {"company", "person"}),
        ("0902", {"elsewhere"}),
        ("0910", {"company", "person", "elsewhere"}),
    ],
    ids=["provider of Xuhui", "provider of Pudong", "Xuhui", "Pudong", "city"],
)
async def test_everybody_sees_the_own_scope_only(
    db: Database, city: City, number: str, seen: set[str]
) -> None:
    ids = await everybody(db)

    async with knock(db, city, number) as client:
        listed = {item["id"] for item in (await client.get("/api/taxpayers")).json()["items"]}
        answers = {name: (await client.get(f"/api/taxpayers/{ids[name]}")).status_code for name in ids}

    assert listed == {ids[name] for name in seen}
    assert {name for name, status in answers.items() if status == 200} == seen
    assert {answers[name] for name in ids if name not in seen} <= {404}


@pytest.mark.article("R18.1")
@pytest.mark.parametrize("number", ["0120", "0122", "0997"])
async def test_who_needs_no_taxpayers_sees_none(db: Database, city: City, number: str) -> None:
    async with knock(db, city, number) as client:
        assert (await client.get("/api/taxpayers")).status_code == 403


async def test_consultants_may_read_but_not_write(db: Database, city: City) -> None:
    ids = await everybody(db)

    async with knock(db, city, "0101") as client:
        made = await client.post("/api/taxpayers", json={"credit_code": code(3), "name": "某公司"})
        changed = await client.patch(f"/api/taxpayers/{ids['company']}", json={"name": "某公司"})
        taken = await client.post("/api/taxpayers/import", files={"file": ("a.csv", b"x", "text/csv")})

    assert [made.status_code, changed.status_code, taken.status_code] == [403, 403, 403]


async def test_a_list_is_searched_and_paged(db: Database, officer: httpx.AsyncClient) -> None:
    await officer.post("/api/taxpayers/import", files={"file": ("a.csv", csv_file(csv_rows(30)), "text/csv")})

    first = (await officer.get("/api/taxpayers", params={"q": "科技", "limit": 20})).json()
    second = (
        await officer.get("/api/taxpayers", params={"q": "科技", "limit": 20, "after": first["next"]})
    ).json()
    one = (await officer.get("/api/taxpayers", params={"q": "上海第9", "match": "start"})).json()
    by_phone = (await officer.get("/api/taxpayers", params={"q": "138 0000 0009"})).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 10, None)
    assert len({item["id"] for item in first["items"] + second["items"]}) == 30
    assert [item["name"] for item in one["items"]] == ["上海第9号科技有限公司"]
    assert by_phone["items"] == one["items"]


async def test_a_taxpayer_is_entered_and_corrected(officer: httpx.AsyncClient) -> None:
    made = await officer.post(
        "/api/taxpayers",
        json={
            "credit_code": code(3).lower(),
            "name": "某公司",
            "contact_name": "王芳",
            "phone": "13812345678",
        },
    )
    taxpayer = made.json()["taxpayer"]

    changed = await officer.patch(f"/api/taxpayers/{taxpayer['id']}", json={"name": "新名字公司"})

    assert made.status_code == 201
    assert (taxpayer["tax_number"], taxpayer["district"]) == (code(3), "徐汇区")
    assert made.json()["contacts"][0]["phone"] == "138****5678"
    assert changed.json()["taxpayer"]["name"] == "新名字公司"


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"credit_code": code(3)[:-1], "name": "某公司"}, 422, "现为 17 位"),
        ({"credit_code": code(3), "name": "某公司", "district": "浦东新区"}, 422, "别的征管局"),
        ({"credit_code": code(1), "name": "某公司"}, 409, "已经登记过"),
    ],
)
async def test_a_wrong_entry_is_refused_in_a_sentence(
    db: Database, officer: httpx.AsyncClient, body: dict[str, str], status: int, words: str
) -> None:
    await everybody(db)

    answer = await officer.post("/api/taxpayers", json=body)

    assert answer.status_code == status
    assert words in answer.json()["detail"]


async def test_unknown_fields_and_ids_and_cursors_are_refused(officer: httpx.AsyncClient) -> None:
    assert (await officer.post("/api/taxpayers", json={"name": "某", "nonsense": 1})).status_code == 400
    assert (await officer.get(f"/api/taxpayers/{new_id()}")).status_code == 404
    assert (await officer.patch(f"/api/taxpayers/{new_id()}", json={"name": "某"})).status_code == 404
    assert (await officer.get("/api/taxpayers", params={"after": "x"})).status_code == 422


async def test_an_upload_is_answered_with_the_report(officer: httpx.AsyncClient) -> None:
    content = csv_file([*csv_rows(3), "9131,错号公司,,,,,,"], "gb18030")

    report = (
        await officer.post("/api/taxpayers/import", files={"file": ("名单.csv", content, "text/csv")})
    ).json()
    broken = await officer.post(
        "/api/taxpayers/import", files={"file": ("a.xlsx", b"PK\x03\x04", "text/csv")}
    )

    assert (report["imported"], report["updated"], report["unchanged"]) == (3, 0, 0)
    assert [(r["row"], r["column"]) for r in report["refused"]] == [(5, "统一社会信用代码")]
    assert broken.status_code == 422
    assert "另存为 CSV" in broken.json()["detail"]
