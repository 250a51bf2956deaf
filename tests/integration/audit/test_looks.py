"""Who looks at what was said, or at somebody's data, leaves a line before seeing it; who may not, leaves one too."""

from datetime import datetime
from pathlib import Path

import pytest

from helpline.kit.clock import SHANGHAI, ShiftedClock
from helpline.kit.db import Database
from tests.support import audit
from tests.support.front import ask, front
from tests.support.live_pages import process, taxpayer_page
from tests.support.people import a_city
from tests.support.socket_page import staff_page

pytestmark = pytest.mark.article("R18.1")

AFTERNOON = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


async def test_each_look_of_staff_leaves_one_line_and_the_taxpayers_own_none(
    db: Database, tmp_path: Path
) -> None:
    await a_city(db)
    async with front(db, tmp_path) as doors:
        visitor = await doors.visitor()
        conversation = await ask(visitor, "登录不了")
        assert (await visitor.get(f"/api/conversations/{conversation}")).status_code == 200
        officer, consultant = await doors.signed_in("0901"), await doors.signed_in("0101")
        seen = await officer.get("/api/taxpayers/", params={"q": "上海"})
        own = await officer.get("/api/sessions")
        foreign = await consultant.get(f"/api/conversations/{conversation}")

    assert (seen.status_code, own.status_code, foreign.status_code) == (200, 200, 404)
    told = [
        (line["who_number"], line["deed"], line["outcome"], line["subject_id"])
        for line in await audit.lines(db)
        if line["who_kind"] == "staff"
    ]
    assert told == [
        ("0901", "taxpayers.taxpayers", "looked", ""),
        ("0101", "conversations.read", "refused", conversation),
    ]


async def test_a_look_that_cannot_be_put_on_record_is_not_answered(db: Database, tmp_path: Path) -> None:
    await a_city(db)
    async with front(db, tmp_path) as doors:
        officer = await doors.signed_in("0901")
        async with db.deed() as tx:
            await tx.execute("alter table audit_line add constraint full_up check (false) not valid")
        answer = await officer.get("/api/taxpayers/")

    assert (answer.status_code, answer.json()["code"]) == (503, "not-on-record")


async def test_what_staff_do_over_the_socket_is_on_record(dsn: str, db: Database, tmp_path: Path) -> None:
    await a_city(db)
    async with process(dsn, ShiftedClock(AFTERNOON), tmp_path) as site, taxpayer_page(site.url) as page:
        conversation = await ask(page.browser, "登录不了")
        async with staff_page(site.url, "0101") as desk:
            await desk.send(type="subscribe", topic=f"conversation:{conversation}", after=0)
            await desk.hear("refused")

    [line] = [line for line in await audit.lines(db) if line["door"] == "live.subscribe"]
    assert (line["who_number"], line["outcome"], line["why"]) == ("0101", "refused", "not-found")
    assert (line["subject_kind"], line["subject_id"]) == ("conversation", conversation)
