"""A gateway on SQLite with one tenant, whom the built-in answerer serves, and an operator."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from api.tokens import sha256_of
from tests.gateway import Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host

SECRET = "acme-first-secret-of-32-bytes-or-more"
OPERATOR_TOKEN = "op_" + "x" * 43


@dataclass(frozen=True, slots=True)
class Place:
    """The gateway, and a token of each kind."""

    gateway: Gateway
    operator_token: str = OPERATOR_TOKEN

    def token(self, user_id: str = "usr_any") -> str:
        """A user's."""
        return signed(claims("ten_acme", user_id), SECRET)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Place]:
    """The gateway of these tests."""
    folder = tmp_path_factory.mktemp("generated")
    config = tenant(
        "ten_acme",
        secrets=[SECRET],
        host_url=host.url,
        service_token=SERVICE_TOKEN,
        more='[tenants.ten_acme.answers]\ngenerator = "builtin"',
    )
    operator = (
        f'[operators.desk]\ntoken_sha256 = "{sha256_of(OPERATOR_TOKEN)}"\n'
        'roles = ["auditor", "analyst", "admin"]\ntenants = ["*"]\n'
    )
    url = f"sqlite:///{folder / 'record.db'}"
    with Gateway(folder, database_url=url, config=config + operator) as gateway:
        yield Place(gateway)
