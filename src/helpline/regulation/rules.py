"""Decisions on terms, pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

from helpline.kit.refusal import Refused
from helpline.regulation.model import Change, Terms, Value

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class UnknownTerm(Refused):
    code, status = "unknown-term", 404


class UnfitTerm(Refused):
    code, status = "unfit-term", 422


class TooSoon(Refused):
    code, status = "term-too-soon", 409


class NoReason(Refused):
    code, status = "no-reason", 422


def in_force(changes: Iterable[Change], day: date) -> Terms:
    """The one set of terms that `day` is judged by: of each term the last change that took effect by then.

    A day before the first change is judged by the first. Of two changes for one day the one set later holds.

    Raises:
        msgspec.ValidationError: a term is missing, or they contradict each other.
    """
    chosen: dict[str, Value] = {}
    for change in sorted(changes, key=_order):
        if change.effective_from <= day or change.name not in chosen:
            chosen[change.name] = change.value
    return msgspec.convert(chosen, Terms)


def accept(change: Change, known: Iterable[Change], today: date) -> None:
    """Whether `change` may be entered today.

    It takes effect tomorrow at the earliest: what has happened is never judged anew, and a set of terms once
    read for a day holds for that day.

    Raises:
        UnknownTerm, NoReason, TooSoon: as they say.
        UnfitTerm: the value is not of the term's kind, or contradicts another term on some day to come.
    """
    if change.name not in Terms.__struct_fields__:
        raise UnknownTerm(f"没有名为“{change.name}”的时限或参数。")
    if not change.why.strip():
        raise NoReason("请写明调整的依据或理由。")
    if change.effective_from <= today:
        raise TooSoon("调整最早从次日起生效，已经发生的服务仍按当时的规定评判。")
    changes = [*known, change]
    for day in {each.effective_from for each in changes if each.effective_from >= change.effective_from}:
        try:
            in_force(changes, day)
        except msgspec.ValidationError as error:
            raise UnfitTerm(f"从 {day} 起不能这样设定：{error}。") from error


def history_of(changes: Iterable[Change], name: str) -> list[Change]:
    """The changes of term `name`, the earliest to take effect first."""
    return sorted((each for each in changes if each.name == name), key=_order)


def _order(change: Change) -> tuple[date, datetime]:
    return change.effective_from, change.set_at or _BEFORE_ALL
