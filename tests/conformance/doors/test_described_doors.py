"""Every door of the description, knocked at by everybody: no failure of ours, no answer that is not described."""

import asyncio
from pathlib import Path
from uuid import uuid4

from tests.support.described import Caller, Pool, knock_everywhere, operations
from tests.support.processes import WebProcess

EVERYBODY = ("", "visitor", "0101", "0110", "0120", "0121", "0124", "0901", "0910", "0997", "0998", "0999")
"""Nobody, a taxpayer, and one of each role that has doors of its own."""


def what_exists(visitor: Caller, lead: Caller) -> Pool:
    """A conversation, a message, entries: so that knocking goes beyond the first look-up."""
    question = {"client_id": str(uuid4()), "text": "电子税务局登录不了"}
    conversation = visitor.asks("POST", "/api/conversations", question).json()["state"]["id"]
    visitor.asks("POST", f"/api/conversations/{conversation}/human", {"keep_place": True})
    message = {"client_id": str(uuid4()), "text": "怎么退税？", "name": "王芳", "phone": "13800005678"}
    visitor.asks("POST", "/api/messages", message)
    messages = lead.asks("GET", "/api/messages").json()
    return {
        "conversation_id": [conversation],
        "case_id": [conversation],
        "message_id": [each["id"] for each in messages],
        "number": ["K-0001", "K-0002"],
        "year": ["2026"],
        "day": ["2026-12-31"],
    }


def errors_in(log: Path) -> list[str]:
    return [line for line in log.read_text().splitlines() if '"level":"error"' in line]


async def test_no_door_fails_and_no_answer_is_undescribed(site: WebProcess) -> None:
    callers = [await asyncio.to_thread(Caller, site.url, who) for who in EVERYBODY]
    pool = await asyncio.to_thread(what_exists, callers[1], callers[3])
    document = callers[0].asks("GET", "/api/openapi.json").json()
    doors = await asyncio.to_thread(lambda: list(operations(site.url, document)))

    wrong = await asyncio.to_thread(knock_everywhere, callers, doors, pool, times=1, alike=True)
    for caller in callers:
        caller.leave()

    assert wrong == {}
    assert errors_in(site.log) == []
