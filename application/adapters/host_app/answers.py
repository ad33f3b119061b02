"""Reads what a host application answered, row by row, and believes none of it."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from types import GenericAlias
from typing import Any, TypeVar, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from application.ports import BusinessRules, UserHistory, UserLogs, UserState
from domain.model import DEEPEST, JSON, Model
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

MOST_FAULTS = 5
"""How many of the rows that did not fit are told of."""

Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer", UserState, UserHistory, UserLogs, BusinessRules)

_OF_ANY = frozenset({"userId", "tenantId", "windowHours"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ESCAPED_NUL = rb"\u0000"
# What may stand around it, as much as there is, or an escaped surrogate without its other half.
_LONE_SURROGATE = re.compile(
    rb"((?:[^\\]++|\\(?:[^u]|u(?:[^dD]|[dD][0-7]|[dD][89abAB]..\\u[dD][c-fC-F])))++)"
    rb"|\\u[dD][89a-fA-F]..",
    re.DOTALL,
)


class Nonsense(ValueError):
    """An answer that is no JSON object, speaks of another user, or of nothing that was asked."""


@cache
def _rows_of(kind: type[Row]) -> TypeAdapter[tuple[Row, ...]]:
    rows: Any = GenericAlias(tuple, (kind, ...))
    return TypeAdapter(rows)


@dataclass(slots=True)
class Members:
    """The members of an answer. `dropped` counts the rows so far that did not fit their type, and
    `faults` says of the first few why. `wanted` are the names that were looked for.
    """

    of: dict[str, JSON]
    dropped: int = 0
    faults: list[str] = field(default_factory=list[str])
    wanted: set[str] = field(default_factory=lambda: set(_OF_ANY))

    def rows(self, name: str, kind: type[Row]) -> tuple[Row, ...]:
        """The rows of a list that are what they must be; none where there is no such list."""
        listed = self._list(name)
        if kind is not ProductEntity:
            # Most lists are in order as a whole, and to find that out takes half the time.
            with suppress(ValidationError):
                return _rows_of(kind).validate_python(listed, by_alias=True, by_name=False)
        found = (self._row(f"{name}[{number}]", value, kind) for number, value in enumerate(listed))
        return tuple(row for row in found if row is not None)

    def row(self, name: str, kind: type[Row]) -> Row | None:
        """The one row under this name, if it is there and what it must be."""
        value = self._value(name)
        return None if value is None else self._row(name, value, kind)

    def texts(self, name: str) -> tuple[str, ...] | None:
        """The strings of a list; None where there is no such list."""
        value = self._value(name)
        if not isinstance(value, list):
            if name in self.of:
                self._drop(f"{name}: is no list")
            return None
        texts = tuple(item for item in value if isinstance(item, str))
        if len(texts) < len(value):
            self._drop(f"{name}: not all of it is strings", len(value) - len(texts))
        return texts

    def text(self, name: str) -> str | None:
        """The string under this name, if it is there and one."""
        value = self._value(name)
        if value is None or isinstance(value, str):
            return value
        self._drop(f"{name}: is no string")
        return None

    def named(self, name: str) -> dict[str, JSON]:
        """The members of an object, without those that are nested too deeply."""
        value = self._value(name, {})
        if not isinstance(value, dict):
            self._drop(f"{name}: is no object")
            return {}
        shallow = {key: item for key, item in value.items() if within(item, DEEPEST)}
        if len(shallow) < len(value):
            self._drop(f"{name}: nested too deeply", len(value) - len(shallow))
        return shallow

    def _value(self, name: str, otherwise: JSON = None) -> JSON:
        self.wanted.add(name)
        return self.of.get(name, otherwise)

    def _list(self, name: str) -> list[JSON]:
        value = self._value(name, [])
        if isinstance(value, list):
            return value
        self._drop(f"{name}: is no list")
        return []

    def _row(self, where: str, value: JSON, kind: type[Row]) -> Row | None:
        # No other row has room for anything nested.
        if kind is ProductEntity and not within(value, DEEPEST):
            self._drop(f"{where}: nested too deeply")
            return None
        try:
            return kind.model_validate(value, by_alias=True, by_name=False)
        except ValidationError as error:
            self._drop("" if len(self.faults) == MOST_FAULTS else where + _fault(error))
            return None

    def _drop(self, fault: str, rows: int = 1) -> None:
        self.dropped += rows
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


Reading = Callable[[Members], Answer]


def read(body: bytes, user_id: str | None, reading: Reading[Answer]) -> tuple[Answer, int]:
    """The answer in a body, and how many rows did not fit (see `examined`)."""
    answer, members = examined(body, user_id, reading)
    return answer, members.dropped


def examined(body: bytes, user_id: str | None, reading: Reading[Answer]) -> tuple[Answer, Members]:
    """The answer in a body, and the members that it was read from.

    Duplicate members: the last one counts. NUL characters are left out, since not every store
    takes them; half a surrogate pair, as is left of a character where a text was cut to a length,
    is a question mark. Raises `Nonsense` for what is no JSON object of at most 1,024 levels, for a
    `userId` that is not `user_id`, where the answer is about a user, and for one that has members,
    but none that an answer has: an error with status 200, or an envelope around what was asked for.
    """
    try:
        answer = _parsed(body.removeprefix(_BYTE_ORDER_MARK))
    except orjson.JSONDecodeError:
        raise Nonsense("the answer is no JSON") from None
    if not isinstance(answer, dict):
        raise Nonsense("the answer is no JSON object")
    members = Members(cast("dict[str, JSON]", answer))
    whose = members.of.get("userId", user_id)
    if user_id is not None and whose != user_id:
        other = "the answer is about another user"
        raise Nonsense(other if isinstance(whose, str) else f"{other}: userId is no string")
    if _ESCAPED_NUL in body:
        members.of = cast("dict[str, JSON]", _without_nul(members.of))
    told = reading(members)
    if members.of and members.of.keys().isdisjoint(members.wanted):
        raise Nonsense(f"the answer has members, but none that it should have{_envelope(members)}")
    return told, members


def _parsed(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        whole = _LONE_SURROGATE.sub(lambda match: match[1] or b"?", body)
        if whole == body:
            raise
        return orjson.loads(whole)


def user_state(members: Members) -> UserState:
    """What `user-state` says."""
    return UserState(
        roles=members.texts("roles"),
        plan=members.text("plan"),
        features_enabled=members.texts("featuresEnabled") or (),
        entities=members.rows("entities", ProductEntity),
        active_errors=members.rows("activeErrors", ActiveError),
        limits_reached=members.rows("limitsReached", LimitReached),
        profile=members.row("profile", Profile),
    )


def user_history(members: Members) -> UserHistory:
    """What `user-history` says."""
    return UserHistory(
        events=members.rows("events", UserEvent),
        click_timeline=members.rows("clickTimeline", ClickTimelineEntry),
    )


def user_logs(members: Members) -> UserLogs:
    """What `user-logs` says."""
    return UserLogs(
        recent_requests=members.rows("recentRequests", ApiRequestLog),
        jobs=members.rows("jobs", JobState),
        errors=members.rows("errors", BackendError),
    )


def business_rules(members: Members) -> BusinessRules:
    """What `business-rules` says."""
    return BusinessRules(
        rules=members.named("rules"),
        error_catalog=members.rows("errorCatalog", ErrorCatalogEntry),
        docs=members.rows("docs", KnowledgeDoc),
        runbooks=members.rows("runbooks", KnowledgeDoc),
        changelog=members.rows("changelog", ChangelogEntry),
    )


def within(value: JSON, levels: int) -> bool:
    """Whether a value is nested at most so many levels deep."""
    if isinstance(value, dict):
        return levels > 0 and all(within(item, levels - 1) for item in value.values())
    if isinstance(value, list):
        return levels > 0 and all(within(item, levels - 1) for item in value)
    return True


def _envelope(members: Members) -> str:
    """Where the members stand that were looked for, if they are wrapped in another."""
    for name, value in members.of.items():
        if isinstance(value, dict) and not value.keys().isdisjoint(members.wanted):
            return f": they stand inside {name!r}, so answer with what is in there alone"
    return ""


def _fault(error: ValidationError) -> str:
    """What is wrong, as `.member: reason` for each member; what stands there is not repeated."""
    said: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        # Rows are flat: what follows the member is which of its types was tried.
        place = f".{one['loc'][0]}" if one["loc"] else ""
        said.setdefault(place, []).append(one["msg"])
    return "; ".join(
        f"{place}: {reasons[0]}"
        + "".join(f" or {reason.removeprefix('Input should be ')}" for reason in reasons[1:])
        for place, reasons in said.items()
    )


def _without_nul(value: JSON) -> JSON:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {name.replace("\0", ""): _without_nul(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return value
