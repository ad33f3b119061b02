"""A gateway that runs as a database role which owns nothing."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.gateway import Gateway, claims, signed
from tests.hosts import Host
from tests.postgres import Postgres
from tests.security.commands import command
from tests.security.conftest import SECRETS, configuration


@dataclass(frozen=True, slots=True)
class Owned:
    """A database as its owner and as a role that owns nothing reach it."""

    owners_url: str
    url: str
    role: str


@pytest.fixture
def owned(postgres_server: Postgres, postgres_url: str) -> Iterator[Owned]:
    """An empty database."""
    role, password = f"role_{secrets.token_hex(4)}", secrets.token_hex(16)
    identifier = sql.Identifier(role)
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(identifier, password)
        owner.execute(create)
        parts = urlsplit(postgres_url)
        here = f"{role}:{password}@{parts.hostname}:{parts.port}"
        yield Owned(postgres_url, f"postgresql://{here}{parts.path}", role)
        owner.execute(sql.SQL("DROP OWNED BY {}").format(identifier))
        owner.execute(sql.SQL("DROP ROLE {}").format(identifier))


def test_a_role_that_owns_nothing_runs_a_gateway(owned: Owned, tmp_path: Path, host: Host):
    config = configuration(host)
    owner = Gateway(tmp_path, database_url=owned.owners_url, config=config)
    assert command(owner, "migrate").code == 0
    assert command(owner, "grant", owned.role, "--apply").code == 0
    token = signed(claims("ten_acme", "usr_maya"), SECRETS["ten_acme"])
    with Gateway(tmp_path, database_url=owned.url, config=config) as gateway:
        case_id = gateway.open_case(token)["case"]["id"]
        asked = {"content": "And now?"}
        path = f"/api/cases/{case_id}"
        for _ in range(2):
            answer = gateway.post(f"{path}/messages", asked, token=token, key="once")
            assert answer.status == 200
        assert gateway.post(f"{path}/feedback", {"feedback": "positive"}, token=token).status == 200
        assert gateway.post(f"{path}/escalate", {}, token=token).status == 200
        assert gateway.get("/api/health").json["projectionLag"] is not None
        assert len(gateway.case(token, case_id)["messages"]) == 4
        for check in (("audit", "verify"), ("projections", "check"), ("erase", case_id)):
            assert command(gateway, *check).code == 0
        log = gateway.log_file.read_text()
    assert "permission denied" not in log
    assert "traceback" not in log.lower()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET hash = ''",
        "DELETE FROM stored_events",
        "TRUNCATE stored_events",
        "ALTER TABLE stored_events DISABLE TRIGGER USER",
        "DROP TRIGGER stored_events_refuse_change ON stored_events",
        "DROP TABLE stored_events",
        "DROP FUNCTION refuse_change CASCADE",
        "CREATE TABLE anything (at int)",
        "UPDATE prompt_parts SET text = ''",
        "DELETE FROM prompt_parts",
        "UPDATE case_keys SET wrapped = ''",
        "UPDATE schema_migrations SET sha256 = ''",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_cannot_touch_what_was_recorded(
    owned: Owned, tmp_path: Path, host: Host, statement: str
):
    owner = Gateway(tmp_path, database_url=owned.owners_url, config=configuration(host))
    assert command(owner, "migrate").code == 0
    assert command(owner, "grant", owned.role, "--apply").code == 0
    with (
        psycopg.connect(owned.url) as role,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        role.execute(statement.encode())


def test_a_role_that_was_granted_nothing_cannot_start_a_gateway_and_is_told_why(
    owned: Owned, tmp_path: Path, host: Host
):
    stranger = Gateway(tmp_path, database_url=owned.url, config=configuration(host))
    refused = command(stranger, "migrate")
    assert refused.code == 2
    assert "permission denied" in refused.err


def test_what_is_to_be_granted_is_printed_first(owned: Owned, tmp_path: Path, host: Host):
    owner = Gateway(tmp_path, database_url=owned.owners_url, config=configuration(host))
    printed = command(owner, "grant", 'a"role').out
    assert 'GRANT SELECT, INSERT ON TABLE "public"."stored_events" TO "a""role";\n' in printed
    assert command(owner, "grant", "no_such_role", "--apply").code == 2
