"""What strangers and broken programs send to the exchange: refused, and whoever calls next is served."""

import pytest

from tests.support.exchange import PROMPT, STRANGER
from tests.support.led_exchange import LedExchange, hears
from tests.support.phone import Ended, Phone, phone
from tests.support.waiting import until

REGISTER = (
    "REGISTER sip:helpline SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKreg{n};rport\r\n"
    "From: <sip:{account}@helpline>;tag=1\r\nTo: <sip:{account}@helpline>\r\nCall-ID: reg-{n}\r\nCSeq: {n} REGISTER\r\n"
    "Contact: <sip:x@127.0.0.1:{port}>\r\nMax-Forwards: 70\r\n{more}Content-Length: 0\r\n\r\n"
)
FORGED = (
    'Authorization: Digest username="{account}",realm="asterisk",nonce="0",uri="sip:helpline",'
    'response="0123456789abcdef0123456789abcdef",algorithm=MD5\r\n'
)


@pytest.mark.parametrize(
    "packet",
    [
        "INVITE",
        "\x00\xff" * 700,
        "INVITE sip:x SIP/2.0\r\nContent-Length: 99999999\r\n\r\n",
        "INVITE sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP x\r\n" + "Route: <sip:x>\r\n" * 100 + "\r\n",
        "BYE sip:nobody SIP/2.0\r\nCall-ID: 1\r\nCSeq: x BYE\r\n\r\n",
    ],
    ids=["cut", "noise", "endless", "routes", "stray"],
)
async def test_malformed_packets_do_no_harm(hotline: LedExchange, caller: Phone, packet: str) -> None:
    for _ in range(20):
        caller.send(packet)
    mine = await caller.dial("4008001")
    await hears(mine, PROMPT)


async def test_a_flood_of_calls_from_a_stranger_reaches_nobody(hotline: LedExchange, caller: Phone) -> None:
    async with phone(STRANGER, hotline.node.sip) as stranger:
        talks = [await stranger.begin("4008001") for _ in range(100)]
        with pytest.raises(Ended):
            await stranger.answered(talks[-1])
        assert await hotline.rest.ask("GET", "channels") == []
    mine = await caller.dial("4008001")
    await hears(mine, PROMPT)
    async with hotline.db.reading() as read:
        assert await read.fetchval("select count(*) from call") == 1


async def test_callers_beyond_what_a_line_may_bring_are_told_that_it_is_full(
    hotline: LedExchange, caller: Phone
) -> None:
    """The test's public line may bring twelve at once."""
    for _ in range(12):
        await caller.dial("4008001")
    with pytest.raises(Ended) as full:
        await caller.dial("4008001")
    assert full.value.status >= 480


async def test_a_phone_with_a_wrong_password_is_not_registered(hotline: LedExchange) -> None:
    async with phone("127.0.0.3", hotline.node.sip) as seat:
        await hotline.consultant(seat)
    async with phone("127.0.0.1", hotline.node.sip) as thief:
        for number, account in enumerate(("seat-0", "seat-" + "f" * 32), 1):
            forged = FORGED.format(account=account)
            thief.send(REGISTER.format(port=thief.port, n=number, account=account, more=forged))

        async def refused() -> bool:
            return len(thief.refusals) >= 2

        await until(refused)
        assert set(thief.refusals) <= {401, 403, 404}
    assert "Avail" not in hotline.exchange.say("pjsip show contacts").replace("Unavail", "")
