"""One thing that is wrong for a user, and every row that speaks of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Literal

from domain.grounding.times.moments import parse
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ErrorCatalogEntry,
    ErrorClass,
    JobState,
    LimitReached,
)

FAILING = 400
"""HTTP statuses from here on are failures (RFC 9110, 15.5)."""
SERVER_FAILING = 500
NEARLY = 0.9
"""The share of a limit from which on it counts as reached."""

_NUMBERED = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}")
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Signal = ActiveError | JobState | ApiRequestLog | BackendError


@dataclass(slots=True, eq=False)
class Trouble:
    """One thing that is wrong, with every row that speaks of it, newest first in each list. Each is
    equal to itself alone.

    `recovered` says that the same kind of request or job succeeded later.
    """

    key: str
    code: str | None = None
    entry: ErrorCatalogEntry | None = None
    limit: LimitReached | None = None
    active: list[ActiveError] = field(default_factory=list[ActiveError])
    jobs: list[JobState] = field(default_factory=list[JobState])
    requests: list[ApiRequestLog] = field(default_factory=list[ApiRequestLog])
    errors: list[BackendError] = field(default_factory=list[BackendError])
    recovered: bool = False

    @property
    def error_class(self) -> ErrorClass:
        """The kind of error: as the catalogue says, or the rows, or what the status tells."""
        for known in (self.entry, *self.active, *self.errors):
            if known is not None:
                return known.error_class
        if self.limit is not None:
            return "business"
        status = self.requests[0].http_status if self.requests else SERVER_FAILING
        if status in {401, 403}:
            return "permission"
        return "infra" if status >= SERVER_FAILING else "validation"

    @property
    def ours(self) -> bool:
        """Whether the service is at fault: not of what passes only if its user does something."""
        told = self.active[0] if self.active else self.entry
        return self.error_class == "infra" and (told is None or not is_for_its_user(told))

    @property
    def retryable(self) -> bool:
        """Whether trying again may help: only where the host says so."""
        if self.active:
            return self.active[0].retryable
        return self.entry is not None and self.entry.retryable

    @property
    def user_actionable(self) -> bool:
        """Whether the user alone can do something about it."""
        if self.active:
            return self.active[0].user_actionable
        if self.entry is not None:
            return self.entry.user_actionable
        return self.limit is not None

    @property
    def kinds(self) -> int:
        """How many kinds of row bear it out."""
        return sum(
            map(bool, (self.active, self.jobs, self.requests, self.errors, self.limit is not None))
        )

    @property
    def served(self) -> list[ApiRequestLog | BackendError]:
        """The requests and errors of the backend."""
        return [*self.requests, *self.errors]

    @property
    def resource(self) -> str | None:
        """The resource that it is about."""
        named = [row.resource_id for row in self.active]
        named += [str(row.resource_id or "") for row in self.served]
        return next(filter(None, named), None)

    @property
    def seen_at(self) -> str | None:
        """When it was last seen, as the host wrote it."""
        return max(self._stamps(0), key=moment, default=None)

    @property
    def first_seen_at(self) -> str | None:
        """When it was first seen, as the host wrote it."""
        return min(self._stamps(-1), key=moment, default=None)

    def _stamps(self, end: Literal[0, -1]) -> list[str]:
        """The readable time at one end of each list, which are newest first, unreadable last."""
        listed = (
            [row.occurred_at for row in self.active],
            [row.ts for row in self.errors],
            [row.ts for row in self.requests],
            [row.updated_at for row in self.jobs],
        )
        found: list[str] = []
        for stamps in listed:
            ordered = stamps if end == 0 else reversed(stamps)
            found += islice((stamp for stamp in ordered if parse(stamp) is not None), 1)
        return found

    @property
    def requests_failed(self) -> int:
        """How many requests were answered with its code; 0 where it has none."""
        return sum(1 for row in self.requests if row.error_code and row.error_code == self.code)

    def ids(self) -> Iterator[str]:
        """Every code and id under which somebody may speak of it."""
        if self.code is not None:
            yield self.code
        if self.limit is not None:
            yield self.limit.limit
        yield from (row.resource_id for row in self.active)
        for row in self.served:
            yield row.request_id
            if row.resource_id is not None:
                yield str(row.resource_id)
        yield from (job.job_id for job in self.jobs)


def is_for_its_user(row: ActiveError | ErrorCatalogEntry) -> bool:
    """Whether an error passes only if its user does something."""
    return row.user_actionable and not row.retryable


def moment(stamp: str) -> datetime:
    """A time as the host wrote it; one that cannot be read is long ago."""
    return parse(stamp) or LONG_AGO


@lru_cache(maxsize=4_096)
def route_shape(route: str) -> str:
    """A route with its numbers left out, so that requests for two files are of one kind."""
    return _NUMBERED.sub("#", route.split("?", 1)[0])
