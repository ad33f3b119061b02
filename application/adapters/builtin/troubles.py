"""What is wrong for a user: the signals of a snapshot, merged where they speak of one trouble."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Literal

from application.adapters.builtin.words import terms
from domain.grounding.moments import parse
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ErrorCatalogEntry,
    ErrorClass,
    JobState,
    LimitReached,
    SupportContextSnapshot,
)

FAILING = 400
"""HTTP statuses from here on are failures (RFC 9110, 15.5)."""
SERVER_FAILING = 500
NEARLY = 0.9
"""The share of a limit from which on it counts as reached."""

_NUMBERED = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Signal = ActiveError | JobState | ApiRequestLog | BackendError


@dataclass(slots=True)
class Trouble:
    """One thing that is wrong, with every row that speaks of it, newest first in each list.

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
        """Whether the service is at fault."""
        return self.error_class == "infra"

    @property
    def retryable(self) -> bool:
        """Whether trying again may help: only where the host says so."""
        if self.active:
            return self.active[0].retryable
        return self.entry is not None and self.entry.retryable

    @property
    def user_actionable(self) -> bool:
        """Whether the user can do something about it himself."""
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


def moment(stamp: str) -> datetime:
    """A time as the host wrote it; one that cannot be read is long ago."""
    return parse(stamp) or _LONG_AGO


def collect(
    snapshot: SupportContextSnapshot, catalogue: dict[str, ErrorCatalogEntry]
) -> list[Trouble]:
    """Every trouble of a snapshot: with a code first, then the limits, then the rest."""
    found: dict[str, Trouble] = {}
    by_id: dict[str, Trouble] = {}
    signals = _signals(snapshot)
    # Rows with a code make the troubles; rows without one join them by request or resource.
    for row in sorted(signals, key=lambda row: row.error_code is None):
        code = None if row.error_code is None else str(row.error_code)
        trouble = found.get(code) if code else None
        linked = [name for name in _links(row) if name in by_id]
        if trouble is None and linked:
            trouble = by_id[linked[0]]
        if trouble is None:
            key = code or _codeless_key(row)
            trouble = found.setdefault(key, Trouble(key, code))
        if code:
            found.setdefault(code, trouble)
        _add(trouble, row)
        for name in _links(row):
            by_id.setdefault(name, trouble)
        if code is None and isinstance(row, ActiveError | BackendError) and row.resource_id:
            by_id.setdefault(str(row.resource_id), trouble)
    for trouble in found.values():
        trouble.entry = catalogue.get(trouble.code or "")
    _join_limits(found, snapshot)
    troubles = list({id(trouble): trouble for trouble in found.values()}.values())
    for trouble in troubles:
        _settle(trouble)
    if any(not trouble.active for trouble in troubles):
        successes = _successes(snapshot)
        for trouble in troubles:
            trouble.recovered = _recovered(trouble, successes)
    return troubles


def _signals(snapshot: SupportContextSnapshot) -> list[Signal]:
    backend = snapshot.backend
    return [
        *snapshot.product_state.active_errors,
        *(job for job in backend.jobs if job.status == "failed"),
        *backend.errors,
        *(row for row in backend.recent_requests if row.http_status >= FAILING),
    ]


def _links(row: Signal) -> list[str]:
    """Ids that two rows share only if they speak of the same happening."""
    match row:
        case ActiveError():
            return [f"resource:{row.resource_id}"] if row.resource_id else []
        case JobState():
            return [f"resource:{row.job_id}"]
        case ApiRequestLog() | BackendError():
            links = [f"request:{row.request_id}"]
            if row.error_code is None and row.resource_id:
                links.append(f"resource:{row.resource_id}")
            return links


def _codeless_key(row: Signal) -> str:
    match row:
        case JobState():
            return f"jobs of {row.queue}"
        case ApiRequestLog():
            return f"{row.http_status} from {route_shape(row.route)}"
        case ActiveError() | BackendError():
            return row.error_code


def _add(trouble: Trouble, row: Signal) -> None:
    match row:
        case ActiveError():
            trouble.active.append(row)
        case JobState():
            trouble.jobs.append(row)
        case ApiRequestLog():
            trouble.requests.append(row)
        case BackendError():
            trouble.errors.append(row)


def _join_limits(found: dict[str, Trouble], snapshot: SupportContextSnapshot) -> None:
    for limit in snapshot.product_state.limits_reached:
        if limit.current < limit.max * NEARLY:
            continue
        topics = {
            term.stem
            for term in terms(limit.limit, names=True)
            if term.topic not in {"limit", "size"}
        }
        for trouble in found.values():
            if trouble.limit is None and _is_of_limit(trouble, topics):
                trouble.limit = limit
                break
        else:
            found.setdefault(f"limit {limit.limit}", Trouble(f"limit {limit.limit}")).limit = limit


def _is_of_limit(trouble: Trouble, topics: set[str]) -> bool:
    """Whether a trouble comes of the limit of something: its code names that, or says that a limit
    is exceeded, and the catalogue names it.
    """
    named = terms(trouble.code or "", names=True)
    if topics & {term.stem for term in named}:
        return True
    if trouble.entry is None or not any(term.topic == "limit" for term in named):
        return False
    return bool(topics & {term.stem for term in terms(trouble.entry.resolution)})


def _settle(trouble: Trouble) -> None:
    trouble.active.sort(key=lambda row: moment(row.occurred_at), reverse=True)
    trouble.jobs.sort(key=lambda row: moment(row.updated_at), reverse=True)
    trouble.requests.sort(key=lambda row: moment(row.ts), reverse=True)
    trouble.errors.sort(key=lambda row: moment(row.ts), reverse=True)


def _recovered(trouble: Trouble, successes: dict[str, datetime]) -> bool:
    """Whether what failed has worked since, and nothing says that it is wrong now."""
    if trouble.active or trouble.limit is not None:
        return False
    last = moment(trouble.seen_at or "")
    tried = {route_shape(row.route) for row in trouble.served}
    tried |= {job.queue for job in trouble.jobs}
    return any(successes.get(name, last) > last for name in tried)


def _successes(snapshot: SupportContextSnapshot) -> dict[str, datetime]:
    """When each kind of request and each queue last succeeded."""
    found: dict[str, datetime] = {}
    done = [
        *(
            (route_shape(row.route), row.ts)
            for row in snapshot.backend.recent_requests
            if row.http_status < FAILING
        ),
        *(
            (job.queue, job.updated_at)
            for job in snapshot.backend.jobs
            if job.status == "succeeded"
        ),
    ]
    for name, stamp in done:
        found[name] = max(found.get(name, _LONG_AGO), moment(stamp))
    return found


@lru_cache(maxsize=4_096)
def route_shape(route: str) -> str:
    """A route with its numbers left out, so that requests for two files are of one kind."""
    return _NUMBERED.sub("#", route.split("?", 1)[0])
