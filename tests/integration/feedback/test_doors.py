"""The door of ratings."""

import pytest

from helpline.feedback.http import DOORS
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from tests.support.doors import client
from tests.support.feedback import an_ended

BODY = {"satisfaction": 4, "solved": True, "tags": ["回应快"], "words": "谢谢"}


async def test_a_visitor_rates_and_sees_it_marked(dsn: str, db: Database, clock: VirtualClock) -> None:
    ended = await an_ended(db)

    async with client(dsn, clock, DOORS) as visitor:
        answer = await visitor.post(
            f"/api/conversations/{ended.id}/rating",
            json=BODY,
            headers={"Authorization": f"Bearer {ended.visit.token}"},
        )

    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"]["rated"], answer.json()["state"]["phase"]) == (True, "ended")


@pytest.mark.parametrize("body", [{**BODY, "satisfaction": 6}, {**BODY, "words": "好" * 501}, {}])
async def test_a_bad_rating_is_refused_as_a_problem(
    dsn: str, db: Database, clock: VirtualClock, body: dict[str, object]
) -> None:
    ended = await an_ended(db)

    async with client(dsn, clock, DOORS) as visitor:
        answer = await visitor.post(
            f"/api/conversations/{ended.id}/rating",
            json=body,
            headers={"Authorization": f"Bearer {ended.visit.token}"},
        )

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_without_the_visitors_token_nothing_is_rated(
    dsn: str, db: Database, clock: VirtualClock
) -> None:
    ended = await an_ended(db)

    async with client(dsn, clock, DOORS) as stranger:
        answer = await stranger.post(
            f"/api/conversations/{ended.id}/rating",
            json=BODY,
            headers={"Authorization": f"Bearer {new_id()}"},
        )

    assert answer.status_code == 401
