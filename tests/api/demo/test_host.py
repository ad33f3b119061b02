"""The demo's host application answers the four calls as the contract says."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from api.demo.people import PEOPLE
from application.adapters.breaker import Breaker
from application.adapters.host_app import HttpHostApp
from tests.api.demo.conftest import NOON, SERVICE_TOKEN, Pinewell

ENDPOINTS = ("user-state", "user-history", "user-logs", "business-rules")
USERS = [person.user_id for person in PEOPLE]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("token", [None, "", "another", f"{SERVICE_TOKEN}s", "\u00fc"])
async def test_without_the_service_token_nothing_is_said(
    pinewell: Pinewell, endpoint: str, token: str | None
):
    status, body = await pinewell.ask(endpoint, token=token, userId="usr_maya")
    assert status == 401
    assert list(body) == ["error"]


@pytest.mark.parametrize("endpoint", ENDPOINTS[:3])
async def test_a_user_must_be_named_and_known(pinewell: Pinewell, endpoint: str):
    assert (await pinewell.ask(endpoint))[0] == 400
    assert (await pinewell.ask(endpoint, userId="usr_nobody"))[0] == 404


@pytest.mark.parametrize("hours", ["0", "-1", "1.5", "seventy", "", "\u0664", "99999"])
async def test_a_window_is_a_whole_number_of_hours(pinewell: Pinewell, hours: str):
    for endpoint in ("user-history", "user-logs"):
        status, _ = await pinewell.ask(endpoint, userId="usr_maya", windowHours=hours)
        assert status == 400


@pytest.mark.parametrize("user_id", USERS)
async def test_the_gateway_takes_every_row_and_drops_none(pinewell: Pinewell, user_id: str):
    gateways_view = HttpHostApp(
        pinewell.session,
        base_url=pinewell.url,
        service_token=SecretStr(SERVICE_TOKEN),
        breaker=Breaker(lambda: 0.0),
        clock=lambda: 0.0,
        timeout=5.0,
        max_bytes=5_242_880,
    )
    answers = await gateways_view.ask(user_id, window_hours=72, request_id="req_1")
    for _, source in answers.sources:
        assert (source.status, source.rows_dropped) == ("ok", 0)
    assert answers.user_logs.recent_requests
    assert answers.business_rules.docs


@pytest.mark.parametrize("user_id", USERS)
async def test_a_narrower_window_holds_nothing_older(pinewell: Pinewell, user_id: str):
    times = {
        hours: _times(
            await pinewell.tell("user-history", user_id, windowHours=str(hours)),
            await pinewell.tell("user-logs", user_id, windowHours=str(hours)),
        )
        for hours in (1, 24, 72, 168)
    }
    assert times[1] < times[24] < times[72] < times[168]
    for hours, moments in times.items():
        assert min(moments) >= NOON - timedelta(hours=hours, minutes=5)


async def test_the_window_is_72_hours_unless_it_is_asked_for(pinewell: Pinewell):
    whole = await pinewell.tell("user-history", "usr_sam")
    assert whole == await pinewell.tell("user-history", "usr_sam", windowHours="72")
    assert whole["windowHours"] == 72


@pytest.mark.parametrize("user_id", USERS)
async def test_the_same_time_tells_the_same_story(pinewell: Pinewell, user_id: str):
    first = await pinewell.tell_all(user_id)
    pinewell.now = NOON + timedelta(seconds=50)
    assert await pinewell.tell_all(user_id) == first


@pytest.mark.parametrize("user_id", USERS)
async def test_the_story_is_fresh_whenever_it_is_told(pinewell: Pinewell, user_id: str):
    for later in (timedelta(), timedelta(hours=7, minutes=31), timedelta(days=400)):
        pinewell.now = NOON + later
        history = await pinewell.tell("user-history", user_id)
        newest = max(_times(history, await pinewell.tell("user-logs", user_id)))
        assert pinewell.now - timedelta(minutes=15) < newest <= pinewell.now


async def test_a_host_path_that_is_none_is_not_found(pinewell: Pinewell):
    status, body = await pinewell.ask("user-secrets", userId="usr_maya")
    assert status == 404
    assert list(body) == ["error"]


def _times(history: dict[str, Any], logs: dict[str, Any]) -> set[datetime]:
    rows = [*history["events"], *logs["recentRequests"], *logs["errors"]]
    return {datetime.fromisoformat(row["ts"]) for row in rows}
