"""The master key. It wraps data keys and is never in the database.

It comes from an outside key service (a command that prints it), from the environment, or from a file that the first
start makes. Whoever loses it loses all personal data: it is backed up apart from the database.
"""

import base64
import binascii
import os
import shlex
import subprocess
from pathlib import Path

from helpline.kit.refusal import Refused
from helpline.kit.secrets.ciphers import KEY_BYTES, Algorithm, Tampered, decrypt, encrypt, hmac_sm3

BYTES = 32
COMMAND_PATIENCE = 20
"""Seconds that an outside key service may take."""


class BadMasterKey(Refused):
    code, status = "bad-master-key", 500


class MissingMasterKey(Refused):
    code, status = "missing-master-key", 500


class WrongMasterKey(Refused):
    code, status = "wrong-master-key", 500


class MasterKey:
    """Wraps and unwraps data keys."""

    def __init__(self, key: bytes) -> None:
        if len(key) != BYTES:
            raise BadMasterKey("主密钥应为 32 字节的 base64 文本。请核对 HELPLINE_MASTER_KEY 或主密钥文件。")
        self._key = key

    def wrap(self, algorithm: Algorithm, key_id: int, purpose: str, key: bytes) -> bytes:
        return encrypt(algorithm, self._wrapping(algorithm), key, _label(key_id, purpose))

    def unwrap(self, algorithm: Algorithm, key_id: int, purpose: str, wrapped: bytes) -> bytes:
        """The data key.

        Raises:
            WrongMasterKey: it was wrapped by another master key.
        """
        try:
            return decrypt(algorithm, self._wrapping(algorithm), wrapped, _label(key_id, purpose))
        except Tampered:
            raise WrongMasterKey(
                "主密钥不对：用它打不开数据库里的数据密钥。请换回建库时的主密钥后重新启动；数据没有改动。"
            ) from None

    def derived(self, purpose: str, text: bytes) -> bytes:
        """A signature of `text` for a purpose of its own; it tells nothing about the key."""
        return hmac_sm3(hmac_sm3(self._key, f"helpline {purpose}".encode()), text)

    def _wrapping(self, algorithm: Algorithm) -> bytes:
        """Of each cipher its own, so that no key serves two."""
        return hmac_sm3(self._key, f"helpline wrap {algorithm}".encode())[: KEY_BYTES[algorithm]]


def _label(key_id: int, purpose: str) -> bytes:
    return f"data_key:{key_id}:{purpose}".encode()


def from_text(text: str) -> MasterKey:
    """Read base64.

    Raises:
        BadMasterKey: it is none, or not of 32 bytes.
    """
    try:
        return MasterKey(base64.b64decode(text.strip(), validate=True))
    except (binascii.Error, ValueError):
        raise BadMasterKey("主密钥应为 32 字节的 base64 文本。请核对来源后重新启动。") from None


def from_command(command: str) -> MasterKey:
    """Ask an outside key service: `command` prints the key as base64.

    Raises:
        MissingMasterKey: it did not answer.
        BadMasterKey: what it said is no key.
    """
    try:
        told = subprocess.run(  # the operator's own setting, no shell
            shlex.split(command), capture_output=True, timeout=COMMAND_PATIENCE, check=True, text=True
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        raise MissingMasterKey(
            "取主密钥的命令没有成功，请检查 HELPLINE_MASTER_KEY_COMMAND 和密钥服务。"
        ) from None
    return from_text(told.stdout)


def from_file(path: Path) -> MasterKey | None:
    """The key in a file of ours; None where there is none.

    Raises:
        BadMasterKey: others may read the file, or it holds no key.
    """
    try:
        mode = path.stat().st_mode & 0o077
        text = path.read_text()
    except FileNotFoundError:
        return None
    if mode:
        raise BadMasterKey(f"主密钥文件 {path} 的权限过宽，请改为只有本人可读（0600）后重新启动。")
    return from_text(text)


def make_file(path: Path) -> MasterKey:
    """Make a key and keep it in `path`, readable by its owner alone. Of several that do so at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(os.urandom(BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        aside.unlink()
    made = from_file(path)
    if made is None:
        raise MissingMasterKey(f"主密钥文件 {path} 没有写成，请检查数据目录。")
    return made
