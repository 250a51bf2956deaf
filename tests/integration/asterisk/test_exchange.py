"""Our own Asterisk: unprivileged, on loopback only, never dropping a caller, deaf to strangers."""

import asyncio
import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from helpline.kit.asterisk.configuration.sip import seat_objects
from helpline.kit.asterisk.configuration.tree import USER
from helpline.kit.asterisk.launcher import Exchange, Node
from helpline.kit.asterisk.wire.events import Events, Socket
from helpline.kit.asterisk.wire.rest import Already, Gone, Rest, Unauthorised
from tests.support.exchange import MUSIC, PROMPT, PROMPT_SECONDS, STRANGER
from tests.support.phone import Ended, Phone, loudness, phone, share_of
from tests.support.waiting import until


def events(node: Node) -> Events:
    return Events(node.url, USER, node.secret, application="helpline")


def registered(node: Node, rest: Rest) -> AbstractAsyncContextManager[Socket]:
    return events(node).open(rest)


@pytest.mark.article("R14.2")
def test_it_runs_without_privileges_and_listens_on_loopback_only(exchange: Exchange) -> None:
    status = Path(f"/proc/{exchange.pid}/status").read_text()
    owner = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Uid:"))
    assert owner == (os.geteuid() or 65534)
    assert exchange.pid is not None
    assert set(_listening(exchange.pid)) == {"0100007F"}, "TCP"
    assert exchange.say("pjsip show transports").count("127.0.0.1") == 2


async def test_a_registered_application_hears_a_call_arrive(node: Node, rest: Rest, caller: Phone) -> None:
    async with registered(node, rest) as socket:
        talk = await caller.begin("4008001", caller="13812345678")
        async for event in socket.events():
            if event.type == "StasisStart":
                break
    assert event.args == ("in", "public", "13812345678", "4008001")
    assert event.channel is not None
    assert event.channel.id.startswith("node1-")
    await caller.cancel(talk)


async def test_without_a_controller_the_caller_waits_with_music_and_then_leaves_a_message(
    exchange: Exchange, caller: Phone
) -> None:
    talk = await caller.dial("4008001", caller="13812345678")
    talk.speak(700)
    assert share_of(await talk.listen(0.6), PROMPT) > 0.7, "it is told what happens"
    waited = await talk.listen(2)
    assert share_of(waited[-8000:], MUSIC) > 0.7, "it waits with music"
    await until(lambda: _length_of_message(exchange, "13812345678"))
    await talk.listen(1.5)  # while it speaks
    await talk.hang_up()
    size = await until(lambda: _length_of_message(exchange, "13812345678", over=8000))
    assert size > 8000, "what was said before hanging up is kept"


async def test_a_caller_who_waits_without_a_controller_reaches_one_that_comes_back(
    node: Node, rest: Rest, caller: Phone
) -> None:
    talk = await caller.dial("4008001")
    assert loudness(await talk.listen(1.2)) > 1000
    async with registered(node, rest) as socket:
        async for event in socket.events():
            if event.type == "StasisStart":
                break
    assert not talk.over.is_set()
    assert event.args[0] == "in"


async def test_a_stranger_and_a_wrong_password_are_refused(node: Node) -> None:
    async with phone(STRANGER, node.sip) as stranger:
        with pytest.raises(Ended) as refused:
            await stranger.dial("4008001")
    assert refused.value.status in {401, 403}
    wrong = Rest(node.url, USER, "wrong")
    with pytest.raises(Unauthorised):
        await wrong.ask("GET", "channels")
    wrong.close()


async def test_refusals_come_by_kind(rest: Rest) -> None:
    with pytest.raises(Gone):
        await rest.ask("POST", "channels/nobody/answer")
    await rest.ask("POST", "bridges", type="mixing", bridgeId="mix-x")
    with pytest.raises(Already):
        await rest.ask("POST", "bridges", type="mixing", bridgeId="mix-x")
    await rest.ask("DELETE", "bridges/mix-x")


async def test_a_consultants_phone_is_made_known_while_it_runs(exchange: Exchange, rest: Rest) -> None:
    for kind, fields in seat_objects("127.0.0.1", "seat-9", "secret").items():
        body = {"fields": [{"attribute": name, "value": value} for name, value in fields.items()]}
        await rest.ask("PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/seat-9", body)
    assert "seat-9" in exchange.say("pjsip show endpoints")


async def test_one_that_dies_is_started_again_on_the_same_ports(exchange: Exchange, node: Node) -> None:
    exchange.kill()
    assert not exchange.runs()
    again = await asyncio.to_thread(exchange.start)
    assert again == node, "who speaks with it need not be told"


def _listening(pid: int) -> list[str]:
    """Addresses, in hexadecimal, on which a process takes TCP connections."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    tables = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return [row[1].split(":")[0] for row in tables if row[3] == "0A" and f"socket:[{row[9]}]" in inodes]


async def _length_of_message(exchange: Exchange, number: str, over: int = 0) -> int:
    sizes = [found.stat().st_size for found in exchange.spool.glob(f"left-*-{number}-public.wav")]
    return max((size for size in sizes if size > over), default=0)


assert PROMPT_SECONDS < 1
