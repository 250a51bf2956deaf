"""The processes: all in one, or one by one."""

import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Annotated, Any, NamedTuple

import msgspec
import typer
import uvicorn
import uvloop
from litestar.types import ASGIApp

from helpline.app import settings as settings_module
from helpline.app import wiring
from helpline.app.commands.demo import log_ins
from helpline.app.demo import city, history
from helpline.app.demo.actors import live
from helpline.app.demo.daytime import daytime
from helpline.app.ending import Ending, ended_by_signals
from helpline.app.keepers import keepers
from helpline.app.migrate import migrate as run_migrations
from helpline.app.parts import make_parts
from helpline.app.patience import PatientProtocol
from helpline.app.seed import seed
from helpline.app.session import database_address, files_of, open_database
from helpline.app.settings import Settings
from helpline.app.shown import refusals_shown
from helpline.app.telephony.alone import LeftAlone
from helpline.app.telephony.hotline import Hotline, hotline_of, registrar_of
from helpline.app.telephony.leader import Leader
from helpline.app.unlocking import unlock
from helpline.app.web import make_app
from helpline.audit.nightly import Nightly
from helpline.audit.sealer import Sealer
from helpline.calls.recordings.sweeper import Sweeper
from helpline.deadlines.ticker import Ticker
from helpline.kit import log
from helpline.kit.bus import PostgresBus
from helpline.kit.clock import ShiftedClock, shanghai
from helpline.kit.db import Database
from helpline.kit.refusal import Conflict
from helpline.kit.worker import Worker

Port = Annotated[int | None, typer.Option(help="网页端口，默认取 HELPLINE_PORT 或 8420")]
Host = Annotated[str | None, typer.Option(help="监听地址，默认只听本机")]
Part = Worker | Ticker | Sealer | Nightly | Leader | Sweeper | LeftAlone
MakeParts = Callable[[Database, PostgresBus, Settings], Sequence[Part]]
Quiet = Annotated[bool, typer.Option("--quiet", help="不打印地址")]

UNREAD_LIMIT = 30_000
"""Milliseconds after which a connection ends whose other side takes nothing more."""

GARBAGE_AT_ONCE = 20_000
"""New objects after which the young ones are looked at; Python's own 700 cost a tenth of a busy process's time."""

logger = log.Log(__name__)


class PortTaken(Conflict):
    code = "port-taken"


def serve(
    port: Port = None,
    host: Host = None,
    *,
    quiet: Quiet = False,
    demo: Annotated[bool, typer.Option("--demo", help="带演示城市和模拟来人，并打印演示账号")] = False,
) -> None:
    """全部进程合一：数据库、网页、后台、时钟。"""
    _web(port, host, everything=True, quiet=quiet, demo=demo)


def web(port: Port = None, host: Host = None, *, quiet: Quiet = False) -> None:
    """只跑网页进程。"""
    _web(port, host, everything=False, quiet=quiet)


def _web(port: int | None, host: str | None, *, everything: bool, quiet: bool, demo: bool = False) -> None:
    settings = the_settings()
    show = Show(everything=everything, quiet=quiet, demo=demo)
    with (
        refusals_shown(),
        ended_by_signals() as ending,
        _bound(host or settings.host, port or settings.port) as door,
        database_address(settings) as dsn,
        hotline_of(settings) if everything else nullcontext() as hotline,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_serve(settings, Ground(dsn, hotline), door, show, ending))


class Ground(NamedTuple):
    """What was started before: the database, and the telephone system if this process leads one."""

    dsn: str
    hotline: Hotline | None


class Show(NamedTuple):
    """How a web process presents itself: with worker and ticker, silently, with the demo."""

    everything: bool
    quiet: bool
    demo: bool


class Server(uvicorn.Server):
    """Leaves signals to `Ending`: uvicorn would end the process before what it started was stopped."""

    def __init__(self, config: uvicorn.Config, leave: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._leave = leave

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        """Stop taking requests, finish those that run; asked again, do not wait for them."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the doors first, so that who comes anew comes to a neighbour; then send on who is here."""
        for server in self.servers:
            server.close()
        for door in sockets or []:
            door.close()
        await self._leave()
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    """A socket on the address, so that a taken port is told before anything is begun.

    Raises:
        PortTaken: another program has it, or it is not ours to take.
    """
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(
            socket, "TCP_USER_TIMEOUT"
        ):  # handed down to what is accepted: nothing is kept for the dead
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_LIMIT)
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise PortTaken(f"不能使用 {host} 的端口 {port}：{error.strerror}。请用 --port 另选一个。") from None
    return door


async def _serve(settings: Settings, ground: Ground, door: socket.socket, show: Show, ending: Ending) -> None:
    address = door.getsockname()[:2]
    async with open_database(ground.dsn, settings) as db:
        await seed(db)
        if show.demo:
            db.clock = await daytime(db)
            settings = msgspec.structs.replace(settings, password_days=0)  # what it prints goes on to work
        parts = make_parts(db, settings, files_of(settings), registrar_of(settings), ground.hotline)
        app = make_app(parts, with_worker=show.everything, with_ticker=show.everything)
        # one process alone has no neighbour to send anybody to
        span = 0 if show.everything else settings.move_seconds
        server = Server(server_config(app), lambda: parts.leaving.leave(span, lambda: parts.writer.waiting))
        play = asyncio.create_task(_demo(db, address)) if show.demo else None
        if not show.quiet:
            typer.echo(_greeting(address, ground.hotline))
        collect_rarely()
        with ending.by(server.end):
            await server.serve(sockets=[door])
        if play is not None:
            play.cancel()
            await asyncio.gather(play, return_exceptions=True)


def collect_rarely() -> None:
    """What is here now stays: the collector need not walk all of it again with every few hundred frames."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AT_ONCE, 20, 50)


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How every web process speaks HTTP and WebSocket."""
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        http=PatientProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        ws_max_size=256 * 1024,
        ws_per_message_deflate=False,  # short frames: packing costs more memory and time than it saves
        ws_ping_interval=None,  # pages ping by themselves, and are dropped when they fall silent
    )


async def _demo(db: Database, address: tuple[str, int]) -> None:
    """Found the city if it is not there, say who may log in, and let it live."""
    founded = await city.found(db)
    await history.fill(db, founded)
    typer.echo(log_ins(f"http://{address[0]}:{address[1]}"))
    if isinstance(db.clock, ShiftedClock):
        typer.echo(f"现在不在人工服务时间，演示时钟从 {shanghai(db.clock.now()):%m 月 %d 日 %H:%M} 走起。\n")
    await live(db, founded, 0)


def _greeting(address: tuple[str, int], hotline: Hotline | None) -> str:
    base = f"http://{address[0]}:{address[1]}"
    line = f"  热线     SIP 端口 {hotline.sip}\n" if hotline else ""
    return f"税务咨询服务平台已启动：\n  纳税人   {base}/\n  工作人员 {base}/login\n{line}"


def worker() -> None:
    """只跑后台进程：把发生的事实送到各处。"""
    _loop_process("worker", _worker_and_keepers)


def ticker() -> None:
    """只跑时钟进程：到点触发时限。"""
    _loop_process("ticker", _ticker)


def _worker_and_keepers(db: Database, bus: PostgresBus, settings: Settings) -> Sequence[Part]:
    part = Worker(db)
    part.attach(bus)
    return part, *keepers(db, settings, bus)


def _ticker(db: Database, bus: PostgresBus, _settings: Settings) -> Sequence[Part]:
    part = Ticker(db)
    part.attach(bus)
    return (part,)


def _loop_process(name: str, make: MakeParts) -> None:
    settings = the_settings()
    with refusals_shown(), ended_by_signals() as ending, database_address(settings) as dsn:
        asyncio.run(run_part(name, settings, dsn, make, ending))


async def run_part(name: str, settings: Settings, dsn: str, make: MakeParts, ending: Ending) -> None:
    loop = asyncio.get_running_loop()
    async with open_database(dsn, settings) as db:
        bus = PostgresBus(db)
        parts = [part.run() for part in make(db, bus, settings)]
        running = asyncio.gather(bus.run(), *parts, _tell_ready(name, bus))
        with ending.by(lambda: _cancel(loop, running)), suppress(asyncio.CancelledError):
            await running


def _cancel(loop: asyncio.AbstractEventLoop, running: asyncio.Future[Any]) -> None:
    loop.call_soon_threadsafe(running.cancel)  # a handler of signals does not wake the loop by itself


async def _tell_ready(name: str, bus: PostgresBus) -> None:
    await bus.ready.wait()
    logger.info("process.ready", process=name)


def migrate() -> None:
    """把数据库升级到最新结构。"""
    settings = the_settings()
    with refusals_shown(), ended_by_signals(), database_address(settings) as dsn:
        asyncio.run(_migrate(dsn, settings))


async def _migrate(dsn: str, settings: Settings) -> None:
    await unlock(dsn, settings)
    await run_migrations(dsn)


def the_settings() -> Settings:
    with refusals_shown():
        settings = settings_module.read()
    log.set_up(settings.log_level)
    wiring.wire()
    return settings
