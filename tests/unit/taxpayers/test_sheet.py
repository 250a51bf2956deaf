"""A CSV file of unknown make is read, or refused as a whole with what to do."""

import io

import pytest

from helpline.taxpayers.importing.encoding import UnreadableFile, detect
from helpline.taxpayers.importing.sheet import opened
from helpline.taxpayers.model import Entry
from tests.support.taxpayers import csv_file, csv_rows


def rows(content: bytes) -> list[tuple[int, Entry | None]]:
    with opened(io.BytesIO(content)) as sheet:
        return list(sheet.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    (row,) = rows(csv_file(csv_rows(1), encoding))

    assert row[1] is not None
    assert row[1].name == "上海第1号科技有限公司"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    ((number, entry),) = rows(f"税号{delimiter}名称\n123{delimiter}某公司\n".encode())

    assert number == 2
    assert entry == Entry(number="123", name="某公司")


def test_headings_may_be_english_and_come_in_any_order() -> None:
    ((_, entry),) = rows(b"Name, Credit Code ,PHONE,other\nCo,1,2,x\n")

    assert entry == Entry(name="Co", number="1", phone="2")


def test_useless_columns_are_told() -> None:
    with opened(io.BytesIO("税号,名称,行业\n".encode())) as sheet:
        assert sheet.ignored == ("行业",)
        assert sheet.headings == {"number": "税号", "name": "名称"}


def test_blank_lines_count_but_are_left_out() -> None:
    found = rows("税号,名称\n\n,,\n1,甲\n".encode())

    assert found == [(4, Entry(number="1", name="甲"))]


def test_a_cell_may_hold_commas_and_line_breaks() -> None:
    found = rows('税号,名称\n1,"甲,\n乙"\n2,丙\n'.encode())

    assert found == [(2, Entry(number="1", name="甲,\n乙")), (3, Entry(number="2", name="丙"))]


def test_a_row_of_too_many_cells_is_marked() -> None:
    assert rows("税号,名称\n1,甲,乙\n2,丙,\n".encode()) == [(2, None), (3, Entry(number="2", name="丙"))]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04rest", "另存为 CSV"),
        (b"\x00\x01\x02", "二进制内容"),
        ("\ufeff税号".encode() + b"\xff", "可能已经损坏"),
        (b"\xff\xfd\x80\x80", "GB18030"),
        ("编号,说明\n1,甲\n".encode(), "表头缺少统一社会信用代码（或身份证号）、纳税人名称"),
        ("税号,地址\n".encode(), "表头缺少纳税人名称"),
        ("税号,信用代码,名称\n".encode(), "是同一项"),
        ('税号,名称\n1,"甲\n2,乙\n'.encode(), "引号没有成对"),
        ("税号,名称\n1,甲\n".encode() + "2,乙乙乙".encode()[:-1] + b"\n", "第 3 行有损坏的字符"),
    ],
)
def test_a_broken_file_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        rows(content)


def test_the_file_is_left_at_its_start_and_open() -> None:
    source = io.BytesIO(csv_file(csv_rows(1), "gb18030"))

    assert detect(source) == "gb18030"
    assert source.tell() == 0
    with opened(source) as sheet:
        list(sheet.rows)
    assert not source.closed
