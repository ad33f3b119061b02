"""What the members of schemas mean, for those who read the documentation and not the code.

By schema, then by member; the empty name is the schema itself, where its class says it for us.
"""

from collections.abc import Mapping
from typing import Final

_TS: Final = "When: ISO 8601 with a time zone."
_CODE: Final = "Your own code for the error, as the error catalogue lists it."
_RESOURCE: Final = "What it was about, such as the id of a file."
_REQUEST: Final = "The id of the request, which ties events, requests and errors together."

_CASES: Final[Mapping[str, Mapping[str, str]]] = {
    "WidgetAuthPayload": {
        "": "The claims of a widget token: a JWT signed with HS256 and the tenant's own secret.",
        "tenantId": "The tenant, which chooses the secret that the signature is checked with.",
        "userId": "The user, as your application's own endpoints know them.",
        "userEmail": "Where a person can write to the user; it goes into the ticket.",
        "userRoles": "The user's roles, which stand in where user-state gives none.",
        "plan": "The user's plan, which stands in where user-state gives none.",
        "iat": "When the token was made, in seconds since 1970; it counts for 8 hours at most.",
        "exp": "When it ends, in seconds since 1970.",
        "nbf": "Before this it does not count, in seconds since 1970.",
    },
    "Case": {
        "": "A request for help, as its user sees it.",
        "id": "`cas_…`",
        "tenantId": "The tenant of the token that opened the case.",
        "userId": "The user of the token that opened the case.",
        "status": "A case begins `active`; `resolved` and `unresolved` are final.",
        "snapshotId": "`scs_…`: the snapshot of the user's state that answers rest on.",
        "createdAt": "When the case was opened.",
        "updatedAt": "When anything last happened to it; it always moves forward.",
        "resolvedAt": "When it became `resolved`; null otherwise.",
        "messageCount": "How many messages it has, the user's own included.",
        "feedback": "The user's last judgement.",
        "rating": "1 to 10, given on closing.",
    },
    "Message": {
        "": "Something that was said in a case.",
        "id": "`msg_…`",
        "caseId": "The case that it was said in.",
        "role": "`system` is the gateway itself, saying that a question was not answered.",
        "content": "Plain text with simple Markdown, never HTML. A user's words are redacted.",
        "actions": "What the user may do next.",
        "evidence": "Values that stand in the snapshot and that the answer rests on.",
        "confidence": "How well the answer is borne out, 0 to 1; null on what a user said.",
        "createdAt": "When it was said.",
    },
    "SuggestedAction": {
        "": "Something that the user may do next, with one click.",
        "type": "What kind of thing it is; `custom` is for the widget to make sense of.",
        "label": "What the button says.",
        "payload": "What the action needs, such as `url`, which leads only to allowed hosts.",
    },
    "Evidence": {
        "": "A value that stands in the snapshot, word for word.",
        "type": "What kind of value it is. A limit or a plan is a `resource_id`.",
        "label": "What the value is, in words.",
        "value": "The value.",
    },
    "OpenCase": {
        "": "Asks for help.",
        "message": "The question, 1 to 5,000 characters, not blank.",
        "context": "What the page knows, such as its address. It is never taken for the truth.",
    },
    "AddMessage": {
        "": "Asks a further question.",
        "content": "The question, 1 to 5,000 characters, not blank.",
    },
    "GiveFeedback": {
        "": "Judges the help: thumbs up or down.",
        "feedback": "It may be changed; the last one counts.",
    },
    "CloseCase": {
        "": "Ends the case.",
        "resolution": "Whether the trouble is over.",
        "rating": "A whole number from 1 to 10.",
    },
    "EscalateCase": {
        "": "Asks for a person. The body may be left out.",
        "reason": "Why, up to 2,000 characters.",
    },
    "TakeAction": {"": "Takes an action that an answer suggested.", "action": "As it was offered."},
    "OfferedAction": {
        "": "An action as the widget gives it back.",
        "type": "As it was offered.",
        "label": "As it was offered.",
        "payload": "As it was offered.",
    },
}

_SNAPSHOT: Final[Mapping[str, Mapping[str, str]]] = {
    "SupportContextSnapshot": {
        "": "The user's state when the case was opened: redacted, bounded, never changed.",
        "meta": "The snapshot about itself.",
        "identity": "Who the user is.",
        "productState": "What the product looks like to the user.",
        "recentActivity": "What the user did.",
        "backend": "The server's side of the story.",
        "knowledgePack": "What your application says about itself.",
        "privacy": "What was taken out.",
    },
    "Meta": {
        "": "What the snapshot says of itself.",
        "snapshotId": "`scs_…`",
        "createdAt": "When it was taken.",
        "maxBytes": "Its bound: bytes of its UTF-8 JSON, this part included.",
        "truncation": "What the bound cost.",
        "sources": "What became of the four calls to the host application.",
    },
    "Truncation": {
        "": "What was cut so that the snapshot fits its bound.",
        "eventsRemoved": "Events and clicks that were cut.",
        "logsTrimmed": "Whether requests, jobs or errors were cut.",
        "docsRemoved": "Docs, runbooks and changelog entries that were cut.",
    },
    "Source": {
        "": "What became of one call to the host application.",
        "status": "Anything but `ok` leaves that part of the snapshot empty.",
        "ms": "How long it took, in milliseconds.",
        "bytes": "How large the answer was.",
        "rowsDropped": "Rows that did not fit their type.",
    },
    "Privacy": {
        "": "What was taken out before the snapshot was stored.",
        "redactionVersion": "The set of rules.",
        "fieldsRemoved": "JSON Pointers (RFC 6901) into this snapshot.",
        "fieldsRemovedTotal": "How many there are, the unlisted ones included.",
    },
    "Identity": {
        "": "The user: ids from the signed token, the rest from user-state if that answered.",
        "tenantId": "From the signed token.",
        "userId": "From the signed token.",
        "roles": "The user's roles.",
        "plan": "The user's plan.",
        "featuresEnabled": "Features that the user has.",
        "profile": "The user to people, redacted.",
    },
    "ProductState": {
        "": "What the product looks like to the user.",
        "entities": "What the user has in the product.",
        "activeErrors": "Errors that the user sees now.",
        "limitsReached": "Limits that the user has run into.",
    },
    "RecentActivity": {
        "": "What the user did lately.",
        "windowHours": "How far back was asked.",
        "events": "What the user did, oldest first.",
        "clickTimeline": "Where the user clicked, oldest first.",
    },
    "Backend": {
        "": "The server's side of the story.",
        "recentRequests": "Requests that were served for the user.",
        "jobs": "The user's background jobs.",
        "errors": "Errors that were logged for the user.",
    },
    "KnowledgePack": {
        "": "What the host application says about itself.",
        "docs": "Documents for users.",
        "runbooks": "Runbooks, business rules and the error catalogue.",
        "changelog": "Recent changes.",
    },
}

_ROWS: Final[Mapping[str, Mapping[str, str]]] = {
    "Profile": {
        "": "Who the user is to people. It is redacted before anything is stored.",
        "fullName": "The user's name.",
        "email": "The user's address.",
        "country": "The user's country.",
    },
    "ProductEntity": {
        "": "Something that the user has in the product, such as a project.",
        "type": "What kind of thing it is.",
        "id": "How your application calls it.",
        "description": "How people call it.",
        "status": "Its state, in your own words.",
        "metadata": "Whatever else matters, up to 64 levels deep.",
    },
    "ActiveError": {
        "": "An error that the user sees now.",
        "errorCode": _CODE,
        "errorClass": "What kind of trouble it is.",
        "retryable": "Whether trying again may help.",
        "userActionable": "Whether the user can do something about it.",
        "resourceId": _RESOURCE,
        "occurredAt": _TS,
    },
    "LimitReached": {
        "": "A limit that the user has run into.",
        "limit": "The limit's name.",
        "current": "How much there is.",
        "max": "How much there may be.",
    },
    "UserEvent": {
        "": "Something that the user did.",
        "ts": _TS,
        "event": "What it was.",
        "page": "Where.",
        "elementId": "The button or field.",
        "intent": "What the user was after.",
        "correlationRequestId": _REQUEST,
    },
    "ClickTimelineEntry": {
        "": "A click.",
        "ts": _TS,
        "page": "Where.",
        "action": "What was clicked.",
    },
    "ApiRequestLog": {
        "": "A request that your backend served for the user.",
        "ts": _TS,
        "route": "Method and path, such as `POST /api/files`.",
        "httpStatus": "A whole number.",
        "errorCode": _CODE,
        "resourceId": _RESOURCE,
        "timingMs": "How long it took, in milliseconds.",
        "requestId": _REQUEST,
    },
    "JobState": {
        "": "A background job of the user's.",
        "jobId": "The job's id.",
        "queue": "The queue that it stands in.",
        "status": "How it goes.",
        "errorCode": _CODE,
        "lastStage": "How far it came.",
        "createdAt": _TS,
        "updatedAt": _TS,
        "durationMs": "How long it took, in milliseconds.",
    },
    "BackendError": {
        "": "An error that your backend logged for the user.",
        "ts": _TS,
        "errorCode": _CODE,
        "errorClass": "What kind of trouble it is.",
        "route": "Where it happened.",
        "requestId": _REQUEST,
        "resourceId": _RESOURCE,
    },
    "ErrorCatalogEntry": {
        "": "What one of your error codes means, and what helps.",
        "errorCode": "The code, as it occurs in errors, requests and jobs.",
        "errorClass": "What kind of trouble it is.",
        "retryable": "Whether trying again may help.",
        "userActionable": "Whether the user can do something about it.",
        "resolution": "What helps, in a sentence that may be read out to the user.",
    },
    "KnowledgeDoc": {
        "": "A piece of what your application says about itself.",
        "id": "Its id.",
        "title": "Its title.",
        "content": "Its text.",
        "category": "Its kind. `business_rule` and `error_catalog` are the gateway's own.",
    },
    "ChangelogEntry": {
        "": "A change of the product.",
        "version": "Which version.",
        "date": "When it came out.",
        "summary": "What changed.",
    },
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {**_CASES, **_SNAPSHOT, **_ROWS}
