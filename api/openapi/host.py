"""What a host application must answer: its four endpoints, and the types of their answers."""

from typing import Final

from api.openapi import examples as story
from api.openapi.operation import Answer, Operation, Parameter
from domain.model import JSON, Model
from domain.snapshot.shape import (
    ActiveError,
    ApiRequestLog,
    BackendError,
    ChangelogEntry,
    ClickTimelineEntry,
    ErrorCatalogEntry,
    JobState,
    KnowledgeDoc,
    LimitReached,
    ProductEntity,
    Profile,
    UserEvent,
)


class UserState(Model):
    """What state the user is in. Every member may be missing; what is there is used.

    A `userId` other than the one that was asked for makes the whole answer invalid. `tenantId` is
    your own name for things, and is ignored.
    """

    user_id: str = ""
    tenant_id: str = ""
    roles: tuple[str, ...] = ()
    plan: str = ""
    features_enabled: tuple[str, ...] = ()
    entities: tuple[ProductEntity, ...] = ()
    active_errors: tuple[ActiveError, ...] = ()
    limits_reached: tuple[LimitReached, ...] = ()
    profile: Profile | None = None


class UserHistory(Model):
    """What the user did in the last `windowHours`."""

    window_hours: int = 72
    events: tuple[UserEvent, ...] = ()
    click_timeline: tuple[ClickTimelineEntry, ...] = ()


class UserLogs(Model):
    """The server's side of the story."""

    recent_requests: tuple[ApiRequestLog, ...] = ()
    jobs: tuple[JobState, ...] = ()
    errors: tuple[BackendError, ...] = ()


class BusinessRules(Model):
    """What your application says about itself, the same for every user.

    `rules` are by name, each any JSON value.
    """

    rules: dict[str, JSON] = {}
    error_catalog: tuple[ErrorCatalogEntry, ...] = ()
    docs: tuple[KnowledgeDoc, ...] = ()
    runbooks: tuple[KnowledgeDoc, ...] = ()
    changelog: tuple[ChangelogEntry, ...] = ()


ENDPOINTS: Final = "Your endpoints"

_USER: Final = Parameter(
    "userId", "query", "The user's id, from the signed token.", required=True, example=story.USER
)
_WINDOW: Final = Parameter(
    "windowHours",
    "query",
    "How far back to look.",
    {"type": "integer", "minimum": 1, "default": 72},
)
_ID: Final = Parameter(
    "X-Request-Id", "header", "The gateway's request id: log it, and both sides can be matched."
)

OPERATIONS: Final = (
    Operation(
        "userState",
        "get",
        "/support/user-state",
        ENDPOINTS,
        "The state of a user",
        "Roles, plan, features, what the user has, errors that the user sees and limits that were"
        " reached: what answers rest on first of all.",
        (Answer(200, "The state", UserState, {"state": story.USER_STATE}),),
        security="serviceToken",
        parameters=(_USER, _ID),
    ),
    Operation(
        "userHistory",
        "get",
        "/support/user-history",
        ENDPOINTS,
        "What a user did",
        "Events and clicks of the last `windowHours`, oldest first.",
        (Answer(200, "The history", UserHistory, {"history": story.USER_HISTORY}),),
        security="serviceToken",
        parameters=(_USER, _WINDOW, _ID),
    ),
    Operation(
        "userLogs",
        "get",
        "/support/user-logs",
        ENDPOINTS,
        "What the backend saw",
        "Requests, background jobs and errors of the last `windowHours`, oldest first.",
        (Answer(200, "The logs", UserLogs, {"logs": story.USER_LOGS}),),
        security="serviceToken",
        parameters=(_USER, _WINDOW, _ID),
    ),
    Operation(
        "businessRules",
        "get",
        "/support/business-rules",
        ENDPOINTS,
        "Rules and error catalogue",
        "What your limits are, what your error codes mean and what helps, and documents to answer"
        " from. The more of this there is, the better the answers.",
        (Answer(200, "The rules", BusinessRules, {"rules": story.BUSINESS_RULES}),),
        security="serviceToken",
        parameters=(_ID,),
    ),
)

DESCRIPTION: Final = """\
The gateway calls these four endpoints of your application at once, server to server, whenever a
case is opened: `GET {baseUrl}/support/…` with `Authorization: Bearer <service token>`.

* At most 5 seconds and 5 MiB a call; no redirect is followed, no content coding decoded; one retry
  after a connection error, 502, 503 or 504.
* A call that fails leaves its part of the snapshot empty; the case is opened all the same.
* A row that does not fit its type is dropped and counted, the rest is kept. Members that are not
  listed here are ignored.
* Where a member may be left out, it may be a string, a number or null.
* Everything is redacted before it is stored. Do not send secrets all the same.

`support-gateway host check URL` tries your endpoints, and says what the gateway makes of them.
"""
