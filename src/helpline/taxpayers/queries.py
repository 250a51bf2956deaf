"""Questions about the register."""

from collections.abc import Sequence
from uuid import UUID

from helpline.kit.db import ReadTx
from helpline.kit.secrets import keyring
from helpline.people import queries as people
from helpline.people.policy import Scope
from helpline.taxpayers import cursor
from helpline.taxpayers.identifiers.phone import check_phone
from helpline.taxpayers.identifiers.tidy import tidy
from helpline.taxpayers.model import Contact, Known, Page, Taxpayer, TaxpayerId, Wanted
from helpline.taxpayers.names import fold, query_grams
from helpline.taxpayers.store import contacts
from helpline.taxpayers.store import taxpayers as store
from helpline.taxpayers.store.taxpayers import Stretch

SHORTEST_NUMBER = 15


async def find(read: ReadTx, taxpayer_id: UUID) -> Taxpayer | None:
    """The taxpayer with that id."""
    found = await store.by_ids(read, [taxpayer_id])
    return found[0] if found else None


async def find_many(read: ReadTx, ids: Sequence[UUID]) -> dict[TaxpayerId, Taxpayer]:
    """Taxpayers by id."""
    return {taxpayer.id: taxpayer for taxpayer in await store.by_ids(read, ids)}


async def find_by_code(read: ReadTx, code: str) -> Taxpayer | None:
    """Whose tax number or identity number this is, however it was typed."""
    found = await store.by_number(read, tidy(code).text)
    return found[0] if found else None


async def find_by_phone(read: ReadTx, phone: str) -> list[Known]:
    """Whose telephone number this is, however it was typed; the latest known first. One person may ask for several
    taxpayers."""
    finding = check_phone(phone)
    if not finding.valid:
        return []
    found = await contacts.by_phone(read, finding.normalised)
    known = await find_many(read, [c.taxpayer_id for c in found if c.taxpayer_id])
    return [Known(contact=c, taxpayer=known.get(c.taxpayer_id) if c.taxpayer_id else None) for c in found]


async def contacts_of(read: ReadTx, taxpayer_id: UUID) -> list[Contact]:
    """The people of a taxpayer, the first known first."""
    return await contacts.of_taxpayers(read, [taxpayer_id])


async def contact(read: ReadTx, contact_id: UUID) -> Contact | None:
    """The contact with that id."""
    return await contacts.by_id(read, contact_id)


async def search(read: ReadTx, wanted: Wanted) -> Page:
    """Taxpayers by number, phone or part of a name, newest first.

    Raises:
        BadCursor: the cursor is not one that a page gave.
    """
    stretch = Stretch(wanted.districts, cursor.decode(wanted.after) if wanted.after else None)
    await _narrow(read, stretch, wanted)
    found = await stretch.read(read, wanted.limit + 1)
    items = found[: wanted.limit]
    more = len(found) > wanted.limit
    return Page(items=items, next=cursor.encode((items[-1].added_at, items[-1].id)) if more else None)


async def districts_in(read: ReadTx, scope: Scope) -> tuple[UUID, ...] | None:
    """R14.1: the districts whose taxpayers lie in `scope`; None is all. A provider's are those it serves now."""
    if scope.is_citywide:
        return None
    if scope.district_id is not None:
        return (scope.district_id,)
    matchings = await people.matchings_at(read, read.now)
    return tuple(m.district_id for m in matchings if m.provider_id == scope.provider_id)


async def _narrow(read: ReadTx, stretch: Stretch, wanted: Wanted) -> None:
    """What was typed is a phone number, a tax number, or part of a name."""
    if not wanted.text.strip():
        return
    vault = await keyring.vault(read)
    phone = check_phone(wanted.text)
    if phone.valid and phone.kind != "short_number":
        known = await find_by_phone(read, wanted.text)
        stretch.add("id = any({}::uuid[])", [k.taxpayer.id for k in known if k.taxpayer])
        return
    number = tidy(wanted.text).text
    if len(number) >= SHORTEST_NUMBER and number.isascii() and number.isalnum():
        stretch.add_number(vault, number)
        return
    folded = fold(wanted.text)
    if not folded:
        stretch.add("false")
    elif wanted.from_start:
        stretch.add_name_start(vault, folded)
    else:
        stretch.add_name_part(vault, folded, query_grams(folded))
