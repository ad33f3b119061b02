"""What one demo user did in the last week, and what the host's backend noted of it.

A diary is written afresh for each call, from the user's id and the time alone: the same user at
the same time always has the same one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from api.demo.knowledge.error_catalog import BY_CODE
from domain.model import JSON, iso
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ClickTimelineEntry,
    JobState,
    JobStatus,
    LimitReached,
    ProductEntity,
    UserEvent,
)


@dataclass
class Diary:
    """Rows of all kinds, in the order in which they were written. `dice` is seeded by the user."""

    now: datetime
    dice: Random
    features: list[str] = field(default_factory=list[str])
    entities: list[ProductEntity] = field(default_factory=list[ProductEntity])
    active_errors: list[ActiveError] = field(default_factory=list[ActiveError])
    limits: list[LimitReached] = field(default_factory=list[LimitReached])
    events: list[UserEvent] = field(default_factory=list[UserEvent])
    clicks: list[ClickTimelineEntry] = field(default_factory=list[ClickTimelineEntry])
    requests: list[ApiRequestLog] = field(default_factory=list[ApiRequestLog])
    jobs: list[JobState] = field(default_factory=list[JobState])
    errors: list[BackendError] = field(default_factory=list[BackendError])

    def ago(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """The moment so long before now, and up to 40 s more: nobody lives by the full minute.

        The same hours and minutes are always off by the same, so that what belongs together stays
        together, and minutes keep their order.
        """
        off = timedelta(milliseconds=Random(f"{hours} {minutes}").randrange(40_000))
        return self.now - timedelta(hours=hours, minutes=minutes, seconds=seconds) - off

    def owns(
        self,
        kind: str,
        entity_id: str,
        description: str,
        status: str,
        metadata: dict[str, JSON],
    ) -> None:
        """Note something that the user has."""
        self.entities.append(
            ProductEntity(
                type=kind,
                id=entity_id,
                description=description,
                status=status,
                metadata=metadata,
            )
        )

    def did(
        self,
        at: datetime,
        event: str,
        page: str,
        *,
        element_id: str | None = None,
        intent: str | None = None,
        request_id: str | None = None,
    ) -> None:
        """Note what the user did, and the click that it took."""
        self.events.append(
            UserEvent(
                ts=iso(at),
                event=event,
                page=page,
                element_id=element_id,
                intent=intent,
                correlation_request_id=request_id,
            )
        )
        if element_id is not None:
            self.clicks.append(
                ClickTimelineEntry(ts=iso(at), page=page, action=f"click:{element_id}")
            )

    def served(
        self, at: datetime, route: str, status: int = 200, *, timing_ms: int | None = None
    ) -> str:
        """Note a request that went well; returns its id."""
        return self._request(at, route, status, timing_ms or self.dice.randint(14, 260))

    def failed(
        self,
        at: datetime,
        route: str,
        status: int,
        error_code: str,
        *,
        resource_id: str,
        timing_ms: int | None = None,
    ) -> str:
        """Note a request that failed, in both of the backend's logs; returns its id."""
        request_id = self._request(
            at,
            route,
            status,
            timing_ms or self.dice.randint(20, 90),
            error_code=error_code,
            resource_id=resource_id,
        )
        self.logged(at, error_code, route, request_id, resource_id=resource_id)
        return request_id

    def logged(
        self, at: datetime, error_code: str, route: str, request_id: str, *, resource_id: str
    ) -> None:
        """Note an error of the backend's, of the class that the catalogue gives it."""
        self.errors.append(
            BackendError(
                ts=iso(at),
                error_code=error_code,
                error_class=BY_CODE[error_code].error_class,
                route=route,
                request_id=request_id,
                resource_id=resource_id,
            )
        )

    def sees(self, error_code: str, resource_id: str, at: datetime) -> None:
        """Note an error that stands on the user's screen now."""
        entry = BY_CODE[error_code]
        self.active_errors.append(
            ActiveError(
                error_code=error_code,
                error_class=entry.error_class,
                retryable=entry.retryable,
                user_actionable=entry.user_actionable,
                resource_id=resource_id,
                occurred_at=iso(at),
            )
        )

    def ran(
        self,
        job_id: str,
        queue: str,
        status: JobStatus,
        *,
        created: datetime,
        updated: datetime,
        last_stage: str | None = None,
        error_code: str | None = None,
    ) -> None:
        """Note a background job."""
        self.jobs.append(
            JobState(
                job_id=job_id,
                queue=queue,
                status=status,
                error_code=error_code,
                last_stage=last_stage,
                created_at=iso(created),
                updated_at=iso(updated),
                duration_ms=(updated - created) // timedelta(milliseconds=1),
            )
        )

    def name(self, prefix: str) -> str:
        """An id that nothing else in this diary has."""
        return f"{prefix}_{self.dice.getrandbits(48):012x}"

    def _request(
        self,
        at: datetime,
        route: str,
        status: int,
        timing_ms: int,
        *,
        error_code: str | None = None,
        resource_id: str | None = None,
    ) -> str:
        request_id = self.name("req")
        self.requests.append(
            ApiRequestLog(
                ts=iso(at),
                route=route,
                http_status=status,
                error_code=error_code,
                resource_id=resource_id,
                timing_ms=timing_ms,
                request_id=request_id,
            )
        )
        return request_id
