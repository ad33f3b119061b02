"""One call to a ticket desk over HTTP: bounded, strict, and silent about secrets.

TicketDeskFailed
├── Unanswered: nobody knows whether the desk did it
└── Declined: the desk did nothing
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
import orjson
from pydantic import SecretStr

from application.ports import OpenedTicket, TicketDeskFailed
from domain.model import JSON

CALL_SECONDS = 10.0
"""How long one call may take, from looking the name up to the answer's last byte."""

ANSWER_BYTES = 1024 * 1024
"""Bytes that an answer's body may have."""

_CHUNK_BYTES = 64 * 1024
# RFC 9110, 15.5.9 and 15.5.10, RFC 8470, 5.2: another attempt may be under way, or have been.
_AMBIGUOUS = frozenset({408, 409, 425})


class Unanswered(TicketDeskFailed):
    """The desk may have done what it was asked to, and did not say so."""


class Declined(TicketDeskFailed):
    """The desk did nothing, and said so with the HTTP status `status`."""

    def __init__(self, status: int) -> None:
        """Keep the status; what the desk wrote is not repeated."""
        self.status = status
        super().__init__(f"the desk declined with status {status}")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom calls are made as, and how long each may take, in seconds.

    `session` is one of `application.adapters.outbound.guarded_session` that reuses no connection:
    tickets are rare, and one that the desk has closed meanwhile would look like an attempt of
    unknown end. `credential` is the whole `Authorization`, if there is one.
    """

    session: aiohttp.ClientSession
    credential: SecretStr | None = None
    seconds: float = CALL_SECONDS

    async def get(self, url: str, parameters: Mapping[str, str]) -> JSON:
        """Ask for a document. Raises as `post`."""
        return _document(await self._call("GET", url, parameters, {}, None))

    async def post(self, url: str, body: JSON, headers: Mapping[str, str] | None = None) -> JSON:
        """Send a document and return the answered one.

        Raises `Declined` for a 4xx, and `Unanswered` for everything else that is no 2xx with a
        JSON document of at most `ANSWER_BYTES`.
        """
        return _document(await self.send(url, orjson.dumps(body), headers or {}))

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Send a JSON body as it is and return the answered bytes. Raises as `post`."""
        return await self._call(
            "POST", url, {}, {"Content-Type": "application/json", **headers}, body
        )

    async def _call(
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> bytes:
        sent = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            # Not every desk that then hangs up says so in its answer (RFC 9112, 9.6), so this alone
            # keeps no client from sending the next request into the closed connection.
            "Connection": "close",
            **headers,
        }
        if self.credential:
            sent["Authorization"] = self.credential.get_secret_value()
        try:
            async with self.session.request(
                method,
                url,
                params=parameters,
                data=body,
                headers=sent,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self.seconds),
            ) as answer:
                content = await _read(answer)
                status = answer.status
        except TimeoutError:
            failure = "the desk did not answer in time"
        except (aiohttp.ClientError, OSError, ValueError):
            failure = "the desk could not be reached, or broke off"
        else:
            _judge(status)
            return content
        # Outside of the handler, so that the caught error, which holds the request's headers,
        # does not hang on this one.
        raise Unanswered(failure)


def basic(user: str, password: SecretStr) -> SecretStr:
    """The `Authorization` of RFC 7617."""
    pair = f"{user}:{password.get_secret_value()}".encode()
    return SecretStr(f"Basic {base64.b64encode(pair).decode('ascii')}")


async def find_or_create(
    find: Callable[[], Awaitable[OpenedTicket | None]],
    create: Callable[[], Awaitable[OpenedTicket]],
) -> OpenedTicket:
    """Open a ticket at a desk that may do it without saying so: look first, and after doubt again.

    Raises what `find` and `create` raise. After a failure the caller may start over.
    """
    found = await find()
    if found:
        return found
    try:
        return await create()
    except Unanswered:
        found = await find()
        if found is None:
            raise
        return found


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > ANSWER_BYTES:
            raise ValueError("the answer is too large")
    return bytes(content)


def _judge(status: int) -> None:
    if 200 <= status < 300:  # noqa: PLR2004 - the class of success, RFC 9110, 15.3
        return
    if 400 <= status < 500 and status not in _AMBIGUOUS:  # noqa: PLR2004 - RFC 9110, 15.5
        raise Declined(status)
    raise Unanswered(f"the desk answered with status {status}")


def _document(content: bytes) -> JSON:
    try:
        document: JSON = orjson.loads(content)
    except orjson.JSONDecodeError:
        failure = "the desk's answer cannot be read"
    else:
        return document
    # Outside of the handler: the caught error holds what the desk wrote.
    raise Unanswered(failure)
