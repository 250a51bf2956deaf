"""What is never to be seen in the queue, whatever happened before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from helpline.kit.db import ReadTx
from helpline.routing import rules
from helpline.routing.model import Card, Offer, Seat, Waiting


class World(msgspec.Struct, frozen=True):
    """Everything routing knows at one moment, all clocks that are due having fired."""

    now: datetime
    seats: list[Seat]
    works: list[Waiting]
    offers: list[Offer]

    @property
    def asked(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.outcome is None]

    @property
    def in_hands(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.outcome == "claimed" and offer.held_until is None]


async def look(read: ReadTx) -> World:
    """All rows."""
    return World(
        read.now,
        [_seat(row) for row in await read.fetch("select * from seat")],
        [_work(row) for row in await read.fetch("select * from waiting")],
        [Offer(**row) for row in await read.fetch("select * from offer order by id")],
    )


def nobody_waits_while_somebody_able_is_free(world: World) -> None:
    passed_over = {
        (offer.work_id, offer.staff_id)
        for offer in world.offers
        if offer.not_again_before is not None and offer.not_again_before > world.now
    }
    for work in world.works:
        if rules.is_in_line(work):
            assert rules.choose_seat(work, world.seats, passed_over, world.now) is None


def no_work_is_in_two_hands(world: World) -> None:
    held = {work.id: work.holder for work in world.works if work.state == "claimed"}
    assert len(world.in_hands) == len(held)
    assert {offer.work_id: offer.staff_id for offer in world.in_hands} == held


def a_load_is_what_is_held_and_asked(world: World) -> None:
    for seat in world.seats:
        held = [offer for offer in world.in_hands if offer.staff_id == seat.staff_id]
        asked = [offer for offer in world.asked if offer.staff_id == seat.staff_id]
        assert seat.held == sum(seat.costs.get(offer.channel, seat.units) for offer in held)
        assert seat.offered == sum(seat.costs.get(offer.channel, seat.units) for offer in asked)


def nobody_is_overloaded_but_by_a_team_lead(world: World) -> None:
    forced = {offer.staff_id for offer in world.offers if offer.kind == "assigned"}
    for seat in world.seats:
        assert seat.held + seat.offered <= seat.units or seat.staff_id in forced


def no_offer_outlives_its_time(world: World) -> None:
    assert [offer for offer in world.asked if offer.due_at <= world.now] == []


def every_work_is_in_one_state(world: World) -> None:
    for work in world.works:
        asked = [offer.kind for offer in world.asked if offer.work_id == work.id]
        match work.state:
            case "offered":
                assert asked in (["queue"], ["assigned"])
            case "claimed":
                assert asked in ([], ["transfer"], ["assigned"])
            case _:
                assert asked == []


def who_is_prompted_from_the_queue_is_on_duty(world: World) -> None:
    seats = {seat.staff_id: seat for seat in world.seats}
    for offer in world.asked:
        if offer.kind == "queue":
            assert seats[offer.staff_id].presence == "available"
        assert seats[offer.staff_id].lease_until is not None


def no_lease_is_dead_and_present(world: World) -> None:
    for seat in world.seats:
        assert seat.lease_until is None or seat.lease_until > world.now
        assert seat.lease_until is not None or seat.presence not in ("available", "wrap_up")


def no_wrap_up_outlives_its_time(world: World) -> None:
    assert [seat for seat in world.seats if rules.is_wrapped_up(seat, world.now)] == []


LAWS: tuple[Callable[[World], None], ...] = (
    nobody_waits_while_somebody_able_is_free,
    no_work_is_in_two_hands,
    a_load_is_what_is_held_and_asked,
    nobody_is_overloaded_but_by_a_team_lead,
    no_offer_outlives_its_time,
    every_work_is_in_one_state,
    who_is_prompted_from_the_queue_is_on_duty,
    no_lease_is_dead_and_present,
    no_wrap_up_outlives_its_time,
)


def _seat(row: Any) -> Seat:
    return Seat(**{**dict(row), "systems": tuple(row["systems"]), "languages": tuple(row["languages"])})


def _work(row: Any) -> Waiting:
    return Waiting(**{**dict(row), "card": msgspec.convert(row["card"], Card)})
