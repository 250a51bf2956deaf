"""The doors of knowledge: who may do what, and what travels."""

import httpx
import msgspec
import pytest

from helpline.kit.db import Database
from helpline.knowledge.http.doors import DOORS
from helpline.people.model import Role
from tests.support.knock import actor, doors
from tests.support.knowledge import PASSWORD, PRINTING, lines, publish

CONTENT = msgspec.to_builtins(PASSWORD)


async def write(client: httpx.AsyncClient) -> str:
    created = await client.post("/api/knowledge/entries", json={"content": CONTENT, "why": "新编"})
    assert created.status_code == 201, created.text
    number: str = created.json()["entry"]
    assert (await client.post(f"/api/knowledge/entries/{number}/submit", json={})).status_code == 200
    return number


@pytest.mark.article("R15.2")
async def test_one_editor_writes_and_another_signs_off(db: Database) -> None:
    async with doors(db, DOORS, actor(Role.EDITOR)) as writer:
        number = await write(writer)
        own = await writer.post(f"/api/knowledge/entries/{number}/publish", json={})
    async with doors(db, DOORS, actor(Role.EDITOR)) as reviewer:
        done = await reviewer.post(f"/api/knowledge/entries/{number}/publish", json={"why": "核对无误"})
        hits = (await reviewer.get("/api/knowledge/search", params={"q": "申报密码忘记", "limit": 3})).json()

    assert (own.status_code, own.json()["code"]) == (403, "own-review")
    assert (done.json()["state"], done.json()["live"], done.json()["versions"][0]["mine"]) == (
        "published",
        1,
        False,
    )
    assert [(hit["entry"], hit["revision"], hit["system_name"]) for hit in hits] == [
        (number, 1, "自然人税收管理系统（ITS）扣缴客户端")
    ]
    assert hits[0]["reviewed_on"] == "2026-11-10"


@pytest.mark.article("R15.2")
async def test_a_consultant_reads_and_notes_but_does_not_write(db: Database) -> None:
    number = await publish(db, PASSWORD)
    async with doors(db, DOORS, actor(Role.CONSULTANT)) as client:
        refused = [
            (await client.post("/api/knowledge/entries", json={"content": CONTENT})).status_code,
            (await client.post(f"/api/knowledge/entries/{number}/withdraw", json={"why": "x"})).status_code,
            (await client.post("/api/knowledge/import", files={"file": ("x.jsonl", b"")})).status_code,
        ]
        note = {"kind": "wrong", "entry": number, "conversation": None, "words": "菜单改了"}
        noted = await client.post("/api/knowledge/notes", json=note)
        waiting = (await client.get("/api/knowledge/notes")).json()

    assert refused == [403, 403, 403]
    assert noted.status_code == 204
    assert [(each["number"], each["words"]) for each in waiting] == [(number, "菜单改了")]


@pytest.mark.article("R3.1")
async def test_the_catalogue_and_hot_questions_are_open(db: Database) -> None:
    number = await publish(db, PRINTING)
    async with doors(db, DOORS, actor(Role.CONSULTANT)) as client:
        systems = (await client.get("/api/systems")).json()
        topics = (await client.get("/api/topics")).json()
        hot = (await client.get("/api/hot-questions", params={"limit": 3})).json()
        hits = (await client.get("/api/public/knowledge/search", params={"q": "完税凭证"})).json()
        one = (await client.get(f"/api/public/knowledge/{number}")).json()
        none = await client.get("/api/public/knowledge/K-9999")

    assert len(systems) == 11
    assert {"code", "name", "position"} == set(topics[0])
    assert [each["number"] for each in hot] == [number]
    assert [hit["entry"] for hit in hits] == [number]
    assert one["answer"] == PRINTING.answer
    assert none.status_code == 404


async def test_a_search_leans_to_a_system_or_stays_within_it(db: Database) -> None:
    first, second = await publish(db, PASSWORD), await publish(db, PRINTING)
    async with doors(db, DOORS, actor(Role.CONSULTANT)) as client:
        query = {"q": "打印密码", "system": "etax_bureau"}
        leaning = (await client.get("/api/knowledge/search", params=query)).json()
        within = (await client.get("/api/knowledge/search", params={**query, "within": "true"})).json()

    assert {hit["entry"] for hit in leaning} == {first, second}
    assert [hit["entry"] for hit in within] == [second]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 501}, {"q": "x", "limit": "0"}])
async def test_a_senseless_search_is_refused(db: Database, query: dict[str, str]) -> None:
    async with doors(db, DOORS, actor(Role.CONSULTANT)) as client:
        assert (await client.get("/api/knowledge/search", params=query)).status_code == 400


async def test_an_upload_goes_to_review_and_tells_its_broken_rows(db: Database) -> None:
    content = lines([{"title": "导入的问题", "answer": "导入的答案"}, {"title": "缺答案"}])
    async with doors(db, DOORS, actor(Role.EDITOR)) as client:
        report = (await client.post("/api/knowledge/import", files={"file": ("a.jsonl", content)})).json()
        listed = (await client.get("/api/knowledge/entries", params={"state": "in_review"})).json()
        bad = await client.post("/api/knowledge/import", files={"file": ("a.exe", b"MZ\x00\xff\xfe")})

    assert (report["imported"], [row["row"] for row in report["refused"]]) == (1, [2])
    assert [(each["title"], each["source"]) for each in listed["items"]] == [("导入的问题", "a.jsonl")]
    assert bad.status_code == 422


async def test_lists_are_paged_by_number(db: Database) -> None:
    first, second = await publish(db, PASSWORD), await publish(db, PRINTING)
    async with doors(db, DOORS, actor(Role.EDITOR)) as client:
        page = (await client.get("/api/knowledge/entries", params={"limit": 1})).json()
        rest = (
            await client.get("/api/knowledge/entries", params={"limit": 1, "before": page["next"]})
        ).json()
        soon = (await client.get("/api/knowledge/lapsing", params={"days": 60})).json()

    assert [page["items"][0]["entry"], rest["items"][0]["entry"]] == [second, first]
    assert [each["entry"] for each in soon] == [second]


async def test_a_gap_is_closed_by_an_editor(db: Database) -> None:
    async with doors(db, DOORS, actor(Role.EDITOR)) as client:
        assert (await client.get("/api/knowledge/gaps")).json() == []
        unknown = "019a6b1e-0000-7000-8000-000000000000"
        closed = await client.post(f"/api/knowledge/gaps/{unknown}/close", json={"why": "已补"})

    assert closed.status_code == 404


@pytest.mark.article("R3.1")
async def test_an_editor_changes_the_catalogue(db: Database) -> None:
    async with doors(db, DOORS, actor(Role.EDITOR)) as client:
        system = {"code": "etax_app", "name": "手机应用", "short_name": "应用"}
        saved = await client.put("/api/knowledge/systems", json=system)
        topic = await client.put("/api/knowledge/topics", json={"code": "refund", "name": "退库"})
        systems = (await client.get("/api/systems")).json()

    assert (saved.status_code, topic.status_code) == (204, 204)
    assert "etax_app" in {each["code"] for each in systems}
