"""The recorder on PostgreSQL: the library's interface, and our own asynchronous side of it."""

from collections.abc import Sequence
from typing import Any

import psycopg
from eventsourcing.persistence import ApplicationRecorder, BaseInfrastructureFactory
from eventsourcing.persistence import IntegrityError as LibraryIntegrityError
from eventsourcing.persistence import StoredEvent as Row
from eventsourcing.postgres import ConnectionPool as LibraryPool
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment
from psycopg.rows import DictRow, dict_row

from application.event_store.append import Append, VersionConflict
from application.event_store.postgres.append_commands import APPEND, arrays, outcomes
from application.event_store.postgres.batch_writer import BatchWriter
from application.event_store.postgres.columns import take_columns
from application.event_store.postgres.connection import CONNECT_TIMEOUT_SECONDS
from application.event_store.postgres.readers import Readers
from application.event_store.recorded import link_of
from application.event_store.recorder import WINDOW_MS
from application.event_store.tables import Tables
from application.event_store.writer import Writer


class CasePostgresRecorder(Tables, PostgresApplicationRecorder):
    """The library's recorder over our schema, with one writing connection of a process."""

    url: str

    async def open(self) -> None:
        """Begin to write what is submitted; connections are made when they are first needed."""
        self._readers = Readers(self.url)
        self._batches = BatchWriter(self.url)
        self._writer = Writer(self._batches.write, self.watch)
        self._writer.start()

    async def close(self) -> None:
        """Finish what was submitted, then disconnect."""
        await self._writer.close()
        await self._batches.close()
        await self._readers.close()

    async def append(self, command: Append) -> tuple[int, ...]:
        """See `CaseRecorder`."""
        return await self._writer.submit(command)

    async def rows(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """See `Engine`."""
        return await self._readers.rows(statement, parameters)

    async def change(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """See `Engine`."""
        return await self._readers.change(statement, parameters)

    async def count_requests(self, asked: Sequence[tuple[str, int]]) -> Sequence[int]:
        """See `CaseRecorder`; by the server's clock, which all gateways share."""
        rows = await self._readers.rows(
            "SELECT wait_ms FROM count_requests(?, ?, ?) ORDER BY number",
            ([who for who, _ in asked], [limit for _, limit in asked], WINDOW_MS),
        )
        return [row[0] for row in rows]

    async def forget_counts(self) -> None:
        """See `CaseRecorder`."""
        await self.change(
            "DELETE FROM request_times WHERE times[cardinality(times)]"
            " < extract(epoch FROM clock_timestamp()) * 1000 - ?",
            WINDOW_MS,
        )

    def read_case_key(self, case_id: str) -> bytes | None:
        """See `CaseRecorder`."""
        with self.datastore.transaction() as cursor:
            cursor.execute("SELECT wrapped FROM case_keys WHERE case_id = %s", (case_id,))
            row = cursor.fetchone()
        return bytes(row["wrapped"]) if row else None

    # The library's own interface

    def insert_events(self, stored_events: Sequence[Row], **_: Any) -> Sequence[int] | None:
        """Append in the caller's thread, under the same lock as every other writer."""
        command = Append(links=tuple(map(link_of, stored_events)))
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor()
            take_columns(cursor)
            cursor.execute(APPEND.replace("?", "%b").encode(), arrays([command]))
            rows = [(r["command"], r["outcome"], r["first_position"]) for r in cursor.fetchall()]
        outcome = outcomes([command], rows)[0]
        if isinstance(outcome, VersionConflict):
            raise LibraryIntegrityError
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _check(connection: psycopg.Connection[DictRow]) -> None:
    connection.execute("")


class _Datastore(PostgresDatastore):
    """The library's connections, none of which is made before it is needed."""

    def register_type_adapters(self) -> None:
        """Ask for no types: the library's own are for tables that we do not have."""


class Factory(PostgresFactory):
    """The library's factory for our recorder; `POSTGRES_URL` may say all that libpq takes."""

    def __init__(self, env: Environment) -> None:
        """Open nothing yet; connections are made when they are first used."""
        BaseInfrastructureFactory.__init__(self, env)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]  invariance
        self.url = env.get("POSTGRES_URL") or ""
        self.datastore = _Datastore("", "", "", "", "", originator_id_type="text")
        self.datastore.pool = LibraryPool(
            self.url,
            kwargs={"row_factory": dict_row, "autocommit": True},
            connection_class=psycopg.Connection[DictRow],
            min_size=0,
            max_size=2,
            open=False,
            timeout=CONNECT_TIMEOUT_SECONDS,
            check=_check,
        )

    def application_recorder(self) -> ApplicationRecorder:
        """Make the recorder; the schema must be up to date (see `migrate`)."""
        recorder = CasePostgresRecorder(self.datastore, events_table_name="stored_events")
        recorder.url = self.url
        return recorder
