"""Reading a notice: what its words say, and what in them cannot be."""

from datetime import date

import pytest

from helpline.calendars import shipped
from helpline.calendars.model import DayKind
from helpline.calendars.rules.notice_text import NothingRead, read_notice

WHOLE = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日
（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告。
国务院办公厅
2025年11月4日
"""


def read(text: str, year: int) -> dict[str, DayKind]:
    return {day.day.isoformat(): day.kind for day in read_notice(text, year).notice.days}


def off(*days: str) -> dict[str, DayKind]:
    return dict.fromkeys(days, DayKind.OFF)


def work(*days: str) -> dict[str, DayKind]:
    return dict.fromkeys(days, DayKind.WORK)


def test_a_whole_notice_gives_the_year_as_shipped() -> None:
    reading = read_notice(WHOLE, 2026, "国办发明电〔2025〕7号")

    expected = next(notice for notice in shipped.notices() if notice.year == 2026)
    read_days = {(day.day, day.name, day.kind) for day in reading.notice.days}
    assert reading.doubts == ()
    assert read_days == {(day.day, day.name, day.kind) for day in expected.days}


def test_what_employers_are_encouraged_to_is_no_holiday() -> None:
    sentence = "2月10日至12日放假调休，共3天。鼓励各单位安排职工在除夕（2月9日）休息。"

    assert read(sentence, 2024) == off("2024-02-10", "2024-02-11", "2024-02-12")


def test_a_rest_day_moved_away_is_worked_unless_the_holiday_covers_it() -> None:
    sentence = "6月7日—9日放假，共3天。6月8日（星期日）公休日调至6月9日（星期一），6月14日公休日调至6月10日。"

    assert read(sentence, 2008) == off("2008-06-07", "2008-06-08", "2008-06-09", "2008-06-10") | work(
        "2008-06-14"
    )


def test_a_holiday_over_the_new_year_begins_in_the_old_one() -> None:
    sentence = "12月31日至1月2日放假调休，共3天。"

    assert read(sentence, 2023) == off("2022-12-31", "2023-01-01", "2023-01-02")


def test_the_29th_of_february_is_read_where_it_exists() -> None:
    assert read("2月28日至29日放假。2月29日上班。", 2024)["2024-02-29"] is DayKind.WORK
    assert read("3月1日放假。2月29日上班。", 2024) == off("2024-03-01") | work("2024-02-29")


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("1月1日（周五）放假。", "2026-01-01 不是星期五"),
        ("1月1日至3日放假，共4天。", "写的是共4天，读出的是3天"),
        ("1月1日至3日放假。1月3日上班。", "2026-01-03 既写了放假又写了上班"),
        ("1月1日放假，2月30日上班。", "没有“2月30日”这一天"),
        ("1月1日放假，5月1日至4月1日放假。", "不像一个假期"),
        ("延长2020年春节假期至2月2日，2月3日起正常上班。", "“延长假期”不能自动读取"),
    ],
)
def test_words_that_do_not_agree_are_reported(sentence: str, doubt: str) -> None:
    assert any(doubt in each for each in read_notice(sentence, 2026).doubts)


def test_reading_a_notice_for_the_wrong_year_is_noticed_by_its_weekdays() -> None:
    assert read_notice(WHOLE, 2027).doubts


@pytest.mark.parametrize("text", ["", "没有日期", "1月1日", "32日放假", "与周末连休，不调休。"])
def test_words_without_days_are_refused(text: str) -> None:
    with pytest.raises(NothingRead):
        read_notice(text, 2026)


def test_days_carry_the_name_of_their_holiday() -> None:
    days = read_notice("国庆节、中秋节：10月1日放假。\n1月1日放假。", 2026).notice.days

    assert {day.day: day.name for day in days} == {
        date(2026, 10, 1): "国庆节、中秋节",
        date(2026, 1, 1): "节假日",
    }
