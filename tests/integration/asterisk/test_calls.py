"""The caller's and the consultant's way over a real Asterisk, with sound: what each hears is measured on their own wire."""

import asyncio
import wave
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from helpline.calls.recordings.commands import file_key, opened
from helpline.calls.recordings.model import Recording
from helpline.calls.recordings.store import of_calls
from helpline.calls.recordings.sweeper import Sweeper
from helpline.kit.asterisk.launcher import Exchange
from helpline.kit.files import FolderStore
from tests.conftest import TUESDAY
from tests.support.exchange import MUSIC, PROMPT, STAND_IN_12366
from tests.support.led_exchange import CALLER, NODE, SEAT, LedExchange, hears, led, talking
from tests.support.phone import Phone, loudness, phone, share_of
from tests.support.recordings import long_ago
from tests.support.waiting import until


@pytest.mark.article("R5.1", "R11.1")
async def test_a_caller_hears_the_notice_presses_a_key_waits_with_music_talks_and_is_recorded(
    hotline: LedExchange, caller: Phone, seat: Phone, tmp_path: Path
) -> None:
    mine = await caller.dial("4008001", caller="13812345678")
    mine.speak(CALLER)
    await hears(mine, PROMPT)
    await mine.press("0")
    await hotline.reaches("waiting")
    await hears(mine, MUSIC)

    await hotline.consultant(seat)
    theirs = await seat.rung()
    theirs.speak(SEAT)
    assert "13812345678" not in theirs.invite, "the number is masked where it need not be seen"
    seat.pick_up(theirs)
    call = await hotline.reaches("talking")

    await hears(mine, SEAT, 0.95)
    await hears(theirs, CALLER, 0.95)
    assert share_of(await mine.listen(1), MUSIC) < 0.001, "the music is gone"

    await theirs.hang_up()
    await hotline.reaches("rating")
    await hears(mine, PROMPT)
    await mine.press("5")
    call = await hotline.reaches("ended")
    assert (call.state.outcome, call.state.rating) == ("answered", 5)
    await until(lambda: _true(mine.over.is_set()))
    spooled = hotline.exchange.spool / f"rec-{call.id}.wav"
    said = _recorded(spooled)
    assert loudness(said) > 500
    assert share_of(said[-12000:], CALLER) > 0.2
    assert share_of(said[-12000:], SEAT) > 0.2
    whole = spooled.read_bytes()
    kept = await stored(hotline, FolderStore(tmp_path), call.id)
    assert not spooled.exists()
    assert not kept.is_silent
    assert opened(kept, await FolderStore(tmp_path).get(file_key(kept.id))) == whole
    assert await _left_over(hotline) == []


async def stored(hotline: LedExchange, files: FolderStore, call: UUID) -> Recording:
    """The recording, as soon as the sweep has brought it into the file store."""
    sweeper = Sweeper(hotline.db, files, hotline.exchange.spool, NODE)

    async def look() -> Recording | None:
        await sweeper.sweep()
        async with hotline.db.reading() as read:
            return next(iter(await of_calls(read, [call])), None)

    found = await until(look)
    assert found is not None
    return found


@pytest.mark.article("R14.2")
async def test_a_talk_outlives_the_process_that_led_it_and_is_adopted(
    hotline: LedExchange, caller: Phone, seat: Phone
) -> None:
    mine, theirs, _ = await talking(hotline, caller, seat)
    await hotline.abandon()
    await hears(mine, SEAT, 0.95)
    await hotline.lead()
    assert (await hotline.call()).state.phase == "talking"
    await hears(theirs, CALLER, 0.95)
    await theirs.hang_up()
    await hotline.reaches("rating")
    await mine.hang_up()
    assert (await hotline.reaches("ended")).state.outcome == "answered"


@pytest.mark.article("R14.2")
async def test_a_waiting_caller_keeps_the_place_when_the_leading_process_dies(
    hotline: LedExchange, caller: Phone, seat: Phone
) -> None:
    mine = await caller.dial("4008001")
    await mine.press("0")
    since = (await hotline.reaches("waiting")).state.queued_at
    await hotline.abandon()
    await hears(mine, MUSIC)
    await hotline.lead()
    assert (await hotline.call()).state.queued_at == since
    await hotline.consultant(seat)
    seat.pick_up(await seat.rung())
    await hotline.reaches("talking")


@pytest.mark.article("R14.2")
async def test_calls_that_died_with_asterisk_are_closed_as_lost_and_the_next_one_is_served(
    hotline: LedExchange, caller: Phone, seat: Phone, tmp_path: Path
) -> None:
    talk, _theirs, _staff_id = await talking(hotline, caller, seat)
    await talk.listen(6)
    hotline.exchange.kill()
    await asyncio.to_thread(hotline.exchange.start)
    call = await hotline.reaches("ended")
    assert call.state.outcome == "lost"
    long_ago(hotline.exchange.spool / f"rec-{call.id}.wav")
    kept = await stored(hotline, FolderStore(tmp_path), call.id)
    assert kept.is_repaired
    assert kept.seconds > 3, "Asterisk writes every two seconds; what it had written is kept"
    assert not kept.is_silent
    mine = await caller.dial("4008001")
    await hears(mine, PROMPT)


@pytest.mark.article("R5.1")
async def test_a_call_from_12366_is_marked_and_brings_its_case_number(
    hotline: LedExchange, seat: Phone
) -> None:
    async with phone(STAND_IN_12366, hotline.node.sip) as line:
        mine = await line.dial(
            "4008001", more={"X-Case-Number": "SH20261110001", "X-Case-Summary": "申报失败"}
        )
        await hears(mine, PROMPT)
        call = await hotline.call()
        assert call.state.line == "12366"
        assert call.party.handed == {"case": "SH20261110001", "summary": "申报失败"}


@pytest.mark.article("R5.1")
async def test_the_same_headers_from_the_public_network_are_not_believed(
    hotline: LedExchange, caller: Phone
) -> None:
    mine = await caller.dial("4008001", name="a" * 2000, more={"X-Case-Number": "SH20261110001"})
    await hears(mine, PROMPT)
    call = await hotline.call()
    assert (call.state.line, call.party.handed) == ("public", {})


@pytest.mark.article("R6.1")
async def test_outside_service_hours_the_caller_leaves_a_message(
    dsn: str, exchange: Exchange, caller: Phone
) -> None:
    async with led(dsn, exchange, TUESDAY.replace(hour=23)) as hotline:
        mine = await caller.dial("4008001")
        mine.speak(CALLER)
        call = await hotline.reaches("message")
        file = hotline.exchange.spool / f"vm-{call.id}.wav"
        await until(lambda: _true(file.exists()))
        await mine.listen(3)
        await mine.press("#")
        call = await hotline.reaches("ended")
        assert call.state.outcome == "message"
        assert share_of(_recorded(file)[8000:16000], CALLER) > 0.9


async def _true(found: bool) -> bool:
    return found


async def _left_over(hotline: LedExchange) -> list[str]:
    """Channels that Asterisk still has."""

    async def look() -> bool:
        return not await hotline.rest.ask("GET", "channels")

    await until(look)
    return [channel["id"] for channel in await hotline.rest.ask("GET", "channels")]


def _recorded(file: Path) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    with wave.open(str(file)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")


@pytest.mark.article("R14.2")
async def test_a_leading_process_that_is_killed_leaves_the_talk_up_and_new_callers_waiting_for_its_successor(
    hotline: LedExchange, caller: Phone, seat: Phone, tmp_path: Path
) -> None:
    await hotline.abandon()
    doomed = await hotline.process(tmp_path)
    mine, theirs, _ = await talking(hotline, caller, seat)
    doomed.kill()
    doomed.wait()
    late = await caller.dial("4008001", caller="13900000000")
    await hears(late, MUSIC)
    await hears(mine, SEAT, 0.95)
    await hotline.lead()
    await hears(theirs, CALLER, 0.95)
    await late.press("0")
    await until(lambda: _waits(hotline))
    await theirs.hang_up()
    await mine.hang_up()


@pytest.mark.article("R6.1", "R6.2")
async def test_a_message_that_nobody_led_becomes_a_call_with_both_clocks_and_a_number_to_call_back(
    hotline: LedExchange, caller: Phone
) -> None:
    await hotline.abandon()
    mine = await caller.dial("4008001", caller="13711112222")
    mine.speak(CALLER)
    await hears(mine, MUSIC)
    await until(lambda: _true(bool(list(hotline.exchange.spool.glob("left-*-13711112222-*")))), 40)
    await mine.listen(2)
    await mine.hang_up()
    call = await hotline.call()
    assert (call.state.outcome, call.party.number) == ("message", "13711112222")
    assert await hotline.kinds() == ["arrived", "queued", "recorded", "ended"]
    await until(lambda: _true((hotline.exchange.spool / f"vm-{call.id}.wav").exists()))

    async def kept() -> bool:
        async with hotline.db.reading() as read:
            return bool(await read.fetchval("select count(*) from message where client_id = $1", call.id))

    await until(kept)


async def _waits(hotline: LedExchange) -> bool:
    """Whether the one call talks and the other is in line."""
    async with hotline.db.reading() as read:
        phases = await read.fetch("select phase from call order by arrived_at")
    return [row["phase"] for row in phases] == ["talking", "waiting"]
