"""SQL of second factors: the sealed secrets, and the digests of recovery codes."""

from collections.abc import Sequence
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring, rotation
from helpline.people.second_factor import SecondFactor

SECRET = rotation.sealed("second_factor", "secret")


async def of(read: ReadTx, staff_id: UUID) -> SecondFactor | None:
    """The person's second factor, also one that was begun and not confirmed."""
    row = await read.fetchrow(
        "select id, secret, confirmed_at, last_step from second_factor where staff_id = $1", staff_id
    )
    if row is None:
        return None
    vault = await keyring.vault_for(read, row["secret"])
    return SecondFactor(
        secret=vault.open(SECRET, row["id"], row["secret"]),
        confirmed_at=row["confirmed_at"],
        last_step=row["last_step"],
    )


async def begin(tx: Tx, staff_id: UUID, secret: str) -> None:
    """A new secret, in place of one that was begun before."""
    await tx.execute("delete from second_factor where staff_id = $1 and confirmed_at is null", staff_id)
    factor_id = new_id()
    vault = await keyring.vault(tx)
    await tx.execute(
        "insert into second_factor (id, staff_id, secret, begun_at) values ($1, $2, $3, $4)",
        factor_id,
        staff_id,
        vault.seal(SECRET, factor_id, secret),
        tx.now,
    )


async def is_on(read: ReadTx, staff_id: UUID) -> bool:
    found = await read.fetchval(
        "select 1 from second_factor where staff_id = $1 and confirmed_at is not null", staff_id
    )
    return found is not None


async def confirm(tx: Tx, staff_id: UUID) -> None:
    await tx.execute("update second_factor set confirmed_at = $2 where staff_id = $1", staff_id, tx.now)


async def take_step(tx: Tx, staff_id: UUID, step: int) -> bool:
    """Use up the code of a step; False where somebody else was faster."""
    taken = await tx.fetchval(
        "update second_factor set last_step = $2 where staff_id = $1 and last_step < $2 returning 1",
        staff_id,
        step,
    )
    return taken is not None


async def remove(tx: Tx, staff_id: UUID) -> bool:
    """Forget the secret and the recovery codes; whether there was one that counted."""
    await tx.execute("delete from recovery_code where staff_id = $1", staff_id)
    row = await tx.fetchrow("delete from second_factor where staff_id = $1 returning confirmed_at", staff_id)
    return row is not None and row["confirmed_at"] is not None


async def save_recovery_codes(tx: Tx, staff_id: UUID, digests: Sequence[bytes]) -> None:
    """These in place of all before."""
    await tx.execute("delete from recovery_code where staff_id = $1", staff_id)
    await tx.executemany(
        "insert into recovery_code (id, staff_id, code_hash) values ($1, $2, $3)",
        [(new_id(), staff_id, digest) for digest in digests],
    )


async def take_recovery_code(tx: Tx, staff_id: UUID, digest: bytes) -> bool:
    """Use up a recovery code; False where there is no such one, or it was used."""
    taken = await tx.fetchval(
        """update recovery_code set used_at = $3
           where staff_id = $1 and code_hash = $2 and used_at is null returning 1""",
        staff_id,
        digest,
        tx.now,
    )
    return taken is not None


async def recovery_codes_left(read: ReadTx, staff_id: UUID) -> int:
    left: int = await read.fetchval(
        "select count(*) from recovery_code where staff_id = $1 and used_at is null", staff_id
    )
    return left
