"""The thinnest whole story, through the public doors: asked, queued, taken, answered, filed, closed, rated."""

from datetime import timedelta
from pathlib import Path

import pytest

from helpline.desk import commands as desk
from helpline.kit.db import Database
from tests.support.front import ask, front, say
from tests.support.house import House
from tests.support.people import a_city


@pytest.mark.article("R4.2")
@pytest.mark.article("R3.1")
async def test_a_taxpayer_asks_and_a_consultant_answers(db: Database, house: House, tmp_path: Path) -> None:
    city = await a_city(db)
    async with front(db, tmp_path) as doors:
        taxpayer = await doors.visitor()
        conversation = await ask(taxpayer, "电子税务局登录不了怎么办")
        await house.settle()
        queued = await taxpayer.post(f"/api/conversations/{conversation}/human", json={})
        assert queued.json()["state"]["phase"] == "waiting", queued.text

        consultant = await doors.signed_in("0101")
        async with db.deed() as tx:
            await desk.sit_down(tx, city["0101"].id)
        await consultant.post("/api/desk/presence", json={"presence": "available"})
        [offer] = (await consultant.get("/api/desk")).json()["offers"]
        assert offer["conversation"] == conversation
        house.clock.advance(timedelta(seconds=9))
        claimed = await consultant.post(f"/api/offers/{offer['id']}/claim")
        assert claimed.status_code == 200, claimed.text
        await house.settle()
        said = await say(consultant, conversation, "您好，请问提示什么？")
        assert said.status_code == 200, said.text

        look = (await consultant.get("/api/desk")).json()
        assert look["today"]["answered_in_time"] == 1
        assert look["dialogues"][0]["clock"]["kind"] == "taxpayer_silence"

        refused = await consultant.post(f"/api/cases/{conversation}/close", json={})
        assert refused.status_code == 422
        assert "问题分类" in refused.json()["detail"]
        form = {"system": "etax_bureau", "kind": "operation", "topic": None, "summary": "登录"}
        topics = (await consultant.get("/api/topics")).json()
        form["topic"] = topics[0]["code"]
        filed = await consultant.put(f"/api/cases/{conversation}", json=form)
        assert filed.json()["missing"] == [], filed.text
        closed = await consultant.post(f"/api/cases/{conversation}/close", json={})
        assert closed.json()["state"] == "closed", closed.text
        await house.settle()

        rating = {"satisfaction": 5, "solved": True, "tags": ["讲得清楚"], "words": ""}
        rated = await taxpayer.post(f"/api/conversations/{conversation}/rating", json=rating)
        assert rated.json()["state"]["rated"], rated.text
        texts = [change["content"]["type"] for change in rated.json()["changes"]]
        assert texts.count("text") == 2
