"""Deeds of the register."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, TypeVar
from uuid import UUID

import asyncpg

from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from helpline.people import queries as people
from helpline.people.model import DistrictId
from helpline.taxpayers import rules
from helpline.taxpayers.events import TaxpayerAmended, TaxpayersAdded
from helpline.taxpayers.importing import sheet
from helpline.taxpayers.importing.intake import Intake
from helpline.taxpayers.importing.report import Report
from helpline.taxpayers.model import Contact, ContactId, Entry, Taxpayer, TaxpayerId
from helpline.taxpayers.rules import AlreadyRegistered, UnknownTaxpayer
from helpline.taxpayers.store import contacts, staging
from helpline.taxpayers.store import taxpayers as store

T = TypeVar("T")

BATCH = 500
"""Rows copied at once, and ids in one fact."""


async def register(
    tx: Tx, entry: Entry, *, by: UUID | None = None, home: DistrictId | None = None
) -> Taxpayer:
    """Enter a taxpayer, with its contact if one is given. `home` as in `rules.draft`.

    Raises:
        BadField: something in the entry is wrong.
        AlreadyRegistered: somebody has the number.
    """
    words = rules.district_words(await people.districts(tx))
    draft = rules.draft(entry, now=tx.now, districts=words, home=home)
    taxpayer = Taxpayer(
        id=TaxpayerId(new_id()),
        tax_number=draft.tax_number,
        kind=draft.kind,
        legacy=draft.legacy,
        name=draft.name,
        added_at=draft.added_at or tx.now,
        district_id=draft.district_id or draft.likely_district_id,
        address=draft.address,
        identity_number=draft.identity_number,
    )
    if not await store.insert(tx, taxpayer, by):
        raise AlreadyRegistered("这个号码已经登记过，请查询后修改原有资料，不要重复登记。")
    if draft.contact:
        await contacts.find_or_make(tx, ContactId(new_id()), taxpayer.id, draft.contact)
    tx.announce(TaxpayersAdded(taxpayer_ids=(taxpayer.id,)))
    return taxpayer


async def amend(
    tx: Tx,
    taxpayer_id: UUID,
    changes: Mapping[str, str],
    *,
    by: UUID | None = None,
    home: DistrictId | None = None,
) -> Taxpayer:
    """Write fields of `Entry` anew; the others stay. A legacy number can so give way to the credit code.

    Raises:
        UnknownTaxpayer: there is none, or it is another district's.
        BadField: something in the changes is wrong.
        AlreadyRegistered: somebody else has the new number.
    """
    before = await _locked(tx, taxpayer_id, home)
    words = rules.district_words(await people.districts(tx))
    entry = rules.entry_of(before, changes)
    after = rules.amended(before, rules.draft(entry, now=tx.now, districts=words, home=home))
    if after == before:
        return before
    try:
        async with tx.attempt():
            await store.update(tx, after, by)
    except asyncpg.UniqueViolationError:
        raise AlreadyRegistered("这个号码已经登记在另一户纳税人名下，请先核对。") from None
    tx.announce(TaxpayerAmended(taxpayer_id=before.id))
    return after


async def find_or_make_contact(
    tx: Tx, *, name: str = "", phone: str = "", email: str = "", taxpayer_id: UUID | None = None
) -> Contact:
    """The contact of this taxpayer (of none, if None) with that phone, or e-mail where there is no phone.

    Nobody is taken for a taxpayer's contact because of a phone number alone: who types it may be anybody.

    Raises:
        BadField: phone, e-mail or name is wrong.
        Invalid: neither phone nor e-mail is given.
    """
    draft = rules.contact(name, phone, email)
    if draft is None:
        raise Invalid("请留下联系电话或电子邮箱。")
    return await contacts.find_or_make(tx, ContactId(new_id()), taxpayer_id, draft)


async def import_csv(
    tx: Tx, source: IO[bytes], *, by: UUID | None = None, home: DistrictId | None = None
) -> Report:
    """Take in a CSV file; `source` must be seekable. Good rows are kept, the others told; twice is once.

    Raises:
        UnreadableFile: the file as a whole cannot be read. The deed must then be undone, as any refused one.
    """
    words = rules.district_words(await people.districts(tx))
    added: list[UUID] = []
    changed: set[UUID] = set()
    await staging.begin(tx)
    with sheet.opened(source) as opened:
        intake = Intake(tx.now, words, home, opened.headings)
        for batch in _batches(opened.rows, BATCH):
            checked = [kept for row, entry in batch if (kept := intake.check(row, entry))]
            merged = await staging.merge(tx, checked, by, home)
            intake.refuse_foreign(merged.foreign)
            added += merged.added
            changed |= merged.changed
        ignored = opened.ignored
    for ids in _batches(added, BATCH):
        tx.announce(TaxpayersAdded(taxpayer_ids=tuple(ids)))
    return intake.report(len(added), len(changed), ignored)


async def _locked(tx: Tx, taxpayer_id: UUID, home: DistrictId | None) -> Taxpayer:
    found = await store.lock(tx, taxpayer_id)
    if found is None or home not in (None, found.district_id):
        raise UnknownTaxpayer("没有这户纳税人，或不属于您的征管局。")
    return found


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
