"""Messages for tests, without and with a database."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from helpline.kit.clock import SHANGHAI
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.messages import commands, queries
from helpline.messages.model import Consultant, LeftMessage, Message, MessageId
from helpline.people.model import Staff

LEFT = LeftMessage(
    client_id=new_id(), text="电子税务局登录后一直转圈，怎么办？", name="张三丰", phone="138 1234 5678"
)
TUESDAY = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


def a_message(**fields: object) -> Message:
    """A message left on a Tuesday; `fields` as of `Message`."""
    known = {
        "id": MessageId(new_id()),
        "number": "LY-20261110-0001",
        "visitor_id": new_id(),
        "client_id": new_id(),
        "conversation_id": None,
        "name": "张三丰",
        "phone": "13812345678",
        "text": "怎么退税？",
        "system": None,
        "provider_id": None,
        "left_at": TUESDAY,
        "read_due_at": TUESDAY + timedelta(days=1),
        "answer_due_at": TUESDAY + timedelta(days=2),
    }
    return Message(**{**known, **fields})  # type: ignore[arg-type]


async def leave(db: Database, visitor: UUID | None = None, **fields: object) -> Message:
    """A visitor leaves a message; `fields` as of `LeftMessage`."""
    left = msgspec.structs.replace(LEFT, **{"client_id": new_id(), **fields})
    async with db.deed() as tx:
        return await commands.leave(tx, visitor or new_id(), left)


def consultant(person: Staff) -> Consultant:
    """A member of staff at the inbox."""
    assert person.provider_id is not None
    return Consultant(staff_id=person.id, provider_id=person.provider_id)


async def now_of(db: Database, message: Message) -> Message:
    """The message as it stands now."""
    async with db.reading() as read:
        found = await queries.find(read, message.id)
    assert found is not None
    return found
