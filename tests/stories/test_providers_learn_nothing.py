"""Article 14: whatever another provider does, one's own people are answered letter by letter as if it did not exist."""

import re
from typing import Any

import httpx
import pytest

from helpline.people import commands as people
from helpline.people.model import NewStaff, Role
from tests.stories.test_providers_apart import QUESTION
from tests.support.stage import Stage

OWN = ("0101", "0110", "0120", "0121", "0122", "0123", "0124")
"""One of every role of the first provider."""
LOOKS = (
    *("session", "staff", "staff?role=consultant", "organisations", "districts", "colleagues", "desk"),
    *("follow-ups", "messages", "messages?show=all", "wallboard", "taxpayers", "phrases"),
    *("regulation/terms", "calendars/alarm", "knowledge/notes", "knowledge/gaps", "knowledge/entries"),
)
MOVING = re.compile(r'"(now|since|seen_at|expires_at|lease_until)":"[^"]*"')
"""Moments that pass for everybody."""
UNTOLD = ("x-correlation-id", "date", "x-request-id")


def letters(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in UNTOLD)
    return answer.status_code, headers, MOVING.sub("", answer.text)


async def seen(
    stage: Stage, own: dict[str, Any]
) -> dict[tuple[str, str], tuple[int, list[tuple[str, str]], str]]:
    """Every list and count that the first provider's people can ask for."""
    return {
        (number, look): letters(await person.tries("GET", look))
        for number, person in own.items()
        for look in LOOKS
    }


@pytest.mark.article("R14.1")
async def test_whatever_another_provider_does_the_first_ones_people_are_answered_the_same(
    stage: Stage,
) -> None:
    own = {number: await stage.visits(number) for number in OWN}
    await stage.consultant("0101")
    mine = await stage.taxpayer()
    await mine.asks(QUESTION, district=await stage.district("310104"))
    before = await seen(stage, own)

    busy = await stage.consultant("0201")
    conversation = await _the_others_work(stage, busy)

    after = await seen(stage, own)
    for key, answer in before.items():
        assert after[key] == answer, key
    theirs = [conversation, str(busy.staff_id)]
    assert [one for answer in after.values() for one in theirs if one in answer[2]] == []


async def _the_others_work(stage: Stage, busy: Any) -> str:
    """The second provider has a dialogue, a promise, a message, and somebody new."""
    pudong = await stage.district("310115")
    taxpayer = await stage.taxpayer()
    await taxpayer.asks(QUESTION, district=pudong, name="李四")
    await taxpayer.wants_a_person()
    await busy.takes()
    await busy.says(taxpayer.conversation, "您好")
    await busy.files(taxpayer.conversation)
    other = await stage.taxpayer()
    await other.asks(QUESTION, district=pudong)
    await other.wants_a_person()
    left = {"client_id": taxpayer.conversation, "text": "请回电", "name": "王芳", "phone": "13800005678"}
    await taxpayer.tries("POST", "messages", {**left, "conversation": taxpayer.conversation})
    template = await stage.person("0201")
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
