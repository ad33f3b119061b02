"""One batch of commands as one statement: the parallel arrays that `append_commands` takes."""

from collections.abc import Sequence
from typing import Any, Final

from application.event_store.append import (
    Append,
    AttemptTaken,
    VersionConflict,
)
from application.event_store.postgres.columns import Column, Kind
from application.event_store.writer import Outcome

_TABLES: Final[tuple[tuple[Kind, ...], ...]] = (
    ("int4", "text", "int8", "text", "bytea", "text"),  # events
    ("int4", "text", "bytea"),  # case keys
    ("text", "bytea"),  # prompt parts
    ("int4", "text", "text", "int8", "text", "int8", "bytea"),  # documents
    ("int4", "text", "text", "text", "text", "text", "int4", "bytea", "int8", "int8", "int8"),
    ("int4", "text"),  # cases to erase
)
_NOTHING: Final = [[Column(kind, ()) for kind in kinds] for kinds in _TABLES]
APPEND: Final = (
    "SELECT command, outcome, first_position FROM append_commands("  # noqa: S608 - our own types
    + ", ".join(f"?::{kind}[]" for kinds in _TABLES for kind in kinds)
    + ")"
)
"""The statement; its parameters are what `arrays` gives."""


def arrays(batch: Sequence[Append]) -> list[Column]:
    """Lay a batch out in columns; commands are numbered by their place in it."""
    events = [(n, *link) for n, command in enumerate(batch) for link in command.links]
    keys = [(n, *command.case_key) for n, command in enumerate(batch) if command.case_key]
    parts = [part for command in batch for part in command.parts]
    documents = [
        (n, d.view, d.key, d.ordinal, d.owner, d.version, d.body)
        for n, command in enumerate(batch)
        for d in command.documents
    ]
    remembered = [
        (
            n,
            r.id,
            r.claim,
            r.fingerprint,
            r.case_id,
            r.question_id,
            r.status,
            r.body,
            r.now,
            r.lease_until,
            r.forgotten_before,
        )
        for n, command in enumerate(batch)
        if (r := command.remembered)
    ]
    erased = [(n, command.erased) for n, command in enumerate(batch) if command.erased]
    tables: list[Sequence[Sequence[Any]]] = [events, keys, parts, documents, remembered, erased]
    columns: list[Column] = []
    for rows, kinds, nothing in zip(tables, _TABLES, _NOTHING, strict=True):
        columns += map(Column, kinds, zip(*rows, strict=True)) if rows else nothing
    return columns


def outcomes(
    batch: Sequence[Append], answer: Sequence[tuple[int, str, int | None]]
) -> list[Outcome]:
    """Read what `append_commands` says of each command."""
    said = {number: (outcome, first) for number, outcome, first in answer}
    result: list[Outcome] = []
    for number, command in enumerate(batch):
        outcome, first = said.get(number, ("written", None))
        if outcome == "conflict":
            result.append(VersionConflict())
        elif outcome == "taken":
            result.append(AttemptTaken())
        else:
            start = first or 0
            result.append(tuple(range(start, start + len(command.links))))
    return result
