"""The doors of the desk's phone: its account, and the line over which it speaks with the exchange.

The line is a proxy on our own origin: the exchange itself is never open to the network. It lets through what the phone of a
desk says, and nothing else: it registers and talks when it is called, it never dials by itself.
"""

import asyncio
import re
from functools import partial
from typing import Any

from litestar import Controller, WebSocket, get, websocket
from litestar.di import NamedDependency
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from helpline.app.line import Line, line_of
from helpline.app.network import network_of
from helpline.app.pace import Pace
from helpline.app.parts import Parts
from helpline.app.phones import NO_EXCHANGE, NO_HOTLINE, PATH, Phone, Registrar, phone_of
from helpline.app.problem import SOCKET_CODE
from helpline.app.topics import SIGNED_OUT
from helpline.kit.log import Log
from helpline.kit.mailbox import Mailbox
from helpline.kit.refusal import Forbidden, Refused
from helpline.people.http import provide_held
from helpline.people.model import Actor, session_topic
from helpline.people.policy import require

log = Log(__name__)

SIP = Subprotocol("sip")
FRAME_LIMIT = 32_768
"""Bytes of one message of SIP; an offer of a browser's sound takes four thousand."""

FRAMES_A_SECOND = 20
FRAMES_AT_ONCE = 100
PATIENCE = 5.0
"""Seconds in which the exchange has to open the line."""

SILENT_TOO_LONG = 150.0
"""Seconds: a phone registers anew each one or two minutes."""

UNFIT = 1008
AWAY = 1013
"""The exchange ended the line or is away: the phone tries again."""

_REQUEST = re.compile(r"(REGISTER|INVITE|ACK|BYE|CANCEL|INFO|OPTIONS|UPDATE|PRACK) sip:\S+ SIP/2\.0\r\n")
_ANSWER = re.compile(r"SIP/2\.0 [1-6]\d\d[^\r\n]*\r\n")
_DIALS = re.compile(r"INVITE ")
_IN_A_CALL = re.compile(r"^(?:to|t)[ \t]*:[^\r\n]*;[ \t]*tag[ \t]*=", re.IGNORECASE | re.MULTILINE)
_BEATS = frozenset({"\r\n\r\n", "\r\n"})


class ExchangeAway(Refused):
    code, status = "exchange-away", 503


class PhoneDoor(Controller):
    """The account."""

    path = "/api/desk"
    tags = ["工作台"]

    @get("/phone")
    async def phone(self, parts: NamedDependency[Parts], staff: NamedDependency[Actor]) -> Phone:
        require(staff, "conversation.serve")
        try:
            return await phone_of(parts.registrar, staff.staff_id, staff.number, parts.db.clock.now())
        except (ConnectionError, TimeoutError) as trouble:
            log.warning("phone.exchange_away", reason=repr(trouble))
            raise ExchangeAway(NO_EXCHANGE) from None


@websocket(PATH)
async def phone_line(socket: WebSocket[Any, Any, Any], parts: NamedDependency[Parts]) -> None:
    """Opens the line when somebody who serves asks for it by the cookie and speaks SIP."""
    actor = await _speaker(socket, parts)
    registrar = parts.registrar
    if registrar is None:
        raise ExchangeAway(NO_HOTLINE)
    network = network_of(socket.client.host if socket.client else "")
    parts.phone_lines.came(actor.staff_id)
    try:
        parts.sockets.came(network)
    except BaseException:
        parts.phone_lines.left(actor.staff_id)
        raise
    try:
        wire = await _opened(registrar)
        await socket.accept(subprotocols=SIP)
    except BaseException:
        _left(parts, actor, network)
        raise
    line_of(socket.scope).then = partial(_stay, parts, actor, network, wire)


async def _speaker(socket: WebSocket[Any, Any, Any], parts: Parts) -> Actor:
    """Who knocks; foreign pages that bring a cookie were refused before.

    Raises:
        Refused: nobody who serves, or no phone.
    """
    held = await provide_held(socket.scope, parts.db, parts.login_terms)
    if held.due:
        raise Forbidden("请先完成登录要求的事项。")
    require(held.actor, "conversation.serve")
    if SIP not in socket.scope["subprotocols"]:
        raise Forbidden("这个地址只供工作台的电话使用。")
    return held.actor


async def _opened(registrar: Registrar) -> ClientConnection:
    try:
        return await connect(
            registrar.socket_url,
            subprotocols=[SIP],
            max_size=FRAME_LIMIT,
            open_timeout=PATIENCE,
            close_timeout=1,
            compression=None,
            proxy=None,
        )
    except (OSError, WebSocketException) as trouble:  # a time-out is an OSError too
        log.warning("phone.exchange_away", reason=repr(trouble))
        raise ExchangeAway(NO_EXCHANGE) from None


def _left(parts: Parts, actor: Actor, network: str) -> None:
    parts.sockets.left(network)
    parts.phone_lines.left(actor.staff_id)


async def _stay(parts: Parts, actor: Actor, network: str, wire: ClientConnection, line: Line) -> None:
    try:
        await _talk(parts, actor, wire, line)
    finally:
        await wire.close()
        _left(parts, actor, network)


async def _talk(parts: Parts, actor: Actor, wire: ClientConnection, line: Line) -> None:
    """Until one of the ends is gone, the phone says what no phone says, or the log-in ends."""
    mailbox = Mailbox()
    session = await parts.hub.subscribe(session_topic(actor.session_id), actor, mailbox, 0)
    halves = [
        asyncio.create_task(_out(line, wire)),
        asyncio.create_task(_back(line, wire)),
        asyncio.create_task(_watch(line, mailbox)),
    ]
    try:
        done, _ = await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
        for half in done:
            half.result()
    except (ConnectionClosed, ConnectionError):
        await line.close(AWAY, "exchange-away")
    finally:
        parts.hub.unsubscribe(session)
        for half in halves:
            half.cancel()
        await asyncio.gather(*halves, return_exceptions=True)


async def _out(line: Line, wire: ClientConnection) -> None:
    """From the phone to the exchange."""
    loop = asyncio.get_running_loop()
    pace = Pace(FRAMES_A_SECOND, FRAMES_AT_ONCE)
    while (said := await _heard(line)) is not None:
        if (too_fast := pace.wait(loop.time())) > 0:
            await asyncio.sleep(too_fast)
        if not fit(said):
            log.warning("phone.unfit", size=len(said))
            await line.close(UNFIT, "unfit")
            return
        await wire.send(said)


async def _heard(line: Line) -> str | None:
    """The next message; None: the phone is gone, or has been silent for so long that it must be."""
    try:
        async with asyncio.timeout(SILENT_TOO_LONG):
            return await line.hear()
    except TimeoutError:
        await line.close(AWAY, "silent")
        return None


async def _back(line: Line, wire: ClientConnection) -> None:
    """From the exchange to the phone."""
    async for said in wire:
        await line.say(said if isinstance(said, str) else said.decode())
    await line.close(AWAY, "exchange-away")


async def _watch(line: Line, mailbox: Mailbox) -> None:
    """A phone does not outlive the log-in that opened it. A locked page keeps it: a call goes on behind the lock."""
    while (told := await mailbox.take()) is not None:
        if told == SIGNED_OUT:
            await line.close(SOCKET_CODE + 401, "not-signed-in")
            return


def fit(said: str) -> bool:
    """Whether the phone of a desk says such a thing: it takes calls, and begins none."""
    if said in _BEATS:
        return True
    if len(said.encode()) > FRAME_LIMIT:
        return False
    if _ANSWER.match(said):
        return True
    if not _REQUEST.match(said):
        return False
    head = said.partition("\r\n\r\n")[0]
    return not _DIALS.match(said) or _IN_A_CALL.search(head) is not None
