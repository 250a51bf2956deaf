"""Who is asked next, and what they are asked to take. Pure; the SQL in `store` is held to agree with it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from math import ceil, lcm
from uuid import UUID

from helpline.kit.refusal import Conflict, Invalid
from helpline.people import model as people
from helpline.regulation.model import Terms
from helpline.routing.model import FIRST_IN_LINE, Channel, Offer, Presence, Seat, Staff, Waiting, Work

ASSUMED_HANDLING = 480.0
"""Seconds that one dialogue is taken to need while nothing has been measured."""

ASSUMED_WEIGHT = 5
"""The assumption weighs as much as so many measured dialogues: the first few do not swing the estimate."""

RECENT = timedelta(hours=4)
"""Handling times are measured over this span: long enough to be steady, short enough to follow the day."""

PassedOver = Collection[tuple[UUID, UUID]]
"""Pairs (work, staff) that are not brought together again for a while: declined, unanswered or given back."""


class BadPriority(Invalid):
    code = "bad-priority"


class NoReason(Invalid):
    code = "no-reason"


class NotConnected(Conflict):
    code = "not-connected"


class NotAvailable(Conflict):
    code = "not-available"


def seated(person: people.Staff) -> Staff | None:
    """The seat that the staff file gives a person; None for those who serve nobody, an official, say."""
    if person.provider_id is None:
        return None
    return Staff(
        staff_id=person.id,
        name=person.number,
        provider_id=person.provider_id,
        team_id=person.team_id,
        systems=person.skills.systems,
        languages=person.skills.languages or ("zh",),
        capacity={"chat": person.chat_capacity, "voice": 1} if person.chat_capacity else None,
    )


def shared_units(capacity: dict[Channel, int]) -> tuple[int, dict[Channel, int]]:
    """One capacity for all channels: the units of a whole seat, and what work of each channel costs.

    Six chats or one call: six units, a chat costs 1 and a call 6. A channel with capacity 0 is not served.
    """
    served = {channel: most for channel, most in capacity.items() if most > 0}
    units = lcm(*served.values())
    return units, {channel: units // most for channel, most in served.items()}


def is_connected(seat: Seat, now: datetime) -> bool:
    """R4.2: whether somebody can be prompted there. A stored word proves nothing, a running lease does."""
    return seat.lease_until is not None and seat.lease_until > now and seat.disconnected_at is None


def is_free(seat: Seat, channel: Channel, now: datetime) -> bool:
    """Whether the seat is on duty and has room for one more piece of work of `channel`."""
    if seat.presence != "available" or not is_connected(seat, now) or channel not in seat.costs:
        return False
    return seat.held + seat.offered + seat.costs[channel] <= seat.units


def has_skill(seat: Seat, work: Waiting) -> bool:
    """Whether provider, system and language fit."""
    return (
        work.provider_id in (None, seat.provider_id)
        and (work.system is None or work.system in seat.systems)
        and work.language in seat.languages
    )


def is_able(seat: Seat, work: Waiting, passed_over: PassedOver, now: datetime) -> bool:
    """Whether the work may be offered to the seat at this moment."""
    reserved = work.reserved_until is not None and work.reserved_until > now
    return (
        is_free(seat, work.channel, now)
        and has_skill(seat, work)
        and (not reserved or seat.staff_id == work.preferred)
        and (work.id, seat.staff_id) not in passed_over
    )


def load_share(seat: Seat) -> int:
    """How full the seat is, in ten-thousandths: whole numbers, so that two calculators never differ."""
    return (seat.held + seat.offered) * 10_000 // seat.units


def choose_seat(work: Waiting, seats: Iterable[Seat], passed_over: PassedOver, now: datetime) -> Seat | None:
    """R4.2: the preferred consultant, else the least loaded, else the longest idle; last by id."""
    able = (seat for seat in seats if is_able(seat, work, passed_over, now))
    return min(
        able,
        key=lambda seat: (seat.staff_id != work.preferred, load_share(seat), seat.idle_since, seat.staff_id),
        default=None,
    )


def choose_work(
    seat: Seat, line: Iterable[Waiting], passed_over: PassedOver, now: datetime
) -> Waiting | None:
    """R4.3: the highest priority, then who came first; `seq` is the server's own order of arrival."""
    able = (work for work in line if is_in_line(work) and is_able(seat, work, passed_over, now))
    return min(able, key=lambda work: (-work.priority, work.enqueued_at, work.seq), default=None)


def is_in_line(work: Waiting) -> bool:
    """Whether the work may be offered at all; a place in the queue for opening may not yet."""
    return work.state == "waiting" and work.not_before is None


def check(work: Work) -> None:
    """
    Raises:
        BadPriority: the priority is the house's own, or below zero.
    """
    if not 0 <= work.priority < FIRST_IN_LINE:
        raise BadPriority(f"优先级须在 0 到 {FIRST_IN_LINE - 1} 之间。")


def reserved_until(work: Work, preferred: Seat | None, now: datetime) -> datetime | None:
    """Until when only the preferred consultant is asked. Nobody waits for somebody who is not at the desk."""
    if work.preference_seconds <= 0 or preferred is None or not is_connected(preferred, now):
        return None
    if preferred.presence == "away":
        return None
    return max(now, work.not_before or now) + timedelta(seconds=work.preference_seconds)


def presence_on_return(seat: Seat, now: datetime) -> Presence | None:
    """R4.2: who comes back in time is what they were before; None where nothing is to be restored."""
    if seat.before_lost == "wrap_up" and (seat.wrap_up_until is None or seat.wrap_up_until <= now):
        return "available"
    return seat.before_lost


def presences_on_return(seats: Iterable[Seat], now: datetime) -> dict[Presence, list[UUID]]:
    """R4.2: who of those who come back goes back to which presence."""
    back: dict[Presence, list[UUID]] = {}
    for seat in seats:
        if presence := presence_on_return(seat, now):
            back.setdefault(presence, []).append(seat.staff_id)
    return back


def is_wrapped_up(seat: Seat, now: datetime) -> bool:
    """R5.5: whether the time to finish the record is over."""
    return seat.presence == "wrap_up" and seat.wrap_up_until is not None and seat.wrap_up_until <= now


def reason_given(reason: str) -> str:
    """R4.2: whoever declines says why.

    Raises:
        NoReason: nothing was said.
    """
    if not reason.strip():
        raise NoReason("请填写不接的理由。")
    return reason.strip()


def check_presence(seat: Seat, presence: Presence, now: datetime) -> None:
    """
    Raises:
        NotConnected: on duty is who has a desk connected.
    """
    if presence in ("available", "wrap_up") and not is_connected(seat, now):
        raise NotConnected("工作台未连接，暂不能设为在岗；请刷新工作台后再试。")


def check_target(seat: Seat, work: Waiting, *, forced: bool, now: datetime) -> None:
    """R5.3: work is handed to somebody who is there to accept it. `forced`: a team lead may overfill a seat.

    Raises:
        NotAvailable: another provider's, not connected, not on duty, or without room.
    """
    if work.provider_id not in (None, seat.provider_id):
        raise NotAvailable(f"{seat.name}不属于承办此事项的服务商，不能转给。")
    if not is_connected(seat, now):
        raise NotAvailable(f"{seat.name}当前不在线，请另选他人。")
    if forced:
        return
    if seat.presence != "available":
        raise NotAvailable(f"{seat.name}当前不在岗，请另选他人。")
    if not is_free(seat, work.channel, now):
        raise NotAvailable(f"{seat.name}已满负荷，请另选他人。")


def due_at(
    offered_at: datetime, kind: str, first_response_seconds: int, transfer_answer_seconds: int
) -> datetime:
    """R4.2: the response is due so long after the prompt; being asked to take over has its own term."""
    seconds = transfer_answer_seconds if kind == "transfer" else first_response_seconds
    return offered_at + timedelta(seconds=seconds)


def is_missed(offer: Offer, now: datetime) -> bool:
    """R4.2: whether the offer's time is up and nobody answered."""
    return offer.outcome is None and offer.due_at <= now


def not_again_before(at: datetime, reoffer_pause_seconds: int) -> datetime:
    """R4.2: work that was missed or declined is offered to others first."""
    return at + timedelta(seconds=reoffer_pause_seconds)


def handling_seconds(measured: int, total_seconds: float) -> float:
    """Seconds one dialogue needs: the mean of the recent ones, drawn to the assumption while few."""
    return (ASSUMED_HANDLING * ASSUMED_WEIGHT + total_seconds) / (ASSUMED_WEIGHT + measured)


def expected_wait(place: int, handling: float, parallel: int) -> int | None:
    """R4.3: seconds until place `place` is served.

    With `parallel` dialogues side by side at the seats on duty, one ends every `handling / parallel` seconds.
    None when nobody is on duty: no promise without a person.
    """
    if parallel <= 0:
        return None
    return ceil(place * handling / parallel)


def wrap_up_seconds(channel: Channel, terms: Terms) -> int:
    """R5.5: how long the record may take after work of a channel: a call leaves no time to write meanwhile."""
    return terms.call_wrap_up_seconds if channel == "voice" else terms.wrap_up_seconds
