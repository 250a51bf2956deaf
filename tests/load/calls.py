"""Calls at a rate through the whole system, beside Asterisk's own queue in the same run: what each call costs."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from helpline.calls.ari.seats import account_of
from helpline.kit.account import account
from helpline.kit.asterisk.configuration.sip import seat_objects
from helpline.kit.asterisk.configuration.tree import USER
from helpline.kit.asterisk.launcher import Exchange, Node
from helpline.kit.asterisk.wire.rest import Rest
from helpline.kit.clock import ShiftedClock
from helpline.kit.db import Database
from helpline.kit.ids import new_id
from helpline.routing import commands as routing
from helpline.routing.model import Staff
from tests.conftest import TUESDAY
from tests.load.figure import Figure
from tests.support.exchange import PUBLIC, exchange_in, unpacked
from tests.support.keys import MASTER_KEY
from tests.support.led_exchange import SEATS
from tests.support.waiting import until

FARM_PORT = 25_170
CONSULTANTS = 200
TALK_SECONDS = 5
EXTRA = (
    "app_read",
    "func_cut",
    "func_uri",
    "app_chanspy",
    "func_periodic_hook",
    "func_devstate",
    "app_mixmonitor",
    "app_queue",
)
HEAD = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:13[call_number]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:x@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000

]]></send>
<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="183" optional="true"/>
<recv response="200" rrs="true"/>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:13[call_number]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<nop><action><exec rtp_stream="{speech},-1,8,PCMA/8000"/></action></nop>
<pause milliseconds="900"/>
{method}
<pause milliseconds="{talk}"/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:13[call_number]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 3 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200" crlf="true"/>
</scenario>
"""
PRESS = """<send retrans="500"><![CDATA[
INFO [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:13[call_number]@[local_ip]:[local_port]>;tag=[pid]T[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 INFO
Max-Forwards: 70
Content-Type: application/dtmf-relay
Content-Length: [len]

Signal=0
Duration=160
]]></send>
<recv response="200"/>"""
FARM = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="seats">
<recv request="INVITE" crlf="true"/>
<send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[pid]F[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Length: 0

]]></send>
<pause milliseconds="200"/>
<send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]F[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000

]]></send>
<recv request="ACK" crlf="true"/>
<recv request="BYE" crlf="true" timeout="120000"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""
QUEUE = """
[from-public]
exten => 9101,1,Answer()
 same => n,Read(k,{prompts}/notice,1,,1,1)
 same => n,MixMonitor(q-${{UNIQUEID}}.wav,b)
 same => n,Queue(bench,tc,,,60)
 same => n,Hangup()
"""
QUEUES = "[general]\nautofill=yes\n[bench]\nstrategy=rrmemory\nringinuse=yes\ntimeout=15\nretry=1\nmusicclass=default\n"


class Cost(NamedTuple):
    """Of one way: calls done, milliseconds of Asterisk, of the leading process and of the worker for each call."""

    done: int
    asterisk: float
    leader: float
    worker: float
    lag_p99: float
    peak: int


def cpu(pid: int) -> float:
    """Milliseconds of processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def rss(pid: int) -> int:
    """Megabytes of memory that a process has."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_048_576


class Sipp:
    """The telephone exchange of the other side, from the same unpacked packages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        tree = unpacked()
        libraries = next(iter(tree.glob("usr/lib/*-linux-gnu*")))
        loader = next(iter(libraries.glob("ld-linux*.so.*")))
        self._program = [str(loader), "--library-path", str(libraries), str(tree / "usr/bin/sipp")]
        (folder / "speech.alaw").write_bytes(bytes(range(256)) * 320)

    def farm(self) -> subprocess.Popen[bytes]:
        """Phones of all seats: each rings a moment and is picked up."""
        file = self._folder / "farm.xml"
        file.write_text(FARM)
        where = ["-i", SEATS, "-p", str(FARM_PORT), "-mp", "26000", "-rtp_echo"]
        return self._run([*where, "-sf", str(file), "-nostdin", "127.0.0.1"])

    def calls(self, node: Node, service: str, rate: float, count: int) -> subprocess.Popen[bytes]:
        file = self._folder / f"caller-{service}.xml"
        press = PRESS if service != "9101" else ""
        talk = TALK_SECONDS * 1000
        file.write_text(HEAD.format(speech=self._folder / "speech.alaw", method=press, talk=talk))
        where = ["-i", PUBLIC, "-p", "25171", "-min_rtp_port", "30000", "-max_rtp_port", "39998"]
        pace = ["-s", service, "-r", str(rate), "-m", str(count), "-l", "600", "-timeout", "900s"]
        return self._run([*where, *pace, "-sf", str(file), "-nostdin", f"127.0.0.1:{node.sip}"])

    def _run(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        with (self._folder / "sipp.log").open("ab") as out:
            return subprocess.Popen(
                [*self._program, *arguments], stdout=out, stderr=out, cwd=self._folder, stdin=quiet
            )


async def staffed(db: Database, rest: Rest, duty: list[asyncio.Task[None]]) -> list[str]:
    """Consultants on duty, whose phones are the farm; they stay so until the task in `duty` ends."""
    provider = new_id()
    people = []
    for _ in range(CONSULTANTS):
        staff = Staff(staff_id=new_id(), name="王敏", provider_id=provider, systems=())
        objects = seat_objects("127.0.0.1", account_of(staff.staff_id), "secret")
        objects["aor"]["contact"] = f"sip:phone@{SEATS}:{FARM_PORT}"
        for name in ("webrtc", "dtls_auto_generate_cert", "auth"):
            del objects["endpoint"][name]
        for kind, fields in objects.items():
            body = {"fields": [{"attribute": name, "value": value} for name, value in fields.items()]}
            await rest.ask(
                "PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{account_of(staff.staff_id)}", body
            )
        async with db.deed() as tx:
            await routing.open_seat(tx, staff)
            await routing.connect(tx, staff.staff_id)
            await routing.set_presence(tx, staff.staff_id, "available")
        people.append(staff.staff_id)
    duty.append(asyncio.create_task(_on_duty(db, people)))
    return [account_of(each) for each in people]


async def _on_duty(db: Database, people: list) -> None:  # type: ignore[type-arg]
    while True:
        await asyncio.sleep(4)
        async with db.deed() as tx:
            await routing.renew(tx, sorted(people))
            await tx.execute(
                "update seat set presence = 'available', wrap_up_until = null where wrap_up_until is not null"
            )


def with_queue(exchange: Exchange, accounts: list[str]) -> None:
    """Teach the running Asterisk its own queue, for comparison."""
    etc = exchange.folder / "node/etc"
    prompts = exchange.folder.parent / "sounds/prompts"
    members = "".join(f"member => PJSIP/{each},0,{each},Custom:{each}\n" for each in accounts)
    (etc / "queues.conf").write_text(QUEUES + members)
    with (etc / "extensions.conf").open("a") as file:
        file.write(QUEUE.format(prompts=prompts))
    if account().demotes:
        os.chown(etc / "queues.conf", account().uid, account().gid)
    for module in EXTRA:
        exchange.say(f"module load {module}.so")
    exchange.say("dialplan reload")


class CallHouse:
    """A running exchange with consultants, a process that leads it and one that delivers facts."""

    def __init__(self, exchange: Exchange, node: Node, folder: Path) -> None:
        self._exchange, self._node = exchange, node
        self._sipp, self.lags = Sipp(folder), folder / "lags.jsonl"
        self._rest = Rest(node.url, USER, node.secret)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.duty: list[asyncio.Task[None]] = []

    async def call(self, service: str, rate: float, count: int, *, alone: bool = False) -> Cost:
        """Call so often, so many times; what each call cost. `alone`: of Asterisk only."""
        pids = {} if alone else {role: process.pid for role, process in self.processes.items()}
        assert self._exchange.pid is not None
        pids["asterisk"] = self._exchange.pid
        before = {name: cpu(pid) for name, pid in pids.items()}
        await asyncio.to_thread(self.lags.write_text, "")
        calling, peak = self._sipp.calls(self._node, service, rate, count), 0
        while calling.poll() is None:
            await asyncio.sleep(1)
            peak = max(peak, await self.channels() // 2)
        await asyncio.sleep(3)
        cost = {name: (cpu(pid) - before[name]) / count for name, pid in pids.items()}
        lines = (await asyncio.to_thread(self.lags.read_text)).splitlines()
        late = max((json.loads(line)["p99"] * 1000 for line in lines), default=0.0)
        done = count if calling.returncode == 0 else -calling.returncode
        return Cost(done, cost["asterisk"], cost.get("leader", 0), cost.get("worker", 0), late, peak)

    async def channels(self) -> int:
        """How many Asterisk has now."""
        return len(await self._rest.ask("GET", "channels"))

    async def is_led(self, folder: Path) -> None:
        """Wait until somebody leads."""

        async def look() -> bool:
            told = (folder / "leader.log").read_text()
            assert self.processes["leader"].poll() is None, told
            found = await self._rest.ask("GET", "applications")
            return any(each["name"] == "helpline" for each in found)

        await until(look, 60)

    def memory(self) -> dict[str, int]:
        """Megabytes of Asterisk and of the leading process."""
        assert self._exchange.pid is not None
        return {"asterisk": rss(self._exchange.pid), "leader": rss(self.processes["leader"].pid)}

    def teach_queue(self, accounts: list[str]) -> None:
        with_queue(self._exchange, accounts)

    async def staff(self, db: Database) -> list[str]:
        return await staffed(db, self._rest, self.duty)

    def start(self, dsn: str, folder: Path) -> None:
        self.processes["farm"] = self._sipp.farm()
        for role in ("leader", "worker"):
            self.processes[role] = _process(role, dsn, self._node, self._exchange, self.lags, folder)

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self._rest.close()


@asynccontextmanager
async def running(dsn: str, folder: Path) -> AsyncIterator[CallHouse]:
    """Everything that takes calls, for the length of the block."""
    with exchange_in(folder, most_calls=1000) as exchange:
        house = CallHouse(exchange, exchange.start(), folder)
        db = await Database.open(dsn, ShiftedClock(TUESDAY), size=4)
        try:
            house.teach_queue(await house.staff(db))
            house.start(dsn, folder)
            await house.is_led(folder)
            yield house
        finally:
            for task in house.duty:
                task.cancel()
            await asyncio.gather(*house.duty, return_exceptions=True)
            house.close()
            await db.close()


async def measure(dsn: str, folder: Path, rates: tuple[float, ...] = (5, 10, 15)) -> list[Figure]:
    """Figures for each rate, with Asterisk's own queue at the same rate as their ceiling."""
    figures: list[Figure] = []
    async with running(dsn, folder) as house:
        for rate in rates:
            count = int(rate * 20)
            own = await house.call("9101", rate, count, alone=True)
            ours = await house.call("4008001", rate, count)
            assert own.done == ours.done == count, (own, ours)
            figures += _figures(rate, own, ours)
    return figures


def _process(
    role: str, dsn: str, node: Node, exchange: Exchange, lags: Path, folder: Path
) -> subprocess.Popen[bytes]:
    prompts = exchange.folder.parent / "sounds/prompts"
    words = [role, dsn, TUESDAY.isoformat(), node.url, node.secret, str(prompts), str(lags)]
    environment = {**os.environ, "HELPLINE_MASTER_KEY": MASTER_KEY}
    with (folder / f"{role}.log").open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.load.calls_process", *words],
            stdout=out,
            stderr=out,
            env=environment,
        )


def _figures(rate: float, own: Cost, ours: Cost) -> list[Figure]:
    name = f"calls, {rate:g} a second, {TALK_SECONDS} s talk"
    return [
        Figure(
            f"{name}: Asterisk a call",
            ours.asterisk,
            "ms",
            own.asterisk,
            "Asterisk's own queue",
            at_most=True,
        ),
        Figure(
            f"{name}: Python that leads, a call",
            ours.leader,
            "ms",
            15,
            "limit of the requirement",
            at_most=True,
        ),
        Figure(
            f"{name}: event lag, p99 of the worst second",
            ours.lag_p99,
            "ms",
            200,
            "limit of the requirement",
            at_most=True,
        ),
    ]
