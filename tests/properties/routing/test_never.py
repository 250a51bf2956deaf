"""Laws of the queue under any history, on a real database and a clock that stands still (R4.2, R4.3, R5.3).

Whatever consultants and taxpayers do, in whatever order: nobody waits while somebody able is free; no work is in two
hands; a load is what is held; no offer outlives its time; the first queue time stays.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database, Tx
from helpline.kit.ids import new_id
from helpline.kit.postgres.launcher import Cluster
from helpline.kit.refusal import Refused
from helpline.routing import commands
from helpline.routing.model import Channel, Presence, Staff, Work
from tests.conftest import TUESDAY
from tests.properties.routing import laws
from tests.support.examples import examples
from tests.support.house import House

PROVIDERS = (UUID(int=1), UUID(int=1), UUID(int=1), UUID(int=2))
CAPACITIES: tuple[dict[Channel, int], ...] = ({"chat": 1}, {"chat": 1, "voice": 1}, {"chat": 3, "voice": 1})
SYSTEMS = st.sampled_from((("etax",), ("etax", "invoice")))
PRESENCES = st.sampled_from(("available", "available", "available", "break", "wrap_up", "away"))
MOST_SEATS, MOST_WORKS = 4, 9

Deed = Callable[[Tx], Awaitable[object]]


class Queue(RuleBasedStateMachine):
    """Consultants, taxpayers and time, each doing as they please."""

    runner: asyncio.Runner
    dsn: str

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock(TUESDAY)
        self.db: Database = self.runner.run(Database.open(self.dsn, self.clock))
        self.house = House(self.db, self.clock)
        self.staff: list[UUID] = []
        self.beating: set[UUID] = set()
        self.works: list[UUID] = []
        self.first_queued: dict[UUID, datetime] = {}
        self.runner.run(self._empty())

    async def _empty(self) -> None:
        async with self.db.deed() as tx:
            await tx.execute("truncate seat, waiting, offer, deadline, outbox, parked_delivery")

    def teardown(self) -> None:
        self.runner.run(self.db.close())

    def do(self, deed: Deed) -> bool:
        """One deed, and all that follows from it. A refusal is an answer; anything else is a bug."""
        return self.runner.run(self._do(deed))

    async def _do(self, deed: Deed) -> bool:
        try:
            async with self.db.deed() as tx:
                await deed(tx)
        except Refused:
            return False
        await self.house.settle()
        return True

    def rows(self, sql: str) -> list[Any]:
        return self.runner.run(self._rows(sql))

    async def _rows(self, sql: str) -> list[Any]:
        async with self.db.reading() as read:
            return await read.fetch(sql)

    def pick(self, some: list[Any], number: int) -> Any:
        return some[number % len(some)]

    @initialize(desks=st.integers(1, 2), taxpayers=st.integers(1, 5))
    def open_the_day(self, desks: int, taxpayers: int) -> None:
        for _ in range(desks):
            self.hire(PROVIDERS[0], ("etax",), CAPACITIES[0], "available")
        for _ in range(taxpayers):
            self.ask(PROVIDERS[0], "etax", "chat", 0, None, None)

    @precondition(lambda self: len(self.staff) < MOST_SEATS)
    @rule(
        provider=st.sampled_from(PROVIDERS),
        systems=SYSTEMS,
        capacity=st.sampled_from(CAPACITIES),
        presence=PRESENCES,
    )
    def hire(
        self, provider: UUID, systems: tuple[str, ...], capacity: dict[Channel, int], presence: Presence
    ) -> None:
        staff = Staff(
            staff_id=new_id(), name="咨询员", provider_id=provider, systems=systems, capacity=capacity
        )

        async def deed(tx: Tx) -> None:
            await commands.open_seat(tx, staff)
            await commands.connect(tx, staff.staff_id)
            await commands.set_presence(tx, staff.staff_id, presence)

        self.staff.append(staff.staff_id)
        self.beating.add(staff.staff_id)
        assert self.do(deed)

    @precondition(lambda self: self.staff)
    @rule(who=st.integers(0, 99), systems=SYSTEMS)
    def train(self, who: int, systems: tuple[str, ...]) -> None:
        staff_id = self.pick(self.staff, who)
        [row] = self.rows(f"select name, provider_id, units, costs from seat where staff_id = '{staff_id}'")
        capacity = {channel: row["units"] // cost for channel, cost in row["costs"].items()}
        staff = Staff(
            staff_id=staff_id,
            name=row["name"],
            provider_id=row["provider_id"],
            systems=systems,
            capacity=capacity,
        )
        assert self.do(lambda tx: commands.open_seat(tx, staff))

    @precondition(lambda self: self.staff)
    @rule(who=st.integers(0, 99), presence=PRESENCES)
    def say_presence(self, who: int, presence: Presence) -> None:
        staff_id = self.pick(self.staff, who)
        self.do(lambda tx: commands.set_presence(tx, staff_id, presence, "按键"))

    @precondition(lambda self: self.staff)
    @rule(who=st.integers(0, 99))
    def connect(self, who: int) -> None:
        staff_id = self.pick(self.staff, who)
        self.beating.add(staff_id)
        assert self.do(lambda tx: commands.connect(tx, staff_id))

    @precondition(lambda self: self.beating)
    @rule(who=st.integers(0, 99), goodbye=st.booleans())
    def vanish(self, who: int, *, goodbye: bool) -> None:
        staff_id = self.pick(sorted(self.beating), who)
        self.beating.discard(staff_id)
        if goodbye:
            assert self.do(lambda tx: commands.disconnect(tx, staff_id))

    @precondition(lambda self: len(self.works) < MOST_WORKS)
    @rule(
        provider=st.sampled_from((None, *PROVIDERS)),
        system=st.sampled_from((None, "etax", "etax", "invoice")),
        channel=st.sampled_from(("chat", "chat", "chat", "voice")),
        priority=st.integers(0, 1),
        preferred=st.none() | st.integers(0, 99),
        opens_in=st.sampled_from((None, None, 45)),
    )
    def ask(
        self,
        provider: UUID | None,
        system: str | None,
        channel: Channel,
        priority: int,
        preferred: int | None,
        opens_in: int | None,
    ) -> None:
        work = Work(
            id=new_id(),
            channel=channel,
            provider_id=provider,
            system=system,
            priority=priority,
            preferred=None if preferred is None or not self.staff else self.pick(self.staff, preferred),
            preference_seconds=20,
            not_before=None if opens_in is None else self.clock.now() + timedelta(seconds=opens_in),
        )
        self.works.append(work.id)
        self.first_queued[work.id] = self.clock.now()
        assert self.do(lambda tx: commands.enqueue(tx, work))

    @precondition(lambda self: self.works)
    @rule(which=st.integers(0, 99))
    def give_up(self, which: int) -> None:
        work_id = self.pick(self.works, which)
        assert self.do(lambda tx: commands.leave(tx, work_id, "放弃"))

    @precondition(lambda self: self.works)
    @rule(which=st.integers(0, 99))
    def ask_again(self, which: int) -> None:
        work_id = self.pick(self.works, which)
        if self.do(lambda tx: commands.enqueue(tx, Work(id=work_id, system="etax"))):
            self.first_queued[work_id] = self.clock.now()

    @rule(which=st.integers(0, 99), how=st.sampled_from(("take", "take all", "take all", "decline")))
    def answer(self, which: int, how: str) -> None:
        asked = self.rows("select id, staff_id from offer where outcome is null order by id")
        for offer_id, staff_id in asked if how == "take all" else asked[which % max(1, len(asked)) :][:1]:
            if how == "decline":
                assert self.do(lambda tx: commands.decline(tx, offer_id, staff_id, "不熟悉"))  # noqa: B023
            else:
                assert self.do(lambda tx: commands.claim(tx, offer_id, staff_id))  # noqa: B023 - done at once

    @rule(which=st.integers(0, 99))
    def take_anything(self, which: int) -> None:
        if asked := self.rows("select id, staff_id from offer order by id"):
            offer = self.pick(asked, which)
            self.do(lambda tx: commands.claim(tx, offer["id"], offer["staff_id"]))

    @precondition(lambda self: self.staff)
    @rule(which=st.integers(0, 99), to=st.integers(0, 99))
    def hand_over(self, which: int, to: int) -> None:
        if held := self.rows("select id, holder from waiting where holder is not null order by id"):
            work, colleague = self.pick(held, which), self.pick(self.staff, to)
            self.do(lambda tx: commands.offer_to(tx, work["id"], colleague, work["holder"]))

    @precondition(lambda self: self.works)
    @rule(which=st.integers(0, 99))
    def think_better(self, which: int) -> None:
        work_id = self.pick(self.works, which)
        asked = self.rows(
            f"select from_staff from offer where work_id = '{work_id}' and from_staff is not null"
        )
        for row in asked:
            self.do(lambda tx, by=row["from_staff"]: commands.take_back(tx, work_id, by))  # type: ignore[misc]

    @precondition(lambda self: self.works and self.staff)
    @rule(which=st.integers(0, 99), to=st.integers(0, 99))
    def order(self, which: int, to: int) -> None:
        work_id, named = self.pick(self.works, which), self.pick(self.staff, to)
        self.do(lambda tx: commands.assign(tx, work_id, named, UUID(int=7), "指名"))

    @precondition(lambda self: self.works and self.staff)
    @rule(which=st.integers(0, 99), lead=st.integers(0, 99))
    def take_over(self, which: int, lead: int) -> None:
        work_id, by = self.pick(self.works, which), self.pick(self.staff, lead)
        self.do(lambda tx: commands.take(tx, work_id, by, "接管"))

    @precondition(lambda self: self.works)
    @rule(which=st.integers(0, 99), system=st.sampled_from((None, "etax", "invoice")))
    def reorder(self, which: int, system: str | None) -> None:
        work_id = self.pick(self.works, which)
        self.do(lambda tx: commands.prioritise(tx, work_id, 999))
        self.do(lambda tx: commands.reskill(tx, work_id, system))

    @rule(which=st.integers(0, 99), how=st.sampled_from(("done", "done", "wrap up", "give back")))
    def part(self, which: int, how: str) -> None:
        if held := self.rows("select id from waiting where holder is not null order by id"):
            work_id = self.pick(held, which)["id"]
            if how == "give back":
                assert self.do(lambda tx: commands.requeue(tx, work_id, "退回"))
            else:
                assert self.do(lambda tx: commands.release(tx, work_id, wrap_up=how == "wrap up"))

    @rule(seconds=st.sampled_from((1, 1, 4, 4, 14, 31, 61)))
    def wait(self, seconds: int) -> None:
        self.runner.run(self._wait(timedelta(seconds=seconds)))

    async def _wait(self, by: timedelta) -> None:
        until = self.clock.now() + by
        while (now := self.clock.now()) < until:
            if self.beating:
                await self._do(lambda tx: commands.renew(tx, sorted(self.beating)))
            await self.house.advance(min(timedelta(seconds=5), until - now))

    @invariant()
    def the_laws_hold(self) -> None:
        world = self.runner.run(self._world())
        for law in laws.LAWS:
            law(world)
        assert {work.id: work.enqueued_at for work in world.works} == self.first_queued

    async def _world(self) -> laws.World:
        async with self.db.reading() as read:
            return await laws.look(read)


@pytest.mark.article("R4.2")
@pytest.mark.article("R5.3")
def test_the_laws_of_the_queue_hold_under_any_history(cluster: Cluster, template: str) -> None:
    name = f"t_{new_id().hex}"

    async def on_server(sql: str) -> None:
        connection = await asyncpg.connect(cluster.dsn())
        await connection.execute(sql)
        await connection.close()

    with asyncio.Runner() as runner:
        runner.run(on_server(f'create database "{name}" template "{template}"'))
        machine = type("Queue", (Queue,), {"runner": runner, "dsn": cluster.dsn(name)})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples(60),
                stateful_step_count=50,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        runner.run(on_server(f'drop database "{name}" with (force)'))
