"""Log-in against the real tables: who gets in, who is locked out, what is recorded."""

import asyncio
from datetime import timedelta

import pytest

from helpline.kit.clock import VirtualClock
from helpline.kit.db import Database
from helpline.people import commands, login, passwords, queries
from helpline.people.attempts import Attempt
from helpline.people.login import NotSignedIn, SignInLocked, WrongPassword
from helpline.people.model import Device, LoginTerms, SignedIn
from tests.support.people import PASSWORD, a_city

TERMS = LoginTerms()
DEVICE = Device(address="10.0.0.7", agent="Firefox")


async def _sign_in(db: Database, number: str = "0101", password: str = PASSWORD) -> SignedIn:
    return await login.sign_in(db, number, password, device=DEVICE, terms=TERMS)


async def _records(db: Database) -> list[tuple[str, str, bool]]:
    async with db.reading() as read:
        rows = await read.fetch("select number, outcome, staff_id from sign_in order by id")
    return [(row["number"], row["outcome"], row["staff_id"] is not None) for row in rows]


async def test_the_right_password_opens_a_session(db: Database, clock: VirtualClock) -> None:
    city = await a_city(db)

    signed_in = await _sign_in(db)

    actor = await login.require_actor(db, signed_in.token, TERMS)
    assert (actor.staff_id, actor.number, actor.team_id) == (city["0101"].id, "0101", city.teams[0].id)
    assert actor.session_id == signed_in.session.id
    assert signed_in.session.expires_at == clock.now() + timedelta(hours=12)
    assert await _records(db) == [("0101", "accepted", True)]


async def test_only_the_digest_of_the_token_is_kept(db: Database) -> None:
    await a_city(db)

    signed_in = await _sign_in(db)

    async with db.reading() as read:
        row = await read.fetchrow("select * from staff_session")
    assert row is not None
    assert len(row["token_hash"]) == 32
    assert signed_in.token not in str(dict(row))


async def test_unknown_number_and_wrong_password_answer_alike(db: Database) -> None:
    await a_city(db)

    with pytest.raises(WrongPassword) as unknown:
        await _sign_in(db, "7777")
    with pytest.raises(WrongPassword) as wrong:
        await _sign_in(db, "0101", "Shanghai-12345")

    assert unknown.value.message == wrong.value.message
    assert await _records(db) == [("7777", "wrong", False), ("0101", "wrong", True)]


@pytest.mark.parametrize("number", ["0101", "7777"])
async def test_the_sixth_try_is_locked_out_whether_the_number_exists_or_not(
    db: Database, number: str
) -> None:
    await a_city(db)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await _sign_in(db, number, "Shanghai-12345")

    with pytest.raises(SignInLocked) as refusal:
        await _sign_in(db, number)

    assert "15 分钟" in refusal.value.message
    assert [outcome for _, outcome, _ in await _records(db)] == ["wrong"] * 5 + ["locked"]


async def test_the_lock_opens_after_a_quarter_of_an_hour(db: Database, clock: VirtualClock) -> None:
    await a_city(db)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await _sign_in(db, "0101", "Shanghai-12345")

    clock.advance(timedelta(minutes=15))

    assert (await _sign_in(db)).staff.number == "0101"


async def test_one_persons_lock_is_not_anothers(db: Database) -> None:
    await a_city(db)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await _sign_in(db, "0101", "Shanghai-12345")

    assert (await _sign_in(db, "0102")).staff.number == "0102"


async def test_tries_at_the_same_moment_are_all_counted(db: Database) -> None:
    await a_city(db)

    tries = (_sign_in(db, "0101", "Shanghai-12345") for _ in range(8))
    results = await asyncio.gather(*tries, return_exceptions=True)

    kinds = [type(result) for result in results]
    assert (kinds.count(WrongPassword), kinds.count(SignInLocked)) == (5, 3)


async def test_a_session_ends_when_it_was_not_used_for_twelve_hours(
    db: Database, clock: VirtualClock
) -> None:
    await a_city(db)
    token = (await _sign_in(db)).token

    clock.advance(timedelta(hours=12))

    with pytest.raises(NotSignedIn):
        await login.require_actor(db, token, TERMS)


async def test_use_prolongs_a_session_but_not_beyond_a_day(db: Database, clock: VirtualClock) -> None:
    await a_city(db)
    token = (await _sign_in(db)).token

    for _ in range(2):
        clock.advance(timedelta(hours=11))
        assert (await login.require_actor(db, token, TERMS)).number == "0101"

    clock.advance(timedelta(hours=2))
    with pytest.raises(NotSignedIn):
        await login.require_actor(db, token, TERMS)


@pytest.mark.parametrize("token", [None, "", "x", "ä" * 50])
async def test_a_foreign_token_is_nobodys(db: Database, token: str | None) -> None:
    await a_city(db)
    await _sign_in(db)

    assert await login.held(db, token, TERMS) is None


async def test_a_password_changed_while_it_is_checked_does_not_open(db: Database) -> None:
    city = await a_city(db)
    async with db.reading() as read:
        old_hash = await queries.password_hash(read, "0101")
    await login.set_password(db, "0101", "Pudong-12366")

    async with db.deed() as tx:
        attempt = Attempt(number="0101", checked_hash=old_hash, matches=True, device=DEVICE)
        outcome = await commands.sign_in(tx, attempt, TERMS)

    assert outcome == "wrong"
    assert city["0101"].number == "0101"


async def test_a_new_password_ends_the_sessions_and_opens_the_lock(db: Database) -> None:
    await a_city(db)
    token = (await _sign_in(db)).token
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await _sign_in(db, "0101", "Shanghai-12345")

    await login.set_password(db, "0101", "Pudong-12366")

    assert await login.held(db, token, TERMS) is None
    assert (await _sign_in(db, "0101", "Pudong-12366")).staff.number == "0101"


async def test_who_has_no_password_cannot_log_in(db: Database) -> None:
    await a_city(db)
    async with db.deed() as tx:
        await tx.execute("delete from credential")

    with pytest.raises(WrongPassword):
        await _sign_in(db)


async def test_a_hash_made_off_the_loop_leaves_the_loop_free(db: Database) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await passwords.hash_password(PASSWORD)
    ticking.cancel()

    assert ticks > 10
