"""Where keys and anchors lie beside the database, by their names in a backup."""

from pathlib import Path

from helpline.app.backup.manifest import AUDIT_KEYS
from helpline.app.settings import Settings
from helpline.app.unlocking import FILE, file_of


def keys_of(settings: Settings) -> dict[str, Path]:
    """The files without which sealed data cannot be read, nor the chain of the audit log verified."""
    folder = place_of(settings, AUDIT_KEYS)
    found = {f"{AUDIT_KEYS}/{path.name}": path for path in sorted(folder.glob("[0-9]*.key"))}
    master = file_of(settings)
    if master.exists() and not settings.master_key and not settings.master_key_command:
        found[FILE] = master
    return found


def place_of(settings: Settings, name: str) -> Path:
    """Where a key of that name belongs."""
    if name == FILE:
        return file_of(settings)
    folder = settings.audit_keys or settings.data_dir / AUDIT_KEYS
    return folder / name.removeprefix(AUDIT_KEYS).lstrip("/")


def anchors_folder(settings: Settings) -> Path:
    """Where anchors are handed over."""
    return settings.audit_anchors or settings.data_dir / "anchors"
