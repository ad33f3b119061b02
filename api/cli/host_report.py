"""Says in words what the gateway makes of a host application, and what would make it better."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, get_args

from api.counted import counted
from api.openapi.host import BusinessRules, UserHistory, UserLogs, UserState
from application.host_check import TriedEndpoint, TriedHost
from domain.model import JSON, Model

SHOWN: Final = 10
"""How many of a kind are named before the rest is counted."""

SLOW_MS: Final = 2_000

_MODELS: Final[Mapping[str, type[Model]]] = {
    "user-state": UserState,
    "user-history": UserHistory,
    "user-logs": UserLogs,
    "business-rules": BusinessRules,
}
_TIMES: Final = frozenset({"ts", "occurredAt", "createdAt", "updatedAt"})
_IDS: Final = frozenset(
    {"id", "resourceId", "requestId", "correlationRequestId", "jobId", "errorCode", "elementId"}
)
_MARK: Final = re.compile(r"\[[a-z-]+(?::[a-z0-9-]+)?(?:#\d+)?\]")

Found = Iterator[tuple[str, str, JSON]]


def report(tried: TriedHost) -> list[str]:
    """The whole report, line by line."""
    lines = [*_table(tried), ""]
    sections = (
        ("Failed", [f"{one.path}: {one.reason}" for one in failed(tried)]),
        ("Rows that do not fit, and are dropped", list(_dropped(tried))),
        ("Redacted before anything is stored", list(_redacted(tried))),
        ("Members that are ignored", list(_unknown(tried))),
        ("What would make it better", list(_suggestions(tried))),
    )
    for title, found in sections:
        if found:
            lines += [f"{title}:", *(f"  {line}" for line in found), ""]
    return [*lines, *_snapshot(tried), _verdict(tried)]


def failed(tried: TriedHost) -> list[TriedEndpoint]:
    """The endpoints whose answers cannot be used."""
    return [one for one in tried.endpoints if one.fate.status != "ok"]


def _table(tried: TriedHost) -> Iterator[str]:
    yield f"{'endpoint':<16}{'status':<11}{'ms':>7}{'bytes':>12}{'rows':>8}{'dropped':>9}"
    for one in tried.endpoints:
        fate = one.fate
        rows = sum(len(listed) for listed in _lists(one).values()) - fate.rows_dropped
        yield (
            f"{one.path:<16}{fate.status:<11}{fate.ms:>7}{fate.bytes:>12,}"
            f"{max(rows, 0):>8,}{fate.rows_dropped:>9,}"
        )


def _dropped(tried: TriedHost) -> Iterator[str]:
    for one in tried.endpoints:
        yield from (f"{one.path} {fault}" for fault in one.faults)
        more = one.fate.rows_dropped - len(one.faults)
        if one.faults and more > 0:
            yield f"{one.path} and {more:,} more"


def _redacted(tried: TriedHost) -> Iterator[str]:
    document = tried.captured.snapshot.document
    pointers = tried.captured.snapshot.value.privacy.fields_removed
    yield from _first([f"{pointer}  {_marks(_at(document, pointer))}" for pointer in pointers])


def _unknown(tried: TriedHost) -> Iterator[str]:
    for one in tried.endpoints:
        model = _MODELS[one.path]
        if one.document is not None:
            names = _strangers(one.document, model)
            yield from _first([f"{one.path} {name}" for name in dict.fromkeys(names)])


def _strangers(document: Mapping[str, JSON], model: type[Model]) -> Iterator[str]:
    known = {str(field.alias): field.annotation for field in model.model_fields.values()}
    for name, value in document.items():
        if name not in known:
            wraps = isinstance(value, dict) and not value.keys().isdisjoint(known)
            yield name + (": write what it holds in its place" if wraps else _meant(name, known))
            continue
        row = next((one for one in _parts(known[name]) if _is_model(one)), None)
        if row is not None:
            rows = value if isinstance(value, list) else [value]
            inside = [str(field.alias) for field in row.model_fields.values()]
            mark = "[]" if isinstance(value, list) else ""
            for item in rows:
                if isinstance(item, dict):
                    yield from (
                        f"{name}{mark}.{key}{_meant(key, inside)}"
                        for key in item
                        if key not in inside
                    )


def _meant(name: str, known: Iterable[str]) -> str:
    """How a member is spelt that stands here in another spelling, such as snake_case."""
    plain = _plain(name)
    return next((f": write {one}" for one in known if _plain(one) == plain), "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _parts(annotation: Any) -> tuple[Any, ...]:
    """A type and what it is made of, such as the rows of a list."""
    return (annotation, *get_args(annotation))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _suggestions(tried: TriedHost) -> Iterator[str]:
    documents = {one.path: one.document for one in tried.endpoints if one.document is not None}
    yield from _about_users(tried, documents.get("user-state"))
    if "business-rules" in documents:
        yield from _about_codes(tried)
        yield from _about_knowledge(tried)
    yield from _about_times(tried)
    yield from _about_ids(tried)
    for one in tried.endpoints:
        if one.fate.status == "ok" and one.fate.ms > SLOW_MS:
            yield f"{one.path} takes {one.fate.ms:,} ms: a user waits for it, and 5,000 is too long"


def _about_users(tried: TriedHost, state: Mapping[str, JSON] | None) -> Iterator[str]:
    if state is None:
        return
    if "userId" not in state:
        yield "user-state has no userId: with it, an answer about another user would be noticed"
    missing = [name for name in ("roles", "plan") if state.get(name) is None]
    if missing:
        yield f"user-state has no {' and no '.join(missing)}: what the token says stands in"
    answers = tried.answers
    if not any(
        (
            answers.user_state.active_errors,
            answers.user_state.limits_reached,
            answers.user_history.events,
            answers.user_logs.recent_requests,
            answers.user_logs.jobs,
            answers.user_logs.errors,
        )
    ):
        yield "there is nothing to answer this user from: try a --user who is in trouble"


def _about_codes(tried: TriedHost) -> Iterator[str]:
    answers = tried.answers
    occurring = Counter(
        str(code)
        for code in (
            *(error.error_code for error in answers.user_state.active_errors),
            *(request.error_code for request in answers.user_logs.recent_requests),
            *(job.error_code for job in answers.user_logs.jobs),
            *(error.error_code for error in answers.user_logs.errors),
        )
        if code is not None
    )
    explained = {entry.error_code for entry in answers.business_rules.error_catalog}
    yield from _first(
        [
            f"errorCatalog does not explain {code}, which occurs {counted(times, 'time')}:"
            " answers can only name it"
            for code, times in occurring.most_common()
            if code not in explained
        ]
    )


def _about_knowledge(tried: TriedHost) -> Iterator[str]:
    rules = tried.answers.business_rules
    if not rules.error_catalog and not rules.docs and not rules.rules:
        yield "business-rules says nothing: answers cannot say what helps"
    blank = [one.error_code for one in rules.error_catalog if not one.resolution.strip()]
    if blank:
        yield f"errorCatalog says no resolution of {', '.join(blank[:SHOWN])}"


def _about_times(tried: TriedHost) -> Iterator[str]:
    wrong = [
        f"{one.path} {where}"
        for one in tried.endpoints
        for where, name, value in _members(one)
        if name in _TIMES and isinstance(value, str) and not _is_time(value)
    ]
    if wrong:
        more = f", and {len(wrong) - 1:,} more" if len(wrong) > 1 else ""
        yield f"no ISO 8601 time with a zone: {wrong[0]}{more}; what came first cannot be told"


def _about_ids(tried: TriedHost) -> Iterator[str]:
    document = tried.captured.snapshot.document
    for pointer in tried.captured.snapshot.value.privacy.fields_removed:
        name = pointer.rpartition("/")[2]
        if name in _IDS:
            mark = _marks(_at(document, pointer))
            yield f"{pointer} is redacted to {mark}: use ids that say nothing of a person"


def _snapshot(tried: TriedHost) -> Iterator[str]:
    captured, cut = tried.captured, tried.captured.truncation
    yield f"The snapshot has {captured.bytes:,} of {tried.max_bytes:,} bytes."
    went = [
        *([f"{cut.docs_removed:,} docs, rules and changes"] if cut.docs_removed else []),
        *([f"{cut.events_removed:,} events and clicks"] if cut.events_removed else []),
        *(["requests, jobs or errors"] if cut.logs_trimmed else []),
    ]
    yield f"To fit it, {', '.join(went)} were cut." if went else "Nothing had to be cut."


def _verdict(tried: TriedHost) -> str:
    broken = failed(tried)
    if not broken:
        lost = any(one.fate.rows_dropped for one in tried.endpoints)
        lost = lost or any(": write " in line for line in _unknown(tried))
        more = ", but not all that they say: see above" if lost else ""
        return f"All four endpoints can be used{more}."
    names = ", ".join(one.path for one in broken)
    return f"{len(broken)} of 4 endpoints cannot be used: {names}."


def _lists(endpoint: TriedEndpoint) -> dict[str, Sequence[JSON]]:
    document = endpoint.document or {}
    fields = _MODELS[endpoint.path].model_fields.values()
    rows = {
        str(field.alias): document.get(str(field.alias))
        for field in fields
        if any(_is_model(part) for part in _parts(field.annotation))
    }
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in rows.items()
        if value is not None
    }


def _members(endpoint: TriedEndpoint) -> Found:
    """The members of all rows: where, the name, and what stands there."""
    for name, rows in _lists(endpoint).items():
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                for member, value in row.items():
                    yield f"{name}[{number}].{member}", member, value


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _at(document: JSON, pointer: str) -> JSON:
    """What a JSON Pointer (RFC 6901) leads to; nothing if that was cut."""
    found = document
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list):
            found = found[int(name)]
        elif isinstance(found, dict):
            found = found.get(name)
    return found


def _marks(value: JSON) -> str:
    """The marks in what is left of a value."""
    return " ".join(dict.fromkeys(_MARK.findall(str(value)))) or "(its name)"


def _first(found: list[str]) -> list[str]:
    more = len(found) - SHOWN
    return found if more <= 0 else [*found[:SHOWN], f"and {more:,} more"]
