"""The register keeps a taxpayer once, finds it again, and tells those who listen."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.refusal import Invalid
from helpline.taxpayers import commands, queries
from helpline.taxpayers.model import Entry, Taxpayer, Wanted
from helpline.taxpayers.rules import AlreadyRegistered, BadField, UnknownTaxpayer
from tests.support.people import City, a_city
from tests.support.taxpayers import code, identity


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


async def register(db: Database, **fields: str) -> Taxpayer:
    entry = Entry(**{"number": code(1), "name": "上海浦江科技有限公司", **fields})
    async with db.deed() as tx:
        return await commands.register(tx, entry)


async def names(db: Database, text: str, *, from_start: bool = False) -> set[str]:
    async with db.reading() as read:
        page = await queries.search(read, Wanted(text=text, from_start=from_start))
    return {taxpayer.name for taxpayer in page.items}


async def told(db: Database, name: str) -> int:
    async with db.reading() as read:
        count: int = await read.fetchval("select count(*) from outbox where name = $1", name)
    return count


async def test_a_taxpayer_is_found_by_code_however_typed(db: Database, city: City) -> None:
    made = await register(db, district="徐汇区", phone="13800000001", contact_name="王芳")

    async with db.reading() as read:
        found = await queries.find_by_code(read, f" {code(1).lower()[:8]} {code(1).lower()[8:]}")
        assert found == made == await queries.find(read, made.id)
        assert made.district_id == city.districts["310104"].id
        assert [c.name for c in await queries.contacts_of(read, made.id)] == ["王芳"]
        assert await queries.find_many(read, [made.id, new_id()]) == {made.id: made}
    assert await told(db, "taxpayers.TaxpayersAdded") == 1


async def test_a_number_is_registered_once(db: Database) -> None:
    await register(db)

    with pytest.raises(AlreadyRegistered):
        await register(db, name="另一个名字")

    assert await told(db, "taxpayers.TaxpayersAdded") == 1


async def test_one_phone_may_reach_the_contact_of_several_taxpayers(db: Database) -> None:
    first = await register(db, phone="13800000001")
    second = await register(db, number=code(2), name="另一家公司", phone="+86 138 0000 0001")

    async with db.reading() as read:
        known = await queries.find_by_phone(read, "138-0000-0001")
        assert {k.taxpayer.id for k in known if k.taxpayer} == {first.id, second.id}
        assert await queries.find_by_phone(read, "nonsense") == []
    assert await names(db, "13800000001") == {first.name, second.name}


async def test_names_are_found_by_their_beginning_and_by_any_part(db: Database) -> None:
    await register(db)
    await register(db, number=code(2), name="申江（上海）贸易有限公司")
    await register(db, number=code(3), name="科技园食堂")

    assert await names(db, "科技") == {"上海浦江科技有限公司", "科技园食堂"}
    assert await names(db, "科技", from_start=True) == {"科技园食堂"}
    assert await names(db, "申江(上海)") == {"申江（上海）贸易有限公司"}
    assert await names(db, "江") == {"上海浦江科技有限公司", "申江（上海）贸易有限公司"}
    assert await names(db, "海上") == set()
    assert await names(db, "%") == set()
    assert await names(db, code(3)) == {"科技园食堂"}
    assert len(await names(db, "")) == 3


async def test_a_list_is_paged_without_gaps_or_repeats(db: Database, clock: VirtualClock) -> None:
    for serial in range(1, 8):
        await register(db, number=code(serial), name=f"公司{serial}")
        if serial % 3 == 0:
            clock.advance(timedelta(days=1))

    seen: list[str] = []
    after: str | None = None
    while True:
        async with db.reading() as read:
            page = await queries.search(read, Wanted(after=after, limit=3))
        seen += [taxpayer.name for taxpayer in page.items]
        after = page.next
        if after is None:
            break

    assert seen == [f"公司{serial}" for serial in range(7, 0, -1)]


async def test_a_person_is_found_by_identity_number_also_as_a_trader(db: Database) -> None:
    trader = await register(db, number=code(9, opening="92"), name="张三小吃店", identity_number=identity())

    async with db.reading() as read:
        assert await queries.find_by_code(read, identity()) == trader
    await register(db, number="", name="张三", identity_number=identity())
    async with db.reading() as read:
        found = await queries.find_by_code(read, identity())
    assert found is not None
    assert found.kind == "identity_number"


async def test_a_legacy_number_gives_way_to_the_code(db: Database) -> None:
    made = await register(db, number="310104123456789")
    assert made.legacy

    async with db.deed() as tx:
        changed = await commands.amend(tx, made.id, {"number": code(5), "address": "上海市徐汇区漕溪北路1号"})

    async with db.reading() as read:
        assert await queries.find(read, made.id) == changed
    assert (changed.legacy, changed.name, changed.added_at) == (False, made.name, made.added_at)
    assert await told(db, "taxpayers.TaxpayerAmended") == 1


async def test_a_change_that_changes_nothing_is_not_told(db: Database) -> None:
    made = await register(db)

    async with db.deed() as tx:
        assert await commands.amend(tx, made.id, {"name": made.name}) == made

    assert await told(db, "taxpayers.TaxpayerAmended") == 0


async def test_a_number_cannot_be_taken_from_another(db: Database) -> None:
    await register(db)
    second = await register(db, number=code(2))

    with pytest.raises(AlreadyRegistered):
        async with db.deed() as tx:
            await commands.amend(tx, second.id, {"number": code(1)})


async def test_an_officer_does_not_even_learn_of_other_districts_taxpayers(db: Database, city: City) -> None:
    made = await register(db, district="浦东新区")

    for taxpayer_id in (made.id, new_id()):
        with pytest.raises(UnknownTaxpayer):
            async with db.deed() as tx:
                await commands.amend(tx, taxpayer_id, {"name": "新名"}, home=city.districts["310104"].id)


async def make_contact(db: Database, taxpayer_id: UUID | None = None, **fields: str) -> UUID:
    async with db.deed() as tx:
        return (await commands.find_or_make_contact(tx, taxpayer_id=taxpayer_id, **fields)).id


async def test_a_contact_is_made_once_for_each_taxpayer(db: Database) -> None:
    made = await register(db)

    unknown = await make_contact(db, name="王芳", phone="13800000001")
    again = await make_contact(db, phone="+8613800000001")
    of_taxpayer = await make_contact(db, made.id, name="王芳", phone="13800000001")
    by_mail = await make_contact(db, made.id, email="wang@example.com")

    assert unknown == again
    assert len({unknown, of_taxpayer, by_mail}) == 3
    async with db.reading() as read:
        assert [k.contact.name for k in await queries.find_by_phone(read, "13800000001")] == ["王芳", "王芳"]
        assert [c.id for c in await queries.contacts_of(read, made.id)] == [of_taxpayer, by_mail]


async def test_a_contact_that_cannot_be_reached_is_refused(db: Database) -> None:
    with pytest.raises(Invalid, match="联系电话或电子邮箱"):
        await make_contact(db)
    with pytest.raises(BadField, match="手机号应为 11 位"):
        await make_contact(db, phone="138")
