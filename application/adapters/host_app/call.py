"""One GET to a host application: bounded in time and size, tried twice."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
from yarl import URL

from domain.snapshot.shape import SourceStatus

OK = 200
AWAY = frozenset({502, 503, 504})
"""RFC 9110, 15.6.3 to 15.6.5: whoever stands before the application could not reach it."""

PAUSE = 0.1
"""Seconds before the second try."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call may cost: `seconds` for both tries together, `size` in bytes of its body."""

    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a call.

    `body` is empty unless `status` is ok; `size` counts the bytes read of it. `answered` tells
    whether the application said something in time, of whatever kind. `reason` says in words, for
    whoever builds the application, why the status is not ok.
    """

    status: SourceStatus
    ms: int
    size: int
    body: bytes
    answered: bool
    reason: str = ""


class _Unusable(Exception):
    """The host answered, but not as it must."""

    def __init__(self, status: SourceStatus, reason: str, read: int = 0) -> None:
        self.status: SourceStatus = status
        self.read = read
        super().__init__(reason)


async def get(
    session: aiohttp.ClientSession,
    url: URL,
    headers: Mapping[str, str],
    limits: Limits,
    clock: Callable[[], float],
) -> Came:
    """Make the call; never raises for anything that the host does."""
    started = clock()

    def came(
        status: SourceStatus,
        body: bytes = b"",
        read: int = 0,
        *,
        answered: bool = True,
        reason: str = "",
    ) -> Came:
        return Came(status, round((clock() - started) * 1000), read, body, answered, reason)

    try:
        async with asyncio.timeout(limits.seconds):
            body = await _twice(session, url, headers, limits.size)
    except _Unusable as answer:
        return came(answer.status, read=answer.read, reason=str(answer))
    except TimeoutError:
        return came(
            "timeout", answered=False, reason=f"nothing whole within {limits.seconds:g} seconds"
        )
    except (aiohttp.ClientError, OSError) as error:
        return came("failed", answered=False, reason=_told(error))
    return came("ok", body, len(body))


async def _twice(
    session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str], most: int
) -> bytes:
    try:
        return await _once(session, url, headers, most)
    except (aiohttp.ClientError, OSError):
        await asyncio.sleep(PAUSE)
    return await _once(session, url, headers, most)


async def _once(
    session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str], most: int
) -> bytes:
    async with session.get(url, headers=headers, allow_redirects=False) as answer:
        if answer.status in AWAY:
            answer.raise_for_status()
        if answer.status != OK:
            raise _Unusable("failed", _declined(answer.status))
        # Asked for none; decoding one could make a gigabyte of a few kilobytes.
        if any(coding != "identity" for coding in answer.headers.getall("Content-Encoding", ())):
            raise _Unusable("invalid", "a content coding, such as gzip, that was not asked for")
        return await _body(answer, most)


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if (answer.content_length or 0) > most:
        raise _Unusable("too_large", f"over {most:,} bytes")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > most:
            raise _Unusable("too_large", f"over {most:,} bytes", len(body))
    return bytes(body)


def _declined(status: int) -> str:
    if 300 <= status < 400:  # noqa: PLR2004 - RFC 9110, 15.4
        return f"HTTP status {status}: redirects are not followed"
    return f"HTTP status {status}"


def _told(error: aiohttp.ClientError | OSError) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return f"HTTP status {error.status}, twice"
    if isinstance(error, aiohttp.ClientConnectorError):
        # Its own words speak of TLS even where there is none.
        why = error.os_error.strerror or error.os_error
        return f"no connection to {error.host} port {error.port}: {why}"
    return f"no connection, or a broken one: {error}"
