"""R18.1: whoever has the database without the master key learns of nobody's number, name or address."""

from uuid import UUID

import asyncpg
import pytest

from helpline.app.migrate import migrate
from helpline.cases import queries as cases
from helpline.conversations import queries as conversations
from helpline.conversations.commands import waiting
from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.kit.secrets import keyring, rotation
from helpline.messages import queries as messages
from helpline.taxpayers import commands as register
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.model import Entry, Wanted
from tests.support.house import House
from tests.support.messages import leave
from tests.support.service import a_service
from tests.support.stored import rows_with
from tests.support.taxpayers import code, identity

PERSON = Entry(
    identity_number=identity(7),
    name="欧阳清泉",
    address="上海市徐汇区漕溪北路8号602室",
    contact_name="令狐秋水",
    phone="13812345678",
    email="qiushui.linghu@example.com",
)
ASKER, ASKERS_PHONE, LATER_PHONE = "东方若云", "13698765432", "13511112222"
WRITER, WRITERS_PHONE = "皇甫听雨", "15800001111"

VALUES = (
    *(PERSON.identity_number, PERSON.name, "8号602室", PERSON.contact_name, PERSON.phone, PERSON.email),
    *(ASKER, ASKERS_PHONE, LATER_PHONE, WRITER, WRITERS_PHONE),
)


async def story(house: House) -> None:
    """Somebody registered asks, takes a later answer; somebody else leaves a message."""
    service = await a_service(house)
    async with house.db.deed() as tx:
        await register.register(tx, PERSON)
        await register.register(
            tx,
            Entry(
                number=code(9, opening="92"),
                name="慕容冰",
                address="南京东路99号",
                identity_number=identity(8),
            ),
        )
    wang = await service.sits("0101")
    visitor = await service.visitor()
    asked = await service.asks(visitor, name=ASKER, phone=ASKERS_PHONE, credit_code=identity(7))
    await service.wants_person(visitor, asked)
    await house.settle()
    await service.takes("0101")
    await service.says(wang, asked, "请稍等")
    async with house.db.deed() as tx:
        await waiting.ask_to_wait(tx, asked, wang, None, "")
    await service.chooses(visitor, asked, "later", LATER_PHONE)
    async with house.db.reading() as read:
        assert (await conversations.find(read, asked)).asker == ASKER
        [follow_up] = (await cases.follow_ups_of(read, [asked])).values()
        assert follow_up.phone == LATER_PHONE
    await leave(house.db, name=WRITER, phone=WRITERS_PHONE)
    await house.settle()


@pytest.mark.article("R18.1")
async def test_nothing_personal_stands_in_the_clear(house: House) -> None:
    await story(house)

    assert await rows_with(house.db, (*VALUES, "慕容冰", "南京东路99号", identity(8))) == []


async def test_what_is_sealed_is_found_by_number_phone_and_name(house: House) -> None:
    await story(house)

    async with house.db.reading() as read:
        person = await taxpayers.find_by_code(read, PERSON.identity_number)
        assert person is not None
        assert (person.name, person.address, person.identity_number) == (
            PERSON.name,
            PERSON.address,
            PERSON.identity_number,
        )
        [known] = await taxpayers.find_by_phone(read, "138-1234-5678")
        assert (known.contact.name, known.contact.email) == (PERSON.contact_name, PERSON.email)
        for text, from_start in [("清泉", False), ("欧阳清泉", True), ("欧阳", True), ("欧", False)]:
            page = await taxpayers.search(read, Wanted(text=text, from_start=from_start))
            assert [each.id for each in page.items] == [person.id], text
        for text, from_start in [("泉清", False), ("清泉", True), ("阳", False)]:
            page = await taxpayers.search(read, Wanted(text=text, from_start=from_start))
            assert page.items == [], text


async def test_every_sealed_column_is_known_to_re_encryption(db: Database) -> None:
    async with db.reading() as read:
        rows = await read.fetch(
            """select table_name, column_name from information_schema.columns
               where table_schema = 'public' and data_type = 'bytea' and column_name in ('personal', 'sealed')"""
        )
    stored = {(row["table_name"], row["column_name"]) for row in rows}

    assert stored
    assert stored <= {(place.table, place.column) for place in rotation.PLACES}


async def test_rotation_moves_every_room_s_values_and_all_stays_readable(house: House) -> None:
    await story(house)

    await rotation.rotate(house.db)
    moved = await rotation.reencrypt(house.db)

    async with house.db.reading() as read:
        assert moved >= 6
        assert all(each.values == 0 for each in await rotation.left(read))
        person = await taxpayers.find_by_code(read, PERSON.identity_number)
        assert person is not None
        assert person.name == PERSON.name


async def _before(dsn: str) -> dict[str, UUID]:
    """A database as it was before personal data was sealed, with one row of each kind."""
    await migrate(dsn, "0014_data_keys")
    ids = {
        name: new_id()
        for name in ("person", "firm", "contact", "visitor", "conversation", "message", "later")
    }
    connection = await asyncpg.connect(dsn)
    taxpayer = """insert into taxpayer (id, tax_number, kind, legacy, identity_number, name, name_search, name_grams,
        address, added_at, changed_at) values ($1, $2, $3, false, $4, $5, $5, '{}', $6, now(), now())"""
    person = (PERSON.identity_number, "identity_number", PERSON.identity_number, PERSON.name, PERSON.address)
    await connection.execute(taxpayer, ids["person"], *person)
    firm = (code(3), "credit_code", None, "申江贸易有限公司", "南京东路1号")
    await connection.execute(taxpayer, ids["firm"], *firm)
    await connection.execute(
        "insert into contact (id, taxpayer_id, name, phone, email, added_at) values ($1, $2, $3, $4, $5, now())",
        *(ids["contact"], ids["person"], PERSON.contact_name, PERSON.phone, PERSON.email),
    )
    await connection.execute("insert into visitor values ($1, '', now())", ids["visitor"])
    await connection.execute(
        """insert into conversation (id, number, visitor_id, started_at, asker, phone, question, opened_as, phase, flow,
             last_at) values ($1, 'SL-1', $2, now(), $3, $4, '', $1, 'ended', $5, now())""",
        *(ids["conversation"], ids["visitor"], ASKER, ASKERS_PHONE, f'{{"id": "{ids["conversation"]}"}}'),
    )
    await connection.execute(
        "insert into change (conversation_id, seq, at, kind, by_party, name) values ($1, 1, now(), 'post', 'taxpayer', $2)",
        *(ids["conversation"], ASKER),
    )
    await connection.execute(
        """insert into service_case (id, number, channel, opened_at, asker, question)
           values ($1, 'SL-1', 'chat', now(), $2, '')""",
        *(ids["conversation"], ASKER),
    )
    await connection.execute(
        """insert into follow_up (id, case_id, owner, phone, promised_at, due_at)
           values ($1, $2, $2, $3, now(), now())""",
        *(ids["later"], ids["conversation"], LATER_PHONE),
    )
    await connection.execute(
        """insert into message (id, number, visitor_id, client_id, name, phone, text, left_at, read_due_at, answer_due_at)
           values ($1, 'LY-1', $1, $1, $2, $3, '', now(), now(), now())""",
        *(ids["message"], WRITER, WRITERS_PHONE),
    )
    payload = f'{{"conversation_id": "{ids["conversation"]}", "asker": "{ASKER}", "phone": "{ASKERS_PHONE}"}}'
    await connection.execute(
        """insert into outbox (fact_id, name, payload, announced_at, delivered_at)
           values ($1, 'conversations.ConversationOpened', $2, now(), now())""",
        *(new_id(), payload),
    )
    await connection.close()
    return ids


@pytest.mark.article("R18.1")
async def test_what_was_on_record_before_is_sealed_by_the_migration(
    empty_dsn: str, clock: VirtualClock
) -> None:
    ids = await _before(empty_dsn)
    db = await Database.open(empty_dsn, clock, size=2)
    assert {value for _, value in await rows_with(db, VALUES)} == set(VALUES)
    await db.close()

    await migrate(empty_dsn)

    db = await Database.open(empty_dsn, clock, size=2)
    assert await rows_with(db, VALUES) == []
    async with db.reading() as read:
        person = await taxpayers.find_by_code(read, PERSON.identity_number)
        firm = await taxpayers.find_by_code(read, code(3))
        assert person is not None
        assert firm is not None
        assert (person.name, person.address) == (PERSON.name, PERSON.address)
        assert (firm.name, firm.address) == ("申江贸易有限公司", "南京东路1号")
        [known] = await taxpayers.find_by_phone(read, PERSON.phone)
        assert known.contact.email == PERSON.email
        asked = await conversations.find(read, ids["conversation"])
        assert (asked.asker, asked.phone) == (ASKER, ASKERS_PHONE)
        message = await messages.find(read, ids["message"])
        assert message is not None
        assert (message.name, message.phone) == (WRITER, WRITERS_PHONE)
        [follow_up] = await cases.open_follow_ups(read, ids["conversation"])
        assert follow_up.phone == LATER_PHONE
        assert (await keyring.lines(read))[0].algorithm == "sm4-gcm"
    await db.close()
