"""Nouns of regulation."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

Value = bool | int | str
"""What a term may say: a yes or no, a number, or a time of day such as `08:30`."""

Seconds = Annotated[int, msgspec.Meta(ge=1, le=86_400)]
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
SecondsOrNone = Annotated[int, msgspec.Meta(ge=0, le=86_400)]
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
"""Shanghai's wall clock; `24:00` is the end of the day."""
Menu = Annotated[str, msgspec.Meta(pattern=r"^([1-9]=[a-z0-9_]+( [1-9]=[a-z0-9_]+)*)?$")]
"""Keys of the hotline's menu and what they lead to, `1=etax_bureau 9=elderly`; empty: there is no menu."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """All terms in force on one day. What each means stands in `terms.toml` under the same name."""

    first_response_seconds: Seconds
    unanswered_requeue_seconds: Seconds
    lost_reassign_seconds: Seconds
    reoffer_pause_seconds: Seconds
    presence_lease_seconds: Seconds
    consultant_silence_seconds: Seconds
    consultant_prompt_lead_seconds: Seconds
    wait_estimate_seconds: Seconds
    choice_default_seconds: Seconds
    taxpayer_silence_seconds: Seconds
    reminder_to_end_seconds: Seconds
    assistant_idle_seconds: Seconds
    recall_within_seconds: Seconds
    wrap_up_seconds: Seconds
    transfer_answer_seconds: Seconds
    message_read_working_days: Days
    message_answer_working_days: Days
    follow_up_working_days: Days
    case_reopen_days: Days
    rating_change_seconds: Seconds
    chat_capacity: Count
    call_capacity: Count
    attachment_max_bytes: Count
    post_max_chars: Count
    visitor_conversations_per_hour: Count
    visitor_messages_per_day: Count
    secrecy_shown_seconds: Seconds
    secrecy_request_hours: Count
    secrecy_reveals_per_hour: Count
    secrecy_looks_per_hour: Count
    secrecy_reveals_at_night: Count
    secrecy_reveals_outside_cases: Count
    secrecy_night_from: TimeOfDay
    secrecy_night_until: TimeOfDay
    export_kept_hours: Count
    connect_rate_percent: Percent
    connect_in_time_percent: Percent
    connect_within_seconds: Seconds
    short_abandon_seconds: SecondsOrNone
    service_opens: TimeOfDay
    service_closes: TimeOfDay
    cutoff_hour: TimeOfDay
    open_on_makeup_sunday: bool
    onsite_opens: TimeOfDay
    onsite_closes: TimeOfDay
    call_menu: Menu
    call_menu_silence_seconds: Seconds
    call_elderly_age: Count
    call_announce_seconds: Seconds
    call_choice_seconds: Seconds
    call_connect_seconds: Seconds
    call_message_seconds: Seconds
    call_message_silence_seconds: Seconds
    call_message_least_seconds: Seconds
    call_rating_seconds: Seconds
    call_wrap_up_seconds: Seconds
    call_missed_seconds: Seconds

    def __post_init__(self) -> None:
        """Terms that contradict each other cannot be said.

        Raises:
            ValueError: which two contradict each other, in Chinese.
        """
        if self.consultant_prompt_lead_seconds >= self.consultant_silence_seconds:
            raise ValueError("静默提示的提前量须短于咨询员静默时限")
        if self.message_read_working_days > self.message_answer_working_days:
            raise ValueError("留言的听取时限不能长于答复时限")
        if self.service_opens >= self.service_closes or self.service_opens >= self.cutoff_hour:
            raise ValueError("热线的开始时间须早于结束时间和当日截止时间")
        if self.onsite_opens >= self.onsite_closes:
            raise ValueError("上门服务的开始时间须早于结束时间")


class ShippedTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term as the program brings it: its value since the regulation took effect, its article and reason."""

    name: str
    title: str
    value: Value
    unit: str
    article: str
    effective_from: date
    note: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """From `effective_from` on (Shanghai's calendar day) term `name` is `value`.

    `set_by` and `set_at` are absent for what the program brings.
    """

    name: str
    value: Value
    effective_from: date
    why: str
    set_by: UUID | None = None
    set_at: datetime | None = None


class TermHistory(msgspec.Struct, frozen=True, kw_only=True):
    """One term for the eyes of people: what it is today, and every change, the earliest first."""

    name: str
    title: str
    unit: str
    article: str
    note: str
    value: Value
    changes: list[Change]


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requirement that code and tests cite by its id, with the number of the article it comes from."""

    id: str
    number: str
    title: str
