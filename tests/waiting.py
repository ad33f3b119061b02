"""The one way to wait for what another process or thread brings about and tells nobody of.

What can be waited for itself (an event, a pipe, the end of a process, an answer) is. What is only
to be seen by looking, such as whether another process listens by now, is looked at here, again and
again until a deadline; nothing is ever taken to be so because some time has passed.
"""

import threading
import time
from collections.abc import Callable

PATIENCE = 20.0
_LOOK_AGAIN_SECONDS = 0.005


def eventually(
    condition: Callable[[], object],
    *,
    within: float = PATIENCE,
    every: float = _LOOK_AGAIN_SECONDS,
    otherwise: Callable[[], str] = lambda: "it never came to that",
) -> None:
    """Wait until something holds; fails with what `otherwise` says after so many seconds."""
    give_up = time.monotonic() + within
    nothing_sets_it = threading.Event()
    while not condition():
        assert time.monotonic() < give_up, otherwise()
        nothing_sets_it.wait(every)
