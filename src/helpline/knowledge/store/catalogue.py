"""SQL of systems and topics."""

from helpline.kit.db import ReadTx, Tx
from helpline.knowledge.model import System, Topic


async def systems(read: ReadTx) -> list[System]:
    rows = await read.fetch(
        """select code, name, short_name, aliases, state, successor, position
           from consultation_system order by position, code"""
    )
    return [System(**{**dict(row), "aliases": tuple(row["aliases"])}) for row in rows]


async def save_system(tx: Tx, system: System, by: str) -> None:
    await tx.execute(
        """insert into consultation_system
             (code, name, short_name, aliases, state, successor, position, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (code) do update set name = excluded.name, short_name = excluded.short_name,
             aliases = excluded.aliases, state = excluded.state, successor = excluded.successor,
             position = excluded.position, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by""",
        system.code,
        system.name,
        system.short_name,
        list(system.aliases),
        system.state,
        system.successor,
        system.position,
        tx.now,
        by,
    )


async def topics(read: ReadTx) -> list[Topic]:
    rows = await read.fetch("select code, name, position from topic order by position, code")
    return [Topic(**dict(row)) for row in rows]


async def save_topic(tx: Tx, topic: Topic, by: str) -> None:
    await tx.execute(
        """insert into topic (code, name, position, changed_at, changed_by) values ($1, $2, $3, $4, $5)
           on conflict (code) do update set name = excluded.name, position = excluded.position,
             changed_at = excluded.changed_at, changed_by = excluded.changed_by""",
        topic.code,
        topic.name,
        topic.position,
        tx.now,
        by,
    )
