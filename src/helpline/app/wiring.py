"""Knows every room that listens, so that every process hears the same facts."""

import importlib

JOBS: tuple[str, ...] = (
    "helpline.routing.jobs",
    "helpline.conversations.jobs",
    "helpline.messages.jobs",
    "helpline.cases.jobs",
    "helpline.feedback.jobs",
)
"""Modules whose import registers listeners."""


def wire() -> None:
    """Import every room's `jobs`."""
    for module in JOBS:
        importlib.import_module(module)
