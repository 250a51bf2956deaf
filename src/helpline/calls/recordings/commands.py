"""Deeds of recordings: one file of the spool into the file store, so that nothing is lost wherever it ends."""

import asyncio
import hashlib
from datetime import datetime
from uuid import UUID

from helpline.calls.recordings import store
from helpline.calls.recordings.events import RecordingKept, RecordingNotKept
from helpline.calls.recordings.model import Recording, SpoolName
from helpline.calls.recordings.sound import examine
from helpline.kit.db import Database
from helpline.kit.files import FileStore
from helpline.kit.refusal import Refused
from helpline.kit.secrets import pieces


class StoreAway(Refused):
    code, status = "store-away", 503


class NotTheSame(Refused):
    """What was read back from the store is not what was put there."""

    code, status = "not-the-same", 500


def file_key(recording_id: UUID) -> str:
    """Where its sound lies in the file store."""
    return f"recordings/{recording_id.hex[-2:]}/{recording_id.hex}"


async def keep(
    db: Database, files: FileStore, named: SpoolName, name: str, content: bytes, recorded_at: datetime
) -> Recording:
    """R11.2: check, seal and store a recording, and read it back. May be done again at any time, after any end.

    Raises:
        NoSound: the file is no recording.
        NoRoom, StoreAway, NotTheSame: the file store cannot take it; nothing is lost as long as the spool keeps it.
    """
    sound = await asyncio.to_thread(examine, content)
    async with db.deed() as tx:
        row = await store.begin(tx, named, name, sound, recorded_at)
    try:
        await _put(files, row, sound.wav)
    except OSError as error:
        raise StoreAway(f"文件库不可用：{error.strerror or type(error).__name__}。") from error
    async with db.deed() as tx:
        if await store.mark_stored(tx, row.id):
            tx.announce(
                RecordingKept(
                    recording_id=row.id,
                    call_id=row.call_id,
                    kind=row.kind,
                    seconds=row.seconds,
                    is_silent=row.is_silent,
                    at=tx.now,
                )
            )
        await store.end_trouble(tx, row.id)
    return row


async def report_trouble(db: Database, named: SpoolName, code: str) -> None:
    """R11.2: it cannot be stored: on record, and, the first time, an alarm."""
    async with db.deed() as tx:
        if await store.note_trouble(tx, named, code):
            tx.announce(
                RecordingNotKept(
                    recording_id=named.id, call_id=named.call_id, node=named.node, code=code, at=tx.now
                )
            )


async def _put(files: FileStore, row: Recording, wav: bytes) -> None:
    """Put it where it belongs, unless it is there already, and read it back."""
    if row.stored_at is not None and await _is_there(files, row):
        return
    await files.put(file_key(row.id), await asyncio.to_thread(_sealed, row, wav))
    if not await _is_there(files, row):
        raise NotTheSame("文件库读回的录音与写入的不一致。")


def opened(row: Recording, sealed: bytes, span: tuple[int, int] | None = None) -> bytes:
    """The sound, or a part of it, from what lies in the file store.

    Raises:
        Tampered: it was changed there.
    """
    return pieces.open_part(row.algorithm, row.key, sealed, store.AUDIO.bound_to(row.id), span)


async def _is_there(files: FileStore, row: Recording) -> bool:
    """Whether the store gives back exactly this recording."""
    if not await files.exists(file_key(row.id)):
        return False
    sealed = await files.get(file_key(row.id))
    return await asyncio.to_thread(_matches, row, sealed)


def _matches(row: Recording, sealed: bytes) -> bool:
    try:
        return hashlib.sha256(opened(row, sealed)).hexdigest() == row.digest
    except Refused:
        return False


def _sealed(row: Recording, wav: bytes) -> bytes:
    return pieces.seal(row.algorithm, row.key, wav, store.AUDIO.bound_to(row.id))
