"""Where snapshots are frozen: on the loop as long as that is quick, else in a thread.

A thread that works shares the interpreter with the loop, and each waits for the other's leave: that
costs more processor time than a small snapshot does, and everything else waits longer too.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from application.snapshots import Captured

LARGE_ANSWERS: Final = 64 * 1024
"""Bytes of a host's answers, beyond which they go to a thread: of most hosts 5 to 10 ms of work."""

LONG_SECONDS: Final = 0.03
"""A tenant whose last snapshot took longer has its next one made in a thread, whatever its size:
what its host says is full of what has to go.
"""


class Freezing:
    """Has snapshots made, and remembers by tenant how long the last one took."""

    def __init__(self, processor_time: Callable[[], float]) -> None:
        """`processor_time` counts the seconds that the calling thread has worked."""
        self._processor_time = processor_time
        self._took: dict[str, float] = {}
        self._one_at_a_time = asyncio.Lock()

    async def captured(
        self, making: Callable[[], Captured], *, tenant_id: str, size: int
    ) -> Captured:
        """Make a tenant's snapshot of answers of so many bytes."""

        def work() -> Captured:
            began = self._processor_time()
            captured = making()
            self._took[tenant_id] = self._processor_time() - began
            return captured

        if size > LARGE_ANSWERS or self._took.get(tenant_id, 0.0) > LONG_SECONDS:
            return await asyncio.to_thread(work)
        # One for each turn of the loop, so that whatever is quick need not wait for many.
        async with self._one_at_a_time:
            await asyncio.sleep(0)
            return work()
