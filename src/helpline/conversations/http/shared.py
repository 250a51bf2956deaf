"""Doors that both sides of a conversation use."""

import asyncio
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

import asyncpg
import msgspec
from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody, Parameter
from litestar.response import Response

from helpline.conversations import queries
from helpline.conversations.commands import talking
from helpline.conversations.commands.moves import Moved
from helpline.conversations.commands.talking import Sending
from helpline.conversations.http.callers import provide_author
from helpline.conversations.http.taxpayer import slice_now
from helpline.conversations.http.uploads import keep_upload, stored_bytes
from helpline.conversations.model import LAST_NUMBER, Author, Number, Sendable, Slice
from helpline.conversations.rules import require_sight
from helpline.kit.batch import GroupCommit
from helpline.kit.db import Database
from helpline.kit.files import FileStore
from helpline.kit.parts_of_files import wanted_part

POLL_STEP = 0.25

MOST_UPLOADED = 33_554_432
"""Bytes of a form with a file: as much as the terms may ever be set to. The terms themselves are held to the file."""

Writer = GroupCommit[Sending, Moved]


class NewPost(msgspec.Struct, frozen=True):
    client_id: UUID
    content: Sendable


class Said(msgspec.Struct, frozen=True):
    seq: int


class Taken(msgspec.Struct, frozen=True):
    """Which post to take back."""

    seq: Number


class Stored(msgspec.Struct, frozen=True):
    file: UUID
    name: str
    size: int
    type: Literal["picture", "file"]


async def provide_attachment(
    db: NamedDependency[Database],
    author: NamedDependency[Author],
    conversation_id: FromPath[UUID],
    attachment_id: FromPath[UUID],
) -> asyncpg.Record:
    """Dependency `attachment`: a file of a conversation that the caller may see."""
    async with db.reading() as read:
        require_sight(await queries.find(read, conversation_id), author)
        return await queries.attachment(read, conversation_id, attachment_id)


class SharedDoor(Controller):
    """Reading, posting, recalling, files."""

    path = "/api/conversations/{conversation_id:uuid}"
    tags = ["对话"]
    dependencies = {"author": Provide(provide_author)}

    @get()
    async def read(
        self,
        db: NamedDependency[Database],
        author: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        after: Annotated[int, Parameter(ge=0, le=LAST_NUMBER)] = 0,
        wait: Annotated[float, Parameter(ge=0, le=2)] = 0,
    ) -> Slice:
        """The changes after a number; waits up to `wait` seconds for one, for pages whose socket does not hold."""
        waited = 0.0
        while True:
            async with db.reading() as read:
                conversation = await queries.find(read, conversation_id)
                require_sight(conversation, author)
                if conversation.state.seq > after or waited >= wait:
                    return await queries.slice_after(read, conversation, after)
            await asyncio.sleep(POLL_STEP)
            waited += POLL_STEP

    @post("/posts", status_code=200)
    async def say(
        self,
        writer: NamedDependency[Writer],
        author: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[NewPost],
    ) -> Said:
        sending = Sending(
            conversation_id=conversation_id, author=author, client_id=data.client_id, content=data.content
        )
        return Said((await writer.submit(sending)).seq)

    @post("/recall", status_code=200)
    async def recall(
        self,
        db: NamedDependency[Database],
        author: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: JSONBody[Taken],
    ) -> Slice:
        async with db.deed() as tx:
            await talking.recall(tx, conversation_id, author, data.seq)
        return await slice_now(db, conversation_id)

    @post("/files", request_max_body_size=MOST_UPLOADED)
    async def upload(
        self,
        db: NamedDependency[Database],
        files: NamedDependency[FileStore],
        author: NamedDependency[Author],
        conversation_id: FromPath[UUID],
        data: Annotated[dict[str, UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)],
    ) -> Stored:
        kept = await keep_upload(db, files, conversation_id, author, data.get("file"))
        return Stored(kept.id, kept.name, kept.size, "picture" if kept.picture else "file")

    @get("/files/{attachment_id:uuid}", dependencies={"attachment": Provide(provide_attachment)})
    async def download(
        self,
        request: Request[Any, Any, Any],
        files: NamedDependency[FileStore],
        attachment: NamedDependency[asyncpg.Record],
    ) -> Response[bytes]:
        """The file, or the part of it that `Range` asks for."""
        found = attachment
        picture = str(found["media_type"]).startswith("image/")
        headers = {
            "Content-Disposition": f"{'inline' if picture else 'attachment'}; filename*=UTF-8''{quote(found['name'])}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
            "Accept-Ranges": "bytes",
            "ETag": (tag := f'"{found["id"].hex}"'),
        }
        content, status = await stored_bytes(files, found), 200
        wanted, if_range = (request.headers.get(name, "") for name in ("range", "if-range"))
        part = wanted_part(wanted, if_range, tag, len(content))
        if part is not None:
            headers["Content-Range"] = f"bytes {part.first}-{part.last}/{len(content)}"
            content, status = content[part.first : part.last + 1], 206
        return Response(content, status_code=status, media_type=found["media_type"], headers=headers)
