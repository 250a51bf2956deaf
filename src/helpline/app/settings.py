"""Settings: environment variables `HELPLINE_…`, typed. A name that is not known stops the start."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from helpline.kit.refusal import Refused

PREFIX = "HELPLINE_"
OF_TESTS = {"HELPLINE_TEST_POSTGRES"}
"""Read by the tests alone."""


class BadSettings(Refused):
    code, status = "bad-settings", 500


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set. Every field is `HELPLINE_<FIELD>` in the environment."""

    data_dir: Path = Path(".data")
    """Folder for the embedded database and files."""
    database_url: str = ""
    """Address of an outside PostgreSQL; empty: the embedded one."""
    postgres_bin: Path | None = None
    """`bin` folder of another PostgreSQL for the embedded cluster."""
    host: str = "127.0.0.1"
    port: int = 8420
    pool_size: int = 12
    """Database connections of one process."""
    cookie_secure: bool = False
    """Set where the site is served over HTTPS."""
    sign_in_failures: int = 5
    """Wrong passwords in a row after which a number is locked."""
    sign_in_lock_minutes: int = 15
    session_hours: int = 12
    """A log-in ends when it was not used for so long."""
    log_level: str = "INFO"
    embedding_url: str = ""
    """OpenAI-compatible embeddings endpoint for knowledge search; empty: words only."""
    embedding_model: str = ""


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
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise BadSettings(f"设置有误：{error}。") from None


def _path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
