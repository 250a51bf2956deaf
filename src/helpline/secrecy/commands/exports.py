"""Exports: asked for, approved by others, made, fetched, destroyed."""

import csv
import io
from datetime import timedelta
from uuid import UUID

from helpline.audit import commands as audit
from helpline.audit.model import Line, Subject
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import NotFound
from helpline.kit.secrets import keyring
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.people.policy import require
from helpline.regulation.queries import terms_on
from helpline.secrecy import exporting, rules, sheets
from helpline.secrecy.events import ExportApproved
from helpline.secrecy.model import EXPORT_NAMES, REASONS, Export, ExportWish
from helpline.secrecy.store import exports


async def ask(tx: Tx, actor: Actor, wish: ExportWish) -> Export:
    """R18.1: ask for an export of what lies in one's scope.

    Raises:
        Invalid: no words, or days the wrong way round.
    """
    scope = require(actor, "export.make")
    rules.check_export(wish)
    export_id = new_id()
    await exports.ask(tx, export_id, actor.staff_id, wish, scope)
    export = await _locked(tx, export_id)
    await _on_record(tx, export, "export.ask", why=f"{REASONS[wish.reason]}：{wish.words.strip()}")
    return export


async def approve(tx: Tx, actor: Actor, export_id: UUID) -> Export:
    """R18.1: another agrees; with enough of them the file is made.

    Raises:
        NotFound: there is none.
        NotYours: one's own.
        Conflict: decided already.
    """
    require(actor, "export.approve")
    export = await _locked(tx, export_id)
    rules.require_export_approver(export, actor.staff_id, tx.now)
    await exports.approve(tx, export_id, actor.staff_id)
    export = await _locked(tx, export_id)
    if export.state(tx.now) == "making":
        tx.announce(ExportApproved(export_id=export_id))
    await _on_record(tx, export, "export.approve")
    return export


async def refuse(tx: Tx, actor: Actor, export_id: UUID, why: str) -> Export:
    """Another does not agree. Raises as `approve` does."""
    require(actor, "export.approve")
    export = await _locked(tx, export_id)
    rules.require_export_approver(export, actor.staff_id, tx.now)
    await exports.refuse(tx, export_id, actor.staff_id)
    await _on_record(tx, export, "export.refuse", why=why)
    return await _locked(tx, export_id)


async def make(tx: Tx, export_id: UUID) -> None:
    """Write the file, marked, and keep it sealed until it expires. Twice is once."""
    export = await _locked(tx, export_id)
    if export.state(tx.now) != "making":
        return
    vault = await keyring.vault(tx)
    rows = await sheets.rows_of(tx, export.wish, export.scope)
    names = exporting.canaries(vault, export.serial, len(rows))
    await exports.keep_canaries(tx, export_id, [vault.index(exporting.CANARY, name) for name in names])
    strangers = [sheets.stranger(export.wish.what, name) for name in names]
    told = await _told(tx, export)
    content = _file(told, export, exporting.spread(rows, strangers), exporting.mark(vault, export.serial))
    kept = timedelta(hours=(await terms_on(tx, tx.now)).export_kept_hours)
    sealed = vault.seal_bytes(exports.FILE, export_id, content)
    await exports.made(tx, export_id, len(rows), sealed, tx.now + kept)


async def fetch(tx: Tx, actor: Actor, export_id: UUID) -> tuple[Export, bytes]:
    """R18.1: the file, for who asked; each download is on record.

    Raises:
        NotFound: there is none.
        NotYours: somebody else's.
        Conflict: not ready, or gone.
    """
    require(actor, "export.make")
    export = await _locked(tx, export_id)
    rules.require_ready(export, actor.staff_id, tx.now)
    sealed = await exports.file_of(tx, export_id)
    if sealed is None:
        raise NotFound("文件已销毁，请重新申请。")
    await exports.downloaded(tx, export_id, actor.staff_id)
    await _on_record(tx, export, "export.download")
    vault = await keyring.vault_for(tx, sealed)
    return export, vault.open_bytes(exports.FILE, export_id, sealed)


async def destroy_expired(tx: Tx) -> int:
    """Files whose time is over are gone; how many."""
    return await exports.destroy_expired(tx)


async def _locked(tx: Tx, export_id: UUID) -> Export:
    export = await exports.lock(tx, export_id)
    if export is None:
        raise NotFound("没有这份导出申请。")
    return export


async def _on_record(tx: Tx, export: Export, deed: str, why: str = "") -> None:
    detail = {"what": export.wish.what, "number": export.number, "unmasked": export.wish.unmasked}
    await audit.record(tx, Line(deed=deed, subject=Subject("export", str(export.id)), why=why, detail=detail))


async def _told(tx: Tx, export: Export) -> str:
    """What the head and the foot of the file say: what, which, who, when."""
    [who] = (await people.staff_by_ids(tx, [export.staff_id])).values()
    title = EXPORT_NAMES[export.wish.what]
    return f"{title}　{export.number}　申请人 {who.number} {who.name}　{shanghai(tx.now):%Y-%m-%d %H:%M}"


def _file(told: str, export: Export, rows: list[list[str]], mark: str) -> bytes:
    """A sheet that says who, when and which at its head and its end; each row carries the mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"{told}　{'含明文' if export.wish.unmasked else '已脱敏'}　仅供本人办公使用，不得外传"])
    writer.writerow(sheets.HEADINGS[export.wish.what])
    for first, *rest in rows:
        writer.writerow([exporting.safe(first) + mark, *(exporting.safe(cell) for cell in rest)])
    writer.writerow([told])
    return out.getvalue().encode("utf-8-sig")
