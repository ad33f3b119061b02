"""Everything that a benchmark needs, running: databases, gateways, ceilings, and what they call."""

import contextlib
import hashlib
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.processes import Uvicorn
from tests.gateway import Gateway, claims, signed, tenant
from tests.postgres import PostgresServer, embedded_postgres

TENANT = "ten_bench"
SECRET = "secret-of-the-benchmark-32-bytes-or-more"
OPERATOR_TOKEN = "op_" + "benchmark".ljust(43, "x")
CONNECTIONS = 300
"""More than PostgreSQL allows by default: pgbench wants one for each of its clients."""


@dataclass(frozen=True, slots=True)
class World:
    """All of it."""

    folder: Path
    server: PostgresServer
    bare: Uvicorn
    gateways: dict[str, Gateway]

    def empty_databases(self) -> dict[str, str]:
        """A database URL for each engine."""
        return {
            "SQLite": f"sqlite:///{self.folder / secrets.token_hex(4)}.db",
            "PostgreSQL": self.server.url(self.server.create_database()),
        }

    def environ(self, database_url: str) -> dict[str, str]:
        """The environment of a gateway on a database, with the configuration of the others."""
        gateway = next(iter(self.gateways.values()))
        return {**gateway.environ, "SUPPORT_GATEWAY_DATABASE_URL": database_url}


@contextmanager
def world() -> Iterator[World]:
    """Start everything on 127.0.0.1, and end it again."""
    package = embedded_postgres()
    if package is None:
        raise RuntimeError(
            "the benchmark needs the package embedded-postgres (make bench installs it)"
        )
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        server = PostgresServer(package)
        running.callback(server.close)
        server.start()
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}".encode())
        server.stop()
        server.start()
        outside = running.enter_context(Uvicorn("tests.bench.outside:app", {}))
        environ = {"SUPPORT_GATEWAY_BENCH_OUTSIDE": outside.url}
        bare = running.enter_context(Uvicorn("tests.bench.bare:app", environ))
        databases = {
            "SQLite": f"sqlite:///{folder / 'record.db'}",
            "PostgreSQL": server.url(server.create_database()),
        }
        gateways: dict[str, Gateway] = {}
        for engine, url in databases.items():
            (folder / engine).mkdir()
            gateway = Gateway(
                folder / engine,
                database_url=url,
                config=config(outside.url),
                environ={"ANTHROPIC_API_KEY": "none", "ANTHROPIC_BASE_URL": outside.url},
                program=True,
            )
            gateways[engine] = running.enter_context(gateway)
        yield World(folder, server, bare, gateways)


def config(host_url: str) -> str:
    """One tenant, whose host application is the one given, and an operator who may see all."""
    digest = hashlib.sha256(OPERATOR_TOKEN.encode()).hexdigest()
    operator = f'[operators.bench]\ntoken_sha256 = "{digest}"\nroles = ["admin"]\ntenants = ["*"]\n'
    return tenant(TENANT, secrets=[SECRET], host_url=host_url, service_token="bench") + operator


def token(user: str, number: int = 0) -> str:
    """A token of a user, good for an hour; each number makes another one."""
    return signed(claims(TENANT, user, exp=int(time.time()) + 3_600, jti=str(number)), SECRET)
