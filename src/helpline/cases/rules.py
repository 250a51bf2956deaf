"""Decisions about cases."""

from uuid import UUID

from helpline.cases.model import (
    DECLINE_REASONS,
    Case,
    Classification,
    DeclineReason,
    FollowUp,
    Outcome,
)
from helpline.kit.refusal import Conflict, Invalid, NotFound, Refused

REQUIRED = {"system": "系统", "kind": "类别", "topic": "问题分类"}


class NotClassified(Refused):
    code, status = "not-classified", 422


def missing(case: Case) -> list[str]:
    """R3.1: what is still to be filled in before the case can be closed."""
    return [name for field, name in REQUIRED.items() if not getattr(case, field)]


class NotYours(NotFound):
    """R14.1: a case that does not exist and one that somebody else answers for are told of in the same words."""

    def __init__(self) -> None:
        super().__init__("没有由您负责的这张受理单：可能编号有误，或已由别人负责。")


def require_owner(case: Case, staff_id: UUID) -> None:
    """R5.3: only who answers for the case acts on it.

    Raises:
        NotYours: it belongs to somebody else.
    """
    if case.owner != staff_id:
        raise NotYours()


def require_open(case: Case) -> None:
    """Raises `Conflict` when the case is closed."""
    if case.closed_at is not None:
        raise Conflict("这张受理单已经办结。")


def require_classified(case: Case) -> None:
    """R3.1: nothing is closed unfiled.

    Raises:
        NotClassified: names what is missing.
    """
    lacking = missing(case)
    if lacking:
        raise NotClassified(f"还不能结束：请先选好{'、'.join(lacking)}。")


def require_fitting(outcome: Outcome, promise: FollowUp | None) -> None:
    """R4.4: what is promised for later is closed as such, and nothing else is.

    Raises:
        Conflict: nothing was promised, or what was promised is still owed.
    """
    if outcome == "later" and promise is None:
        raise Conflict("没有约定事后答复，请选择其他处理方式。")
    if outcome != "later" and promise is not None and promise.answered_at is None:
        raise Conflict("已约定事后答复且尚未答复，请按“事后答复”办结，或先作出答复。")


def decline_reason(code: str) -> DeclineReason:
    """R5.4: declining needs a reason of the list.

    Raises:
        Invalid: the list does not have it.
    """
    for reason in DECLINE_REASONS:
        if reason.code == code:
            return reason
    raise Invalid("请选择不予受理的理由。")


def checked(form: Classification, systems: set[str], topics: set[str]) -> Classification:
    """R3.1: filed under the catalogue, nowhere else.

    Raises:
        Invalid: an unknown system or topic.
    """
    if form.system and form.system not in systems:
        raise Invalid("没有这个系统，请从列表中选择。")
    if form.topic and form.topic not in topics:
        raise Invalid("没有这个问题分类，请从列表中选择。")
    return form
