"""Dialogues between consultants and taxpayers, and the keys with which both sides' pages open their sockets."""

import asyncio
from typing import NamedTuple
from uuid import UUID

from helpline.conversations.commands.moves import Move, apply
from helpline.conversations.commands.opening import Opening, open_conversation, welcome
from helpline.conversations.flow.happenings import ConsultantPosted, Happening, Queued, Taken
from helpline.conversations.model import Author, Post, Text
from helpline.conversations.rules import label
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Refused
from helpline.people.commands import hire
from helpline.people.commands.logins import open_session
from helpline.people.model import Device, LoginTerms, NewStaff, Role, Skills, Staff
from tests.support.people import a_city

WORDS = "扣缴客户端报送以后一直显示申报处理中，已经半个小时了，怎么办？"
AT_ONCE = 100


class Pair(NamedTuple):
    """One dialogue in the consultant's hands: the taxpayer's token, the consultant's cookie."""

    conversation: UUID
    token: str
    cookie: str


async def gather(db: Database, count: int) -> list[Pair]:
    """`count` dialogues, each with a consultant of its own who has answered once; returns when all has settled."""
    city = await a_city(db)
    provider, team = city.providers[0].id, city.teams[0].id
    new = [
        NewStaff(
            number=f"7{serial:04}",
            name="王芳",
            role=Role.CONSULTANT,
            provider_id=provider,
            team_id=team,
            skills=Skills(systems=("etax",), languages=("zh",), max_level=2),
            chat_capacity=3,
        )
        for serial in range(count)
    ]
    async with db.deed() as tx:
        staff = await hire(tx, new)
    pairs: list[Pair] = []
    for first in range(0, count, AT_ONCE):
        async with db.deed() as tx:
            pairs += await _dialogues(tx, staff[first : first + AT_ONCE])
    await settled(db)
    return pairs


async def _dialogues(tx: Tx, staff: list[Staff]) -> list[Pair]:
    pairs: list[Pair] = []
    for person in staff:
        visit = await welcome(tx)
        opening = Opening(client_id=new_id(), text=WORDS)
        conversation = await open_conversation(tx, visit.visitor_id, opening)
        signed_in = await open_session(tx, person, Device(), LoginTerms(), ())
        pairs.append(Pair(conversation, visit.token, f"helpline_session={signed_in.token}"))
    queued = Queued(place=1, expected_wait_seconds=10)
    await _all(tx, pairs, [queued] * len(pairs))
    taken = [
        Taken(staff_id=each.id, label=label(each.number), offered_at=tx.now, how="queue") for each in staff
    ]
    await _all(tx, pairs, taken)
    answers = [
        ConsultantPosted(
            Post(by="consultant", name=label(each.number), content=Text(text=WORDS), author=each.id)
        )
        for each in staff
    ]
    await _all(tx, pairs, answers, [Author(party="consultant", id=each.id) for each in staff])
    return pairs


async def _all(
    tx: Tx,
    pairs: list[Pair],
    events: "list[Queued] | list[Taken] | list[ConsultantPosted]",
    authors: list[Author] | None = None,
) -> None:
    moves: list[Move] = []
    for place, pair in enumerate(pairs):
        event: Happening = events[place]
        author = authors[place] if authors else None
        moves.append(Move(conversation_id=pair.conversation, event=event, author=author))
    for outcome in await apply(tx, moves):
        assert not isinstance(outcome, Refused), outcome.message


async def settled(db: Database) -> None:
    """Until the worker has delivered every fact."""
    while True:
        async with db.reading() as read:
            left = await read.fetchval("select count(*) from outbox where delivered_at is null")
        if not left:
            return
        await asyncio.sleep(0.2)
