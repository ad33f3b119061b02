"""What a gateway counts of itself, read as Prometheus reads it."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.telemetry.metrics import Metrics, Standing
from api.tokens import sha256_of
from tests.api.conftest import SAID
from tests.gateway import Gateway, claims, free_port, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.hosts.behaviours import status
from tests.messages_api import MessagesApi, answers
from tests.postgres import Postgres, PostgresServer

SECRET = "a-secret-of-32-bytes-or-more-for-all-tenants"
OPERATORS = {
    "everybody": (["analyst"], ["*"]),
    "both": (["auditor"], ["ten_claude", "ten_builtin"]),
    "one": (["admin"], ["ten_claude"]),
}
DAILY = 10_000_000

Sample = tuple[str, frozenset[tuple[str, str]]]


def token_of(operator: str) -> str:
    """The token of an operator."""
    return "op_" + operator.ljust(43, "x")


@dataclass(frozen=True, slots=True)
class Watched:
    """A gateway, and the host application of one of its tenants."""

    gateway: Gateway
    host: Host
    model: MessagesApi

    def user(self, tenant_id: str, user_id: str) -> str:
        """A user's token."""
        return signed(claims(tenant_id, user_id), SECRET)

    def read(self) -> dict[Sample, float]:
        """Every sample there is."""
        answer = self.gateway.get("/metrics", token=token_of("everybody"))
        assert answer.status == 200, answer.body
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(answer.body.decode())
            for sample in family.samples
        }


def sample(name: str, **labels: str) -> Sample:
    """One sample's name and labels."""
    return f"support_gateway_{name}", frozenset(labels.items())


@pytest.fixture(scope="module")
def watched(
    postgres_server: Postgres,
    tmp_path_factory: pytest.TempPathFactory,
    model_loop: asyncio.AbstractEventLoop,
) -> Iterator[Watched]:
    """The gateway of these tests."""
    folder = tmp_path_factory.mktemp("metrics")
    name = postgres_server.create_database()
    url = postgres_server.url(name)
    with Host() as host, running(MessagesApi(answers(SAID)), model_loop) as api:
        environ = {"ANTHROPIC_API_KEY": "a-key", "ANTHROPIC_BASE_URL": api.base_url}
        config = configuration(host)
        with Gateway(folder, database_url=url, config=config, environ=environ) as gateway:
            yield Watched(gateway, host, api)
    postgres_server.drop_database(name)


def configuration(host: Host) -> str:
    """Tenants with and without a model, and operators who see all of them or not."""
    tenants = "".join(
        tenant(
            tenant_id,
            secrets=[SECRET],
            host_url=url,
            service_token=SERVICE_TOKEN,
            more=f"[tenants.{tenant_id}.answers]\n{answered}",
        )
        for tenant_id, url, answered in (
            ("ten_claude", host.url, f"daily_tokens = {DAILY}"),
            ("ten_builtin", f"http://127.0.0.1:{free_port()}", 'generator = "builtin"'),
        )
    )
    return tenants + "".join(
        f"[operators.{name}]\n"
        f'token_sha256 = "{sha256_of(token_of(name))}"\n'
        f"roles = {json.dumps(roles)}\n"
        f"tenants = {json.dumps(seen)}\n"
        for name, (roles, seen) in OPERATORS.items()
    )


def grown(before: dict[Sample, float], after: dict[Sample, float]) -> dict[Sample, float]:
    """By how much samples have grown."""
    return {one: value - before.get(one, 0) for one, value in after.items()}


def test_requests_are_counted_by_route_and_status_and_never_by_address(watched: Watched):
    token = watched.user("ten_builtin", "usr_requests")
    case_id = watched.gateway.open_case(token)["case"]["id"]
    before = watched.read()

    watched.gateway.case(token, case_id)
    watched.gateway.case(token, case_id)
    watched.gateway.get(f"/api/cases/{case_id}")
    watched.gateway.get("/nowhere/usr_requests")
    watched.gateway.request("BREW", "/api/health")

    after = watched.read()
    more = grown(before, after)
    one = "/api/cases/{case_id}"
    assert more[sample("requests_total", method="GET", route=one, status="200")] == 2
    assert more[sample("requests_total", method="GET", route=one, status="401")] == 1
    assert more[sample("requests_total", method="GET", route="(none)", status="404")] == 1
    assert more[sample("request_seconds_count", route=one)] == 3
    assert not [name for name, labels in after if case_id in str(labels)]
    assert not [name for name, labels in after if "usr_" in str(labels)]


def test_decisions_and_appends_are_counted_by_what_was_recorded(watched: Watched):
    token = watched.user("ten_builtin", "usr_decisions")
    before = watched.read()

    case_id = watched.gateway.open_case(token)["case"]["id"]
    watched.gateway.post(f"/api/cases/{case_id}/feedback", {"feedback": "positive"}, token=token)

    more = grown(before, watched.read())
    assert more[sample("events_total", type="case.opened")] == 1
    assert more[sample("events_total", type="case.message_added")] == 2
    assert more[sample("events_total", type="case.feedback_given")] == 1
    assert more[sample("decision_seconds_count")] >= 4
    assert more[sample("append_seconds_count")] >= 4
    assert more[sample("append_batch_commands_sum")] >= 4


def test_calls_to_hosts_are_counted_by_endpoint_and_fate(watched: Watched):
    watched.host.behave("user-logs", status(500))
    watched.host.data["user-history"]["events"].append({"ts": 1})
    before = watched.read()

    watched.gateway.open_case(watched.user("ten_claude", "usr_hosts"))

    watched.host.reset()
    watched.host.behave("user-logs")
    more = grown(before, watched.read())
    assert more[sample("host_calls_total", source="user-logs", status="failed")] == 1
    assert more[sample("host_calls_total", source="user-state", status="ok")] == 1
    assert more[sample("host_call_seconds_count", source="user-state")] == 1
    assert more[sample("host_rows_dropped_total", source="user-history")] == 1


def test_models_are_counted_with_their_tokens_and_what_their_answers_were_worth(watched: Watched):
    token = watched.user("ten_claude", "usr_models")
    warm(watched, token)
    before = watched.read()

    watched.gateway.open_case(token)

    more = grown(before, watched.read())
    assert more[sample("model_calls_total", outcome="answered")] == 1
    assert more[sample("model_turn_seconds_count")] == 1
    assert more[sample("model_tokens_total", kind="input")] == 100
    assert more[sample("model_tokens_total", kind="output")] == 20
    assert more[sample("model_tokens_total", kind="cache_write")] == 7
    assert more[sample("model_tokens_total", kind="cache_read")] == 3
    held = sample("answers_total", generator="claude", fallback="", outcome="held")
    assert more[held] == 1
    assert more[sample("grounding_total", what="evidence", result="kept")] == 1


def test_a_model_that_says_nothing_of_use_is_counted_as_a_fallback(watched: Watched):
    token = watched.user("ten_claude", "usr_fallbacks")
    warm(watched, token)
    before = watched.read()
    watched.model.behaviour = answers({})

    watched.gateway.open_case(token)

    watched.model.behaviour = answers(SAID)
    more = grown(before, watched.read())
    fallbacks = [
        value
        for (name, labels), value in more.items()
        if name == "support_gateway_answers_total" and ("fallback", "malformed") in labels
    ]
    assert sum(fallbacks) == 1
    assert more[sample("model_calls_total", outcome="malformed")] == 1


def test_altered_pieces_of_views_are_counted_at_each_look():
    metrics = Metrics(version="1", pid=1)
    standing = Standing(store_up=True, projection_lag=0, dead_letters=0, breakers=[], budgets=[])
    for _ in range(3):
        metrics.passed_over("owed")
    body, _ = metrics.written("", standing)
    assert b'support_gateway_pieces_passed_over_total{view="owed"} 3.0\n' in body


def test_tickets_are_counted(watched: Watched):
    token = watched.user("ten_builtin", "usr_tickets")
    case_id = watched.gateway.open_case(token)["case"]["id"]
    before = watched.read()

    watched.gateway.post(f"/api/cases/{case_id}/escalate", {}, token=token)

    more = grown(before, watched.read())
    assert more[sample("ticket_calls_total", connector="file", outcome="opened")] == 1
    assert more[sample("ticket_call_seconds_count")] == 1


def test_what_stands_is_looked_up_when_it_is_asked_for(watched: Watched):
    for number in range(5):
        watched.gateway.open_case(watched.user("ten_builtin", f"usr_away_{number}"))
    warm(watched, watched.user("ten_claude", "usr_budget"))

    now = watched.read()

    assert now[sample("store_up")] == 1
    assert now[sample("projection_lag_events")] >= 0
    assert now[sample("dead_letters")] == 0
    assert now[sample("breaker_open", tenant="ten_builtin", of="host")] == 1
    assert now[sample("breaker_open", tenant="ten_claude", of="host")] == 0
    assert now[sample("breaker_open", tenant="ten_claude", of="model")] == 0
    assert now[sample("budget_tokens", tenant="ten_claude")] == DAILY
    assert now[sample("budget_spent_tokens", tenant="ten_claude")] >= 130
    assert sample("budget_tokens", tenant="ten_builtin") not in now


def test_the_process_says_who_it_is(watched: Watched):
    (labels,) = (dict(labels) for name, labels in watched.read() if name.endswith("worker_info"))

    assert labels["pid"] == str(watched.gateway.pid)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("everybody", 200), ("both", 200), ("one", 403), ("nobody", 401)],
)
def test_only_an_operator_of_all_tenants_reads_the_figures_of_all(
    watched: Watched, operator: str, expected: int
):
    assert watched.gateway.get("/metrics", token=token_of(operator)).status == expected


def test_nobody_reads_them_without_a_token_or_with_a_widget_s(watched: Watched):
    assert watched.gateway.get("/metrics").status == 401
    token = watched.user("ten_builtin", "usr_curious")
    assert watched.gateway.get("/metrics", token=token).status == 401


def test_openmetrics_is_spoken_too(watched: Watched):
    answer = watched.gateway.get(
        "/metrics",
        token=token_of("everybody"),
        headers=[("Accept", "application/openmetrics-text; version=1.0.0")],
    )

    assert (answer.header("content-type") or "").startswith("application/openmetrics-text")
    assert answer.body.count(b"# EOF\n") == 1
    assert answer.body.endswith(b"# EOF\n")


def test_a_store_that_is_away_is_a_figure_and_no_error(
    tmp_path: Path, own_postgres_server: PostgresServer
):
    name = own_postgres_server.create_database()
    with Host() as host:
        url = own_postgres_server.url(name)
        with Gateway(tmp_path, database_url=url, config=configuration(host)) as gateway:
            own_postgres_server.stop()
            answer = gateway.get("/metrics", token=token_of("everybody"))
            own_postgres_server.start()

    assert answer.status == 200
    assert b"support_gateway_store_up 0.0" in answer.body
    assert b"projection_lag" not in answer.body


def warm(watched: Watched, token: str) -> None:
    """Wait until the model's SDK, which takes seconds to import, has answered once."""
    for _ in range(40):
        if watched.gateway.open_case(token)["aiMessage"]["content"] == SAID["content"]:
            return
    raise AssertionError("the model never answered")
