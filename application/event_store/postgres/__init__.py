"""The event store on PostgreSQL 15 or later, under any number of gateway processes."""

from application.event_store.postgres.connection import migrate
from application.event_store.postgres.recorder import CasePostgresRecorder, Factory

__all__ = ["CasePostgresRecorder", "Factory", "migrate"]
