"""Turns imagined conversations into rows and loads them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from secrets import token_bytes

import msgspec

from helpline.app.demo.past import Past, Talk
from helpline.cases.commands import FOLLOW_UP
from helpline.cases.store import CASE, Asker
from helpline.conversations import preview
from helpline.conversations.store.asked import Asked, sealed_asker
from helpline.conversations.store.changes import encode
from helpline.deadlines import commands as deadlines
from helpline.deadlines.model import Deadline
from helpline.kit.clock import shanghai
from helpline.kit.daily_number import shuffled
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Vault

Row = tuple[object, ...]

FIRST_RESPONSE = timedelta(seconds=30)


async def load(tx: Tx, past: Past) -> None:
    """Everything at once, in the order in which the tables refer to each other."""
    keys = {shanghai(talk.started_at).date(): token_bytes(16) for talk in past.talks}
    numbers = list(_numbers(past, keys))
    vault = await keyring.vault(tx)
    served = [talk for talk in past.talks if talk.consultant]
    await tx.copy("visitor", ("id", "token_hash", "made_at"), [_visitor(talk) for talk in past.talks])
    await tx.copy(
        "conversation",
        _CONVERSATION,
        [_conversation(vault, t, n) for t, n in zip(past.talks, numbers, strict=True)],
    )
    await tx.copy("change", _CHANGE, [row for talk in past.talks for row in _changes(talk)])
    await tx.copy("stint", _STINT, [_stint(talk) for talk in served])
    await tx.copy("breach", _BREACH, [row for talk in served for row in _breaches(talk)])
    cases = [_case(vault, t, n) for t, n in zip(past.talks, numbers, strict=True)]
    await tx.copy("service_case", _CASE, cases)
    await tx.copy("ownership", ("case_id", "staff_id", "since", "how"), [_ownership(talk) for talk in served])
    await tx.copy(
        "rating_invitation",
        ("conversation_id", "staff_id", "invited_at"),
        [_invitation(t) for t in past.talks],
    )
    rated = [talk for talk in past.talks if talk.satisfaction]
    await tx.copy("rating", _RATING, [_rating(talk) for talk in rated])
    await tx.copy("rating_version", _RATING_VERSION, [_rating_version(talk) for talk in rated])
    await _promises(tx, past)
    days = Counter(shanghai(talk.started_at).date() for talk in past.talks)
    await tx.copy("matter_number", ("day", "last", "key"), [(day, n, keys[day]) for day, n in days.items()])


async def _promises(tx: Tx, past: Past) -> None:
    """Later answers that the first consultant still owes: one overdue, one for today, one for tomorrow."""
    own = [talk for talk in past.talks if talk.consultant and talk.consultant.number == "0101"][-3:]
    for talk, hours in zip(own, (-1, 4, 26), strict=False):
        due = tx.now + timedelta(hours=hours)
        staff = talk.consultant.id if talk.consultant else None
        row = (new_id(), talk.id, talk.id, staff, talk.ended_at, due, due if hours < 0 else None)
        await tx.copy("follow_up", _FOLLOW_UP, [row])
        if hours > 0:
            clock = Deadline(kind=FOLLOW_UP, subject=row[0], started_at=tx.now, due_at=due, owner=staff)
            await deadlines.start(tx, [clock])


_FOLLOW_UP = ("id", "case_id", "conversation_id", "owner", "promised_at", "due_at", "overdue_at")


def _numbers(past: Past, keys: Mapping[date, bytes]) -> Iterator[str]:
    last: Counter[date] = Counter()
    for talk in past.talks:
        day = shanghai(talk.started_at).date()
        last[day] += 1
        yield f"SL-{day:%Y%m%d}-{shuffled(last[day], keys[day])}"


def _visitor(talk: Talk) -> Row:
    return (talk.visitor, talk.visitor.bytes, talk.started_at)


_CONVERSATION = (
    *(
        "id",
        "number",
        "visitor_id",
        "started_at",
        "personal",
        "provider_id",
        "system",
        "question",
        "opened_as",
        "phase",
    ),
    *(
        "consultant_id",
        "seq",
        "flow",
        "last_at",
        "last_by",
        "last_words",
        "ended_at",
        "end_reason",
        "rated_at",
    ),
    *("read_taxpayer", "read_consultant"),
)


def _conversation(vault: Vault, talk: Talk, number: str) -> Row:
    personal = sealed_asker(vault, talk.id, Asked(asker=talk.asker))
    state = talk.state
    spoken = [line for line in talk.lines if line.by != "system"][-1]
    return (
        *(talk.id, number, talk.visitor, talk.started_at, personal, talk.provider_id, talk.entry["system"]),
        *(preview.of(talk.lines[0].content), new_id(), state.phase.value, state.consultant, state.seq),
        *(msgspec.json.encode(state).decode(), spoken.at, spoken.by, preview.of(spoken.content)),
        *(
            talk.ended_at,
            state.end_reason,
            talk.ended_at if talk.satisfaction else None,
            state.seq,
            state.seq,
        ),
    )


_CHANGE = ("conversation_id", "seq", "at", "kind", "by_party", "name", "author", "body")


def _changes(talk: Talk) -> Iterator[Row]:
    for seq, line in enumerate(talk.lines, start=1):
        yield (talk.id, seq, line.at, "post", line.by, line.name, line.author, encode(line.content))


_STINT = (
    "id",
    "conversation_id",
    "staff_id",
    "offered_at",
    "taken_at",
    "how",
    "first_reply_at",
    "ended_at",
    "why",
)


def _stint(talk: Talk) -> Row:
    staff = talk.consultant.id if talk.consultant else None
    ended = (talk.ended_at, "answered")
    return (new_id(), talk.id, staff, talk.offered_at, talk.taken_at, "queue", talk.replied_at, *ended)


_BREACH = ("id", "conversation_id", "staff_id", "kind", "due_at", "at")


def _breaches(talk: Talk) -> Iterator[Row]:
    if (
        talk.offered_at
        and talk.replied_at
        and talk.consultant
        and talk.replied_at - talk.offered_at > FIRST_RESPONSE
    ):
        due = talk.offered_at + FIRST_RESPONSE
        yield (new_id(), talk.id, talk.consultant.id, "first_response", due, due)


_CASE = (
    *(
        "id",
        "number",
        "conversation_id",
        "channel",
        "opened_at",
        "personal",
        "question",
        "provider_id",
        "system",
    ),
    *("kind", "topic", "owner", "outcome", "closed_at", "closed_by"),
)


def _case(vault: Vault, talk: Talk, number: str) -> Row:
    personal = vault.seal_document(CASE, talk.id, Asker(talk.asker))
    owner = talk.consultant.id if talk.consultant else None
    question = preview.of(talk.lines[0].content)
    return (
        *(talk.id, number, talk.id, "chat", talk.started_at, personal, question, talk.provider_id),
        *(
            talk.entry["system"],
            talk.entry["kind"],
            talk.entry["topic"],
            owner,
            "answered",
            talk.ended_at,
            owner,
        ),
    )


def _ownership(talk: Talk) -> Row:
    return (talk.id, talk.consultant.id if talk.consultant else None, talk.taken_at, "queue")


def _invitation(talk: Talk) -> Row:
    return (talk.id, talk.consultant.id if talk.consultant else None, talk.ended_at)


_RATING = ("conversation_id", "staff_id", "rated_at", "version", "satisfaction", "solved", "tags", "words")


def _rating(talk: Talk) -> Row:
    staff = talk.consultant.id if talk.consultant else None
    solved = (talk.satisfaction or 0) >= 3
    return (talk.id, staff, talk.ended_at, 1, talk.satisfaction, solved, talk.tags, "")


_RATING_VERSION = ("conversation_id", "version", "at", "satisfaction", "solved", "tags", "words")


def _rating_version(talk: Talk) -> Row:
    return (talk.id, 1, talk.ended_at, talk.satisfaction, (talk.satisfaction or 0) >= 3, talk.tags, "")
