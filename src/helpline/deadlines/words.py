"""A deadline in words, as promises are told to people: by Shanghai's wall clock."""

from datetime import date, datetime, timedelta

from helpline.kit.clock import shanghai

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def due_words(due_at: datetime, now: datetime) -> str:
    """`今日 17:00 前`, `明日 21:00 前`, `11 月 12 日（周四）21:00 前`, and once it is over `已超 2 小时`.

    The calendar is counted into `due_at` already, so a promise across a holiday names its day. What is
    over is counted in whole units, rounded down: nobody is told to be later than they are.
    """
    if now >= due_at:
        return _over(now - due_at)
    due, today = shanghai(due_at), shanghai(now).date()
    return f"{_day(due, today)}{due:%H:%M} 前"


def _day(due: datetime, today: date) -> str:
    ahead = due.date() - today
    if ahead < 2 * _DAY:
        return "明日 " if ahead else "今日 "
    year = "" if due.year == today.year else f"{due.year} 年 "
    return f"{year}{due.month} 月 {due.day} 日（周{'一二三四五六日'[due.weekday()]}）"


def _over(late: timedelta) -> str:
    for unit, name in ((_DAY, "天"), (_HOUR, "小时"), (_MINUTE, "分钟")):
        if late >= unit:
            return f"已超 {late // unit} {name}"
    return "刚刚到期"
