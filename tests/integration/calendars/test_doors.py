"""The doors of calendars: staff read a year, the offices enter it."""

from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from helpline.calendars import commands
from helpline.calendars.http import DOORS
from helpline.kit.clock import SHANGHAI, VirtualClock
from helpline.kit.db import Database
from helpline.people.model import Role
from tests.support.knock import actor, doors

OFFICER = actor(Role.MUNICIPAL_OFFICER, office="technology")
WORDS = {
    "layout": "words",
    "content": "一、元旦：1月1日（周五）至3日（周日）放假，共3天。",
    "source": "国办发明电〔2026〕1号",
    "why": "录入明年安排",
}


@pytest.fixture
async def seeded(db: Database) -> Database:
    async with db.deed() as tx:
        await commands.seed(tx)
    return db


@pytest.mark.article("R6.1")
async def test_anybody_on_staff_reads_a_year(seeded: Database) -> None:
    async with doors(seeded, DOORS, actor(Role.CONSULTANT)) as client:
        year = (await client.get("/api/calendars/years/2026")).json()

    assert (year["known"], len(year["days"]), len(year["filing"])) == (True, 39, 12)
    assert year["days"][0] == {
        "day": "2026-01-01",
        "year": 2026,
        "name": "元旦",
        "kind": "off",
        "source": year["source"],
    }
    assert year["filing"][1]["deadline"] == "2026-02-24"


async def test_the_alarm_rings_from_december_until_the_notice_is_entered(
    seeded: Database, clock: VirtualClock
) -> None:
    async with doors(seeded, DOORS, OFFICER) as client:
        quiet = (await client.get("/api/calendars/alarm")).json()
        clock.set(datetime(2026, 12, 1, tzinfo=SHANGHAI))
        ringing = (await client.get("/api/calendars/alarm")).json()
        entered = await client.post("/api/calendars/years/2027/notice", json=WORDS)
        quiet_again = (await client.get("/api/calendars/alarm")).json()

    assert quiet == quiet_again == {"missing": None}
    assert ringing["missing"]["year"] == 2027
    assert (entered.status_code, entered.json()["changed"]) == (201, 3)
    assert entered.json()["year"]["changes"][0]["changed_by"] == str(OFFICER.staff_id)


async def test_a_day_is_put(seeded: Database) -> None:
    entry = {"kind": "off", "name": "停电检修", "why": "供电公司通知"}

    async with doors(seeded, DOORS, OFFICER) as client:
        year = (await client.put("/api/calendars/days/2026-11-11", json=entry)).json()

    assert "2026-11-11" in [each["day"] for each in year["days"]]


async def test_a_years_file_is_entered(seeded: Database, shared: Path) -> None:
    content = (shared / "holiday-cn" / "2026.json").read_text()
    entry = {"layout": "file", "content": content, "why": "按公开数据核对"}

    async with doors(seeded, DOORS, OFFICER) as client:
        same_year = await client.post("/api/calendars/years/2026/notice", json=entry)
        other_year = await client.post("/api/calendars/years/2027/notice", json=entry)

    assert (same_year.status_code, other_year.status_code) == (201, 422)
    assert len(same_year.json()["year"]["days"]) == 39


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"content": "1月1日（周一）放假。"}, "doubtful-notice"),
        ({"content": "今天天气好"}, "nothing-read"),
        ({"why": ""}, "no-reason"),
        ({"layout": "file"}, "unfit-notice"),
        ({"amends": True}, "year-not-entered"),
    ],
)
async def test_a_notice_that_cannot_be_believed_changes_nothing(
    seeded: Database, change: dict[str, object], code: str
) -> None:
    async with doors(seeded, DOORS, OFFICER) as client:
        answer = await client.post("/api/calendars/years/2027/notice", json=WORDS | change)
        year = (await client.get("/api/calendars/years/2027")).json()

    assert answer.json()["code"] == code
    assert (year["known"], year["changes"]) == (False, [])


async def test_a_year_beyond_reach_is_refused(seeded: Database) -> None:
    async with doors(seeded, DOORS, OFFICER) as client:
        answers = [await client.get(f"/api/calendars/years/{year}") for year in (0, 1969, 2201, 10**12)]

    assert {each.status_code for each in answers} == {422}


async def test_who_may_not_edit_is_refused(seeded: Database) -> None:
    entry = {"kind": "off", "name": "x", "why": "x"}

    async with doors(seeded, DOORS, actor(Role.CONSULTANT)) as client:
        put = await client.put("/api/calendars/days/2026-11-11", json=entry)
        posted = await client.post("/api/calendars/years/2027/notice", content=msgspec.json.encode(WORDS))

    assert (put.status_code, posted.status_code) == (403, 403)
