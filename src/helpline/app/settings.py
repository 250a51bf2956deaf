"""Settings: environment variables `HELPLINE_…`, typed. A name that is not known stops the start."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from helpline.kit.refusal import Refused
from helpline.kit.secrets.ciphers import Algorithm

PREFIX = "HELPLINE_"
OF_TESTS = {"HELPLINE_TEST_POSTGRES"}
"""Read by the tests alone."""

Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
Count = Annotated[int, msgspec.Meta(ge=1)]
ProofBits = Annotated[int, msgspec.Meta(ge=1, le=24)]
CountOrNone = Annotated[int, msgspec.Meta(ge=0)]
Classes = Annotated[int, msgspec.Meta(ge=1, le=4)]
Origin = Annotated[str, msgspec.Meta(pattern=r"^(https?://[A-Za-z0-9.:-]+/?)?$")]
Origins = Annotated[str, msgspec.Meta(pattern=r"^(https?://[A-Za-z0-9.:*-]+( |$))*$")]
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

SECRETS = frozenset({"database_url", "master_key", "master_key_command", "metrics_token", "asterisk_secret"})
"""Never printed, in traces neither: an address may hold a password, a command a token."""

_KINDS: dict[object, str] = {
    Port: "1 到 65535 之间的整数",
    Count: "不小于 1 的整数",
    CountOrNone: "不小于 0 的整数",
    Classes: "1 到 4 之间的整数",
    ProofBits: "1 到 24 之间的整数",
    Origin: "网址，如 https://help.example，不带路径",
    Origins: "以空格分开的网址，如 https://www.example",
    bool: "true 或 false",
    Level: "DEBUG、INFO、WARNING 或 ERROR",
    Algorithm: "sm4-gcm 或 aes-256-gcm",
}


class BadSettings(Refused):
    code, status = "bad-settings", 500


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set. Every field is `HELPLINE_<FIELD>` in the environment; empty is as if not set."""

    data_dir: Path = Path(".data")
    """Folder for the embedded database and files."""
    database_url: str = ""
    """Address of an outside PostgreSQL; empty: the embedded one."""
    postgres_bin: Path | None = None
    """`bin` folder of another PostgreSQL for the embedded cluster."""
    host: str = "127.0.0.1"
    port: Port = 8420
    pool_size: Count = 12
    """Database connections of one process."""
    cookie_secure: bool = False
    """Set where the site is served over HTTPS."""
    sign_in_failures: Count = 5
    """Wrong passwords in a row after which a number is locked."""
    sign_in_lock_minutes: Count = 15
    session_hours: Count = 12
    """A log-in ends when it was not used for so long,"""
    session_max_hours: Count = 24
    """and so long after it began in any case."""
    password_length: Count = 8
    """Characters of a new password at least."""
    password_classes: Classes = 3
    """Of upper case, lower case, digits, signs: so many in a new password."""
    password_days: CountOrNone = 90
    """After so many days a password has to be changed at the next log-in; 0: never."""
    token_days: Count = 180
    """A program's token is issued for at most so many days."""
    password_history: Count = 5
    """The last so many passwords are not taken again."""
    idle_lock_minutes: CountOrNone = 15
    """A staff page that nobody touched for so long is covered until the password is given; 0: never."""
    sign_in_on_leave: bool = False
    """Whether somebody on leave may log in."""
    second_factor: str = ""
    """Who must use one: `administrators`, `bureaus`, `everybody`, or roles such as `team_lead`, with commas between."""
    public_url: Origin = ""
    """Where browsers find the site, such as `https://help.example`; bureaus' own log-ins send people back there."""
    issuer_seconds: Count = 5
    """Within which a bureau's own log-in has to answer."""
    visitors_per_minute: CountOrNone = 120
    """New visitors that one network address may bring to one process; further ones do a sum first; 0: no limit."""
    proof_bits: ProofBits = 15
    """How hard the sum is: each bit doubles it. 15 takes a phone a fraction of a second."""
    limits_percent: CountOrNone = 100
    """Of the limits on the taxpayer's doors (docs/decisions); 0: none."""
    widget_origins: Origins = ""
    """Sites that may show the widget, such as `https://etax.example https://www.example`; empty: any."""
    master_key: str = ""
    """32 bytes in base64 that wrap the data keys; empty: the command below, else the file."""
    master_key_command: str = ""
    """A command that prints the master key in base64: the client of an outside key service."""
    master_key_file: Path | None = None
    """Default: `master.key` in the data folder; the first start makes it."""
    cipher: Algorithm = "sm4-gcm"
    """For data keys made from now on; a change makes a new one at the next start."""
    audit_keys: Path | None = None
    """Folder with the keys of the audit chain; empty: `audit-keys` in the data folder. The first start makes a key."""
    audit_anchors: Path | None = None
    """Folder to which each ended day hands over its anchor, for the bureau to keep; empty: `anchors` in the data folder."""
    clamav: str = ""
    """ClamAV's daemon, `host:port` or the path of its socket: uploads are scanned by it; empty: not scanned."""
    clamav_required: bool = True
    """While it is away: refuse uploads; false: keep them, marked as not scanned."""
    move_seconds: CountOrNone = 5
    """A web process that is told to end sends its pages to the neighbours, spread over so many seconds; 0: at once."""
    metrics_token: str = ""
    """Lets Prometheus read `/metrics` from another machine (`Authorization: Bearer …`); empty: only from this one."""
    asterisk_dir: Path = Path(".cache/asterisk")
    """Folder into which Asterisk's packages are unpacked; without them the hotline alone is missing."""
    hotline: bool = True
    """Whether `serve` and `telephony` start an Asterisk of our own."""
    asterisk_url: Origin = ""
    """An outside Asterisk's HTTP address, such as `http://10.0.0.7:8088`; empty: our own."""
    asterisk_secret: str = ""
    """Its password for the user `helpline`."""
    asterisk_node: str = "node1"
    """Its `systemname`: one of several."""
    asterisk_spool: Path | None = None
    """Folder in which an outside Asterisk's recordings appear."""
    sip_port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 0
    """UDP port for trunks and SIP phones; 0: one that is free, told at the start."""
    sip_bind: str = "127.0.0.1"
    """Address on which our own Asterisk listens."""
    sip_public: str = ""
    """Address under which others reach it, where that is another."""
    sip_phones: str = ""
    """Networks of consultants' SIP phones, such as `10.1.0.0/16 10.2.0.0/16`."""
    trunk_public: str = "127.0.0.2 sip:127.0.0.2:5070"
    """The public network's exchange: its addresses, and where we call it; empty: none."""
    trunk_12366: str = "127.0.0.4 sip:127.0.0.4:5070"
    """The exchange of 12366, likewise."""
    hotline_number: str = ""
    """The number that we show when we call."""
    prompts_dir: Path | None = None
    """The operator's own recordings, WAV of 8 kHz, by name: each takes the place of ours."""
    music_dir: Path | None = None
    """The operator's own waiting music; empty: Asterisk's."""
    log_level: Level = "INFO"
    embedding_url: str = ""
    """OpenAI-compatible embeddings endpoint for knowledge search; empty: words only."""
    embedding_model: str = ""

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Any: fields of every kind."""
        fields = [(name, getattr(self, name)) for name in self.__struct_fields__]
        return [(name, "***" if name in SECRETS and value else value) for name, value in fields]

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        BadSettings: an unknown name or a value of the wrong type; the message names it.
    """
    source = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(PREFIX) and name not in OF_TESTS
    }
    unknown = sorted(set(given) - set(Settings.__struct_fields__))
    if unknown:
        names = "、".join(PREFIX + name.upper() for name in unknown)
        raise BadSettings(f"不认识的设置：{names}。请对照 README 更正或删除。")
    kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    return Settings(**{name: _value(name, value, kinds[name]) for name, value in given.items() if value})


def _value(name: str, value: str, kind: Any) -> Any:
    """The value as its kind (Any: settings have several).

    Raises:
        BadSettings: it is not of that kind.
    """
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=_path)
    except msgspec.ValidationError:
        meant = _KINDS.get(kind, "其他内容")
        raise BadSettings(
            f"设置 {PREFIX}{name.upper()} 的值“{value}”不可用，应为 {meant}。请更正后重新启动。"
        ) from None


def _path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
