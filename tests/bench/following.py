"""Views that follow a log: ours in batches, beside the library's runner, an event a transaction.

Both follow from the first event a log of their own in PostgreSQL. The library's runner has the
easier work: its events have one kilobyte and nothing sealed, and its view is a row for each case
with two numbers.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter as clock
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from api.stores import migrate, opened_store
from application.config import load
from application.event_store.record import Record
from projections.follower import Follower
from projections.postgres import PostgresViews
from projections.views import FollowedView
from tests.bench.scale import EVENTS, write_cases

CASES: Final = 1_200
STOCK_CASES: Final = 200
_LOOK_AGAIN_SECONDS: Final = 0.05
_WORDS: Final = (
    "I cannot upload the video for the spring campaign, it stops at 61.4 of 73 MB. " * 13
)


class Following:
    """A log of ours, and views over it that can be followed again and again."""

    def __init__(self, record: Record, views: PostgresViews) -> None:
        """Follow this record."""
        self._record = record
        self._views = views

    async def events_a_second(self, seconds: float, followed: Sequence[FollowedView]) -> float:
        """Follow from the first event for so many seconds, or until all is followed."""
        tables = {table.name for view in followed for table in view.tables.values()}
        async with self._views.changing() as change:
            await change.rows("DELETE FROM followed_views")
            # Rows that are deleted would be vacuumed while other things are measured.
            await change.rows(f"TRUNCATE {', '.join(sorted(tables))}")
        follower = Follower(self._record, self._views, followed)
        began, done = clock(), 0
        while clock() < began + seconds and (events := await follower.follow()):
            done += events
        return done / (clock() - began)


@asynccontextmanager
async def following(environ: dict[str, str]) -> AsyncGenerator[Following]:
    """Open a store as the gateway does, with a log to follow."""
    settings = load(environ)
    migrate(settings)
    views = PostgresViews(settings.database_url)
    async with opened_store(settings) as store:
        try:
            await write_cases(store, CASES)
            yield Following(store, views)
        finally:
            await views.close()


class StockCase(Aggregate):
    """A case as the library would have it."""

    @event("Opened")
    def __init__(self, words: str) -> None:
        self.words = words

    @event("Said")
    def say(self, words: str) -> None:
        """Add to it."""
        self.words = words


class StockCases(Application[UUID]):
    """Its application."""


class StockIndex(PostgresTrackingRecorder):
    """A row for each case: its version, and how much was said."""

    def __init__(self, datastore: PostgresDatastore, **options: Any) -> None:
        super().__init__(datastore, **options)
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS stock_index"
                " (case_id uuid PRIMARY KEY, version bigint NOT NULL, said bigint NOT NULL)"
            ).format()
        )

    def note(self, case_id: UUID, version: int, said: int, tracking: Tracking) -> None:
        """Write a row and how far the view has come, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO stock_index VALUES (%s, %s, %s) ON CONFLICT (case_id) DO UPDATE"
                " SET version = excluded.version, said = stock_index.said + excluded.said",
                (case_id, version, said),
                prepare=True,
            )
            self._insert_tracking(cursor, tracking)


class StockIndexing(Projection[StockIndex]):
    """Its fold."""

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Take any event."""
        self.view.note(
            domain_event.originator_id,
            domain_event.originator_version,
            len(domain_event.words),
            tracking,
        )


class StockRunner:
    """A log of the library's own, and its runner over it."""

    def __init__(self, url: str) -> None:
        """Write the log."""
        parts = urlsplit(url)
        self._url = url
        self._environ = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": parts.path[1:],
            "POSTGRES_HOST": parts.hostname or "",
            "POSTGRES_PORT": str(parts.port),
            "POSTGRES_USER": unquote(parts.username or ""),
            "POSTGRES_PASSWORD": unquote(parts.password or ""),
        }
        with StockCases(self._environ) as application:
            for _ in range(STOCK_CASES):
                case = StockCase(_WORDS)
                for _ in range(EVENTS - 1):
                    case.say(_WORDS)
                application.save(case)
        with self._running():
            pass

    async def events_a_second(self, seconds: float) -> float:
        """Follow from the first event for so many seconds, or until all is followed."""
        with psycopg.connect(self._url) as connection:
            connection.execute("DELETE FROM stock_index")
            connection.execute(
                "DELETE FROM stockindexing_tracking WHERE application_name = 'StockCases'"
            )
        return await asyncio.to_thread(self._followed, seconds)

    def _followed(self, seconds: float) -> float:
        with self._running() as runner:
            began = clock()
            done = 0
            # Whoever has followed all must not be timed while it waits for more.
            while clock() < began + seconds and done < STOCK_CASES * EVENTS:
                runner.run_forever(_LOOK_AGAIN_SECONDS)
                done = runner.projection.view.max_tracking_id(runner.app.name) or 0
            return done / (clock() - began)

    def _running(self) -> ProjectionRunner[StockCases, StockIndex]:
        return ProjectionRunner(
            application_class=StockCases,
            projection_class=StockIndexing,
            view_class=StockIndex,
            env=self._environ,
        )
