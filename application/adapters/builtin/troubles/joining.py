"""Finds the troubles of a snapshot: its signals, joined where they speak of one happening."""

from collections import deque
from datetime import datetime
from itertools import islice

from application.adapters.builtin.question.words import terms
from application.adapters.builtin.troubles.trouble import (
    FAILING,
    LONG_AGO,
    NEARLY,
    Signal,
    Trouble,
    moment,
    route_shape,
)
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ErrorCatalogEntry,
    JobState,
    SupportContextSnapshot,
)


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
    # What a trouble is about is found out once: limits and troubles may be thousands.
    candidates = [(trouble, *_limits_of(trouble)) for trouble in found.values()]
    # DEVICE_LIMIT_REACHED comes of a limit of devices, whatever else is wrong with one.
    candidates.sort(key=lambda candidate: not candidate[2])
    waiting: dict[str, deque[int]] = {}
    for place, (_, about, _) in enumerate(candidates):
        for stem in about:
            waiting.setdefault(stem, deque()).append(place)
    for limit in snapshot.product_state.limits_reached:
        if limit.current < limit.max * NEARLY:
            continue
        topics = {
            term.stem
            for term in terms(limit.limit, names=True)
            if term.topic not in {"limit", "size"}
        }
        places: list[int] = []
        for places_waiting in (waiting[stem] for stem in topics if stem in waiting):
            while places_waiting and candidates[places_waiting[0]][0].limit is not None:
                places_waiting.popleft()
            places += islice(places_waiting, 1)
        if places:
            candidates[min(places)][0].limit = limit
        else:
            found.setdefault(f"limit {limit.limit}", Trouble(f"limit {limit.limit}")).limit = limit


def _limits_of(trouble: Trouble) -> tuple[set[str], bool]:
    """The stems of what a trouble may come of the limit of: what its code names, and if that says
    that a limit is exceeded, what the catalogue names; and whether it says so. A fault of the
    service comes of no user's limit, unless its code says so.
    """
    named = terms(trouble.code or "", names=True)
    about = {term.stem for term in named}
    names_a_limit = any(term.topic == "limit" for term in named)
    if trouble.ours and not names_a_limit:
        return set(), False
    if names_a_limit and trouble.entry is not None:
        about |= {term.stem for term in terms(trouble.entry.resolution)}
    return about, names_a_limit


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
        found[name] = max(found.get(name, LONG_AGO), moment(stamp))
    return found
