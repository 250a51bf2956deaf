"""What is said leaves one line for each transaction: how many posts, and a digest that changing them would betray."""

import json
from pathlib import Path

import pytest

from helpline.kit.db import Database
from tests.support import audit
from tests.support.front import ask, front, say
from tests.support.people import a_city


@pytest.mark.article("R18.1")
async def test_what_is_said_leaves_one_line_without_the_words(db: Database, tmp_path: Path) -> None:
    await a_city(db)
    async with front(db, tmp_path) as doors:
        visitor = await doors.visitor()
        conversation = await ask(visitor, "登录不了")
        assert (await say(visitor, conversation, "密码是 314159")).status_code == 200
        assert (await say(visitor, conversation, " ")).status_code == 422

    lines = [line for line in await audit.lines(db) if line["deed"] == "conversations.post"]
    details = [json.loads(line["detail"]) for line in lines]
    assert [detail["posts"] for detail in details] == [1, 1]  # the question, and what came after
    assert len({detail["sm3"] for detail in details}) == 2
    assert "314159" not in str(lines)
