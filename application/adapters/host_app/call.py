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
    whether the application said something in time, of whatever kind.
    """

    status: SourceStatus
    ms: int
    size: int
    body: bytes
    answered: bool


class _Unusable(Exception):
    """The host answered, but not as it must."""

    def __init__(self, status: SourceStatus, read: int = 0) -> None:
        self.status: SourceStatus = status
        self.read = read
        super().__init__(status)


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
        status: SourceStatus, body: bytes = b"", read: int = 0, *, answered: bool = True
    ) -> Came:
        return Came(status, round((clock() - started) * 1000), read, body, answered)

    try:
        async with asyncio.timeout(limits.seconds):
            body = await _twice(session, url, headers, limits.size)
    except _Unusable as answer:
        return came(answer.status, read=answer.read)
    except TimeoutError:
        return came("timeout", answered=False)
    except (aiohttp.ClientError, OSError):
        return came("failed", answered=False)
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
            raise _Unusable("failed")
        # Asked for none; decoding one could make a gigabyte of a few kilobytes.
        if any(coding != "identity" for coding in answer.headers.getall("Content-Encoding", ())):
            raise _Unusable("invalid")
        return await _body(answer, most)


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if (answer.content_length or 0) > most:
        raise _Unusable("too_large")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > most:
            raise _Unusable("too_large", len(body))
    return bytes(body)
