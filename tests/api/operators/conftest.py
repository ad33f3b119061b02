"""A gateway on each engine with two tenants, and operators who may see more or less of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.tokens import sha256_of
from tests.gateway import Answer, Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.postgres import Postgres

SECRETS = {
    "ten_acme": "acme-first-secret-of-32-bytes-or-more",
    "ten_globex": "globex-secret-of-32-bytes-or-more-too",
}
OPERATORS: dict[str, tuple[list[str], list[str]]] = {
    "acme-auditor": (["auditor"], ["ten_acme"]),
    "acme-analyst": (["analyst"], ["ten_acme"]),
    "globex-both": (["auditor", "analyst"], ["ten_globex"]),
    "all-both": (["auditor", "analyst"], ["*"]),
    "all-admin": (["admin"], ["*"]),
}


def token_of(operator: str) -> str:
    """The token of an operator."""
    return "op_" + operator.ljust(43, "x")


@dataclass(frozen=True, slots=True)
class Desk:
    """A gateway as operators meet it; `users` counts those who were made up."""

    gateway: Gateway
    engine: str
    users: list[str] = field(default_factory=list)

    def get(self, path: str, operator: str = "acme-auditor", **more: Any) -> Answer:
        """GET as an operator."""
        return self.gateway.get(path, token=token_of(operator), **more)

    def read(self, path: str, operator: str = "acme-auditor", **more: Any) -> Any:
        """The JSON of a 200."""
        answer = self.get(path, operator, **more)
        assert answer.status == 200, answer.body
        return answer.json

    def user(self, tenant_id: str = "ten_acme", **changed: Any) -> tuple[str, str]:
        """A user whom nobody knows yet: id and token."""
        user_id = f"usr_{len(self.users)}"
        self.users.append(user_id)
        return user_id, signed(claims(tenant_id, user_id, **changed), SECRETS[tenant_id])

    def case(self, tenant_id: str = "ten_acme", **changed: Any) -> tuple[str, str, str]:
        """A fresh case with its first answer: id, user id and that user's token."""
        user_id, token = self.user(tenant_id, **changed)
        return self.gateway.open_case(token)["case"]["id"], user_id, token


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, host: Host
) -> Iterator[Desk]:
    """The gateway of these tests, on each engine in turn."""
    folder = tmp_path_factory.mktemp(f"operators-{request.param}")
    postgres: Postgres | None = None
    name, url = "", f"sqlite:///{folder}/record.db"
    if request.param == "postgresql":
        postgres = request.getfixturevalue("postgres_server")
        assert isinstance(postgres, Postgres)
        name = postgres.create_database()
        url = postgres.url(name)
    with Gateway(folder, database_url=url, config=configuration(host)) as gateway:
        yield Desk(gateway, str(request.param))
    if postgres is not None:
        postgres.drop_database(name)


def configuration(host: Host) -> str:
    """Two tenants, and the operators."""
    tenants = "".join(
        tenant(
            name,
            secrets=[secret],
            host_url=host.url,
            service_token=SERVICE_TOKEN,
            more=f'[tenants.{name}.answers]\ngenerator = "builtin"',
        )
        for name, secret in SECRETS.items()
    )
    operators = "".join(
        f"[operators.{name}]\n"
        f'token_sha256 = "{sha256_of(token_of(name))}"\n'
        f"roles = {json.dumps(roles)}\n"
        f"tenants = {json.dumps(tenants)}\n"
        for name, (roles, tenants) in OPERATORS.items()
    )
    return tenants + operators
