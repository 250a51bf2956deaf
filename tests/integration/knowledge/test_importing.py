"""Import: three formats, broken rows told and left out, the rest kept; importing twice changes nothing."""

import msgspec
import pytest

from helpline.kit.db import Database
from helpline.knowledge import queries
from helpline.knowledge.commands.importing import ImportReport
from helpline.knowledge.model import Kind, State
from helpline.knowledge.reading import UnreadableFile
from helpline.knowledge.shelving import Defaults
from tests.support.knowledge import found, lines, take_in

FULL = {
    "number": "K-0007",
    "system": "etax_sh3",
    "kind": "process",
    "topic": "登录认证",
    "title": "证书过期怎么办",
    "wordings": ["证书到期", "CA 过期"],
    "answer": "1. 先备份。\n2. 到网点更新证书。",
    "keywords": ["更新证书"],
    "source": "操作手册",
    "source_date": "2026-02-01",
    "valid_from": "2026-01-01",
    "valid_until": "2027-12-31",
}


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.imported, report.updated, report.unchanged, report.published


@pytest.mark.article("R3.1")
async def test_every_field_of_a_row_is_kept(db: Database) -> None:
    report = await take_in(db, lines([FULL]))

    assert counts(report) == (1, 0, 0, 1)
    shown = (await found(db, "证书到期"))[0].shown
    assert (shown.number, shown.content.system, shown.content.kind) == ("K-0007", "etax_sh3", Kind.PROCESS)
    assert (shown.topic_name, shown.content.wordings) == ("登录认证", ("证书到期", "CA 过期"))
    assert msgspec.to_builtins(shown.content)["valid_until"] == "2027-12-31"


async def test_importing_twice_changes_nothing(db: Database) -> None:
    await take_in(db, lines([FULL, {"question": "怎么开票", "answer": "点开票。", "src": "清单"}]))

    again = await take_in(db, lines([FULL, {"question": "怎么开票", "answer": "点开票。", "src": "清单"}]))

    assert counts(again) == (0, 0, 2, 0)


async def test_a_changed_row_becomes_a_new_version(db: Database) -> None:
    await take_in(db, lines([FULL]))

    report = await take_in(db, lines([{**FULL, "answer": "到网点更新。"}]))

    assert counts(report) == (0, 1, 0, 1)
    shown = (await found(db, "证书到期"))[0].shown
    assert (shown.version, shown.content.answer) == (2, "到网点更新。")


async def test_two_rows_with_one_title_are_two_entries_and_stay_two(db: Database) -> None:
    rows = lines([{"question": "如何勾选", "answer": "甲"}, {"question": "如何勾选", "answer": "乙"}])

    first, second = await take_in(db, rows), await take_in(db, rows)

    assert (counts(first), counts(second)) == ((2, 0, 0, 2), (0, 0, 2, 0))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (b"{not json", "JSON"),
        (b'["list"]', "JSON"),
        (b'{"title": "", "answer": "x"}', "标题"),
        (b'{"title": "x", "answer": " "}', "解答"),
        (b'{"title": "x", "answer": 3}', "文字"),
        (b'{"title": "x", "answer": "y", "wordings": [1]}', "列表"),
        (b'{"title": "x", "answer": "y", "system": "nowhere"}', "系统"),
        (b'{"title": "x", "answer": "y", "kind": "other"}', "类别"),
        (b'{"title": "x", "answer": "y", "source_date": "2026-02-30"}', "日期"),
        (b'{"title": "x", "answer": "y", "valid_from": "2026-02-02", "valid_until": "2026-01-01"}', "有效期"),
        (b'{"title": "x", "answer": "y", "number": "7"}', "编号"),
        (b'{"number": "K-0007", "title": "x", "answer": "y"}', "重复"),
    ],
)
async def test_a_broken_row_is_told_and_its_neighbours_are_kept(db: Database, row: bytes, told: str) -> None:
    after = lines([{"question": "后一行", "answer": "也在"}])

    report = await take_in(db, b"\n".join([lines([FULL]), row, after]))

    assert report.imported == 2
    assert [(bad.row, told in bad.reason) for bad in report.refused] == [(2, True)]


async def test_without_a_sign_off_rows_wait_for_review(db: Database) -> None:
    report = await take_in(db, lines([FULL]), sign=False)

    assert counts(report) == (1, 0, 0, 0)
    assert await found(db, "证书到期") == []
    async with db.reading() as read:
        assert [each.number for each in await queries.listed(read, state=State.IN_REVIEW)] == ["K-0007"]


async def test_a_later_sign_off_publishes_what_waits(db: Database) -> None:
    await take_in(db, lines([FULL]), sign=False)

    report = await take_in(db, lines([FULL]), sign=True)

    assert counts(report) == (0, 0, 1, 1)
    assert (await found(db, "证书到期"))[0].shown.version == 1


async def test_a_lapsed_row_is_kept_but_not_published(db: Database) -> None:
    report = await take_in(db, lines([{**FULL, "valid_until": "2026-01-31"}]))

    assert counts(report) == (1, 0, 0, 0)


async def test_numbers_given_by_a_file_are_not_given_again(db: Database) -> None:
    await take_in(db, lines([FULL, {"question": "无编号", "answer": "x"}]))

    async with db.reading() as read:
        assert [each.number for each in await queries.listed(read)] == ["K-0008", "K-0007"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_table_with_chinese_headings_is_read_in_the_usual_encodings(
    db: Database, encoding: str
) -> None:
    table = (
        "系统,类别,分类,问题,其他问法,答案,关键词,来源,来源日期\r\n"
        '电子税务局,操作类,登录认证,短信验证码收不到,"没有验证码|收不到短信",'
        '"1. 核对手机号。\n2. 稍后再试。",验证码,指南,2026/3/5\r\n'
        "电子税务局,操作类,登录认证,,,没有标题,,指南,\r\n"
    )

    report = await take_in(db, table.encode(encoding), name="entries.csv", defaults=Defaults())

    assert (report.imported, [bad.row for bad in report.refused]) == (1, [2])
    content = (await found(db, "没有验证码"))[0].shown.content
    assert (content.wordings, content.answer) == (
        ("没有验证码", "收不到短信"),
        "1. 核对手机号。\n2. 稍后再试。",
    )


async def test_headings_of_a_markdown_file_are_entries(db: Database) -> None:
    page = """前言不算条目
# 电子税务局操作指南（2026 版）

## 怎样添加办税员

- 分类：权限
- 其他问法：新增办税人员；添加办税人

1. 用法定代表人身份登录。
2. 在账户中心添加。

### 注意
对方要确认。

## 没有解答的一节
"""

    report = await take_in(db, page.encode(), name="guide.md")

    assert (report.imported, [bad.row for bad in report.refused]) == (1, [2])
    content = (await found(db, "新增办税人员"))[0].shown.content
    assert content.source == "电子税务局操作指南（2026 版）"
    assert content.answer.startswith("1. 用法定代表人身份登录。")
    assert content.answer.endswith("### 注意\n对方要确认。")


async def test_a_topic_that_a_file_brings_along_is_added(db: Database) -> None:
    report = await take_in(db, lines([{**FULL, "topic": "离境退税开单"}]))

    assert report.topics_added == ("离境退税开单",)
    async with db.reading() as read:
        assert "离境退税开单" in {topic.name for topic in await queries.topics(read)}


@pytest.mark.parametrize(
    ("name", "content"), [("x.pdf", b"%PDF"), ("x.csv", b"\xff\xfe\x00\x81\x20"), ("x", b"")]
)
async def test_what_is_no_table_of_entries_is_refused_whole(db: Database, name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        await take_in(db, content, name=name)
