"""Knows every room that listens, so that every process hears the same facts."""

import importlib

from helpline.audit.commands import witness
from helpline.kit.db import Database

JOBS: tuple[str, ...] = (
    "helpline.routing.jobs",
    "helpline.conversations.jobs",
    "helpline.messages.jobs",
    "helpline.calls.jobs",
    "helpline.cases.jobs",
    "helpline.feedback.jobs",
    "helpline.secrecy.jobs",
)
"""Modules whose import registers listeners."""


def wire() -> None:
    """Import every room's `jobs`, and let the audit log witness every commit."""
    for module in JOBS:
        importlib.import_module(module)
    keep_record()


def keep_record() -> None:
    """Let the audit log witness every commit of this process."""
    if witness not in Database.witnesses:
        Database.witnesses.append(witness)
