"""`migrate` and `grant`: the schema, brought up to date by who owns it and used by who does not."""

import argparse

import psycopg

from api.cli.reasons import of_database
from api.cli.settings import settings_of
from api.cli.terminal import Stopped, Terminal
from api.serve import prepared
from application.event_store.postgres.grants import grant as grant_all
from application.event_store.postgres.grants import grants


def migrate(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Bring the schema up to date."""
    mistake = prepared(settings_of(terminal))
    if mistake is not None:
        raise Stopped(f"support-gateway: {mistake}")
    terminal.say("the schema is up to date")
    return 0


def grant(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print what a role must be granted to run a gateway, or grant it."""
    settings = settings_of(terminal)
    if settings.sqlite_file is not None:
        raise Stopped("support-gateway grant: SQLite has no roles")
    try:
        if arguments.apply:
            grant_all(settings.database_url, arguments.role)
            terminal.say(f"granted to {arguments.role}")
            return 0
        for statement in grants(settings.database_url, arguments.role):
            terminal.say(f"{statement};")
    except psycopg.Error as error:
        reason = of_database(error)
        raise Stopped(f"support-gateway: the database refuses: {reason}") from None
    return 0
