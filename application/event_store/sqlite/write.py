"""What one transaction does for each command that shares it."""

import sqlite3
from collections.abc import Sequence

from application.event_store.append import (
    Append,
    AttemptTaken,
    Remembered,
    VersionConflict,
    ViewDocument,
)
from application.event_store.recorded import Link
from application.event_store.sqlite.connection import store_away
from application.event_store.writer import Outcome

ERASE = (
    "DELETE FROM case_keys WHERE case_id = ?",
    (
        "WITH RECURSIVE views AS (SELECT min(view) AS view FROM documents UNION ALL"
        " SELECT (SELECT min(n.view) FROM documents AS n WHERE n.view > v.view)"
        " FROM views AS v WHERE v.view IS NOT NULL)"
        " DELETE FROM documents WHERE view IN (SELECT view FROM views) AND key = ?"
    ),
    "DELETE FROM remembered_requests WHERE case_id = ?",
)


def version_of(connection: sqlite3.Connection, stream: str) -> int:
    """The version that a stream has reached; 0 if there is none."""
    with store_away():
        found = connection.execute(
            "SELECT coalesce(max(originator_version), 0) FROM stored_events"
            " WHERE originator_id = ?",
            (stream,),
        )
        version: int = found.fetchone()[0]
    return version


def write_command(connection: sqlite3.Connection, command: Append) -> Outcome:
    """Write one command; checks come first, so that a refused one has changed nothing."""
    expected: dict[str, int] = {}
    for link in command.links:
        expected.setdefault(link.stream, link.version)
    if any(version_of(connection, stream) != first - 1 for stream, first in expected.items()):
        return VersionConflict()
    if command.remembered is not None and not _remember(connection, command.remembered):
        return AttemptTaken()
    positions = insert_links(connection, command.links)
    if command.case_key is not None:
        connection.execute("INSERT INTO case_keys VALUES (?, ?)", command.case_key)
    connection.executemany("INSERT OR IGNORE INTO prompt_parts VALUES (?, ?)", command.parts)
    for document in command.documents:
        _put_document(connection, document)
    if command.erased is not None:
        for statement in ERASE:
            connection.execute(statement, (command.erased,))
    return tuple(positions)


def insert_links(connection: sqlite3.Connection, links: Sequence[Link]) -> list[int]:
    """Append events to the log, at the positions that follow its last."""
    found = connection.execute("SELECT coalesce(max(notification_id), 0) FROM stored_events")
    base: int = found.fetchone()[0]
    connection.executemany(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?, ?)",
        [(*link, at) for at, link in enumerate(links, base + 1)],
    )
    return list(range(base + 1, base + 1 + len(links)))


def _put_document(connection: sqlite3.Connection, document: ViewDocument) -> None:
    if document.body is None:
        connection.execute(
            "DELETE FROM documents WHERE view = ? AND key = ? AND ordinal = ?",
            (document.view, document.key, document.ordinal),
        )
        return
    connection.execute(
        # Whose a piece is never changes, and if it were set, its index would be written anew.
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (view, key, ordinal)"
        " DO UPDATE SET version = excluded.version, body = excluded.body",
        (
            document.view,
            document.key,
            document.ordinal,
            document.owner,
            document.version,
            document.body,
        ),
    )


def _remember(connection: sqlite3.Connection, request: Remembered) -> bool:
    found = connection.execute(
        "INSERT INTO remembered_requests AS m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET claim = excluded.claim,"
        " fingerprint = excluded.fingerprint, case_id = excluded.case_id,"
        " question_id = excluded.question_id, status = excluded.status, body = excluded.body,"
        " lease_until = excluded.lease_until, created_at = excluded.created_at"
        " WHERE m.claim = excluded.claim OR m.created_at < ?"
        " OR (m.body IS NULL AND m.lease_until < excluded.created_at) RETURNING id",
        (
            request.id,
            request.claim,
            request.fingerprint,
            request.case_id,
            request.question_id,
            request.status,
            request.body,
            request.lease_until,
            request.now,
            request.forgotten_before,
        ),
    )
    return found.fetchone() is not None
