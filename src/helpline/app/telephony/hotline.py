"""The telephone system of this house: an outside Asterisk by setting, else our own, unpacked and started; else none."""

import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from helpline.app.settings import Settings
from helpline.calls.ari import AsteriskEngine, House, SeatPhones
from helpline.calls.engine import Line
from helpline.kit.asterisk.configuration.plan import Layout, Plan, Ports, Trunk
from helpline.kit.asterisk.configuration.tree import USER, files
from helpline.kit.asterisk.launcher import Exchange, Facts, NoAsterisk, Node, seen
from helpline.kit.asterisk.unpacking import tree_in
from helpline.kit.asterisk.wire.events import Events
from helpline.kit.asterisk.wire.rest import Rest
from helpline.kit.clock import Clock
from helpline.kit.log import Log
from helpline.kit.refusal import Refused

log = Log(__name__)

APPLICATION = "helpline"
OUR_PROMPTS = Path(__file__).with_name("prompts")
TEND_EVERY = 0.5
"""Seconds between looks whether our own Asterisk lives."""


@dataclass(frozen=True, slots=True)
class Hotline:
    """Where a node is reached, and where what it records appears."""

    node: str
    url: str
    secret: str
    sip: int
    media: str
    prompts: str
    spool: Path
    caller: str = ""

    def rest(self) -> Rest:
        """A pool of connections of one's own."""
        return Rest(self.url, USER, self.secret)

    def engine(self, clock: Clock) -> AsteriskEngine:
        """The node behind the port of calls."""
        events = Events(self.url, USER, self.secret, application=APPLICATION)
        house = House(node=self.node, prompts=self.prompts, caller=self.caller)
        return AsteriskEngine(house, self.rest(), events, clock)

    def seat_phones(self) -> SeatPhones:
        """The consultants' phones at this node."""
        return SeatPhones(self.rest(), self.url, self.media)


@contextmanager
def hotline_of(settings: Settings) -> Iterator[Hotline | None]:
    """The house's hotline; our own Asterisk runs as long as somebody is in such a block. None: there is none."""
    if settings.asterisk_url:
        yield _outside(settings)
        return
    tree = tree_in(settings.asterisk_dir) if settings.hotline else None
    if tree is None:
        yield None
        return

    def make_plan(home: Path, facts: Facts) -> Plan:
        return plan_of(settings, Layout.of_tree(tree), home, facts)

    exchange = Exchange(_folder(settings), tree, make_plan, sip=settings.sip_port)
    yield from _running(settings, exchange)


class Registrar:
    """The phones of the desks at whatever node there is now: it may start after us, or start again elsewhere."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last: tuple[Hotline, SeatPhones] | None = None

    @property
    def socket_url(self) -> str:
        """Where it speaks SIP over WebSocket (RFC 7118); nowhere, as long as there is none."""
        phones = self._phones()
        return phones.socket_url if phones is not None else "ws://127.0.0.1:9/ws"

    async def admit(self, staff_id: UUID, password: str) -> str:
        """Make the account of `staff_id` known; its name.

        Raises:
            ConnectionError, TimeoutError: the node could not be reached.
        """
        phones = self._phones()
        if phones is None:
            raise ConnectionRefusedError("no Asterisk has been started yet")
        return await phones.admit(staff_id, password)

    def _phones(self) -> SeatPhones | None:
        found = _seen(self._settings)
        if found is None:
            return None
        if self._last is None or self._last[0] != found:
            self._last = (found, found.seat_phones())
        return self._last[1]


def registrar_of(settings: Settings) -> Registrar | None:
    """None: this house has no hotline."""
    has_one = settings.hotline and (settings.asterisk_url or tree_in(settings.asterisk_dir) is not None)
    return Registrar(settings) if has_one else None


def _seen(settings: Settings) -> Hotline | None:
    if settings.asterisk_url:
        return _outside(settings)
    node = seen(_folder(settings))
    return None if node is None else _ours(settings, node, settings.data_dir, "")


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "asterisk"


def _ours(settings: Settings, node: Node, spool: Path, prompts: str) -> Hotline:
    return Hotline(
        node=settings.asterisk_node,
        url=node.url,
        secret=node.secret,
        sip=node.sip,
        media=settings.sip_public or settings.sip_bind,
        prompts=prompts,
        spool=spool,
        caller=settings.hotline_number,
    )


def _running(settings: Settings, exchange: Exchange) -> Iterator[Hotline | None]:
    left = threading.Event()
    tending = threading.Thread(target=_tend, args=(exchange, left), daemon=True)
    try:
        prompts = _prompts(settings, exchange)
        try:
            node = exchange.start()
        except Refused as refusal:  # everything but the hotline works
            log.warning("asterisk.away", reason=refusal.message)
            yield None
            return
        tending.start()
        yield _ours(settings, node, exchange.spool, str(prompts))
    finally:
        left.set()
        if tending.is_alive():
            tending.join()
        exchange.stop()


def plan_of(settings: Settings, layout: Layout, home: Path, facts: Facts) -> Plan:
    """The configuration of our own node."""
    return Plan(
        folder=home,
        layout=layout,
        prompts=home.parent / "prompts",
        music=settings.music_dir,
        secret=facts.secret,
        node=settings.asterisk_node,
        bind=settings.sip_bind,
        public=settings.sip_public,
        ports=Ports(sip=facts.sip, http=facts.http),
        trunks=trunks_of(settings),
        phones=tuple(settings.sip_phones.split()),
    )


def write_for_system(settings: Settings, folder: Path, state: Path, prompts: Path) -> int:
    """Write the same tree for an Asterisk of the system or a container; how many files.

    Raises:
        NoAsterisk: no password is set.
    """
    if not settings.asterisk_secret:
        raise NoAsterisk("请先设置 HELPLINE_ASTERISK_SECRET，热线进程要用它登录 Asterisk。")
    system = Path("/usr")
    layout = Layout(
        modules=Path("/usr/lib/asterisk/modules"), data=system / "share/asterisk", programs=system / "sbin"
    )
    facts = Facts(secret=settings.asterisk_secret, sip=settings.sip_port or 5060, http=8088)
    plan = replace(plan_of(settings, layout, state, facts), prompts=prompts, etc=folder)
    written = files(plan)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(text)
    return len(written)


def trunks_of(settings: Settings) -> tuple[Trunk, ...]:
    """The lines to the public network and to 12366."""
    lines: tuple[tuple[Line, str], ...] = (("public", settings.trunk_public), ("12366", settings.trunk_12366))
    return tuple(_trunk(name, words.split()) for name, words in lines if words)


def _trunk(name: Line, words: list[str]) -> Trunk:
    """Its addresses, and the last word is where we call it."""
    return Trunk(name, tuple(words[:-1]), words[-1], marked=name == "12366")


def _outside(settings: Settings) -> Hotline:
    return Hotline(
        node=settings.asterisk_node,
        url=settings.asterisk_url,
        secret=settings.asterisk_secret,
        sip=settings.sip_port,
        media=settings.sip_public or settings.sip_bind,
        prompts=str(settings.prompts_dir or OUR_PROMPTS),
        spool=settings.asterisk_spool or settings.data_dir / "asterisk/node/spool/recording",
        caller=settings.hotline_number,
    )


def _prompts(settings: Settings, exchange: Exchange) -> Path:
    """Ours, and the operator's own over them, where Asterisk's account can read them."""
    target = exchange.folder / "prompts"
    aside = exchange.folder / f"prompts.{secrets.token_hex(4)}"
    shutil.copytree(OUR_PROMPTS, aside)
    if settings.prompts_dir is not None:
        for own in settings.prompts_dir.iterdir():
            for ours in aside.glob(f"{own.stem}.*"):  # of two formats Asterisk would take the cheaper one
                ours.unlink()
            shutil.copy(own, aside)
    for path in (aside, *aside.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)
    return target


def _tend(exchange: Exchange, left: threading.Event) -> None:
    """Start it again should it die. The calls it held are lost, and closed as lost; who calls then is served."""
    while not left.wait(TEND_EVERY):
        if not exchange.runs():
            log.warning("asterisk.died")
            try:
                exchange.start()
            except Refused:  # it is tried again
                log.failure("asterisk.stays-dead")
