"""Doors of recordings. Each part of a sound that is fetched is on record."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from helpline.calls.recordings import commands, queries
from helpline.calls.recordings.model import RecordingLine
from helpline.kit.db import Database
from helpline.kit.files import FileStore
from helpline.kit.parts_of_files import wanted_part
from helpline.people.model import Actor

MEDIA_TYPE = "audio/wav"


class RecordingDoor(Controller):
    """R11.2: recordings are found by their call, and played by who may."""

    path = "/api/recordings"
    tags = ("录音",)

    @get()
    async def recordings(
        self,
        db: NamedDependency[Database],
        staff: NamedDependency[Actor],
        call: FromQuery[UUID],
    ) -> list[RecordingLine]:
        """What was recorded of a call, as far as the asker may hear it."""
        async with db.reading() as read:
            return await queries.of_calls(read, staff, [call])

    @get("/{recording_id:uuid}/audio")
    async def audio(
        self,
        request: Request[Any, Any, Any],
        db: NamedDependency[Database],
        files: NamedDependency[FileStore],
        staff: NamedDependency[Actor],
        recording_id: FromPath[UUID],
    ) -> Response[bytes]:
        """The sound as WAV, or the part of it that `Range` asks for."""
        async with db.reading() as read:
            found = await queries.hearable(read, staff, recording_id)
        tag = f'"{found.digest[:32]}"'
        wanted, if_range = (request.headers.get(name, "") for name in ("range", "if-range"))
        part = wanted_part(wanted, if_range, tag, found.size)
        sealed = await files.get(commands.file_key(found.id))
        sound = await asyncio.to_thread(commands.opened, found, sealed, part)
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
            "Accept-Ranges": "bytes",
            "ETag": tag,
        }
        if part is not None:
            headers["Content-Range"] = f"bytes {part.first}-{part.last}/{found.size}"
        return Response(
            sound, status_code=200 if part is None else 206, media_type=MEDIA_TYPE, headers=headers
        )


DOORS = (RecordingDoor,)
