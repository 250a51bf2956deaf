"""Structured logs: one JSON object a line, an event name and fields, never personal data."""

import contextvars
import logging
import sys
from typing import Any

import msgspec

correlation: contextvars.ContextVar[str] = contextvars.ContextVar("correlation", default="")
"""One id from the door through facts to jobs, so that a matter can be followed across processes."""


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        if correlation.get():
            line["correlation"] = correlation.get()
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line, enc_hook=str).decode()


def set_up(level: str = "INFO") -> None:
    """Send all logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in (
        "alembic",
        "httpx",
        "httpcore",
    ):  # the last two would write down headers that carry secrets
        logging.getLogger(chatty).setLevel(logging.WARNING)


class Log:
    """A named logger whose lines are an event and its fields."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **fields: object) -> None:
        self._logger.info(event, extra={"fields": fields})

    def warning(self, event: str, **fields: object) -> None:
        self._logger.warning(event, extra={"fields": fields})

    def failure(self, event: str, **fields: object) -> None:
        """Log the exception being handled, with its trace."""
        self._logger.exception(event, extra={"fields": fields})
