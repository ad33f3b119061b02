"""Logs: one JSON object a line, never with a body, a query, a token or a prompt in it."""

import asyncio
import logging
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TextIO

import orjson

from application.redaction import redact_text
from domain.model import iso

LOG = logging.getLogger("support_gateway")

GATHERED_SECONDS: Final = 0.05
"""How long lines of requests may wait for each other, so that one call of the system writes many.
A process that is killed loses those that wait.
"""


class JsonLines(logging.Formatter):
    """Writes a record as one line; what a person wrote cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, message and whatever facts the record carries."""
        line = _begun(datetime.fromtimestamp(record.created, UTC), record.levelno, record.name)
        line["message"] = _redacted(record.getMessage())
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            line |= facts
        if record.exc_info:
            line["exception"] = redact_text(self.formatException(record.exc_info))
        return orjson.dumps(line, default=str).decode()


class Lines(logging.StreamHandler[TextIO]):
    """Writes lines to a stream. Those of requests are gathered, and written in their place before
    whatever is logged next.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to this stream."""
        super().__init__(stream)
        self.setFormatter(JsonLines())
        self._gathered: list[tuple[int, Mapping[str, object]]] = []

    def request(self, facts: Mapping[str, object]) -> None:
        """Log a request that was served."""
        if not self._gathered:
            asyncio.get_running_loop().call_later(GATHERED_SECONDS, self.flush)
        self._gathered.append((time.time_ns() // 1_000_000, facts))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, after what was gathered before it."""
        self.flush()
        super().emit(record)

    def flush(self) -> None:
        """Write what was gathered."""
        gathered, self._gathered = self._gathered, []
        if gathered:
            # Whoever reads the log may have gone away; that is no reason to refuse requests.
            with suppress(OSError, ValueError):
                self.stream.write("".join(_request_line(at, facts) for at, facts in gathered))
        with suppress(OSError, ValueError):
            super().flush()


def log_to_stderr() -> None:
    """Send all logs to standard error as JSON lines."""
    logging.basicConfig(level=logging.INFO, handlers=[Lines(sys.stderr)], force=True)
    # One line a request is ours to write.
    logging.getLogger("uvicorn.access").disabled = True
    for chatty in ("httpx2", "httpcore2", "anthropic", "aiohttp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def log_request(facts: Mapping[str, object]) -> None:
    """Log a request that was served, wherever logs go."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Lines):
            handler.request(facts)


def _request_line(milliseconds: int, facts: Mapping[str, object]) -> str:
    return f"{_request_begun(milliseconds)},{orjson.dumps(facts).decode()[1:]}\n"


@lru_cache(maxsize=16)
def _request_begun(milliseconds: int) -> str:
    """What the lines of all requests of one moment begin with."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    begun = {**_begun(at, logging.INFO, LOG.name), "message": "request"}
    return orjson.dumps(begun).decode()[:-1]


def _begun(at: datetime, level: int, logger: str) -> dict[str, object]:
    return {"time": iso(at), "level": logging.getLevelName(level).lower(), "logger": logger}


@lru_cache(maxsize=256)
def _redacted(message: str) -> str:
    return redact_text(message)
