"""While the database is away the gateway says so, and serves again once it is back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.api.conftest import SECRETS
from tests.gateway import Answer, Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.postgres import PostgresServer

TOKEN = signed(claims("ten_acme", "usr_maya"), SECRETS["ten_acme"][0])


@pytest.fixture
def gateway(host: Host, own_postgres_server: PostgresServer, tmp_path: Path) -> Gateway:
    """A gateway on a server of its own, not started yet."""
    config = tenant(
        "ten_acme",
        secrets=SECRETS["ten_acme"],
        host_url=host.url,
        service_token=SERVICE_TOKEN,
        more='[tenants.ten_acme.answers]\ngenerator = "builtin"',
    )
    url = own_postgres_server.url()
    limits = {"SUPPORT_GATEWAY_RATE_LIMITS": "10,30,60"}
    return Gateway(tmp_path, database_url=url, config=config, environ=limits)


def is_away(answer: Answer) -> bool:
    """See whether it is refused as the contract says."""
    if answer.status != 503:
        return False
    assert answer.json["error"] == "UNAVAILABLE"
    assert answer.header("retry-after") == "2"
    return True


def test_requests_are_refused_and_then_served_again(
    gateway: Gateway, own_postgres_server: PostgresServer
):
    with gateway:
        path = f"/api/cases/{gateway.open_case(TOKEN)['case']['id']}"
        own_postgres_server.stop()
        health = gateway.get("/api/health")
        assert (health.status, health.json["ok"]) == (503, False)
        assert health.header("retry-after") is not None
        assert is_away(gateway.get(path, token=TOKEN))
        assert is_away(gateway.post("/api/cases", {"message": "x"}, token=TOKEN, key="k"))
        assert is_away(gateway.post(f"{path}/messages", {"content": "x"}, token=TOKEN))
        assert is_away(gateway.post(f"{path}/escalate", {}, token=TOKEN))
        own_postgres_server.start()
        assert gateway.get("/api/health").status == 200
        assert gateway.case(TOKEN, path.rpartition("/")[2])["case"]["messageCount"] == 2
        again = gateway.post("/api/cases", {"message": "x"}, token=TOKEN, key="k")
        assert (again.status, again.header("idempotency-replayed")) == (201, None)


def test_a_start_waits_for_the_database(gateway: Gateway, own_postgres_server: PostgresServer):
    own_postgres_server.stop()
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(gateway.start)
        while not (gateway.log_file.exists() and "waiting for it" in gateway.log_file.read_text()):
            assert not starting.done(), "it did not wait"
        own_postgres_server.start()
        starting.result()
    assert gateway.open_case(TOKEN)["case"]["messageCount"] == 2
    waited = [line for line in gateway.log_file.read_text().splitlines() if "waiting for" in line]
    assert len(waited) == len(set(waited)), "the same was said again"
    assert gateway.environ["SUPPORT_GATEWAY_DATABASE_URL"] not in gateway.log_file.read_text()
    gateway.stop()
