"""What the tree is written from. Everything that differs between a laptop, a test and a bureau stands here."""

from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where Asterisk's own files are."""

    modules: Path
    data: Path
    """Holds `documentation`, without which the SIP modules do not start, and `moh`."""
    programs: Path

    @classmethod
    def of_tree(cls, tree: Path) -> "Layout":
        """An unpacked tree of ours."""
        modules = next(
            iter(sorted(tree.glob("usr/lib/*/asterisk/modules"))), tree / "usr/lib/asterisk/modules"
        )
        return cls(modules=modules, data=tree / "usr/share/asterisk", programs=tree / "usr/sbin")


@dataclass(frozen=True, slots=True)
class Trunk:
    """A line to another exchange, known by its addresses. `marked`: its headers are believed (12366), others' are not."""

    name: str
    matches: tuple[str, ...]
    contact: str
    most_calls: int = 500
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """Where it listens. `rtp` is a range, both ends included."""

    sip: int = 5060
    http: int = 8088
    rtp: tuple[int, int] = (20_000, 29_998)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the dial plan does while nobody controls it."""

    seconds: int = 90
    """It keeps the caller so long with music, and looks every `retry` seconds whether there is a controller again;"""
    retry: int = 5
    message: int = 120
    """then it takes a message of so many seconds at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One Asterisk node. `folder`: where it keeps what it writes; `prompts`: recordings, by name."""

    folder: Path
    layout: Layout
    prompts: Path
    secret: str
    node: str = "node1"
    application: str = "helpline"
    bind: str = LOOPBACK
    public: str = ""
    """Address under which others reach its media, where that is not `bind`."""
    ports: Ports = field(default_factory=Ports)
    trunks: tuple[Trunk, ...] = ()
    phones: tuple[str, ...] = ()
    """Networks from which SIP phones of consultants register; browsers come through the web process."""
    waiting: Waiting = field(default_factory=Waiting)
    most_calls: int = 1000
    etc: Path | None = None
    """Where the files of configuration themselves are; empty: in `folder`."""
    music: Path | None = None
    """The operator's own waiting music; empty: what Debian brings."""

    @property
    def media(self) -> str:
        return self.public or self.bind

    @property
    def recordings(self) -> Path:
        """Asterisk's spool: what it records appears here, and leaves when it is stored."""
        return self.folder / "spool/recording"
