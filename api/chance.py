"""What cannot be foretold: the clock, ids, and random bytes."""

import os
import random
import threading
import time
from datetime import UTC, datetime
from typing import Final

from application.event_store.record import Chance

POOL_BYTES: Final = 4_096
"""Random bytes are fetched in bulk: each id and nonce wants a few, and each fetch is a call of the
system.
"""

LARGEST_POOLED: Final = 16
"""Keys are longer, and never lie in a pool with what comes after them."""


class _Pool(threading.local):
    """Of one thread, so that no two ever take the same bytes."""

    bytes = b""
    used = 0


_pool = _Pool()


def entropy(count: int) -> bytes:
    """Give that many random bytes, fit for ids, nonces and keys."""
    if count > LARGEST_POOLED:
        return os.urandom(count)
    end = _pool.used + count
    if end > len(_pool.bytes):
        _pool.bytes, end = os.urandom(POOL_BYTES), count
    _pool.used = end
    return _pool.bytes[end - count : end]


def _forget() -> None:
    _pool.bytes = b""


# A process that was forked must not go on with what its parent goes on with.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def now() -> datetime:
    """The time, to the millisecond that the record keeps."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


def new_id(prefix: str) -> str:
    """Make an id that is ordered by time: a UUID version 7 (RFC 9562, 5.7) in hex."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(entropy(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return f"{prefix}_{value:032x}"


def chance() -> Chance:
    """All of it, for the event store."""
    return Chance(entropy=entropy, now=now, new_id=new_id, jitter=random.random)
