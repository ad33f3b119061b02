"""What an action may carry: a schema for each of the five types."""

from __future__ import annotations

import re
from collections.abc import Callable

import orjson

from application.containment.links import disarm_hosts, is_allowed
from application.containment.markdown import harmless
from application.containment.unseen import seen
from application.redaction import redact
from domain.answer import ActionType
from domain.model import JSON

PAYLOAD_BYTES = 2_048
_ID_LENGTH = 200
_REASON_LENGTH = 500

# Names that a page might set on an element as they are: handlers, and what is read as HTML.
_CUSTOM_NAME = re.compile(
    r"(?!(?i:on(?:click|load|error|focus|blur|submit|change|input|toggle|drop|paste|wheel|scroll"
    r"|mouse\w*|key\w*|touch\w*|pointer\w*|drag\w*|animation\w*|transition\w*|auxclick|dblclick"
    r"|contextmenu|copy|cut|play\w*|canplay\w*|select\w*|before\w*|reset|resize|unload|message"
    r"|hashchange|popstate|storage|invalid|search)"
    r"|innerhtml|outerhtml|dangerouslysetinnerhtml|srcdoc|srcset|formaction|style)$)"
    r"[A-Za-z][A-Za-z0-9_]{0,39}"
)
_ELSEWHERE = re.compile(
    r"[/\\]{2}|\A\\|\b(?:javascript|vbscript|data|blob|file|https?)\s*:", re.IGNORECASE
)
_HOST_WITH_PATH = re.compile(r"(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?::\d{1,5})?/\w", re.IGNORECASE)
_ROUTE = re.compile(r"(?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?/(?![/\\])\S*")

_Check = Callable[[JSON, frozenset[str]], bool]


def _is_text(value: JSON, hosts: frozenset[str]) -> bool:
    return (
        isinstance(value, str)
        and len(value.strip()) > 0
        and len(value) <= _REASON_LENGTH
        and harmless(seen(value), hosts, shown=True) == value
    )


def _is_reference(value: JSON, hosts: frozenset[str]) -> bool:
    """Whether it may name a thing of the host's; whether there is one, `domain.grounding` says."""
    return (
        isinstance(value, str)
        and len(value.strip()) > 0
        and len(value) <= _ID_LENGTH
        and value.isprintable()
        and harmless(seen(value), hosts) == value
        and not _ELSEWHERE.search(value)
    )


def _is_id(value: JSON, hosts: frozenset[str]) -> bool:
    return _is_reference(value, hosts) and disarm_hosts(str(value), hosts) == value


def _is_url(value: JSON, hosts: frozenset[str]) -> bool:
    return isinstance(value, str) and is_allowed(value, hosts)


def _is_route(value: JSON, hosts: frozenset[str]) -> bool:
    return _is_id(value, hosts) and isinstance(value, str) and _ROUTE.fullmatch(value) is not None


def _is_priority(value: JSON, _: frozenset[str]) -> bool:
    return value in ("low", "normal", "high", "urgent")


_ABOUT: dict[str, _Check] = {
    "resourceId": _is_reference,
    "jobId": _is_reference,
    "requestId": _is_reference,
    "errorCode": _is_reference,
}
_SCHEMAS: dict[ActionType, dict[str, _Check]] = {
    "retry": {**_ABOUT, "route": _is_route},
    "open_docs": {"url": _is_url, "docId": _is_reference, "title": _is_text},
    "create_ticket": {**_ABOUT, "subject": _is_text, "reason": _is_text, "priority": _is_priority},
    "request_access": {**_ABOUT, "permission": _is_id, "role": _is_id, "reason": _is_text},
    "custom": {"url": _is_url},
}
"""The members that an action may carry; `custom` may carry other plain scalars, too."""


def contained_payload(
    action: ActionType, payload: dict[str, JSON], hosts: frozenset[str]
) -> dict[str, JSON] | None:
    """Keep the members that the action's schema knows and that do no harm, redacted.

    None where nothing is left that the action could do: a link that leads elsewhere, or nowhere,
    and a payload of over `PAYLOAD_BYTES`.
    """
    redacted, _ = redact(payload)
    members = redacted if isinstance(redacted, dict) else {}
    kept = {
        name: value for name, value in members.items() if _may_stand(action, name, value, hosts)
    }
    if action == "open_docs" and kept.keys() <= {"title"}:
        return None
    if "url" in payload and "url" not in kept and action == "custom":
        return None
    return kept if len(orjson.dumps(kept)) <= PAYLOAD_BYTES else None


def _may_stand(action: ActionType, name: str, value: JSON, hosts: frozenset[str]) -> bool:
    check = _SCHEMAS[action].get(name)
    if check is not None:
        return check(value, hosts)
    if action != "custom" or not _CUSTOM_NAME.fullmatch(name):
        return False
    if isinstance(value, str) and _HOST_WITH_PATH.match(value):
        return False
    return isinstance(value, bool | int | float) or _is_id(value, hosts)
