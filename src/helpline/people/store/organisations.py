"""SQL of organisations."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.people.model import (
    Actor,
    Department,
    District,
    Hall,
    Matching,
    MunicipalBureau,
    Office,
    Provider,
    Staff,
    Team,
)


async def save_bureau(tx: Tx, bureau: MunicipalBureau) -> None:
    await tx.execute(
        """insert into municipal_bureau (name) values ($1)
           on conflict (only_one) do update set name = excluded.name""",
        bureau.name,
    )


async def save_offices(tx: Tx, offices: Sequence[Office]) -> None:
    await tx.executemany(
        """insert into office (code, name, position) values ($1, $2, $3)
           on conflict (code) do update set name = excluded.name, position = excluded.position""",
        [(office.code, office.name, position) for position, office in enumerate(offices)],
    )


async def add_districts(tx: Tx, districts: Sequence[District]) -> None:
    """Districts whose code is there already stay as they are."""
    await tx.executemany(
        """insert into district (id, code, name, bureau_name) values ($1, $2, $3, $4)
           on conflict (code) do nothing""",
        [(d.id, d.code, d.name, d.bureau_name) for d in districts],
    )


async def add_providers(tx: Tx, providers: Sequence[Provider]) -> None:
    await tx.executemany(
        "insert into provider (id, code, name, short_name) values ($1, $2, $3, $4)",
        [(p.id, p.code, p.name, p.short_name) for p in providers],
    )


async def add_departments(tx: Tx, departments: Sequence[Department]) -> None:
    await tx.executemany(
        "insert into department (id, provider_id, name) values ($1, $2, $3)",
        [(d.id, d.provider_id, d.name) for d in departments],
    )


async def add_teams(tx: Tx, teams: Sequence[Team]) -> None:
    await tx.executemany(
        "insert into team (id, provider_id, department_id, name) values ($1, $2, $3, $4)",
        [(t.id, t.provider_id, t.department_id, t.name) for t in teams],
    )


async def add_halls(tx: Tx, halls: Sequence[Hall]) -> None:
    await tx.executemany(
        "insert into hall (id, district_id, name, address) values ($1, $2, $3, $4)",
        [(h.id, h.district_id, h.name, h.address) for h in halls],
    )


async def taken_provider_names(read: ReadTx, codes: Sequence[str], names: Sequence[str]) -> list[str]:
    rows = await read.fetch(
        "select name from provider where code = any($1::text[]) or name = any($2::text[])",
        list(codes),
        list(names),
    )
    return [row["name"] for row in rows]


async def lock_district(tx: Tx, district_id: UUID) -> District | None:
    row = await tx.fetchrow(
        "select id, code, name, bureau_name from district where id = $1 for update", district_id
    )
    return District(**dict(row)) if row else None


async def open_matching(tx: Tx, district_id: UUID) -> Matching | None:
    row = await tx.fetchrow("select * from matching where district_id = $1 and until is null", district_id)
    return Matching(**dict(row)) if row else None


async def end_matching(tx: Tx, ended: Matching) -> None:
    await tx.execute(
        "update matching set until = $3 where district_id = $1 and since = $2",
        ended.district_id,
        ended.since,
        ended.until,
    )


async def add_matching(tx: Tx, matching: Matching) -> None:
    await tx.execute(
        "insert into matching (district_id, provider_id, since, until) values ($1, $2, $3, $4)",
        matching.district_id,
        matching.provider_id,
        matching.since,
        matching.until,
    )


async def bureau(read: ReadTx) -> MunicipalBureau | None:
    name = await read.fetchval("select name from municipal_bureau")
    return MunicipalBureau(name=name) if name else None


async def offices(read: ReadTx) -> list[Office]:
    rows = await read.fetch("select code, name from office order by position")
    return [Office(**dict(row)) for row in rows]


async def districts(read: ReadTx, open_on: date | None = None) -> list[District]:
    rows = await read.fetch(
        """select id, code, name, bureau_name from district
           where $1::date is null or closed_on is null or closed_on > $1 order by code""",
        open_on,
    )
    return [District(**dict(row)) for row in rows]


async def halls(read: ReadTx, district_id: UUID | None) -> list[Hall]:
    rows = await read.fetch(
        """select id, district_id, name, address from hall
           where $1::uuid is null or district_id = $1 order by name""",
        district_id,
    )
    return [Hall(**dict(row)) for row in rows]


async def providers(read: ReadTx, ids: Sequence[UUID] | None = None) -> list[Provider]:
    rows = await read.fetch(
        """select id, code, name, short_name from provider
           where $1::uuid[] is null or id = any($1) order by code""",
        None if ids is None else list(ids),
    )
    return [Provider(**dict(row)) for row in rows]


async def departments(read: ReadTx, provider_id: UUID) -> list[Department]:
    rows = await read.fetch(
        "select id, provider_id, name from department where provider_id = $1 order by name", provider_id
    )
    return [Department(**dict(row)) for row in rows]


async def teams(read: ReadTx, provider_id: UUID | None) -> list[Team]:
    rows = await read.fetch(
        """select id, provider_id, department_id, name from team
           where $1::uuid is null or provider_id = $1 order by name""",
        provider_id,
    )
    return [Team(**dict(row)) for row in rows]


async def matchings_on(read: ReadTx, day: date) -> list[Matching]:
    rows = await read.fetch("select * from matching where since <= $1 and (until is null or until > $1)", day)
    return [Matching(**dict(row)) for row in rows]


async def words(read: ReadTx, person: Actor | Staff) -> list[str]:
    """The names of what a person belongs to, the greater first."""
    row = await read.fetchrow(
        """select (select name from provider where id = $1) as provider,
             (select name from team where id = $2) as team,
             (select bureau_name from district where id = $3) as district,
             (select name from municipal_bureau where $1::uuid is null and $3::uuid is null) as bureau,
             (select name from office where code = $4) as office""",
        person.provider_id,
        person.team_id,
        person.district_id,
        person.office,
    )
    return [name for name in row.values() if name] if row else []
