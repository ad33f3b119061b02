"""No reader is ever past an event that commits late, whichever process writes it."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from application.event_store.case_store import CaseStore
from tests.facts import opened
from tests.stores import CAUSE, migrate, opened_store
from tests.waiting import eventually

WRITERS = 3
CASES = 40
MESSAGES = 6
"""Each writer commits at least once for each and for the openings, more often than it is held."""
EVENTS = WRITERS * CASES * (2 + MESSAGES)
HELD = 12
"""Commits that are held back, one after the other."""

HOLD = 4_711
"""The advisory lock that a commit waits for, as long as the test holds it."""

SLOW_COMMITS = f"""
CREATE FUNCTION commit_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({HOLD});
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER commit_late AFTER INSERT ON stored_events
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commit_late();
"""
WRITE = f"""
import asyncio, sys
from application.event_store.recorded import Actor, Cause
from tests.facts import opened
from tests.stores import opened_store

async def main():
    location, name = sys.argv[1:]
    cause = Cause(Actor("user"), "req_1")
    async with opened_store(location, prefix=name) as store:
        async def write(number):
            case_id = f"cas_{{name}}{{number:03}}"
            await store.open_case(case_id, opened(), cause)
            for message in range({MESSAGES}):
                await store.decide(
                    case_id,
                    lambda case: case.add_message(message_id=f"msg_{{message}}", content="And?"),
                    cause,
                )
        print("ready", flush=True)
        sys.stdin.readline()
        await asyncio.gather(*(write(number) for number in range({CASES})))

asyncio.run(main())
"""
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)

WAITING_FOR_ANYTHING = WAITING.replace("locktype = 'advisory' AND ", "")


async def test_a_reader_meets_every_event_in_its_order_whatever_commits_late(
    migrated_postgres_url: str,
):
    with ExitStack() as running:
        held = running.enter_context(psycopg.connect(migrated_postgres_url, autocommit=True))
        held.execute(SLOW_COMMITS.encode())
        held.execute("SELECT pg_advisory_lock(%s)", (HOLD,))
        writers = running.enter_context(writing(migrated_postgres_url))
        async with opened_store(migrated_postgres_url, prefix="reader") as store:
            met: list[int] = []
            for _ in range(HELD):
                # One commit is held back, and everybody else waits behind it.
                await asyncio.to_thread(
                    eventually,
                    lambda: held.execute(WAITING).fetchone() == (WRITERS,),
                    within=30.0,
                    otherwise=lambda: "the writers do not all wait",
                )
                await read_on(store, met)
                # In one statement, lest a writer come to its end in between.
                held.execute("SELECT pg_advisory_unlock(%s), pg_advisory_lock(%s)", (HOLD, HOLD))
                await read_on(store, met)
            assert 0 < len(met) < EVENTS, "commits were held back while events were written"
            held.execute("SELECT pg_advisory_unlock(%s)", (HOLD,))
            while any(writer.poll() is None for writer in writers):
                await read_on(store, met)
            await read_on(store, met)

    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert met == list(range(1, EVENTS + 1))


@pytest.mark.parametrize("default", ["repeatable read", "serializable"])
async def test_whoever_waited_sees_what_was_committed_meanwhile_whatever_the_servers_default(
    postgres_url: str, default: str
):
    with psycopg.connect(postgres_url, autocommit=True) as held:
        statement = sql.SQL("ALTER DATABASE {} SET default_transaction_isolation = {}")
        held.execute(statement.format(sql.Identifier(held.info.dbname), sql.Literal(default)))
        migrate(postgres_url)
        async with AsyncExitStack() as running:
            stores = [
                await running.enter_async_context(opened_store(postgres_url, prefix=name))
                for name in "abc"
            ]
            held.execute("BEGIN; LOCK TABLE stored_events")
            writing = asyncio.gather(
                *(store.open_case(f"cas_{n}", opened(), CAUSE) for n, store in enumerate(stores))
            )
            await asyncio.to_thread(
                eventually,
                lambda: held.execute(WAITING_FOR_ANYTHING).fetchone() == (len(stores),),
                within=10.0,
                otherwise=lambda: "the writers do not all wait",
            )
            held.execute("COMMIT")
            await writing
            met: list[int] = []
            await read_on(stores[0], met)
    assert met == list(range(1, 2 * len(stores) + 1))


async def read_on(store: CaseStore, met: list[int]) -> None:
    """Read what is new, as everything does that follows the log: from the last position met."""
    moved = await store.case_recorder.select_moved(after=met[-1] if met else 0, limit=1_000)
    met += [one.position for one in moved]


@contextmanager
def writing(location: str) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Processes that write to one database at the same time.

    They begin together: whoever waits for a lock gives up after seconds, and starts take as long.
    """
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, location, name],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in "abcdefgh"[:WRITERS]
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write(b"\n")
            writer.stdin.close()
        yield writers
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            for pipe in (writer.stdin, writer.stdout):
                assert pipe is not None
                pipe.close()
