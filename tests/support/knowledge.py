"""A knowledge base to ask."""

from collections.abc import Sequence
from datetime import date

import msgspec

from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.knowledge.commands import entries
from helpline.knowledge.commands.importing import ImportReport, import_rows
from helpline.knowledge.model import Content, Hit, Kind, Signature
from helpline.knowledge.queries import search
from helpline.knowledge.reading import read_file
from helpline.knowledge.search import Wish
from helpline.knowledge.shelving import Defaults

DEFAULTS = Defaults(system="etax_bureau", kind="operation", topic="other", source="测试资料")
WRITER = Signature("编辑甲", new_id())
REVIEWER = Signature("编辑乙", new_id())

PASSWORD = Content(
    system="its_withholding",
    kind=Kind.OPERATION,
    topic="password",
    title="扣缴客户端的申报密码忘了怎么办",
    wordings=("申报密码忘记", "密码输错被锁定"),
    keywords=("重置密码", "ERR-20117"),
    answer="1. 打开系统设置。\n2. 点击申报密码重置。\n3. 按提示输入新密码。",
    source="操作手册第三章",
    source_date=date(2026, 1, 5),
)
PRINTING = Content(
    system="etax_bureau",
    kind=Kind.PROCESS,
    topic="printing",
    title="怎样打印完税证明",
    wordings=("完税凭证在哪里开",),
    answer="1. 登录电子税务局。\n2. 在证明开具栏目选择完税证明。\n3. 点击打印。",
    source="办税指南",
    valid_until=date(2026, 12, 31),
)


def lines(rows: Sequence[object]) -> bytes:
    """Rows as JSON lines."""
    return b"\n".join(msgspec.json.encode(row) for row in rows)


async def take_in(
    db: Database,
    content: bytes,
    *,
    name: str = "entries.jsonl",
    defaults: Defaults = DEFAULTS,
    sign: bool = True,
) -> ImportReport:
    """Import a file."""
    async with db.deed() as tx:
        return await import_rows(tx, read_file(name, content), defaults, WRITER, sign=sign)


async def publish(db: Database, content: Content) -> str:
    """A new entry, written by one and signed off by another; its number."""
    async with db.deed() as tx:
        number = await entries.create(tx, content, WRITER, "新编")
        await entries.submit(tx, number, WRITER)
        await entries.publish(tx, number, REVIEWER, "核对无误")
    return number


async def found(db: Database, question: str, wish: Wish | None = None) -> list[Hit]:
    """What a search finds now."""
    async with db.reading() as read:
        return await search(read, question, wish or Wish())
