"""Every refusal that the gateway knows, each with the code that a client sees.

Refused
├── Invalid                  a member of the request is not what it must be
├── CaseNotFound             there is no such case for this caller
├── CaseNotActive            the case takes no more messages
├── CaseAlreadyClosed        the case has its outcome
├── CaseHeld                 the case must be kept, and is not erased
├── IdempotencyInProgress    the first request with this key is still being worked on
├── IdempotencyMismatch      this key was used with another body
└── Unavailable              the store is away, or has more to do than it can take

`api/errors.py` gives each its HTTP status, and knows those that only HTTP has.
"""

from typing import ClassVar


class Refused(Exception):
    """A request that is answered by no, and has changed nothing."""

    code: ClassVar[str]
    message: str

    def __init__(
        self, message: str = "", *, field: str | None = None, retry_after: int | None = None
    ) -> None:
        """Say why in `message`; `retry_after` is in whole seconds."""
        self.message = message or (self.__doc__ or "").strip().splitlines()[0]
        self.field = field
        self.retry_after = retry_after
        super().__init__(self.message)


class Invalid(Refused):
    """The request is not valid."""

    code = "VALIDATION_ERROR"


class CaseNotFound(Refused):
    """There is no such case."""

    code = "CASE_NOT_FOUND"


class CaseNotActive(Refused):
    """The case is not active."""

    code = "CASE_NOT_ACTIVE"


class CaseAlreadyClosed(Refused):
    """The case is closed."""

    code = "CASE_CLOSED"


class CaseHeld(Refused):
    """The case is held, and must not be erased."""

    code = "CASE_HELD"


class IdempotencyInProgress(Refused):
    """The first request with this Idempotency-Key is still being worked on."""

    code = "IDEMPOTENCY_IN_PROGRESS"


class IdempotencyMismatch(Refused):
    """This Idempotency-Key was used with another body."""

    code = "IDEMPOTENCY_MISMATCH"


class Unavailable(Refused):
    """The gateway cannot serve this now; please try again."""

    code = "UNAVAILABLE"
