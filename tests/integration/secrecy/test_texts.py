"""R18.1: what people write is searched for numbers; how many is kept, never which."""

import pytest

from helpline.secrecy import queries
from helpline.secrecy.model import Numbers
from tests.support.house import House
from tests.support.messages import leave
from tests.support.service import a_service
from tests.support.stored import rows_with
from tests.support.taxpayers import identity


@pytest.mark.article("R18.1")
async def test_dialogues_and_messages_are_counted_by_sort_of_number(house: House) -> None:
    service = await a_service(house)
    taxpayer, wang, conversation = await service.serves()
    await service.says(taxpayer, conversation, f"手机13911112222，证件{identity(5)}，订单20261110001")
    await service.says(wang, conversation, "好的，13911112222 对吗")
    await service.leaves(taxpayer, conversation)
    await leave(service.db, text="回我电话：138-0000-1111")
    await house.settle()

    async with service.db.reading() as read:
        found = await queries.numbers_in_texts(read)

    assert found == [
        Numbers(kind="conversation", sort="identity_number", texts=1, numbers=1),
        Numbers(kind="conversation", sort="mobile", texts=1, numbers=2),
        Numbers(kind="message", sort="mobile", texts=1, numbers=1),
    ]
    kept = await rows_with(service.db, ["13911112222"])
    assert "text_finding" not in {table for table, _ in kept}
