"""SQL of cases."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from helpline.cases.model import Case, Classification, FollowUp, Ownership
from helpline.kit.db import ReadTx, Tx
from helpline.kit.secrets import keyring
from helpline.kit.secrets.rotation import sealed

_COLUMNS = ", ".join(name for name in Case.__struct_fields__ if name != "asker") + ", personal"
_FOLLOW_UP = ", ".join(name for name in FollowUp.__struct_fields__ if name != "phone") + ", personal"

CASE = sealed("service_case", "personal")
FOLLOW_UP = sealed("follow_up", "personal")


class Asker(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a case (R18.1)."""

    asker: str = ""


class Callee(msgspec.Struct, frozen=True):
    """The sealed part of a promised answer."""

    phone: str


async def insert(tx: Tx, case: Case) -> bool:
    """Whether it is new; a fact heard twice opens one case."""
    vault = await keyring.vault(tx)
    personal = vault.seal_document(CASE, case.id, Asker(case.asker)) if case.asker else None
    status = await tx.execute(
        """insert into service_case (id, number, conversation_id, channel, opened_at, personal, question, taxpayer_id,
             district_id, provider_id, system) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict do nothing""",
        case.id,
        case.number,
        case.conversation_id,
        case.channel,
        case.opened_at,
        personal,
        case.question,
        case.taxpayer_id,
        case.district_id,
        case.provider_id,
        case.system,
    )
    return status != "INSERT 0 0"


async def lock(tx: Tx, case_id: UUID) -> Case | None:
    rows = await tx.fetch(f"select {_COLUMNS} from service_case where id = $1 for update", case_id)
    return next(iter(await _cases(tx, rows)), None)


async def find(read: ReadTx, case_id: UUID) -> Case | None:
    rows = await read.fetch(f"select {_COLUMNS} from service_case where id = $1", case_id)
    return next(iter(await _cases(read, rows)), None)


async def of_conversation(read: ReadTx, conversation_id: UUID) -> Case | None:
    sql = f"select {_COLUMNS} from service_case where conversation_id = $1"
    return next(iter(await _cases(read, await read.fetch(sql, conversation_id))), None)


async def of_conversations(read: ReadTx, ids: Sequence[UUID]) -> dict[UUID, Case]:
    sql = f"select {_COLUMNS} from service_case where conversation_id = any($1::uuid[])"
    found = await _cases(read, await read.fetch(sql, list(ids)))
    return {each.conversation_id: each for each in found if each.conversation_id}


async def unfiled_of(read: ReadTx, owner: UUID) -> list[Case]:
    """Open cases of an owner."""
    sql = f"select {_COLUMNS} from service_case where owner = $1 and closed_at is null order by opened_at"
    return await _cases(read, await read.fetch(sql, owner))


async def earlier(read: ReadTx, conversation_ids: Sequence[UUID], taxpayer_id: UUID | None) -> list[Case]:
    """Earlier matters of the same asker, newest first."""
    sql = f"""select {_COLUMNS} from service_case
              where conversation_id = any($1::uuid[]) or ($2::uuid is not null and taxpayer_id = $2)
              order by opened_at desc limit 20"""
    return await _cases(read, await read.fetch(sql, list(conversation_ids), taxpayer_id))


async def opened_between(
    read: ReadTx,
    provider_id: UUID | None,
    district_id: UUID | None,
    start: datetime,
    end: datetime,
    most: int,
) -> list[Case]:
    """Cases of a provider and a district (None: of all) opened in a stretch of time, the first opened first."""
    sql = f"""select {_COLUMNS} from service_case where opened_at >= $3 and opened_at < $4
              and ($1::uuid is null or provider_id = $1) and ($2::uuid is null or district_id = $2)
              order by opened_at, id limit $5"""
    return await _cases(read, await read.fetch(sql, provider_id, district_id, start, end, most))


async def classify(tx: Tx, case_id: UUID, form: Classification) -> None:
    await tx.execute(
        "update service_case set system = $2, kind = $3, topic = $4, summary = $5 where id = $1",
        case_id,
        form.system,
        form.kind,
        form.topic,
        form.summary,
    )


async def suggest(tx: Tx, case_id: UUID, form: Classification) -> None:
    """Fill in what is still empty."""
    await tx.execute(
        """update service_case set system = coalesce(system, $2), kind = coalesce(kind, $3), topic = coalesce(topic, $4)
           where id = $1""",
        case_id,
        form.system,
        form.kind,
        form.topic,
    )


async def own(tx: Tx, case_id: UUID, ownership: Ownership) -> None:
    """The owner is whose ownership began last, in whatever order the news of them arrive."""
    await tx.execute("select 1 from service_case where id = $1 for update", case_id)
    await tx.execute(
        """insert into ownership (case_id, staff_id, since, how, from_staff) values ($1, $2, $3, $4, $5)
           on conflict do nothing""",
        case_id,
        ownership.staff_id,
        ownership.since,
        ownership.how,
        ownership.from_staff,
    )
    await tx.execute(
        """update service_case set owner =
             (select staff_id from ownership where case_id = $1 order by since desc limit 1) where id = $1""",
        case_id,
    )


async def close(tx: Tx, case_id: UUID, outcome: str, by: UUID | None) -> None:
    await tx.execute(
        "update service_case set outcome = $2, closed_at = $3, closed_by = $4 where id = $1",
        case_id,
        outcome,
        tx.now,
        by,
    )


async def set_outcome(tx: Tx, case_id: UUID, outcome: str) -> None:
    await tx.execute("update service_case set outcome = $2 where id = $1", case_id, outcome)


async def record_decline(tx: Tx, case_id: UUID, reason: str, words: str) -> None:
    await tx.execute(
        "update service_case set decline_reason = $2, decline_words = $3 where id = $1",
        case_id,
        reason,
        words,
    )


async def promise(tx: Tx, follow_up: FollowUp) -> bool:
    vault = await keyring.vault(tx)
    status = await tx.execute(
        """insert into follow_up (id, case_id, conversation_id, owner, personal, promised_at, due_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""",
        follow_up.id,
        follow_up.case_id,
        follow_up.conversation_id,
        follow_up.owner,
        vault.seal_document(FOLLOW_UP, follow_up.id, Callee(follow_up.phone)) if follow_up.phone else None,
        follow_up.promised_at,
        follow_up.due_at,
    )
    return status != "INSERT 0 0"


async def lock_follow_up(tx: Tx, follow_up_id: UUID) -> FollowUp | None:
    rows = await tx.fetch(f"select {_FOLLOW_UP} from follow_up where id = $1 for update", follow_up_id)
    return next(iter(await _follow_ups(tx, rows)), None)


async def follow_up_of(read: ReadTx, case_id: UUID) -> FollowUp | None:
    rows = await read.fetch(f"select {_FOLLOW_UP} from follow_up where case_id = $1", case_id)
    return next(iter(await _follow_ups(read, rows)), None)


async def answer(tx: Tx, follow_up_id: UUID, by: UUID, text: str) -> None:
    await tx.execute(
        "update follow_up set answered_at = $2, answered_by = $3, answer = $4 where id = $1",
        follow_up_id,
        tx.now,
        by,
        text,
    )


async def mark_overdue(tx: Tx, follow_up_id: UUID, at: datetime) -> None:
    await tx.execute(
        "update follow_up set overdue_at = $2 where id = $1 and overdue_at is null", follow_up_id, at
    )


async def inherit_follow_up(tx: Tx, follow_up_id: UUID, owner: UUID) -> None:
    await tx.execute(
        "update follow_up set owner = $2 where id = $1 and answered_at is null", follow_up_id, owner
    )


async def open_follow_ups(read: ReadTx, owner: UUID) -> list[FollowUp]:
    sql = f"select {_FOLLOW_UP} from follow_up where owner = $1 and answered_at is null order by due_at"
    return await _follow_ups(read, await read.fetch(sql, owner))


async def follow_ups_of(read: ReadTx, conversation_ids: Sequence[UUID]) -> dict[UUID, FollowUp]:
    sql = f"select {_FOLLOW_UP} from follow_up where conversation_id = any($1::uuid[])"
    found = await _follow_ups(read, await read.fetch(sql, list(conversation_ids)))
    return {each.conversation_id: each for each in found if each.conversation_id}


async def closed_today(read: ReadTx, owner: UUID, since: datetime) -> int:
    count: int = await read.fetchval(
        "select count(*) from service_case where owner = $1 and closed_at >= $2", owner, since
    )
    return count


async def _cases(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[Case]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    found = []
    for row in rows:
        fields = dict(row)
        personal = fields.pop("personal")
        asker = vault.open_document(CASE, row["id"], personal, Asker).asker if personal else ""
        found.append(Case(**fields, asker=asker))
    return found


async def _follow_ups(read: ReadTx, rows: Sequence[asyncpg.Record]) -> list[FollowUp]:
    vault = await keyring.vault_for(read, *(row["personal"] for row in rows))
    found = []
    for row in rows:
        fields = dict(row)
        personal = fields.pop("personal")
        phone = vault.open_document(FOLLOW_UP, row["id"], personal, Callee).phone if personal else None
        found.append(FollowUp(**fields, phone=phone))
    return found
