"""What a role that owns nothing must be granted, so that a gateway can run as it.

Such a role can add events and never change or delete one, nor drop the triggers that refuse it; the
schema is brought up to date by its owner (`support-gateway migrate`).
"""

import re
from typing import Final

import psycopg
from psycopg import sql

from application.event_store.migrations import migrations
from application.event_store.postgres.connection import CONNECT_TIMEOUT_SECONDS

NARROW: Final = {
    "stored_events": "SELECT, INSERT",
    "prompt_parts": "SELECT, INSERT",
    "case_keys": "SELECT, INSERT, DELETE",
    "schema_migrations": "SELECT",
}
"""Tables on which it may not do everything that rows allow."""

_WIDE: Final = "SELECT, INSERT, UPDATE, DELETE"
_TABLE: Final = re.compile(r"^CREATE (?:UNLOGGED )?TABLE (\w+)", re.MULTILINE)
_FUNCTION: Final = re.compile(r"^CREATE (?:OR REPLACE )?FUNCTION (\w+)\(", re.MULTILINE)


def grants(url: str, role: str) -> list[str]:
    """The statements, for the schema that the URL leads to; raises `psycopg.Error`."""
    with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        row = connection.execute("SELECT current_schema()").fetchone()
        schema = sql.Identifier(row[0] if row else "public")
        to = sql.Identifier(role)
        statements = [sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, to)]
        script = "\n".join(step.sql for step in migrations("postgres"))
        for table in ("schema_migrations", *_TABLE.findall(script)):
            rights = sql.SQL(NARROW.get(table, _WIDE))  # pyright: ignore[reportArgumentType]  ours
            name = sql.Identifier(table)
            statements.append(
                sql.SQL("GRANT {} ON TABLE {}.{} TO {}").format(rights, schema, name, to)
            )
        for function in sorted(set(_FUNCTION.findall(script))):
            name = sql.Identifier(function)
            statements.append(
                sql.SQL("GRANT EXECUTE ON FUNCTION {}.{} TO {}").format(schema, name, to)
            )
        return [statement.as_string(connection) for statement in statements]


def grant(url: str, role: str) -> None:
    """Grant all of it at once; raises `psycopg.Error`."""
    statements = grants(url, role)
    with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        for statement in statements:
            connection.execute(statement.encode())
