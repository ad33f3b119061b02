"""Freezes what a host application said into a snapshot: redacted, bounded, hashed, immutable."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson
from pydantic import ValidationError

from application.ports import HostAnswers
from application.redaction import REDACTION_VERSION, KeyedHash, Numbers, Removal, redact
from application.snapshots.canonical_json import canonical, rough_size
from domain.case import Caller
from domain.marks import NO_MARKS, Marks
from domain.model import JSON
from domain.snapshot.assemble import assemble, knowledge
from domain.snapshot.document import (
    PROFILE,
    Document,
    Place,
    followed,
    place_of,
    with_only,
    without,
)
from domain.snapshot.fit import Fitted, Size, fit
from domain.snapshot.frozen import FrozenSnapshot
from domain.snapshot.numbers import interoperable
from domain.snapshot.shape import (
    Backend,
    Identity,
    ProductState,
    RecentActivity,
    SupportContextSnapshot,
    Truncation,
)

_OURS = ("meta", "privacy")
_SIGNED_IDS = ("tenantId", "userId")
_SOURCES = {
    "identity": "userState",
    "productState": "userState",
    "recentActivity": "userHistory",
    "backend": "userLogs",
    "knowledgePack": "businessRules",
}


@dataclass(frozen=True, slots=True)
class Captured:
    """A snapshot and what its event says of it.

    `sha256` is over the text, which is canonical, and in hex. `bytes` is the text's length in
    UTF-8. `redactions` counts, by rule, what was redacted in it; `marks` are those that it gave and
    the case had not, if there are any.
    """

    snapshot: FrozenSnapshot
    sha256: str
    bytes: int
    truncation: Truncation
    redactions: dict[str, int]
    marks: Marks | None


def freeze(
    answers: HostAnswers,
    *,
    snapshot_id: str,
    created_at: datetime,
    caller: Caller,
    window_hours: int,
    max_bytes: int,
    marks: Marks = NO_MARKS,
    keyed_hash: KeyedHash | None = None,
) -> Captured:
    """Make the snapshot of what the host application said and the caller's token signed.

    Roles and plan are the signed ones where user-state gave none. `marks` are those that the case
    has, and `keyed_hash` knows values by them again. Takes some 0.2 s a MB of answers and holds the
    GIL: for large answers, call it in a thread. Raises nothing for anything that a host may send,
    as long as `max_bytes` is at least `domain.snapshot.fit.SMALLEST_BOUND`.
    """
    whole = _assembled(
        answers,
        snapshot_id=snapshot_id,
        created_at=created_at,
        caller=caller,
        window_hours=window_hours,
        max_bytes=max_bytes,
    )
    writing = _Writing()
    fitted, removals, given = _redacted_and_fitted(
        whole, max_bytes, lambda: Numbers(marks, keyed_hash), writing.size
    )
    text = writing.written(cast("JSON", fitted.document))
    return Captured(
        snapshot=thaw(snapshot_id, text.decode()),
        sha256=hashlib.sha256(text).hexdigest(),
        bytes=len(text),
        truncation=fitted.truncation,
        redactions=dict(Counter(removal.rule for removal in removals)),
        marks=given,
    )


def thaw(snapshot_id: str, text: str) -> FrozenSnapshot:
    """Read a snapshot back from its canonical text."""
    return FrozenSnapshot(snapshot_id, text, cast("dict[str, JSON]", orjson.loads(text)))


def _assembled(
    answers: HostAnswers,
    *,
    snapshot_id: str,
    created_at: datetime,
    caller: Caller,
    window_hours: int,
    max_bytes: int,
) -> Document:
    state, rules, signed = answers.user_state, answers.business_rules, caller.requester
    return assemble(
        snapshot_id=snapshot_id,
        created_at=created_at,
        max_bytes=max_bytes,
        sources=answers.sources,
        identity=Identity(
            tenant_id=caller.tenant_id,
            user_id=signed.user_id,
            roles=signed.roles if state.roles is None else state.roles,
            plan=signed.plan if state.plan is None else state.plan,
            features_enabled=state.features_enabled,
            profile=state.profile,
        ),
        product_state=ProductState(
            entities=state.entities,
            active_errors=state.active_errors,
            limits_reached=state.limits_reached,
        ),
        recent_activity=RecentActivity(
            window_hours=window_hours,
            events=answers.user_history.events,
            click_timeline=answers.user_history.click_timeline,
        ),
        backend=Backend(
            recent_requests=answers.user_logs.recent_requests,
            jobs=answers.user_logs.jobs,
            errors=answers.user_logs.errors,
        ),
        knowledge_pack=knowledge(
            rules=rules.rules,
            error_catalog=rules.error_catalog,
            docs=rules.docs,
            runbooks=rules.runbooks,
            changelog=rules.changelog,
        ),
        redaction_version=REDACTION_VERSION,
    )


class _Writing:
    """Writes values in their canonical form, the one that was measured last but once."""

    def __init__(self) -> None:
        self._last: JSON = None
        self._text = b"null"

    def size(self, value: JSON) -> int:
        """Count the bytes of a value, which must not change before it is `written`."""
        self._last, self._text = value, canonical(value)
        return len(self._text)

    def written(self, value: JSON) -> bytes:
        """All of those bytes."""
        return self._text if value is self._last else canonical(value)


def _redacted_and_fitted(
    whole: Document, max_bytes: int, new_numbers: Callable[[], Numbers], size: Size
) -> tuple[Fitted, list[Removal], Marks | None]:
    """Redact no more than may end up in the snapshot, and cut it to its bound; the removals are
    those in what is left.
    """
    room = 2 * max_bytes
    while True:
        enough = rough_size(cast("JSON", whole)) <= room
        candidate = whole if enough else fit(whole, room, size=rough_size).document
        numbers = new_numbers()
        readable = interoperable(candidate)
        redacted, removals = _redacted(readable, numbers)
        # What a row was read into fits it still where nothing changed since.
        places = {place for one in removals if (place := place_of(one.pointer)) is not None}
        misfits = _misfits(redacted, places if readable is candidate else None)
        sound, removals = _without(redacted, misfits, removals)
        # A place where two rules found something is one place.
        pointers = list(dict.fromkeys(removal.pointer for removal in removals))
        fitted = fit(sound, max_bytes, size=size, pointers=pointers)
        if fitted.cuts or candidate is whole:
            kept = {pointers[number] for number in fitted.kept}
            return fitted, [one for one in removals if one.pointer in kept], numbers.given
        # Marks are so much shorter than what they stand for that more would have fitted.
        room *= 4


def _redacted(document: Document, numbers: Numbers) -> tuple[Document, list[Removal]]:
    """Redact what came from outside; the ids that the token signed stay as they are."""
    outside = {name: members for name, members in document.items() if name not in _OURS}
    identity = outside["identity"]
    outside["identity"] = {k: v for k, v in identity.items() if k not in _SIGNED_IDS}
    value, removals = redact(cast("JSON", outside), numbers)
    redacted = cast("Document", value)
    redacted["identity"] |= {name: identity[name] for name in _SIGNED_IDS}
    return redacted | {name: document[name] for name in _OURS}, removals


def _misfits(document: Document, changed: set[Place] | None) -> set[Place]:
    """The rows, of those that were `changed` or of all, that no longer fit their types."""
    looked_at, stood = (document, None) if changed is None else with_only(document, changed)
    try:
        SupportContextSnapshot.model_validate(looked_at, by_alias=True, by_name=False)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    else:
        return set()
    misfits = {_place(fault["loc"]) for fault in faults}
    if stood is None:
        return misfits
    return {
        place if place == PROFILE else place._replace(row=stood[place[:2]][place.row])
        for place in misfits
    }


def _without(
    document: Document, misfits: set[Place], removals: list[Removal]
) -> tuple[Document, list[Removal]]:
    """Drop these rows and count them; the removals are those in what is left."""
    if not misfits:
        return document, removals
    kept = followed([removal.pointer for removal in removals], misfits)
    sound = without(document, misfits)
    sources = cast("dict[str, dict[str, int]]", sound["meta"]["sources"])
    dropped = Counter(_SOURCES[place.section] for place in misfits)
    sound["meta"] |= {
        "sources": {
            name: {**source, "rowsDropped": source["rowsDropped"] + dropped[name]}
            for name, source in sources.items()
        }
    }
    return sound, [Removal(pointer, removals[i].rule) for i, pointer in kept.items()]


def _place(loc: tuple[int | str, ...]) -> Place:
    match loc:
        case ("identity", "profile", *_):
            return PROFILE
        case (str(section), str(member), int(index), *_):
            return Place(section, member, index)
        case _:
            raise AssertionError(f"redaction changed what is no row: {loc}")
