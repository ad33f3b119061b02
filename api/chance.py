"""What cannot be foretold: the clock, ids, and random bytes."""

import os
import random
import time
from datetime import UTC, datetime
from typing import Final

from application.event_store.record import Chance

_VARIANT: Final = "89ab"
"""The digit of a UUID that says which kind it is, with two random bits in it."""


def now() -> datetime:
    """The time, to the millisecond that the record keeps."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


def new_id(prefix: str) -> str:
    """Make an id that is ordered by time: a UUID version 7 (RFC 9562, 5.7) in hex."""
    milliseconds = time.time_ns() // 1_000_000
    drawn = os.urandom(10).hex()
    variant = _VARIANT[int(drawn[3], 16) & 3]
    return f"{prefix}_{milliseconds:012x}7{drawn[:3]}{variant}{drawn[4:19]}"


def chance() -> Chance:
    """All of it, for the event store."""
    return Chance(entropy=os.urandom, now=now, new_id=new_id, jitter=random.random)
