"""The life of an entry: draft → in review → published → withdrawn, and what each step asks for (R15.2)."""

from datetime import date, datetime

import msgspec

from helpline.kit.refusal import Conflict, Forbidden, Invalid
from helpline.knowledge.model import STATE_NAMES, Content, Entry, EntryId, Revision, Signature, State

LONGEST_TITLE = 300
LONGEST_ANSWER = 20_000
MOST_WORDINGS = 60


class BadContent(Invalid):
    code = "bad-entry"


class OutOfStep(Conflict):
    code = "entry-out-of-step"


class Overtaken(Conflict):
    code = "entry-overtaken"


class OwnReview(Forbidden):
    code = "own-review"


class Lapsed(Conflict):
    code = "entry-lapsed"


def tidied(content: Content) -> Content:
    """R15.2: an entry without blanks at its edges and without empty or repeated wordings and keywords.

    Raises:
        BadContent: title, answer or source is missing or too long, or the valid days end before they begin.
    """
    tidy = msgspec.structs.replace(
        content,
        title=" ".join(content.title.split()),
        answer=content.answer.replace("\r\n", "\n").strip(),
        source=content.source.strip(),
        wordings=_distinct(content.wordings),
        keywords=_distinct(content.keywords),
    )
    _require(bool(tidy.title), "请填写标题。")
    _require(bool(tidy.answer), "请填写解答。")
    _require(bool(tidy.source), "请填写来源，答复时须注明出处。")
    _require(len(tidy.title) <= LONGEST_TITLE, f"标题不能超过 {LONGEST_TITLE} 字。")
    _require(len(tidy.answer) <= LONGEST_ANSWER, f"解答不能超过 {LONGEST_ANSWER} 字。")
    _require(len(tidy.wordings) <= MOST_WORDINGS, f"其他问法不能超过 {MOST_WORDINGS} 条。")
    _require("\x00" not in tidy.title + tidy.answer + tidy.source, "内容里有无法保存的字符。")
    if tidy.valid_from and tidy.valid_until:
        _require(tidy.valid_from <= tidy.valid_until, "有效期的截止日早于起始日。")
    return tidy


def first_revision(entry_id: EntryId, number: str, revision: Revision) -> Entry:
    """R15.2: a new entry, not yet shown to anybody."""
    return Entry(
        id=entry_id, number=number, state=State.DRAFT, latest=revision.version, changed_at=revision.written_at
    )


def revised(entry: Entry, based_on: int | None, now: datetime) -> Entry:
    """R15.2: one more version is in preparation; what is live stays so until the new one is signed off.

    Raises:
        Overtaken: the writer had another version before him than the newest.
    """
    if based_on is not None and based_on != entry.latest:
        raise Overtaken(f"条目 {entry.number} 已有更新的第 {entry.latest} 版，请刷新后在它的基础上修改。")
    return msgspec.structs.replace(entry, state=State.DRAFT, latest=entry.latest + 1, changed_at=now)


def submitted(entry: Entry, now: datetime) -> Entry:
    """R15.2: the newest version goes to review.

    Raises:
        OutOfStep: it is not a draft.
    """
    _require_state(entry, State.DRAFT, "送审")
    return msgspec.structs.replace(entry, state=State.IN_REVIEW, changed_at=now)


def returned(entry: Entry, why: str, now: datetime) -> Entry:
    """R15.2: the reviewer gives the newest version back, with the reason.

    Raises:
        OutOfStep: it is not in review.
        BadContent: no reason is given.
    """
    _require_state(entry, State.IN_REVIEW, "退回")
    _require(bool(why.strip()), "请写明退回的原因。")
    return msgspec.structs.replace(entry, state=State.DRAFT, changed_at=now)


def published(entry: Entry, newest: Revision, by: Signature, *, today: date, now: datetime) -> Entry:
    """R15.2: the newest version is signed off by somebody who did not write it, and is shown from now on.

    Raises:
        OutOfStep: it is not in review.
        OwnReview: the signer wrote it.
        Lapsed: its valid days are over.
    """
    _require_state(entry, State.IN_REVIEW, "发布")
    if by.staff_id is not None and by.staff_id == newest.written_by.staff_id:
        raise OwnReview("不能审核发布自己编写的版本，请由另一位知识编辑审核。")
    if newest.content.valid_until is not None and newest.content.valid_until < today:
        raise Lapsed("有效期已过，请先修改有效期再发布。")
    return msgspec.structs.replace(entry, state=State.PUBLISHED, live=newest.version, changed_at=now)


def withdrawn(entry: Entry, why: str, now: datetime) -> Entry:
    """R15.2: the entry is no longer shown, with the reason.

    Raises:
        OutOfStep: nothing of it is shown, and nothing is published.
        BadContent: no reason is given.
    """
    if entry.live is None:
        raise OutOfStep(f"条目 {entry.number} 没有在发布中，无需下线。")
    _require(bool(why.strip()), "请写明下线的原因。")
    return msgspec.structs.replace(entry, state=State.WITHDRAWN, live=None, changed_at=now)


def number_of(ordinal: int) -> str:
    """The number under which an entry is cited: K-0001."""
    return f"K-{ordinal:04d}"


def ordinal_of(number: str) -> int | None:
    """The ordinal in a number of ours; None for a number of another form."""
    digits = number.removeprefix("K-")
    return (
        int(digits)
        if digits != number and digits.isascii() and digits.isdigit() and len(digits) < 9
        else None
    )


def _distinct(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stripped for text in texts if (stripped := text.strip())))


def _require_state(entry: Entry, state: State, deed: str) -> None:
    if entry.state is not state:
        raise OutOfStep(
            f"条目 {entry.number} 目前是“{STATE_NAMES[entry.state]}”，"
            f"只有“{STATE_NAMES[state]}”的条目可以{deed}。"
        )


def _require(holds: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BadContent(message)
