"""Article 14: whatever another provider does, one's own people are answered letter by letter as if it did not exist."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from helpline.kit.db import Database
from helpline.people import commands as people
from helpline.people.model import NewStaff, Role
from tests.stories.test_providers_apart import QUESTION
from tests.support.front import front
from tests.support.stage import Stage

SIDES = {
    "the first": (("0101", "0110", "0120", "0121", "0122", "0123", "0124"), "310104", "0201", "310115"),
    "the second": (("0201", "0210", "0220", "0221", "0222", "0223", "0224"), "310115", "0101", "310104"),
}
"""By provider: its people by role, a district of its own, who works for the other meanwhile, and in which district."""
LOOKS = (
    *("session", "staff", "staff?role=consultant", "organisations", "districts", "colleagues", "desk"),
    *("follow-ups", "messages", "messages?show=all", "wallboard", "taxpayers", "phrases"),
    *(
        "welcome",
        "regulation/terms",
        "calendars/alarm",
        "knowledge/notes",
        "knowledge/gaps",
        "knowledge/entries",
    ),
)
MOVING = re.compile(r'"(now|since|seen_at|expires_at|lease_until)":"[^"]*"')
"""Moments that pass for everybody."""
UNTOLD = ("x-correlation-id", "date", "x-request-id")


def letters(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in UNTOLD)
    return answer.status_code, headers, MOVING.sub("", answer.text)


async def seen(
    stage: Stage, own: dict[str, Any], district: str
) -> dict[tuple[str, str], tuple[int, list[tuple[str, str]], str]]:
    """Every list and count that the first provider's people can ask for."""
    return {
        (number, look): letters(await person.tries("GET", look))
        for number, person in own.items()
        for look in (*LOOKS, f"welcome?district={district}")
    }


@pytest.mark.article("R14.1")
@pytest.mark.parametrize("side", SIDES)
async def test_whatever_another_provider_does_ones_own_people_are_answered_the_same(
    stage: Stage, side: str
) -> None:
    numbers, home, worker, away = SIDES[side]
    district = await stage.district(home)
    own = {number: await stage.visits(number) for number in numbers}
    await stage.consultant(numbers[0])
    mine = await stage.taxpayer()
    await mine.asks(QUESTION, district=district)
    before = await seen(stage, own, district)

    busy = await stage.consultant(worker)
    conversation = await _the_others_work(stage, busy, worker, await stage.district(away))

    after = await seen(stage, own, district)
    for key, answer in before.items():
        assert after[key] == answer, key
    theirs = [conversation, str(busy.staff_id)]
    assert [one for answer in after.values() for one in theirs if one in answer[2]] == []


async def _the_others_work(stage: Stage, busy: Any, worker: str, district: str) -> str:
    """The other provider has a dialogue, a promise, a note on the knowledge, a message, and somebody new."""
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION, district=district, name="李四")
    await taxpayer.wants_a_person()
    await busy.takes()
    await busy.says(taxpayer.conversation, "您好")
    await busy.files(taxpayer.conversation)
    noted = await busy.tries("POST", "knowledge/notes", {"kind": "missing", "words": "缺少换机迁移的说明"})
    assert noted.status_code == 204
    other = await stage.taxpayer()
    await other.asks(QUESTION, district=district)
    await other.wants_a_person()
    left = {"client_id": taxpayer.conversation, "text": "请回电", "name": "王芳", "phone": "13800005678"}
    await taxpayer.tries("POST", "messages", {**left, "conversation": taxpayer.conversation})
    template = await stage.person(worker)
    async with stage.db.deed() as tx:
        await people.hire(
            tx,
            [
                NewStaff(
                    number="0288",
                    name="新来",
                    role=Role.CONSULTANT,
                    provider_id=template.provider_id,
                    team_id=template.team_id,
                )
            ],
        )
    await stage.settle()
    return taxpayer.conversation


@pytest.mark.article("R14.1")
async def test_the_numbers_of_own_matters_do_not_tell_how_many_others_there_were_between(
    stage: Stage,
) -> None:
    first = await _number(stage)
    for _ in range(3):
        taxpayer = await stage.taxpayer()
        await taxpayer.asks(QUESTION, district=await stage.district("310115"))
    second = await _number(stage)

    assert abs(int(second[-4:]) - int(first[-4:])) != 4
    assert first[:-4] == second[:-4] == "SL-20261110-"


async def _number(stage: Stage) -> str:
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION, district=await stage.district("310104"))
    number: str = (await taxpayer.state())["number"]
    return number


@pytest.mark.article("R14.1")
async def test_figures_of_the_whole_city_are_for_the_operator_alone(db: Database, tmp_path: Path) -> None:
    async with front(db, tmp_path) as doors:
        await _asks_for_figures(doors.stranger())


async def _asks_for_figures(anybody: httpx.AsyncClient) -> None:
    for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"Via": "1.1 proxy"}, {"Forwarded": "for=::1"}):
        anybody.headers.update(headers)
        assert (await anybody.get("/metrics")).status_code == 404
        ready = (await anybody.get("/readyz")).json()
        assert (ready["undelivered"], ready["parked"], ready["late_seconds"]) == (None, None, None)
        for name in headers:
            del anybody.headers[name]
    assert "helpline_conversations" in (await anybody.get("/metrics")).text
