"""A gateway with two tenants, a host application that behaves, and the built-in answerer."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.gateway import Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host

SECRETS = {
    "ten_acme": "acme-secret-of-32-bytes-or-more-in-all",
    "ten_globex": "globex-secret-of-32-bytes-or-more-in-all",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A gateway and its host application."""

    gateway: Gateway
    host: Host

    def token(self, user_id: str = "usr_maya", tenant_id: str = "ten_acme") -> str:
        """A good token."""
        return signed(claims(tenant_id, user_id), SECRETS[tenant_id])


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The host application of both tenants."""
    with Host() as host:
        yield host


def configuration(host: Host) -> str:
    """Both tenants."""
    return "".join(
        tenant(
            name,
            secrets=[secret],
            host_url=host.url,
            service_token=SERVICE_TOKEN,
            more=f'[tenants.{name}.answers]\ngenerator = "builtin"',
        )
        for name, secret in SECRETS.items()
    )


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Place]:
    """A gateway that many tests speak to, on SQLite."""
    folder = tmp_path_factory.mktemp("gateway")
    url = f"sqlite:///{folder / 'record.db'}"
    with Gateway(folder, database_url=url, config=configuration(host)) as gateway:
        yield Place(gateway, host)
