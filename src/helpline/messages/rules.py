"""Decisions about messages."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from helpline.kit.refusal import Conflict, Forbidden, Invalid, NotFound, Refused
from helpline.messages.model import Consultant, LeftMessage, Message, Words
from helpline.taxpayers.identifiers.phone import check_phone
from helpline.taxpayers.masking import mask_name

NAME_MAX = 40
QUESTION_CHARS = 60
CALL_ME = "请给我回电话。"
"""What stands for the words of who asks to be called back and writes nothing."""

NOBODY_KNOWN = "来电人"
"""Stands for the name of who calls from a number that nobody knows."""


class TooMany(Refused):
    code, status = "too-many-messages", 429


class NotOwner(Forbidden):
    code = "not-owner"


class AlreadyAnswered(Conflict):
    code = "already-answered"


def accept(left: LeftMessage, most_chars: int) -> Words:
    """What was left, tidied. A short number such as 12366 is no number to answer a taxpayer under.

    Raises:
        Invalid: the sentence says which field to mend.
    """
    name = " ".join(left.name.split())
    if not name:
        raise Invalid("请填写您的称呼，方便我们答复时联系您。")
    if len(name) > NAME_MAX:
        raise Invalid(f"称呼请不要超过 {NAME_MAX} 个字。")
    phone = check_phone(left.phone)
    if not phone.valid:
        raise Invalid(phone.reason or "电话号码有误，请核对。")
    if phone.kind == "short_number":
        raise Invalid("请留下能联系到您的手机号或固定电话。")
    text = left.text if left.wish == "answer" or left.text.strip() else CALL_ME
    return Words(
        text=accept_text(text, most_chars, "请写下您要咨询的问题。"), name=name, phone=phone.normalised
    )


def require_calm(left_today: int, most: int) -> None:
    """R6.2: every message binds a person to answer it, so one visitor leaves so many a day.

    Raises:
        TooMany: tomorrow again.
    """
    if left_today >= most:
        raise TooMany(f"您今天已留言 {left_today} 条，我们会逐条答复。其他问题请明天再留言，或在线咨询。")


def accept_text(text: str, most_chars: int, if_empty: str) -> str:
    """Words without the blanks around them; NUL is dropped, for PostgreSQL does not keep it.

    Raises:
        Invalid: nothing is left, or it is too long.
    """
    tidied = text.replace("\x00", "").strip()
    if not tidied:
        raise Invalid(if_empty)
    if len(tidied) > most_chars:
        raise Invalid(f"内容有 {len(tidied)} 个字，请精简到 {most_chars} 个字以内。")
    return tidied


def require_reach(message: Message | None, provider_id: UUID) -> Message:
    """R14.1: a provider reaches its own messages and those that nobody has taken up.

    Raises:
        NotFound: to another provider it does not exist.
    """
    if message is None or message.provider_id not in (None, provider_id):
        raise NotFound("没有这条留言，可能编号有误。")
    return message


def require_open(message: Message) -> None:
    """Raises `AlreadyAnswered` when it is answered."""
    if message.answered_at is not None:
        raise AlreadyAnswered("这条留言已经答复过了，请刷新列表。")


def require_owner(message: Message, by: Consultant, owner_label: str) -> None:
    """R5.3: who read it first answers for it, until another takes it over by name.

    Raises:
        NotOwner: it is somebody else's; the sentence names the owner and the way.
    """
    if message.owner not in (None, by.staff_id):
        raise NotOwner(f"这条留言由{owner_label}负责。如需由您答复，请先接手。")


def missed(done_at: datetime | None, due_at: datetime, now: datetime) -> bool:
    """R6.2: whether what was due at `due_at` was done later, or is still to be done though it is over."""
    return now >= due_at if done_at is None else done_at > due_at


def is_overdue(message: Message, now: datetime) -> bool:
    """R6.2: whether one of the two clocks was missed."""
    return missed(message.read_at, message.read_due_at, now) or missed(
        message.answered_at, message.answer_due_at, now
    )


def next_due(message: Message) -> datetime:
    """The clock that runs out first: to be read, and once read to be answered."""
    return message.read_due_at if message.read_at is None else message.answer_due_at


def shown_asker(name: str) -> str:
    """R18.1: masked; of a caller whom nobody knows there is no name to mask."""
    return name if name == NOBODY_KNOWN else mask_name(name)


def kind_of(message: Message) -> Literal["message", "callback", "voice"]:
    """R4.3, R6.1: as which promise it is listed."""
    if message.spoken_seconds is not None:
        return "voice"
    return "callback" if message.wish == "callback" else "message"


def question_of(text: str) -> str:
    """The beginning of the text in one line, for lists."""
    line = " ".join(text.split())
    return line if len(line) <= QUESTION_CHARS else line[: QUESTION_CHARS - 1] + "…"
