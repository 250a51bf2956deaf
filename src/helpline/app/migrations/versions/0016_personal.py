"""Seals what is personal, also what is on record already (R18.1)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from alembic import op

from helpline.app.migrations.sql import run_beside
from helpline.kit.clock import SystemClock
from helpline.kit.secrets import keyring
from helpline.kit.secrets.vault import Place, Vault, fields
from helpline.taxpayers.blind import IDENTITY, NUMBER, PHONE, REACH, blind_grams
from helpline.taxpayers.model import PERSONAL, Taxpayer, TaxpayerId
from helpline.taxpayers.names import fold

revision = "0016_personal"
down_revision = "0015_audit"

BATCH = 1000
Row = Any  # a row of SQLAlchemy
Sealed = Callable[[Vault, Row], tuple[object, ...]]


def upgrade() -> None:
    run_beside(__file__)
    vault = _vault()
    columns = "id, asker, phone, credit_code"
    _seal(vault, "conversation", columns, ("personal",), _document("conversation", columns))
    _seal(vault, "message", "id, name, phone", ("personal",), _document("message", "id, name, phone"))
    _seal(vault, "service_case", "id, asker", ("personal",), _document("service_case", "id, asker"))
    _seal(vault, "follow_up", "id, phone", ("personal",), _document("follow_up", "id, phone"))
    _seal(vault, "contact", "id, name, phone, email", ("personal", "phone_index", "reach_index"), _contact)
    taxpayer = "id, tax_number, kind, legacy, name, added_at, address, identity_number, name_grams"
    written = (
        "number_index",
        "identity_index",
        "personal",
        "tax_number",
        "name",
        "address",
        "name_search",
        "name_grams",
    )
    op.execute("alter table taxpayer alter column name drop not null, alter column name_search drop not null")
    op.execute("alter table taxpayer alter column tax_number drop not null")
    _seal(vault, "taxpayer", taxpayer, written, _taxpayer)
    run_beside(__file__.replace("_personal", "_personal_after"))


def _vault() -> Vault:
    """The database's vault; its first keys are made where there are none yet."""
    bind = op.get_bind()
    rows: Sequence[Row] = bind.exec_driver_sql(
        "select id, purpose, algorithm, wrapped from data_key order by id"
    ).fetchall()
    if not rows:
        now = SystemClock().now()
        made = [keyring.fresh_key(1, "seal"), keyring.fresh_key(2, "index")]
        for row in made:
            bind.exec_driver_sql("insert into data_key values ($1, $2, $3, $4, $5)", (*row, now))
        rows = made
    return keyring.unlocked([(row[0], row[1], row[2], bytes(row[3])) for row in rows])


def _seal(vault: Vault, table: str, columns: str, written: Sequence[str], sealed: Sealed) -> None:
    """Go through a table by its ids, so that a large one is not held in memory at once."""
    sets = ", ".join(f"{name} = ${at}" for at, name in enumerate(written, start=2))
    for rows in _batches(table, columns):
        done = [(row.id, *sealed(vault, row)) for row in rows]
        op.get_bind().exec_driver_sql(f"update {table} set {sets} where id = $1", done)


def _batches(table: str, columns: str) -> Iterator[Sequence[Row]]:
    after = UUID(int=0)
    while True:
        sql = f"select {columns} from {table} where id > $1 order by id limit {BATCH}"
        rows = op.get_bind().exec_driver_sql(sql, (after,)).fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _document(table: str, columns: str) -> Sealed:
    names = columns.split(", ")[1:]

    def document(vault: Vault, row: Row) -> tuple[object, ...]:
        told = fields({name: getattr(row, name) for name in names})
        return (vault.seal_document(Place(table, "personal"), row.id, told) if told else None,)

    return document


def _contact(vault: Vault, row: Row) -> tuple[object, ...]:
    [personal] = _document("contact", "id, name, phone, email")(vault, row)
    phone = vault.index(PHONE, row.phone) if row.phone else None
    return personal, phone, vault.index(REACH, row.phone or row.email)


def _taxpayer(vault: Vault, row: Row) -> tuple[object, ...]:
    shown = Taxpayer(
        id=TaxpayerId(row.id),
        tax_number=row.tax_number,
        kind=row.kind,
        legacy=row.legacy,
        name=row.name,
        added_at=row.added_at,
    )
    human = shown.is_personal
    numbered = row.kind in PERSONAL
    told = fields(
        {
            "tax_number": row.tax_number if numbered else None,
            "name": row.name if human else None,
            "address": row.address if human else None,
            "identity_number": row.identity_number,
        }
    )
    folded = fold(row.name)
    return (
        vault.index(NUMBER, row.tax_number),
        vault.index(IDENTITY, row.identity_number) if row.identity_number else None,
        vault.seal_document(Place("taxpayer", "personal"), row.id, told) if told else None,
        None if numbered else row.tax_number,
        None if human else row.name,
        None if human else row.address,
        None if human else folded,
        blind_grams(vault, folded) if human else row.name_grams,
    )
