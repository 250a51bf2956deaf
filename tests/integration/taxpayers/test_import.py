"""Importing a register: good rows are kept, the others told with their reason, and twice is once."""

import io
import time

import pytest

from helpline.kit.db import Database
from helpline.taxpayers import commands, queries
from helpline.taxpayers.importing.encoding import UnreadableFile
from helpline.taxpayers.importing.report import Report
from helpline.taxpayers.model import Wanted
from tests.support.people import City, a_city
from tests.support.taxpayers import code, csv_file, csv_rows, identity


@pytest.fixture
async def city(db: Database) -> City:
    return await a_city(db)


async def take(db: Database, content: bytes, **options: object) -> Report:
    async with db.deed() as tx:
        return await commands.import_csv(tx, io.BytesIO(content), **options)  # type: ignore[arg-type]  # tests pass `home`


async def count(db: Database, table: str = "taxpayer") -> int:
    async with db.reading() as read:
        found: int = await read.fetchval(f"select count(*) from {table}")
    return found


def figures(report: Report) -> tuple[int, int, int, int]:
    return report.imported, report.updated, report.unchanged, report.refused_count


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_file_is_taken_in_whatever_its_encoding(db: Database, city: City, encoding: str) -> None:
    report = await take(db, csv_file(csv_rows(20), encoding))

    assert figures(report) == (20, 0, 0, 0)
    async with db.reading() as read:
        found = await queries.find_by_code(read, code(7))
        assert found is not None
        assert (found.name, found.district_id) == ("上海第7号科技有限公司", city.districts["310104"].id)
        assert [k.contact.name for k in await queries.find_by_phone(read, "13800000007")] == ["王7"]
        assert (await queries.search(read, Wanted(text="第7号"))).items == [found]
    assert await count(db, "contact") == 20


async def test_taking_it_in_again_changes_nothing(db: Database, city: City) -> None:
    content = csv_file(csv_rows(20))
    await take(db, content)

    report = await take(db, content)

    assert figures(report) == (0, 0, 20, 0)
    async with db.reading() as read:
        told = await read.fetchval("select count(*) from outbox where name = 'taxpayers.TaxpayersAdded'")
    assert told == 1


async def test_what_is_new_is_updated_and_blanks_leave_things_as_they_are(db: Database, city: City) -> None:
    await take(db, csv_file(csv_rows(3)))
    renamed = csv_rows(1)[0].replace("科技有限公司", "网络有限公司")
    blank = f"{code(2)},上海第2号科技有限公司,,,,,,"
    other_contact = csv_rows(3)[2].replace("王3,13800000003", "李四,13900000003")

    report = await take(db, csv_file([renamed, blank, other_contact, *csv_rows(1, 4)]))

    assert figures(report) == (1, 2, 1, 0)
    async with db.reading() as read:
        second = await queries.find_by_code(read, code(2))
        third = await queries.find_by_code(read, code(3))
        assert second is not None
        assert third is not None
        assert second.address == "上海市徐汇区漕溪北路2号"
        assert [c.name for c in await queries.contacts_of(read, third.id)] == ["王3", "李四"]


async def test_bad_rows_are_told_and_good_ones_kept(db: Database, city: City) -> None:
    wrong = code(2)[:-1] + ("0" if code(2)[-1] != "0" else "1")
    rows = [
        csv_rows(1)[0],
        f"{wrong},错号公司,徐汇区,,,,,",
        f"{code(3)},,徐汇区,,,,,",
        f"{code(4)},某公司,闸弄口,,,,,",
        f"{code(5)},某公司,徐汇区,,2027-01-01,,,",
        f"{code(6)},某公司,徐汇区,,,王芳,1380000,",
        f"{code(7)},某公司,徐汇区,,,,,多,出,来",
        csv_rows(1)[0],
        csv_rows(1, 9)[0],
    ]

    report = await take(db, csv_file(rows))

    assert figures(report) == (2, 0, 0, 7)
    assert await count(db) == 2
    by_row = {refused.row: refused for refused in report.refused}
    assert sorted(by_row) == [3, 4, 5, 6, 7, 8, 9]
    assert by_row[3].column == "统一社会信用代码"
    assert "校验码不符" in by_row[3].reason
    assert by_row[3].value == f"{wrong[:3]}***********{wrong[-4:]}"
    assert (by_row[4].column, by_row[4].reason) == ("纳税人名称", "请填写纳税人名称。")
    assert (by_row[5].column, by_row[5].value) == ("征管局", "闸弄口")
    assert "晚于今天" in by_row[6].reason
    assert (by_row[7].column, by_row[7].value) == ("联系电话", "****")
    assert "格数比表头多" in by_row[8].reason
    assert "与第 2 行是同一个号码" in by_row[9].reason


@pytest.mark.article("R18.1")
async def test_the_report_shows_nothing_personal_even_of_shifted_rows(db: Database) -> None:
    shifted = f"{code(1)},某公司,13812345678,,,,,"

    report = await take(db, csv_file([shifted]))

    assert report.refused[0].value == "138****5678"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "编号,说明\n1,2\n".encode(),
        csv_file([*csv_rows(2000), f'{code(5000)},"没有关上的引号']),
        csv_file(csv_rows(2000)) + b"\xe4\xb8",
    ],
    ids=["empty", "no headings", "open quote", "torn character"],
)
async def test_of_a_broken_file_nothing_is_taken(db: Database, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        await take(db, content)

    assert await count(db) == 0


async def test_an_officer_takes_in_the_own_districts_taxpayers_only(db: Database, city: City) -> None:
    xuhui, pudong = city.districts["310104"].id, city.districts["310115"].id
    await take(db, csv_file([f"{code(1)},浦东的公司,浦东新区,,,,,"]))
    rows = [
        f"{code(1)},抢过来,徐汇区,,,,,",
        f"{code(2)},不归我,浦东新区,,,,,",
        f"{code(3)},没写区,,,,,,",
    ]

    report = await take(db, csv_file(rows), home=xuhui)

    assert figures(report) == (1, 0, 0, 2)
    assert [refused.row for refused in report.refused] == [2, 3]
    async with db.reading() as read:
        stolen = await queries.find_by_code(read, code(1))
        blank = await queries.find_by_code(read, code(3))
    assert stolen is not None
    assert blank is not None
    assert (stolen.name, stolen.district_id) == ("浦东的公司", pudong)
    assert blank.district_id == xuhui


async def test_a_person_comes_in_by_identity_number(db: Database) -> None:
    report = await take(db, csv_file([f"{identity()},张三"], header="身份证号,姓名"))

    assert figures(report) == (1, 0, 0, 0)


async def test_five_thousand_rows_take_a_moment(db: Database, city: City) -> None:
    """Measured at 1.3 s on two busy cores; the bound leaves room for a slow machine, not for a slow way."""
    content = csv_file(csv_rows(5000))

    started = time.perf_counter()
    report = await take(db, content)
    first = time.perf_counter() - started
    again = await take(db, content)

    assert figures(report) == (5000, 0, 0, 0)
    assert figures(again) == (0, 0, 5000, 0)
    print(f"5,000 rows: {first:.2f} s new, {time.perf_counter() - started - first:.2f} s again")
    assert first < 5
