"""The databases that settings name: the event store, its schema, and the followed views."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from api.chance import chance
from application.case_keys import KeyWrap
from application.config import Settings
from application.event_store import postgres, sqlite
from application.event_store.case_store import CaseStore
from application.event_store.watch import UNWATCHED, Watch
from projections.all_views import INLINE_VIEWS
from projections.postgres import PostgresViews
from projections.sqlite import SqliteViews
from projections.views import Views

Result = TypeVar("Result")

_PERSISTENCE: Final = {
    "sqlite": "application.event_store.sqlite.recorder:Factory",
    "postgresql": "application.event_store.postgres.recorder:Factory",
}


def store_name(settings: Settings) -> str:
    """Name the engine."""
    return "postgresql" if settings.sqlite_file is None else "sqlite"


def migrate(settings: Settings) -> None:
    """Bring the schema up to date; raises if the database could lose what it acknowledged."""
    path = settings.sqlite_file
    if path is None:
        postgres.migrate(settings.database_url)
    else:
        sqlite.migrate(str(path))


def case_store(settings: Settings, watch: Watch = UNWATCHED) -> CaseStore:
    """Make the event store on the configured engine; its schema must be up to date."""
    key = settings.encryption_key
    chances = chance()
    return CaseStore(
        {
            "PERSISTENCE_MODULE": _PERSISTENCE[store_name(settings)],
            "SQLITE_DBNAME": str(settings.sqlite_file or ""),
            "POSTGRES_URL": settings.database_url,
            "ORIGINATOR_ID_TYPE": "text",
            "CREATE_TABLE": "n",
        },
        views=INLINE_VIEWS,
        wrap=KeyWrap(key.get_secret_value() if key else None, chances.entropy),
        chance=chances,
        watch=watch,
    )


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncGenerator[CaseStore]:
    """The configured event store, open; raises what `Record.open` does."""
    store = case_store(settings)
    await store.open()
    try:
        yield store
    finally:
        await store.shut()


def with_store(settings: Settings, work: Callable[[CaseStore], Awaitable[Result]]) -> Result:
    """Do some work on the configured store, in an event loop of its own."""

    async def run() -> Result:
        async with opened_store(settings) as store:
            return await work(store)

    return asyncio.run(run())


def followed_views(settings: Settings) -> Views:
    """Where the followed views are kept: in the database of the record."""
    path = settings.sqlite_file
    return PostgresViews(settings.database_url) if path is None else SqliteViews(str(path))
