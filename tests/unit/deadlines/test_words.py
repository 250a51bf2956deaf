"""A deadline is told as people would say it."""

from datetime import datetime, timedelta

import pytest

from helpline.deadlines.words import due_words
from helpline.kit.clock import SHANGHAI

TUESDAY = datetime(2026, 11, 10, 14, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (datetime(2026, 11, 10, 17, 0, tzinfo=SHANGHAI), "今日 17:00 前"),
        (datetime(2026, 11, 11, 21, 0, tzinfo=SHANGHAI), "明日 21:00 前"),
        (datetime(2026, 11, 11, 8, 5, tzinfo=SHANGHAI), "明日 08:05 前"),
        (datetime(2026, 11, 12, 21, 0, tzinfo=SHANGHAI), "11 月 12 日（周四）21:00 前"),
        (datetime(2027, 1, 4, 21, 0, tzinfo=SHANGHAI), "2027 年 1 月 4 日（周一）21:00 前"),
    ],
)
def test_a_deadline_ahead_is_named_by_its_day(due_at: datetime, words: str) -> None:
    assert due_words(due_at, TUESDAY) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(0), "刚刚到期"),
        (timedelta(seconds=59), "刚刚到期"),
        (timedelta(minutes=1), "已超 1 分钟"),
        (timedelta(minutes=59, seconds=59), "已超 59 分钟"),
        (timedelta(hours=2, minutes=40), "已超 2 小时"),
        (timedelta(days=1), "已超 1 天"),
        (timedelta(days=3, hours=23), "已超 3 天"),
    ],
)
def test_what_is_over_is_counted_in_whole_units(late: timedelta, words: str) -> None:
    assert due_words(TUESDAY - late, TUESDAY) == words


def test_the_day_is_shanghais_not_the_servers() -> None:
    midnight = datetime(2026, 11, 11, 0, 30, tzinfo=SHANGHAI)

    assert due_words(midnight, TUESDAY) == "明日 00:30 前"
    assert due_words(midnight, midnight - timedelta(minutes=10)) == "今日 00:30 前"


def test_tomorrow_may_lie_in_another_year() -> None:
    eve = datetime(2026, 12, 31, 20, 0, tzinfo=SHANGHAI)

    assert due_words(datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI), eve) == "明日 09:00 前"
