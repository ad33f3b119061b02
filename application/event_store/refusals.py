"""What the store could not do, refused to whoever asked for it."""

from types import TracebackType

from application.event_store.append import AttemptTaken, StoreAway
from domain.errors import IdempotencyInProgress, Unavailable

RETRY_AFTER_SECONDS = 2


class refusals:  # noqa: N801 - it reads as a clause: with refusals()
    """Say to the outside what the store could not do.

    A generator made a context manager costs several times as much, which every command would pay.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing was refused yet."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Refuse what failed."""
        if isinstance(error, StoreAway):
            raise Unavailable(retry_after=RETRY_AFTER_SECONDS) from error
        if isinstance(error, AttemptTaken):
            raise IdempotencyInProgress(retry_after=RETRY_AFTER_SECONDS) from error
