"""A telephone: SIP over UDP and A-law sound over RTP, just enough to call, to be called, and to say what was heard."""

import asyncio
import contextlib
import re
import secrets
import struct
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import numpy as np

RATE = 8000
FRAME = 160
"""Samples in one packet: 20 ms."""
ALAW, KEYS = 8, 101


def _alaw_table() -> np.ndarray[Any, np.dtype[np.int16]]:
    codes = np.arange(256, dtype=np.int32) ^ 0x55
    exponent, mantissa = (codes & 0x70) >> 4, codes & 0x0F
    size = np.where(
        exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0)
    )
    return np.where(codes & 0x80, size, -size).astype(np.int16)


TABLE = _alaw_table()
_ORDER = np.argsort(TABLE, kind="stable")


def alaw(samples: np.ndarray[Any, Any]) -> bytes:
    """Samples as A-law."""
    place = np.searchsorted(TABLE[_ORDER], samples).clip(0, 255)
    return bytes(_ORDER[place].astype(np.uint8))


def linear(coded: bytes) -> np.ndarray[Any, np.dtype[np.int16]]:
    """A-law as samples."""
    return TABLE[np.frombuffer(coded, dtype=np.uint8)]


def loudness(samples: np.ndarray[Any, Any]) -> float:
    """Root of the mean square: a loud voice has some thousands, silence under ten."""
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float64))))) if len(samples) else 0.0


def share_of(samples: np.ndarray[Any, Any], tone: int) -> float:
    """Which part of the sound is this tone, 0 to 1."""
    if not len(samples):
        return 0.0
    power = np.abs(np.fft.rfft(samples.astype(np.float64) * np.hanning(len(samples)))) ** 2
    at = round(tone * len(samples) / RATE)
    return float(power[max(0, at - 4) : at + 5].sum() / max(power.sum(), 1.0))


class Ended(Exception):  # noqa: N818 - it is an answer
    """The call was refused or is over. `status`: SIP's, 0 after a goodbye."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class _Sound(asyncio.DatagramProtocol):
    """What is heard: frames in the order in which they come."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if len(data) > 12 and data[1] & 0x7F == ALAW:
            self.frames.append(data[12:])


class Talk:
    """One call of a telephone, as caller or called."""

    def __init__(self, phone: "Phone", call_id: str, sound: _Sound, rtp: asyncio.DatagramTransport) -> None:
        self.phone, self.call_id, self._sound, self._rtp = phone, call_id, sound, rtp
        self.tag = secrets.token_hex(4)
        self.answers: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
        self.over = asyncio.Event()
        self.invite = ""
        self.local, self.remote, self.target, self.sequence = "", "", "", 1
        self.to_address: tuple[str, int] | None = None
        self._tone = 0
        self._sender: asyncio.Task[None] | None = None
        self._number, self._stamp, self._source = 0, 0, secrets.randbits(32)

    @property
    def rtp_port(self) -> int:
        return int(self._rtp.get_extra_info("sockname")[1])

    def speak(self, tone: int) -> None:
        """From now on say a tone of so many hertz; 0: silence."""
        self._tone = tone

    async def press(self, key: str) -> None:
        """Press a key for a tenth of a second (RFC 4733)."""
        event = "0123456789*#".index(key)
        stamp = self._stamp
        for step in range(8):
            end = 0x80 if step >= 5 else 0
            self._send(
                KEYS, struct.pack("!BBH", event, end | 10, (min(step, 5) + 1) * FRAME), stamp, first=step == 0
            )
            await asyncio.sleep(0.02)  # the length of a packet is the wire's, not a guess

    def heard(self, seconds: float) -> np.ndarray[Any, np.dtype[np.int16]]:
        """The last so many seconds."""
        return linear(b"".join(self._sound.frames[-int(seconds * 50) :]))

    async def listen(self, seconds: float) -> np.ndarray[Any, np.dtype[np.int16]]:
        """What is heard during the next so many seconds; less where nothing comes."""
        begin = len(self._sound.frames)
        for _ in range(int(seconds * 50 * 3)):
            if len(self._sound.frames) - begin >= seconds * 50:
                break
            await asyncio.sleep(0.02)
        return linear(b"".join(self._sound.frames[begin : begin + int(seconds * 50)]))

    async def hang_up(self) -> None:
        """Say goodbye."""
        if not self.over.is_set():
            self.phone.send(self.request("BYE"))
            self.finish()

    def finish(self) -> None:
        """Nothing more is said."""
        self.over.set()
        if self._sender is not None:
            self._sender.cancel()

    def vanish(self) -> None:
        """End without a word, as a telephone does whose battery is empty."""
        self.finish()
        self._rtp.close()

    def request(self, method: str, *, sequence: int | None = None, body: str = "", more: str = "") -> str:
        """A request within the call."""
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        return self.phone.message(
            f"{method} {self.target} SIP/2.0",
            self.local,
            self.remote,
            self.call_id,
            f"{sequence} {method}",
            body,
            more,
        )

    def offer(self) -> str:
        """What sound we take, and where."""
        ip = self.phone.ip
        return (
            f"v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n"
            f"m=audio {self.rtp_port} RTP/AVP {ALAW} {KEYS}\r\n"
            f"a=rtpmap:{ALAW} PCMA/8000\r\na=rtpmap:{KEYS} telephone-event/8000\r\na=fmtp:{KEYS} 0-16\r\na=ptime:20\r\n"
        )

    def connect(self, description: str) -> None:
        """Send sound to where the description says."""
        host = re.search(r"c=IN IP4 (\S+)", description)
        port = re.search(r"m=audio (\d+)", description)
        assert host is not None
        assert port is not None
        self.to_address = (host[1], int(port[1]))
        if self._sender is None:
            self._sender = asyncio.create_task(self._speaking())

    async def _speaking(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            at = np.arange(self._stamp, self._stamp + FRAME)
            wave = 8000 * np.sin(2 * np.pi * self._tone * at / RATE) if self._tone else np.zeros(FRAME)
            self._send(ALAW, alaw(wave), self._stamp)
            self._stamp += FRAME
            due += 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    def _send(self, kind: int, payload: bytes, stamp: int, *, first: bool = False) -> None:
        self._number = (self._number + 1) & 0xFFFF
        marked = kind | (0x80 if first else 0)
        head = struct.pack("!BBHII", 0x80, marked, self._number, stamp & 0xFFFFFFFF, self._source)
        if self.to_address and not self._rtp.is_closing():
            self._rtp.sendto(head + payload, self.to_address)


class Phone(asyncio.DatagramProtocol):
    """A telephone at an address of its own on loopback: 127.0.0.2 is the public network, 127.0.0.4 is 12366."""

    def __init__(self, ip: str, exchange: tuple[str, int]) -> None:
        self.ip, self._exchange = ip, exchange
        self.talks: dict[str, Talk] = {}
        self.ringing: asyncio.Queue[Talk] = asyncio.Queue()
        self.asked: list[str] = []
        """Every request that came."""
        self.refusals: list[int] = []
        """Answers of 400 and more to what is no call."""
        self._wire: asyncio.DatagramTransport | None = None
        self._task: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = cast("asyncio.DatagramTransport", transport)

    @property
    def port(self) -> int:
        assert self._wire is not None
        return int(self._wire.get_extra_info("sockname")[1])

    async def dial(
        self,
        number: str,
        *,
        caller: str = "13800000001",
        name: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Talk:
        """Call a number and wait until it is answered.

        Raises:
            Ended: it is refused.
        """
        talk = await self.begin(number, caller=caller, name=name, more=more)
        await self.answered(talk)
        return talk

    async def begin(
        self,
        number: str,
        *,
        caller: str = "13800000001",
        name: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Talk:
        """Send the call, and wait for nothing."""
        talk = await self._talk(secrets.token_hex(8))
        host, port = self._exchange
        talk.local = f'"{name}" <sip:{caller}@{self.ip}>;tag={talk.tag}'
        talk.remote, talk.target = f"<sip:{number}@{host}>", f"sip:{number}@{host}:{port}"
        extra = "".join(f"{key}: {value}\r\n" for key, value in (more or {}).items())
        self.send(talk.request("INVITE", sequence=1, body=talk.offer(), more=extra))
        return talk

    async def answered(self, talk: Talk) -> None:
        """Wait for the answer of a call that was begun."""
        while True:
            status, answer = await asyncio.wait_for(talk.answers.get(), 20)
            if status < 200:
                continue
            talk.remote = _header(answer, "To")
            if status >= 300:
                self.send(talk.request("ACK", sequence=1))
                talk.finish()
                raise Ended(status)
            talk.target = re.sub(r".*<(.*?)>.*", r"\1", _header(answer, "Contact"))
            self.send(talk.request("ACK", sequence=1))
            talk.connect(answer.partition("\r\n\r\n")[2])
            return

    async def cancel(self, talk: Talk) -> None:
        """Give up a call that was not answered yet."""
        self.send(talk.request("CANCEL", sequence=1))

    async def rung(self) -> Talk:
        """The next call that comes."""
        return await asyncio.wait_for(self.ringing.get(), 20)

    def pick_up(self, talk: Talk) -> None:
        """Answer a call that came."""
        talk.connect(talk.invite.partition("\r\n\r\n")[2])
        self._reply(talk.invite, "200 OK", talk.tag, talk.offer())

    def refuse(self, talk: Talk, status: str = "486 Busy Here") -> None:
        """Do not take a call that came."""
        self._reply(talk.invite, status, talk.tag)

    def message(  # noqa: PLR0917 - a message has so many parts
        self, start: str, local: str, remote: str, call_id: str, sequence: str, body: str = "", more: str = ""
    ) -> str:
        """A request as text. All of one transaction share a branch: what is cancelled or acknowledged is known by it."""
        branch = f"z9hG4bK{call_id[:12]}{sequence.split(maxsplit=1)[0]}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{start}\r\nVia: SIP/2.0/UDP {self.ip}:{self.port};branch={branch};rport\r\nFrom: {local}\r\nTo: {remote}\r\n"
            f"Call-ID: {call_id}\r\nCSeq: {sequence}\r\nContact: <sip:phone@{self.ip}:{self.port}>\r\nMax-Forwards: 70\r\n"
            f"{more}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )

    def send(self, text: str) -> None:
        """Any packet."""
        assert self._wire is not None
        if not self._wire.is_closing():
            self._wire.sendto(text.encode(), self._exchange)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        text = data.decode(errors="replace")
        talk = self.talks.get(_header(text, "Call-ID"))
        if not text.startswith("SIP/2.0"):
            self.asked.append(text)
            self._asked(text, text.split(" ", 1)[0], talk)
        elif talk is not None and " INVITE" in _header(text, "CSeq"):
            talk.answers.put_nowait((int(text.split(" ", 2)[1]), text))
        elif int(text.split(" ", 2)[1]) >= 400:
            self.refusals.append(int(text.split(" ", 2)[1]))

    def _asked(self, text: str, method: str, talk: Talk | None) -> None:
        if method == "INVITE" and talk is None:
            self._task = asyncio.ensure_future(self._incoming(text))
        elif method == "INVITE" and talk is not None:
            self._reply(text, "200 OK", talk.tag, talk.offer())
        elif method != "ACK":
            self._reply(text, "200 OK")
        if method in {"BYE", "CANCEL"} and talk is not None:
            if method == "CANCEL":
                self._reply(talk.invite, "487 Request Terminated", talk.tag)
            talk.finish()

    async def close(self) -> None:
        """Hang everything up."""
        for talk in self.talks.values():
            await talk.hang_up()
            talk.vanish()
        assert self._wire is not None
        self._wire.close()
        await asyncio.sleep(0)  # a socket is closed in the loop's next turn

    async def _talk(self, call_id: str) -> Talk:
        loop = asyncio.get_running_loop()
        rtp, sound = await loop.create_datagram_endpoint(_Sound, local_addr=(self.ip, 0))
        talk = self.talks[call_id] = Talk(self, call_id, sound, rtp)
        return talk

    async def _incoming(self, text: str) -> None:
        talk = await self._talk(_header(text, "Call-ID"))
        talk.invite = text
        talk.local, talk.remote = f"{_header(text, 'To')};tag={talk.tag}", _header(text, "From")
        talk.target = re.sub(r".*<(.*?)>.*", r"\1", _header(text, "Contact"))
        self._reply(text, "180 Ringing", talk.tag)
        self.ringing.put_nowait(talk)

    def _reply(self, request: str, status: str, tag: str = "", body: str = "") -> None:
        kept = [
            line for line in request.split("\r\n") if re.match(r"(Via|From|Call-ID|CSeq|Record-Route):", line)
        ]
        to = _header(request, "To")
        if tag and ";tag=" not in to:
            to += f";tag={tag}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        lines = "\r\n".join(kept)
        self.send(
            f"SIP/2.0 {status}\r\n{lines}\r\nTo: {to}\r\nContact: <sip:phone@{self.ip}:{self.port}>\r\n{kind}"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )


@contextlib.asynccontextmanager
async def phone(ip: str, exchange_port: int, port: int = 0) -> AsyncIterator[Phone]:
    """A telephone that is put away at the end."""
    loop = asyncio.get_running_loop()
    _, made = await loop.create_datagram_endpoint(
        lambda: Phone(ip, ("127.0.0.1", exchange_port)), local_addr=(ip, port)
    )
    try:
        yield made
    finally:
        await made.close()


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
