"""The rows of an export, masked unless two agreed to more."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from helpline.cases import queries as cases
from helpline.cases.model import OUTCOME_NAMES, Case
from helpline.kit.clock import SHANGHAI, shanghai
from helpline.kit.db import ReadTx
from helpline.messages import queries as messages
from helpline.messages.model import Message
from helpline.people import queries as people
from helpline.people.policy import Scope
from helpline.secrecy.model import ExportKind, ExportWish
from helpline.taxpayers import cards, masking
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.model import Taxpayer, Wanted

MOST = 20_000
"""Rows of one export; more is to be asked for in parts."""

Sheet = list[list[str]]
Rows = Callable[[ReadTx, ExportWish, Scope], Awaitable[Sheet]]

HEADINGS: dict[ExportKind, list[str]] = {
    "taxpayers": ["名称", "纳税人识别号", "征管局", "地址", "登记日期"],
    "cases": ["受理单号", "来访人", "系统", "结果", "受理时间", "问题"],
    "messages": ["留言号", "姓名", "电话", "系统", "留言时间", "内容"],
}


async def rows_of(read: ReadTx, wish: ExportWish, scope: Scope) -> Sheet:
    """What the export tells, within the scope of who asked."""
    return await _ROWS[wish.what](read, wish, scope)


def stranger(what: ExportKind, name: str) -> list[str]:
    """A row that tells of nobody, under an invented name."""
    return [name if at == 0 else "" for at in range(len(HEADINGS[what]))]


async def _taxpayers(read: ReadTx, wish: ExportWish, scope: Scope) -> Sheet:
    districts = await taxpayers.districts_in(read, scope)
    names: dict[UUID, str] = {each.id: each.name for each in await people.districts(read)}
    rows: Sheet = []
    after: str | None = None
    while len(rows) < MOST:
        page = await taxpayers.search(
            read, Wanted(text=wish.text, districts=districts, after=after, limit=500)
        )
        rows += [_taxpayer(each, names, unmasked=wish.unmasked) for each in page.items]
        after = page.next
        if after is None:
            break
    return rows[:MOST]


def _taxpayer(taxpayer: Taxpayer, names: dict[UUID, str], *, unmasked: bool) -> list[str]:
    address = taxpayer.address or ""
    district = names.get(taxpayer.district_id, "") if taxpayer.district_id else ""
    return [
        taxpayer.name if unmasked else cards.shown_name(taxpayer),
        taxpayer.tax_number if unmasked else masking.mask_tax_number(taxpayer.tax_number, taxpayer.kind),
        district,
        address if unmasked else masking.mask_address(address),
        f"{shanghai(taxpayer.added_at):%Y-%m-%d}",
    ]


async def _cases(read: ReadTx, wish: ExportWish, scope: Scope) -> Sheet:
    start, end = _days(read, wish)
    found = await cases.opened_between(read, scope, start, end, MOST)
    return [_case(each, unmasked=wish.unmasked) for each in found]


def _case(case: Case, *, unmasked: bool) -> list[str]:
    return [
        case.number,
        case.asker if unmasked else masking.mask_name(case.asker),
        case.system or "",
        OUTCOME_NAMES[case.outcome] if case.outcome else "办理中",
        f"{shanghai(case.opened_at):%Y-%m-%d %H:%M}",
        case.question if unmasked else masking.mask_text(case.question),
    ]


async def _messages(read: ReadTx, wish: ExportWish, scope: Scope) -> Sheet:
    start, end = _days(read, wish)
    found = await messages.left_between(read, scope, start, end, MOST)
    return [_message(each, unmasked=wish.unmasked) for each in found]


def _message(message: Message, *, unmasked: bool) -> list[str]:
    return [
        message.number,
        message.name if unmasked else masking.mask_name(message.name),
        message.phone if unmasked else masking.mask_phone(message.phone),
        message.system or "",
        f"{shanghai(message.left_at):%Y-%m-%d %H:%M}",
        message.text if unmasked else masking.mask_text(message.text),
    ]


def _days(read: ReadTx, wish: ExportWish) -> tuple[datetime, datetime]:
    """From the first day to before the day after the last; a month back where none is told."""
    last = wish.until or shanghai(read.now).date()
    first = wish.since or last - timedelta(days=30)
    return (
        datetime.combine(first, time(), SHANGHAI),
        datetime.combine(last + timedelta(days=1), time(), SHANGHAI),
    )


_ROWS: dict[ExportKind, Rows] = {"taxpayers": _taxpayers, "cases": _cases, "messages": _messages}
