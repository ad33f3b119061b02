"""One call to a host application: nothing that comes back is more than it may be."""

import aiohttp
import aiohttp.web
import pytest

from application.ports import UserLogs
from tests.application.adapters.host_app.asking import USER, app_of, fate_of
from tests.hosts import Host
from tests.hosts.behaviours import (
    HUGE,
    MIB,
    NONSENSE,
    REFUSALS,
    Behaviour,
    answer,
    drop,
    hang,
    hang_in_the_body,
    never_end,
    redirect,
    says,
    slow,
    status,
)
from tests.hosts.lifelike import many_events, user_state


@pytest.mark.parametrize("kind", NONSENSE)
async def test_nonsense_is_invalid(host: Host, session: aiohttp.ClientSession, kind: str):
    assert (await fate_of(host, session, NONSENSE[kind])).status == "invalid"


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_refusal_fails_the_call(host: Host, session: aiohttp.ClientSession, kind: str):
    assert (await fate_of(host, session, REFUSALS[kind])).status == "failed"


@pytest.mark.parametrize("behaviour", [HUGE, never_end])
async def test_what_is_too_large_is_not_read_to_its_end(
    host: Host, session: aiohttp.ClientSession, behaviour: Behaviour
):
    fate = await fate_of(host, session, behaviour)

    assert fate.status == "too_large"
    assert fate.bytes < 6 * MIB


@pytest.mark.parametrize("behaviour", [hang, hang_in_the_body])
async def test_silence_ends_at_the_time_limit(
    host: Host, session: aiohttp.ClientSession, behaviour: Behaviour
):
    host.behave("user-logs", behaviour)

    answers = await app_of(host, session, timeout=0.6).ask(USER, window_hours=72, request_id="r")

    assert answers.sources.user_logs.status == "timeout"
    assert answers.sources.user_logs.ms > 550, "timers of an event loop are not that exact"
    assert answers.user_logs == UserLogs()
    assert answers.sources.user_state.status == "ok"


async def test_a_slow_answer_within_the_limit_counts(host: Host, session: aiohttp.ClientSession):
    fate = await fate_of(host, session, slow(user_state(), 0.3))

    assert fate.status == "ok"
    assert fate.ms >= 300


@pytest.mark.parametrize("code", [502, 503, 504])
async def test_a_gateway_error_is_tried_once_more(
    host: Host, session: aiohttp.ClientSession, code: int
):
    assert (await fate_of(host, session, _first(status(code), host))).status == "ok"


async def test_a_dropped_connection_is_tried_once_more(host: Host, session: aiohttp.ClientSession):
    assert (await fate_of(host, session, _first(drop, host))).status == "ok"


def _first(behaviour: Behaviour, host: Host) -> Behaviour:
    """Behave so once, and well from then on."""

    async def behave(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        host.behave("user-state", answer(user_state()))
        return await behaviour(request)

    return behave


@pytest.mark.parametrize(
    ("behaviour", "tries"), [(status(503), 2), (status(500), 1), (status(404), 1), (HUGE, 1)]
)
async def test_only_what_may_pass_is_tried_again_and_only_once(
    host: Host, session: aiohttp.ClientSession, behaviour: Behaviour, tries: int
):
    await fate_of(host, session, behaviour)

    assert sum(request.endpoint == "user-state" for request in host.requests) == tries


async def test_the_service_token_is_not_taken_elsewhere(host: Host, session: aiohttp.ClientSession):
    async with Host() as elsewhere:
        fate = await fate_of(host, session, redirect(f"{elsewhere.url}/support/user-state"))

        assert fate.status == "failed"
        assert elsewhere.requests == []


async def test_no_proxy_of_the_environment_is_used(
    host: Host, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
):
    async with Host() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("all_proxy", proxy.url)

        assert (await fate_of(host, session, answer(user_state()))).status == "ok"
        assert proxy.requests == []


async def test_cookies_are_not_kept(host: Host, session: aiohttp.ClientSession):
    await fate_of(host, session, says(b"{}", headers={"Set-Cookie": "a=b; Path=/"}))
    await fate_of(host, session, answer(user_state()))

    assert not any("Cookie" in request.headers for request in host.requests)


async def test_the_content_type_does_not_matter(host: Host, session: aiohttp.ClientSession):
    fate = await fate_of(host, session, says(b'{"plan":"pro"}', content_type="text/html"))

    assert fate.status == "ok"


async def test_five_mebibytes_of_rows_are_read(host: Host, session: aiohttp.ClientSession):
    host.behave("user-history", answer(many_events(36_000)))

    answers = await app_of(host, session).ask(USER, window_hours=72, request_id="req_1")

    assert answers.sources.user_history.bytes > 4 * MIB
    assert len(answers.user_history.events) == 36_000


async def test_a_content_coding_is_refused_unread(host: Host, session: aiohttp.ClientSession):
    coded = await fate_of(host, session, says(b"{}", headers={"Content-Encoding": "br"}))
    plain = await fate_of(host, session, says(b"{}", headers={"Content-Encoding": "identity"}))

    assert (coded.status, coded.bytes, plain.status) == ("invalid", 0, "ok")


async def test_the_size_limit_is_met_exactly(host: Host, session: aiohttp.ClientSession):
    body = b'{"userId":"usr_jane"}'
    host.behave_everywhere(says(body))

    fits = await app_of(host, session, max_bytes=len(body)).ask(
        USER, window_hours=1, request_id="r"
    )
    not_quite = await app_of(host, session, max_bytes=len(body) - 1).ask(
        USER, window_hours=1, request_id="r"
    )

    assert {source.status for _, source in fits.sources} == {"ok"}
    assert {source.status for _, source in not_quite.sources} == {"too_large"}
