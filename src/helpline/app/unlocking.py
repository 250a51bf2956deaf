"""Where the master key comes from. Without the right one nothing starts."""

from pathlib import Path

from helpline.app.settings import Settings
from helpline.kit.secrets import keyring, master
from helpline.kit.secrets.master import MasterKey, MissingMasterKey

FILE = "master.key"


async def unlock(dsn: str, settings: Settings) -> None:
    """Choose this process's master key; the first start on an empty database makes its file.

    Raises:
        MissingMasterKey: the database has data keys, and the key that wrapped them is not there.
        BadMasterKey: what is there is no key, or others can read it.
    """
    keyring.choose(await _master(dsn, settings), settings.cipher)


async def _master(dsn: str, settings: Settings) -> MasterKey:
    if settings.master_key:
        return master.from_text(settings.master_key)
    if settings.master_key_command:
        return master.from_command(settings.master_key_command)
    path = file_of(settings)
    found = master.from_file(path)
    if found is not None:
        return found
    if await keyring.exist(dsn):
        raise MissingMasterKey(
            f"数据库里有加密的个人资料，但找不到主密钥文件 {path}。请从备份恢复它，或设置 HELPLINE_MASTER_KEY。"
        )
    return master.make_file(path)


def file_of(settings: Settings) -> Path:
    """Where the master key lies when it is in a file."""
    return settings.master_key_file or settings.data_dir / FILE
