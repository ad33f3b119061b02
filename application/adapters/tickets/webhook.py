"""A ticket desk of the company's own making, told by a signed webhook (Standard Webhooks 1.0.0)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeGuard
from urllib.parse import urlsplit

import orjson
from pydantic import SecretBytes, SecretStr

from application.adapters.tickets.body import TicketBody, write_body
from application.adapters.tickets.calls import Desk
from application.adapters.tickets.text import markdown
from application.ports import OpenedTicket, Ticket
from domain.model import JSON, iso

_SECRET_PREFIX = "whsec_"  # noqa: S105 - the mark of a secret, not one
_SHORTEST_KEY, _LONGEST_KEY = 24, 64
_URL = re.compile(r"https?://[!-~]+")
_ID_LENGTH = 255
_URL_LENGTH = 2_048


class WebhookDesk:
    """Posts the ticket to one URL.

    `webhook-id` is the same at every attempt for a case: by it the receiver knows a repetition, as
    the standard tells it to. It may answer `{"ticketId": …, "ticketUrl": …}`; where it does not,
    the gateway's own id and the origin of the URL stand in.
    """

    connector = "webhook"
    doubt = timedelta(0)

    def __init__(
        self, desk: Desk, url: str, secret: SecretStr, *, clock: Callable[[], datetime]
    ) -> None:
        """Raises `ValueError` for a secret that `signing_key` refuses."""
        self._desk = desk
        self._url = url
        self._key = SecretBytes(signing_key(secret))
        self._clock = clock

    async def erase(self, key: str) -> None:
        """Nothing is kept here: the ticket is theirs."""

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """Post the ticket; any 2xx means that the receiver has it. Raises `TicketDeskFailed`."""
        body = write_body(ticket)
        content = orjson.dumps(_payload(body, ticket.opened_at))
        message_id = f"msg_{body.key}"
        timestamp = int(self._clock().timestamp())
        answer = await self._desk.send(
            self._url,
            content,
            {
                "webhook-id": message_id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": sign(
                    self._key.get_secret_value(), message_id, timestamp, content
                ),
            },
        )
        return _named(answer, OpenedTicket(ticket.ticket_id, _origin(self._url)))


def signing_key(secret: SecretStr) -> bytes:
    """Decode a secret as Standard Webhooks serialises it: `whsec_` and 24 to 64 bytes in Base64.

    Raises `ValueError`, which does not repeat the secret.
    """
    prefix, _, encoded = secret.get_secret_value().partition("_")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if f"{prefix}_" != _SECRET_PREFIX or not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        raise ValueError("a webhook secret is whsec_ and 24 to 64 bytes in Base64")
    return key


def sign(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign one attempt: the standard's symmetric scheme, HMAC-SHA256 over `id.timestamp.body`.

    `timestamp` counts seconds since 1970.
    """
    digest = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def _payload(body: TicketBody, opened_at: datetime) -> JSON:
    return {
        "type": "case.escalated",
        "timestamp": iso(opened_at),
        "data": {**body.document, "text": markdown(body.sections)},
    }


def _named(answer: bytes, own: OpenedTicket) -> OpenedTicket:
    try:
        document: JSON = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return own
    if not isinstance(document, dict):
        return own
    ticket_id, url = document.get("ticketId"), document.get("ticketUrl")
    if type(ticket_id) is int:
        ticket_id = str(ticket_id)
    return OpenedTicket(
        ticket_id if _is_id(ticket_id) else own.ticket_id, url if _is_url(url) else own.ticket_url
    )


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= _ID_LENGTH and value.isprintable()


def _is_url(value: object) -> TypeGuard[str]:
    if not isinstance(value, str) or len(value) > _URL_LENGTH or not _URL.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        # The port is read when it is asked for, and may be none.
        return bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def _origin(url: str) -> str:
    # The rest of a webhook's URL is often its password.
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
