"""The keepers of the audit log: its keys, its anchors, and who seals and verifies."""

from helpline.app.settings import Settings
from helpline.audit.keys import Keys
from helpline.audit.nightly import Nightly
from helpline.audit.sealer import Sealer
from helpline.kit.bus import Bus
from helpline.kit.db import Database
from helpline.kit.files import FolderStore


def keys_of(settings: Settings) -> Keys:
    """The keys of the chain; nothing is read yet."""
    return Keys(settings.audit_keys or settings.data_dir / "audit-keys")


def anchors_of(settings: Settings) -> FolderStore:
    """Where anchors are handed over."""
    return FolderStore(settings.audit_anchors or settings.data_dir / "anchors")


def keepers(db: Database, settings: Settings, bus: Bus) -> tuple[Sealer, Nightly]:
    """Who runs beside the worker."""
    keys = keys_of(settings)
    sealer = Sealer(db, keys)
    sealer.attach(bus)
    return sealer, Nightly(db, keys, anchors_of(settings))
