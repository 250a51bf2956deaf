"""SQL of issuers: the bureaus' OpenID providers, whom they mean by which subject, which log-ins they vouched for."""

from typing import Any
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring, rotation
from helpline.people.model import StaffId
from helpline.people.openid.model import Farewell, Issuer, Vouched, VouchedSession

SECRET = rotation.sealed("issuer", "client_secret")

_COLUMNS = "id, district_id, name, address, client_id, claim, strong_acrs, passwords_allowed, made_at"


async def running(read: ReadTx) -> list[Issuer]:
    """The municipal bureau's first, then by name."""
    rows = await read.fetch(
        f"select {_COLUMNS} from issuer where ended_at is null order by district_id is not null, name"
    )
    return [_issuer(row) for row in rows]


async def by_id(read: ReadTx, issuer_id: UUID) -> Issuer | None:
    row = await read.fetchrow(f"select {_COLUMNS} from issuer where id = $1 and ended_at is null", issuer_id)
    return _issuer(row) if row else None


async def of_bureau(read: ReadTx, district_id: UUID | None) -> Issuer | None:
    row = await read.fetchrow(
        f"select {_COLUMNS} from issuer where district_id is not distinct from $1 and ended_at is null",
        district_id,
    )
    return _issuer(row) if row else None


async def add(tx: Tx, issuer: Issuer, secret: str) -> None:
    vault = await keyring.vault(tx)
    await tx.execute(
        f"insert into issuer ({_COLUMNS}, client_secret) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        issuer.id,
        issuer.district_id,
        issuer.name,
        issuer.address,
        issuer.client_id,
        issuer.claim,
        list(issuer.strong_acrs),
        issuer.passwords_allowed,
        issuer.made_at,
        vault.seal(SECRET, issuer.id, secret),
    )


async def save(tx: Tx, issuer: Issuer) -> None:
    """What may change while it stays the same issuer."""
    await tx.execute(
        """update issuer set name = $2, claim = $3, strong_acrs = $4, passwords_allowed = $5 where id = $1""",
        issuer.id,
        issuer.name,
        issuer.claim,
        list(issuer.strong_acrs),
        issuer.passwords_allowed,
    )


async def save_secret(tx: Tx, issuer_id: UUID, secret: str) -> None:
    vault = await keyring.vault(tx)
    await tx.execute(
        "update issuer set client_secret = $2 where id = $1", issuer_id, vault.seal(SECRET, issuer_id, secret)
    )


async def secret_of(read: ReadTx, issuer_id: UUID) -> str:
    sealed: bytes = await read.fetchval("select client_secret from issuer where id = $1", issuer_id)
    vault = await keyring.vault_for(read, sealed)
    return vault.open(SECRET, issuer_id, sealed)


async def end(tx: Tx, issuer_id: UUID) -> None:
    await tx.execute("update issuer set ended_at = $2 where id = $1", issuer_id, tx.now)


async def lock(tx: Tx, issuer_id: UUID) -> None:
    """Log-ins by one issuer and its end wait for each other."""
    await tx.execute("select 1 from issuer where id = $1 for share", issuer_id)


async def meant_by(read: ReadTx, issuer_id: UUID, subject: str) -> StaffId | None:
    """Whom the issuer means by that subject; None at the first time."""
    found: StaffId | None = await read.fetchval(
        "select staff_id from vouching where issuer_id = $1 and subject = $2", issuer_id, subject
    )
    return found


async def link(tx: Tx, vouched: Vouched, staff_id: UUID) -> bool:
    """From now on that subject means that person; False where the person has another one already."""
    made = await tx.fetchval(
        """insert into vouching (id, issuer_id, subject, staff_id, since) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning 1""",
        new_id(),
        vouched.issuer_id,
        vouched.subject,
        staff_id,
        tx.now,
    )
    return made is not None


async def add_session(tx: Tx, session_id: UUID, vouched: Vouched) -> None:
    await tx.execute(
        "insert into vouched_session (session_id, issuer_id, subject, sid) values ($1, $2, $3, $4)",
        session_id,
        vouched.issuer_id,
        vouched.subject,
        vouched.sid,
    )


async def issuer_of_session(read: ReadTx, session_id: UUID) -> Issuer | None:
    """Who vouched for a log-in; None: it was made by password."""
    row = await read.fetchrow(
        f"""select {_COLUMNS} from issuer where ended_at is null
              and id = (select issuer_id from vouched_session where session_id = $1)""",
        session_id,
    )
    return _issuer(row) if row else None


async def sessions(read: ReadTx, issuer_id: UUID, farewell: Farewell | None) -> list[VouchedSession]:
    """Running log-ins that the issuer vouched for: all, or those of which it takes leave."""
    rows = await read.fetch(
        """select s.id as session_id, s.staff_id from vouched_session v join staff_session s on s.id = v.session_id
           where v.issuer_id = $1 and s.ended_at is null and s.expires_at > $2
             and ($3 = '' or v.sid = $3) and ($4 = '' or v.subject = $4)
             and ($5::timestamptz is null or s.started_at <= $5)""",
        issuer_id,
        read.now,
        farewell.sid if farewell else "",
        farewell.subject if farewell else "",
        farewell.at if farewell else None,
    )
    return [VouchedSession(**dict(row)) for row in rows]


def _issuer(row: Any) -> Issuer:
    return Issuer(**{**dict(row), "strong_acrs": tuple(row["strong_acrs"])})
