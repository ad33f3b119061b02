"""Logs: one JSON object a line, never with a body, a query, a token or a prompt in it."""

import logging
import sys
from datetime import UTC, datetime

import orjson

from application.redaction import redact_text
from domain.model import iso

LOG = logging.getLogger("support_gateway")


class JsonLines(logging.Formatter):
    """Writes a record as one line; what a person wrote cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, message and whatever facts the record carries."""
        line: dict[str, object] = {
            "time": iso(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_text(record.getMessage()),
        }
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            line |= facts
        if record.exc_info:
            line["exception"] = redact_text(self.formatException(record.exc_info))
        return orjson.dumps(line, default=str).decode()


def log_to_stderr() -> None:
    """Send all logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # One line a request is ours to write.
    logging.getLogger("uvicorn.access").disabled = True
    for chatty in ("httpx2", "httpcore2", "anthropic", "aiohttp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
