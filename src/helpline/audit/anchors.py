"""Anchors: each ended day hands over a small file that says where the chain stood. The bureau keeps it elsewhere."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec

from helpline.audit import chain, store
from helpline.audit.keys import Keys
from helpline.audit.model import Anchor
from helpline.kit.clock import SHANGHAI, shanghai
from helpline.kit.db import Database, Tx
from helpline.kit.files import FileStore
from helpline.kit.refusal import Invalid


class BadAnchor(Invalid):
    code = "bad-anchor"


async def hand_over(db: Database, keys: Keys, files: FileStore) -> list[Anchor]:
    """Write the files of all ended days that have none yet, also after days of standstill; the new ones."""
    made: list[Anchor] = []
    while True:
        async with db.deed() as tx:
            anchor = await _next(tx, keys)
            if anchor is None:
                return made
            text = chain.anchor_text(anchor)
            # The file first: should the process die in between, the same file is written again.
            await files.put(file_name(anchor.day), text)
            await store.add_anchor(tx, anchor, text.decode(), chain.digest(text))
        made.append(anchor)


def file_name(day: date) -> str:
    return f"{day}.json"


def read(folder: Path) -> list[Anchor]:
    """The anchor files of a folder, by day.

    Raises:
        BadAnchor: a file is none.
    """
    anchors = []
    for path in sorted(folder.glob("*.json")):
        try:
            anchors.append(msgspec.json.decode(path.read_bytes(), type=Anchor))
        except msgspec.DecodeError:
            raise BadAnchor(f"{path.name} 不是锚定文件，或内容已损坏。") from None
    return anchors


async def _next(tx: Tx, keys: Keys) -> Anchor | None:
    """The anchor of the first ended day without one; None where there is none, or lines of it still wait for their seal."""
    await store.wait_to_seal(tx)
    previous = await store.last_anchor(tx)
    day = previous.day + timedelta(days=1) if previous else await _first_day(tx)
    if day is None or day >= shanghai(tx.now).date():
        return None
    end = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
    if await store.waits_before(tx, end):
        return None
    key_id, key = keys.current()
    counter = max(await store.last_before(tx, end), previous.counter if previous else 0)
    mac = await store.mac_at(tx, counter) or chain.START
    return chain.anchor(key, key_id, day, (counter, mac), previous)


async def _first_day(tx: Tx) -> date | None:
    first = await store.first_line_at(tx)
    return shanghai(first).date() if first else None
