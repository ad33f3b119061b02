"""The event store on SQLite: one file, no service, every commit on the disk before it counts."""

from application.event_store.sqlite.connection import connect, migrate
from application.event_store.sqlite.recorder import CaseSQLiteRecorder, Factory

__all__ = ["CaseSQLiteRecorder", "Factory", "connect", "migrate"]
