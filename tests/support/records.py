"""What is on record of a conversation, read beside the product."""

from typing import NamedTuple

import msgspec

from helpline.kit.db import Database


class Said(NamedTuple):
    """One post. `text` is empty for what has none."""

    seq: int
    by: str
    text: str
    client_id: str | None


async def said_in(db: Database, conversation: str) -> list[Said]:
    """All posts in order."""
    async with db.reading() as read:
        rows = await read.fetch(
            """select seq, by_party, client_id, body from change
               where conversation_id = $1 and kind = 'post' order by seq""",
            conversation,
        )
    return [
        Said(
            row["seq"],
            row["by_party"],
            msgspec.json.decode(row["body"]).get("text", ""),
            str(row["client_id"]) if row["client_id"] else None,
        )
        for row in rows
    ]
