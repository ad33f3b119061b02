"""A PostgreSQL that answers, and refuses: full, overloaded, read-only, ending, in trouble."""

import os
import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from api.tokens import sha256_of
from tests.api.durability.conftest import DATABASE_SECONDS, TOKEN
from tests.gateway import Answer, Gateway
from tests.postgres import PostgresServer
from tests.security.commands import command
from tests.waiting import eventually

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

OPERATOR_TOKEN = "op_" + "x" * 43
OPERATOR = (
    f'[operators.desk]\ntoken_sha256 = "{sha256_of(OPERATOR_TOKEN)}"\n'
    'roles = ["auditor", "analyst"]\ntenants = ["*"]\n'
)
REFUSALS = (
    "53100",  # disk_full
    "53200",  # out_of_memory
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "55P03",  # lock_not_available
    "57014",  # query_canceled
    "58030",  # io_error
    "XX001",  # data_corrupted
    "42501",  # insufficient_privilege
)
REFUSE = """
CREATE FUNCTION refuse_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{}'; END $$;
CREATE TRIGGER refuse_events BEFORE INSERT ON stored_events
    FOR EACH ROW EXECUTE FUNCTION refuse_events();
"""
SESSIONS = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Case:
    """A case of a gateway, and requests about it; the question of each turn has its own key."""

    gateway: Gateway
    id: str
    turn: int = 1

    def ask(self, key: str | None = None) -> Answer:
        """Ask this turn's question, or another one."""
        key = key or f"k{self.turn}"
        body = {"content": f"Question {key}?"}
        return self.gateway.post(f"/api/cases/{self.id}/messages", body, token=TOKEN, key=key)

    def read(self) -> Answer:
        """Read the case."""
        return self.gateway.get(f"/api/cases/{self.id}", token=TOKEN)

    def writes(self) -> list[Answer]:
        """One of each kind of write."""
        path = f"/api/cases/{self.id}"
        return [
            self.ask(),
            self.gateway.post(f"{path}/feedback", {"feedback": "negative"}, token=TOKEN),
            self.gateway.post("/api/cases", {"message": "Why?"}, token=TOKEN),
        ]

    def goes_on(self, messages: int) -> None:
        """See that nothing acknowledged is lost, and that the question asked is asked once."""
        answer = self.ask()
        assert answer.status == 200, answer.body
        read = self.read().json
        assert read["case"]["messageCount"] == messages
        questions = [one["content"] for one in read["messages"] if one["role"] == "user"]
        assert questions.count(f"Question k{self.turn}?") == 1

    def works_again(self, messages: int) -> None:
        """See that all of it goes on, with what follows the record."""
        self.goes_on(messages)
        for path in ("/api/audit/cases", "/api/analytics/summary"):
            assert self.gateway.get(path, token=OPERATOR_TOKEN).status == 200
        eventually(self._is_followed, within=DATABASE_SECONDS)
        self.gateway.check_record()

    def _is_followed(self) -> bool:
        health = self.gateway.get("/api/health")
        return health.status == 200 and health.json["projectionLag"] == 0


@pytest.fixture
def case(new_gateway: Callable[..., Gateway]) -> Iterator[Case]:
    """A case with one question and its answer."""
    with new_gateway(more=OPERATOR) as gateway:
        yield Case(gateway, gateway.open_case(TOKEN)["case"]["id"])


def is_refused(answer: Answer) -> bool:
    """Whether it is a 503 that says when to come again."""
    said = answer.header("retry-after") or ""
    return answer.status == 503 and said.isdecimal() and answer.json["error"] == "UNAVAILABLE"


def test_what_a_server_refuses_is_refused_and_tried_again_with_success(
    case: Case, database_url: str
):
    for done, code in enumerate(REFUSALS, 1):
        with owner(database_url) as connection:
            connection.execute(REFUSE.format(code).encode())
        for answer in case.writes():
            assert is_refused(answer), (code, answer.body)
        assert case.read().status == 200, f"{code}: reads go on"
        assert case.gateway.get("/api/health").status == 200
        with owner(database_url) as connection:
            connection.execute("DROP FUNCTION refuse_events CASCADE")
        case.goes_on(messages=2 + 2 * done)
        case.turn += 1
    case.works_again(messages=2 + 2 * case.turn)


def test_a_server_that_became_read_only_serves_reads_and_is_written_to_once_it_may_be(
    case: Case, database_url: str
):
    name = sql.Identifier(urlsplit(database_url).path[1:])
    read_only = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
    with owner(database_url) as connection:
        connection.execute(read_only.format(name, sql.SQL("on")))
        connection.execute(SESSIONS.encode())
    for answer in case.writes():
        assert is_refused(answer), answer.body
    assert case.read().status == 200
    with owner(database_url) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(read_only.format(name, sql.SQL("off")))
    # Whoever promotes a standby does not end its sessions.
    case.works_again(messages=4)


def test_sessions_that_an_administrator_ends_are_made_anew_unnoticed(case: Case, database_url: str):
    for number in range(5):
        with owner(database_url) as connection:
            connection.execute(SESSIONS.encode())
        answer = case.ask(f"key-{number}")
        assert answer.status == 200, answer.body
        assert case.read().json["case"]["messageCount"] == 4 + 2 * number
    case.works_again(messages=14)


def test_a_server_with_no_connection_to_spare_is_away_until_it_has(
    new_gateway: Callable[..., Gateway], database_url: str
):
    role, password = f"role_{secrets.token_hex(4)}", secrets.token_hex(16)
    identifier, parts = sql.Identifier(role), urlsplit(database_url)
    with owner(database_url) as connection:
        create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(create.format(identifier, password))
        assert command(new_gateway(), "migrate").code == 0
        assert command(new_gateway(), "grant", role, "--apply").code == 0
        limit = sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}")
        url = f"postgresql://{role}:{password}@{parts.hostname}:{parts.port}{parts.path}"
        with new_gateway(url=url, more=OPERATOR) as gateway:
            case = Case(gateway, gateway.open_case(TOKEN)["case"]["id"])
            connection.execute(limit.format(identifier, 0))
            connection.execute(SESSIONS.encode())
            for answer in (*case.writes(), case.read()):
                assert is_refused(answer), answer.body
            assert gateway.get("/api/health").status == 503
            connection.execute(limit.format(identifier, -1))
            case.works_again(messages=4)
        connection.execute(sql.SQL("DROP OWNED BY {}").format(identifier))
        connection.execute(sql.SQL("DROP ROLE {}").format(identifier))


def test_a_server_that_restarts_because_one_of_its_processes_crashed_is_waited_for(
    new_gateway: Callable[..., Gateway], own_postgres_server: PostgresServer
):
    url = own_postgres_server.url()
    with new_gateway(url=url, more=OPERATOR) as gateway:
        case = Case(gateway, gateway.open_case(TOKEN)["case"]["id"])
        with psycopg.connect(url) as crashing:
            os.kill(crashing.info.backend_pid, signal.SIGKILL)
        # All other sessions end with 57P02, and whoever connects is told 57P03 for a while.
        for answer in case.writes():
            assert answer.status in {200, 201} or is_refused(answer), answer.body
        eventually(lambda: case.read().status == 200, within=DATABASE_SECONDS)
        case.works_again(messages=4)


@contextmanager
def owner(url: str) -> Iterator[psycopg.Connection]:
    """Whoever administers the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
