"""What an entry changes in the days that are on record."""

from collections.abc import Iterable, Sequence

import msgspec

from helpline.calendars.model import DayKind, Notice, StatutoryDay
from helpline.calendars.rules.notice_file import check
from helpline.kit.refusal import Refused


class NoReason(Refused):
    code, status = "no-reason", 422


class NoName(Refused):
    code, status = "no-name", 422


class YearNotEntered(Refused):
    code, status = "year-not-entered", 409


class DoubtfulNotice(Refused):
    code, status = "doubtful-notice", 422


def accept_reason(why: str) -> None:
    """Every change says why.

    Raises:
        NoReason: it does not.
    """
    if not why.strip():
        raise NoReason("请写明修改日历的依据或理由。")


def accept_day(day: StatutoryDay) -> None:
    """A day off or worked has a name, such as 春节.

    Raises:
        NoName: it has none.
    """
    if day.kind is not DayKind.ORDINARY and not day.name.strip():
        raise NoName("请填写节日或安排的名称，例如“春节”。")


def accept_doubts(doubts: Sequence[str]) -> None:
    """Words that do not agree with themselves are not entered.

    Raises:
        DoubtfulNotice: which words.
    """
    if doubts:
        raise DoubtfulNotice(f"通知文字前后不符，请核对：{'；'.join(doubts)}。")


def by_notice(current: Iterable[StatutoryDay], notice: Notice, *, amends: bool) -> list[StatutoryDay]:
    """The days that change when `notice` is entered over the `current` days of its year, in order.

    A whole notice takes the place of what was there: days that it does not name become ordinary. One that
    `amends` (as of 27 January 2020) changes only the days that it names.

    Raises:
        UnfitNotice: see `notice_file.check`.
    """
    check(notice)
    standing = {each.day: each for each in current}
    named = {each.day: each for each in notice.days}
    dropped = [] if amends else [each for each in standing.values() if each.day not in named]
    changed = [each for each in named.values() if standing.get(each.day) != each]
    changed += [
        msgspec.structs.replace(each, kind=DayKind.ORDINARY, source=notice.source)
        for each in dropped
        if each.year == notice.year
    ]
    return sorted(changed, key=lambda each: each.day)
