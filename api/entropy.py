"""Random bytes of the operating system, fetched in bulk: each id and nonce wants a few of them, and
to ask for those by themselves takes longer than to use them.
"""

import os
import threading
from typing import Final

POOL_BYTES: Final = 4_096
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
