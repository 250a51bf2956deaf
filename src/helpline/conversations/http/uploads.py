"""Files that are sent in a conversation: checked, kept, and given back to those who may see the conversation."""

import asyncio
from uuid import UUID

import asyncpg
import msgspec
from litestar.datastructures import UploadFile

from helpline.audit.commands import record
from helpline.audit.model import Line, Subject
from helpline.conversations import queries
from helpline.conversations.events import InfectedFileRefused
from helpline.conversations.model import Author, Phase
from helpline.conversations.rules import checked_upload, require_sight
from helpline.conversations.store import visitors
from helpline.kit.db import Database
from helpline.kit.files import FileStore
from helpline.kit.ids import new_id
from helpline.kit.pictures import cleaned
from helpline.kit.refusal import Conflict, Invalid
from helpline.kit.scanning import Infected
from helpline.regulation.queries import terms_on


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    size: int
    picture: bool


async def keep_upload(
    db: Database, files: FileStore, conversation_id: UUID, author: Author, upload: UploadFile | None
) -> Kept:
    """Check an upload and keep it; it is said only when a post names it.

    Raises:
        Refused: who, what or how large does not fit; nothing is kept.
    """
    if upload is None:
        raise Invalid("没有收到文件，请重新选择。")
    async with db.reading() as read:
        conversation = await queries.find(read, conversation_id)
        require_sight(conversation, author)
        most = (await terms_on(read, read.now)).attachment_max_bytes
    if conversation.state.phase is Phase.ENDED:
        raise Conflict("这次对话已经结束，不能再发送文件。")
    content = await upload.read(most + 1)
    checked = checked_upload(upload.filename, content, most)
    if checked.picture:
        content = await asyncio.to_thread(cleaned, content)
    file_id = new_id()
    try:
        digest = await files.put(_key(file_id), content)
    except Infected as refusal:
        await _report(db, conversation_id, author, refusal)
        raise
    async with db.deed() as tx:
        row = (file_id, conversation_id, author.party, author.id, checked.name, checked.media_type)
        await visitors.add_attachment(tx, (*row, len(content), digest))
    return Kept(id=file_id, name=checked.name, size=len(content), picture=checked.picture)


async def _report(db: Database, conversation_id: UUID, author: Author, refusal: Infected) -> None:
    """On record, and to the security administrator."""
    line = Line(
        deed="conversations.infected_file",
        subject=Subject("conversation", str(conversation_id)),
        outcome="refused",
        why=refusal.code,
        detail={"found": refusal.found, "sha256": refusal.digest, "by": author.party},
    )
    async with db.deed() as tx:
        await record(tx, line)
        tx.announce(InfectedFileRefused(conversation_id=conversation_id, author=author.id, at=tx.now))


async def stored_bytes(files: FileStore, attachment: asyncpg.Record) -> bytes:
    return await files.get(_key(attachment["id"]))


def _key(file_id: UUID) -> str:
    return f"attachments/{file_id.hex[-2:]}/{file_id.hex}"
