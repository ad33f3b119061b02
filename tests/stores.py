"""Event stores for tests: real SQLite and real PostgreSQL, with a clock and ids that are told."""

import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from application.case_keys import KeyWrap
from application.event_store import postgres, sqlite
from application.event_store.case_store import CaseStore
from application.event_store.record import Chance
from application.event_store.recorded import Actor, Cause, Recorded
from application.event_store.watch import Watch
from projections.all_views import INLINE_VIEWS
from tests.facts import NOON

CAUSE = Cause(Actor("user", "psn_x"), "req_1")
"""A user's request, where it does not matter whose."""

FACTORIES = {
    "sqlite": "application.event_store.sqlite.recorder:Factory",
    "postgresql": "application.event_store.postgres.recorder:Factory",
}


def migrate(location: str) -> None:
    """Bring the schema at a path or a PostgreSQL URL up to date."""
    if location.startswith("postgresql:"):
        postgres.migrate(location)
    else:
        sqlite.migrate(location)


def case_store(
    location: str,
    *,
    encryption_key: str | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    prefix: str = "",
) -> CaseStore:
    """Make a store that is not open yet; ids count up behind `prefix`."""
    engine = "postgresql" if location.startswith("postgresql:") else "sqlite"
    numbers = itertools.count(1)
    random = itertools.count(1)
    seed = sum(map(ord, prefix)) + 1

    def entropy(size: int) -> bytes:
        return (next(random) * 1_000_003 * seed).to_bytes(size, "big")

    return CaseStore(
        {
            "PERSISTENCE_MODULE": FACTORIES[engine],
            "SQLITE_DBNAME": location,
            "POSTGRES_URL": location,
            "ORIGINATOR_ID_TYPE": "text",
            "CREATE_TABLE": "n",
        },
        views=INLINE_VIEWS,
        wrap=KeyWrap(encryption_key, entropy),
        chance=Chance(
            entropy=entropy,
            now=now,
            new_id=lambda kind: f"{kind}_{prefix}{next(numbers):03}",
            jitter=lambda: 0.5,
        ),
    )


@asynccontextmanager
async def opened_store(
    location: str,
    *,
    encryption_key: str | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    prefix: str = "",
) -> AsyncIterator[CaseStore]:
    """Open a store on a database whose schema is up to date."""
    store = case_store(location, encryption_key=encryption_key, now=now, prefix=prefix)
    await store.open()
    try:
        yield store
    finally:
        await store.shut()


class PassedOver(Watch):
    """Notes of which view a piece was passed over, each time."""

    def __init__(self) -> None:
        self.views: list[str] = []

    def decided(self, recorded: Sequence[Recorded[Any]], seconds: float) -> None:
        """Not noted here."""

    def overtaken(self) -> None:
        """Not noted here."""

    def wrote(self, commands: int, seconds: float) -> None:
        """Not noted here."""

    def passed_over(self, view: str) -> None:
        """See `Watch`."""
        self.views.append(view)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now.astimezone(UTC)

    def forward(self, by: timedelta) -> None:
        """Move on, or back."""
        self.now += by


def sqlite_location(folder: Path) -> str:
    """A path for a database."""
    return str(folder / "record.db")


@contextmanager
def restored(folder: Path) -> Iterator[None]:
    """A database that loses what is written to it meanwhile, as one restored or failed over does.

    Nobody's connection breaks.
    """
    with (
        closing(sqlite3.connect(sqlite_location(folder))) as database,
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        database.backup(copy)
        yield
        copy.backup(database)
