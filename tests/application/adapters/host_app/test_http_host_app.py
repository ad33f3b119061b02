"""A host is asked over HTTP, and nothing that it does keeps a case from being opened."""

import time
from dataclasses import dataclass

import aiohttp
import pytest
from pydantic import SecretStr

from application.adapters.breaker import Breaker
from application.adapters.host_app import HttpHostApp
from application.adapters.outbound import guarded_session
from application.ports import BusinessRules, UserHistory, UserLogs, UserState
from tests.application.adapters.host_app.asking import USER, app_of, fate_of
from tests.hosts import ENDPOINTS, SERVICE_TOKEN, Host
from tests.hosts.behaviours import (
    HUGE,
    MIB,
    NONSENSE,
    Behaviour,
    answer,
    drop,
    hang,
    hang_in_the_body,
    status,
)
from tests.hosts.lifelike import user_history


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    now: float = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


async def test_the_four_calls_bring_what_the_host_says(host: Host, session: aiohttp.ClientSession):
    answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")

    assert answers.user_state.roles == ("editor", "billing_viewer")
    assert answers.user_state.plan == "pro"
    assert answers.user_state.features_enabled == ("exports", "bulk_upload")
    assert answers.user_state.entities[1].id == 4711
    assert answers.user_state.active_errors[0].error_code == "UPLOAD_TOO_LARGE"
    assert answers.user_state.limits_reached[0].current == 61.4
    assert answers.user_state.profile is not None
    assert answers.user_state.profile.country == "PT"
    assert len(answers.user_history.events) == 3
    assert answers.user_history.click_timeline[0].action == "click Upload"
    assert answers.user_logs.recent_requests[1].http_status == 413
    assert answers.user_logs.jobs[0].job_id == "job_export_4711"
    assert answers.user_logs.errors[0].resource_id == 4711
    assert answers.business_rules.rules["export_timeout"] == "Exports stop after ten minutes."
    assert [entry.error_code for entry in answers.business_rules.error_catalog] == [
        "UPLOAD_TOO_LARGE",
        "EXPORT_TIMEOUT",
    ]
    assert answers.business_rules.docs[0].id == "doc_uploads"
    assert answers.business_rules.runbooks[0].id == "rb_exports"
    assert answers.business_rules.changelog[0].version == "5.2.0"
    for _, source in answers.sources:
        assert (source.status, source.rows_dropped) == ("ok", 0)
        assert source.bytes > 100


async def test_the_calls_are_those_of_the_contract(host: Host, session: aiohttp.ClientSession):
    await app_of(host, session).ask(USER, window_hours=24, request_id="req_1")

    lately = (("userId", USER), ("windowHours", "24"))
    assert {request.path: request.query for request in host.requests} == {
        "/support/user-state": (("userId", USER),),
        "/support/user-history": lately,
        "/support/user-logs": lately,
        "/support/business-rules": (),
    }
    for request in host.requests:
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert headers["authorization"] == f"Bearer {SERVICE_TOKEN}"
        assert headers["x-request-id"] == "req_1"
        assert headers["accept"] == "application/json"
        assert headers["accept-encoding"] == "identity"
        assert "cookie" not in headers


async def test_a_base_url_may_have_a_path_and_a_slash(host: Host, session: aiohttp.ClientSession):
    app = HttpHostApp(
        session,
        base_url=f"{host.url}/internal/v2/",
        service_token=SecretStr(SERVICE_TOKEN),
        breaker=Breaker(time.monotonic),
        clock=time.monotonic,
        timeout=5.0,
        max_bytes=5 * MIB,
    )

    await app.ask(USER, window_hours=72, request_id="req_1")

    assert host.requests[0].path.startswith("/internal/v2/support/")


@pytest.mark.parametrize(
    "user_id",
    [
        "usr_1",
        "a@b.example",
        "auth0|5f7c",
        "a+b~c:d-e.f",
        "x" * 128,
        "a&userId=b#c",
        "a%26b=c;d/e?f",
    ],
)
async def test_a_user_id_cannot_carry_parameters(
    host: Host, session: aiohttp.ClientSession, user_id: str
):
    await app_of(host, session).ask(user_id, window_hours=72, request_id="req_1")

    asked = [request for request in host.requests if request.endpoint != "business-rules"]
    assert [dict(request.query)["userId"] for request in asked] == [user_id] * 3
    assert sorted(len(request.query) for request in asked) == [1, 2, 2]


@pytest.mark.parametrize("named", ["usr_mallory", "", 7, None, [USER]])
@pytest.mark.parametrize("endpoint", ENDPOINTS[:3])
async def test_an_answer_about_another_user_is_invalid(
    host: Host, session: aiohttp.ClientSession, endpoint: str, named: object
):
    host.data[endpoint]["userId"] = named

    answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")

    fates = {name: source.status for name, source in answers.sources}
    assert list(fates.values()).count("invalid") == 1
    assert fates[endpoint.replace("-", "_")] == "invalid"


async def test_the_hosts_own_tenant_id_is_ignored(host: Host, session: aiohttp.ClientSession):
    assert (
        await fate_of(host, session, answer({"tenantId": "ten_other", "userId": USER, "plan": "x"}))
    ).status == "ok"


async def test_a_missing_user_id_is_accepted(host: Host, session: aiohttp.ClientSession):
    assert (await fate_of(host, session, answer({"plan": "pro"}))).status == "ok"


async def test_all_four_may_fail(host: Host, session: aiohttp.ClientSession):
    host.behave_everywhere(status(500))

    answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")

    assert {source.status for _, source in answers.sources} == {"failed"}
    assert (answers.user_state, answers.user_history) == (UserState(), UserHistory())
    assert (answers.user_logs, answers.business_rules) == (UserLogs(), BusinessRules())


async def test_nobody_listening_fails_the_calls(session: aiohttp.ClientSession):
    async with Host() as gone:
        pass

    answers = await app_of(gone, session).ask(USER, window_hours=72, request_id="req_1")

    assert {source.status for _, source in answers.sources} == {"failed"}


async def test_a_private_address_is_not_called_unless_it_is_allowed(host: Host):
    for name in ("127.0.0.1", "localhost"):
        async with guarded_session(allow_private=False) as session:
            app = HttpHostApp(
                session,
                base_url=f"http://{name}:{host.port}",
                service_token=SecretStr(SERVICE_TOKEN),
                breaker=Breaker(time.monotonic),
                clock=time.monotonic,
                timeout=5.0,
                max_bytes=5 * MIB,
            )
            answers = await app.ask(USER, window_hours=72, request_id="req_1")

        assert {source.status for _, source in answers.sources} == {"failed"}
    assert host.requests == []


async def test_a_host_that_is_away_is_left_alone_and_probed(
    host: Host, session: aiohttp.ClientSession
):
    clock = Clock()
    app = app_of(host, session, breaker=Breaker(clock, failures=2, probe_after=15))
    host.behave_everywhere(status(503))
    for _ in range(2):
        await app.ask(USER, window_hours=72, request_id="req_1")
    host.reset()

    at_once = await app.ask(USER, window_hours=72, request_id="req_1")
    clock.now += 16
    probed = await app.ask(USER, window_hours=72, request_id="req_1")

    assert {(source.status, source.ms) for _, source in at_once.sources} == {("failed", 0)}
    assert {source.status for _, source in probed.sources} == {"ok"}
    assert len(host.requests) == 4


@pytest.mark.parametrize("behaviour", [status(500), status(404), NONSENSE["HTML"], HUGE])
async def test_a_host_that_answers_badly_is_still_asked(
    host: Host, session: aiohttp.ClientSession, behaviour: Behaviour
):
    breaker = Breaker(Clock(), failures=1)
    host.behave_everywhere(behaviour)

    await app_of(host, session, breaker=breaker).ask(USER, window_hours=72, request_id="req_1")

    assert not breaker.open


@pytest.mark.parametrize("behaviour", [hang, hang_in_the_body, drop, status(502)])
async def test_a_host_that_says_nothing_counts_as_away(
    host: Host, session: aiohttp.ClientSession, behaviour: Behaviour
):
    breaker = Breaker(Clock(), failures=1)
    host.behave_everywhere(behaviour)

    app = app_of(host, session, breaker=breaker, timeout=0.3)
    await app.ask(USER, window_hours=72, request_id="req_1")

    assert breaker.open


async def test_one_call_that_gets_through_keeps_the_breaker_closed(
    host: Host, session: aiohttp.ClientSession
):
    breaker = Breaker(Clock(), failures=1)
    host.behave_everywhere(drop)
    host.behave("business-rules")

    await app_of(host, session, breaker=breaker).ask(USER, window_hours=72, request_id="req_1")

    assert not breaker.open


async def test_the_service_token_shows_in_no_repr(host: Host, session: aiohttp.ClientSession):
    app = app_of(host, session)

    assert SERVICE_TOKEN not in repr(app) + repr(vars(app))


async def test_a_host_in_a_thread_serves_as_well(session: aiohttp.ClientSession):
    with Host() as host:
        host.behave("user-history", answer({**user_history(), "more": 1}))

        answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")

    assert {source.status for _, source in answers.sources} == {"ok"}
