"""Keeps calls away from something outside that has failed again and again."""

from collections.abc import Callable

PROBE_LOST_AFTER = 60.0
"""Seconds after which a probe of which nothing was heard no longer holds up the next one."""


class Breaker:
    """Opens after `failures` in a row, then lets one call through as a probe every `probe_after`.

    `clock` gives seconds of a monotonic clock. Whoever was allowed says `succeeded` or `failed`.
    The states are those of the circuit breaker in Nygard, "Release It!", 2nd edition, chapter 5;
    half open is the state in which a probe is out.
    """

    def __init__(
        self, clock: Callable[[], float], *, failures: int = 5, probe_after: float = 15.0
    ) -> None:
        """Start closed; `probe_after` is in seconds."""
        self._clock = clock
        self._failures = failures
        self._probe_after = probe_after
        self._failed_in_a_row = 0
        self._next_probe: float | None = None
        self._probe_lost: float | None = None

    @property
    def open(self) -> bool:
        """Whether calls are kept away, but for the probes."""
        return self._next_probe is not None

    def allows(self) -> bool:
        """Whether to call: always while closed; while open once, when a probe is due."""
        if self._next_probe is None:
            return True
        now = self._clock()
        if now < (self._next_probe if self._probe_lost is None else self._probe_lost):
            return False
        self._probe_lost = now + PROBE_LOST_AFTER
        return True

    def succeeded(self) -> None:
        """Close: what stands outside answers."""
        self._failed_in_a_row = 0
        self._next_probe = None
        self._probe_lost = None

    def failed(self) -> None:
        """Count a failure. While open, only a failure with a probe out puts the next probe off."""
        self._failed_in_a_row += 1
        just_opened = self._next_probe is None and self._failed_in_a_row >= self._failures
        if just_opened or self._probe_lost is not None:
            self._next_probe = self._clock() + self._probe_after
            self._probe_lost = None
