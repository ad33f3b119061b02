"""What comes of a model's server, right or wrong: the real SDK over real HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx2
import orjson
import pytest

from application.adapters.claude import Claude
from application.ports import AssistantFailed, SentBack
from application.prompt import INSTRUCTIONS, PROMPT_VERSION, assemble, body_bytes, resolver
from domain.answer import Answer
from tests.application.turns import REPLY, turn
from tests.messages_api import (
    Behaviour,
    MessagesApi,
    answers,
    calls_a_tool,
    fails,
    floods,
    hangs,
    hangs_up,
    in_turn,
    message,
    raw,
    redirects,
    refuses,
    replies,
    says,
)

Ask = Callable[..., AbstractAsyncContextManager[tuple[Claude, MessagesApi]]]


@asynccontextmanager
async def asking(
    behaviour: Behaviour, *, clock: Callable[[], float] = time.monotonic, deadline: float = 25.0
) -> AsyncIterator[tuple[Claude, MessagesApi]]:
    async with MessagesApi(behaviour) as api:
        claude = Claude(
            api_key="sk-ant-test",
            base_url=api.base_url,
            model="claude-test",
            clock=clock,
            rng=lambda: 0.0,
            deadline=deadline,
        )
        await claude.warm()
        try:
            yield claude, api
        finally:
            await claude.close()


async def reason(behaviour: Behaviour, **options: float) -> tuple[AssistantFailed, int]:
    async with asking(behaviour, **options) as (claude, api):  # type: ignore[arg-type] # deadline
        with pytest.raises(AssistantFailed) as failed:
            await claude.propose(turn())
        return failed.value, len(api.requests)


async def test_a_right_reply_becomes_a_proposal():
    async with asking(answers(REPLY)) as (claude, api):
        proposal = await claude.propose(turn())
    assert proposal.answer == Answer.model_validate(REPLY)
    assert proposal.model == "claude-test"
    assert proposal.prompt_version == PROMPT_VERSION
    assert proposal.usage.input_tokens == 100
    assert proposal.usage.output_tokens == 20
    assert proposal.usage.cache_creation_input_tokens == 7
    assert proposal.usage.cache_read_input_tokens == 3
    assert len(api.requests) == 1


async def test_what_was_sent_can_be_put_together_again_byte_for_byte():
    asked = turn(context={"page": "/files", "n": 10**30})
    async with asking(answers(REPLY)) as (claude, api):
        proposal = await claude.propose(asked)
    [exchange] = proposal.exchanges
    rebuilt = body_bytes(assemble(exchange.request, resolver(asked)))
    assert rebuilt == api.requests[0].raw
    assert exchange.request_sha256 == hashlib.sha256(api.requests[0].raw).hexdigest()
    assert INSTRUCTIONS in proposal.parts.values()


async def test_the_record_of_a_call_repeats_no_word_of_the_users():
    asked = turn(question="Why, oh why?", context={"page": "/secret-page"})
    async with asking(answers(REPLY)) as (claude, _):
        proposal = await claude.propose(asked)
    kept = orjson.dumps(proposal.exchanges[0].request).decode()
    assert "oh why" not in kept
    assert "secret-page" not in kept
    assert "UPLOAD_TOO_LARGE" not in kept


async def test_the_key_goes_in_the_header_and_nothing_asks_for_sampling_or_prefill():
    async with asking(answers(REPLY)) as (claude, api):
        await claude.propose(turn())
    [asked] = api.requests
    assert asked.headers["authorization"] == "Bearer sk-ant-test"
    assert asked.body.keys() == {"model", "max_tokens", "system", "messages", "output_config"}
    assert asked.body["messages"][-1]["role"] == "user"
    assert "traceparent" not in asked.headers


async def test_an_answer_that_was_sent_back_stands_before_what_was_wrong_with_it():
    again = turn(sent_back=SentBack(reply='{"content": "made up"}', objections=("job_999",)))
    async with asking(answers(REPLY)) as (claude, api):
        await claude.propose(again)
    roles = [m["role"] for m in api.requests[0].body["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert "made up" in api.requests[0].body["messages"][1]["content"][0]["text"]
    assert "job_999" in api.requests[0].body["messages"][2]["content"][0]["text"]


async def test_the_reply_is_kept_redacted():
    spoken = {**REPLY, "content": "Write to jo@example.com"}
    async with asking(answers(spoken)) as (claude, _):
        proposal = await claude.propose(turn())
    assert "jo@example.com" not in str(proposal.exchanges[0].reply)


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        pytest.param(refuses(), "refused", id="a refusal"),
        pytest.param(says(json.dumps(REPLY), stop_reason="refusal"), "refused", id="refused late"),
        pytest.param(calls_a_tool(), "tool_use", id="a tool that nobody offered"),
        pytest.param(says("…", stop_reason="pause_turn"), "paused", id="a pause"),
        pytest.param(says(""), "empty", id="no words"),
        pytest.param(says("  \n "), "empty", id="only space"),
        pytest.param(replies(message("", content=[])), "empty", id="no blocks"),
        pytest.param(says('{"content": "Your', stop_reason="max_tokens"), "cut_off", id="cut"),
        pytest.param(says("", stop_reason="max_tokens"), "cut_off", id="cut before a word"),
        pytest.param(
            says('{"con', stop_reason="model_context_window_exceeded"), "cut_off", id="window full"
        ),
        pytest.param(says("Sorry, I cannot."), "malformed", id="prose"),
        pytest.param(answers({**REPLY, "content": 7}), "malformed", id="wrong type"),
        pytest.param(says("[" * 100_001), "malformed", id="endless"),
        pytest.param(raw(b"<html>502</html>", content_type="text/html"), "malformed", id="HTML"),
        pytest.param(raw(b"\x00\xff\xfe"), "malformed", id="garbage"),
        pytest.param(raw(b'{"content": ['), "malformed", id="broken JSON"),
        pytest.param(raw(b"[" * 100_000), "malformed", id="deep JSON"),
        pytest.param(raw(b""), "malformed", id="nothing"),
        pytest.param(replies(["x"]), "malformed", id="a list"),
        pytest.param(replies({"content": "x"}), "malformed", id="content that is no list"),
        pytest.param(replies({"content": [{"type": "text", "text": 7}, None, 3]}), "empty", id="7"),
        pytest.param(floods(2 * 1_048_576), "malformed", id="a flood"),
        pytest.param(fails(400), "rejected", id="400"),
        pytest.param(fails(401), "rejected", id="401"),
        pytest.param(fails(413), "rejected", id="413"),
    ],
)
async def test_a_useless_answer_is_not_asked_for_twice(behaviour: Behaviour, expected: str):
    failure, calls = await reason(behaviour)
    assert failure.reason == expected
    assert calls == 1
    assert [exchange.failure for exchange in failure.exchanges] == [expected]


async def test_a_cut_reply_that_is_whole_all_the_same_is_taken():
    async with asking(says(json.dumps(REPLY), stop_reason="max_tokens")) as (claude, _):
        assert (await claude.propose(turn())).answer == Answer.model_validate(REPLY)


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        pytest.param(fails(429), "rate_limited", id="429"),
        pytest.param(fails(429, headers={"Retry-After": "86400"}), "rate_limited", id="a day"),
        pytest.param(fails(429, headers={"Retry-After": "-1"}), "rate_limited", id="negative"),
        pytest.param(fails(429, headers={"Retry-After": "nan"}), "rate_limited", id="nan"),
        pytest.param(fails(429, headers={"Retry-After": "0"}), "rate_limited", id="at once"),
        pytest.param(fails(500), "unavailable", id="500"),
        pytest.param(fails(503), "unavailable", id="503"),
        pytest.param(fails(529), "unavailable", id="overloaded"),
        pytest.param(hangs_up(), "unreachable", id="hangs up"),
    ],
)
async def test_a_server_that_is_away_is_asked_once_more(behaviour: Behaviour, expected: str):
    failure, calls = await reason(behaviour)
    assert failure.reason == expected
    assert calls == 2
    assert [exchange.failure for exchange in failure.exchanges] == [expected, expected]


@pytest.mark.parametrize("first", [fails(429), fails(529), hangs_up()])
async def test_a_retry_that_succeeds_is_the_answer(first: Behaviour):
    async with asking(in_turn([first, answers(REPLY)])) as (claude, api):
        proposal = await claude.propose(turn())
    assert proposal.answer == Answer.model_validate(REPLY)
    assert [exchange.failure is None for exchange in proposal.exchanges] == [False, True]
    assert api.requests[0].raw == api.requests[1].raw


async def test_a_redirect_is_not_followed_with_the_key():
    async with MessagesApi(answers(REPLY)) as elsewhere:
        failure, calls = await reason(redirects(f"{elsewhere.base_url}/v1/messages"))
        assert failure.reason == "rejected"
        assert calls == 1
        assert elsewhere.requests == []


async def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch):
    async with MessagesApi(fails(500)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.base_url)
        async with asking(answers(REPLY)) as (claude, _):
            await claude.propose(turn())
        assert proxy.requests == []


async def test_nobody_listening_is_unreachable():
    async with MessagesApi(answers(REPLY)) as api:
        gone = api.base_url
    claude = Claude(
        api_key="sk-ant-test",
        base_url=gone,
        model="claude-test",
        clock=time.monotonic,
        rng=lambda: 0.0,
        deadline=25.0,
    )
    with pytest.raises(AssistantFailed) as failed:
        await claude.propose(turn())
    await claude.close()
    assert failed.value.reason == "unreachable"


async def test_an_sdk_that_did_not_start_is_started_by_the_next_question(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://localhost:nowhere")
    claude = Claude(
        api_key="sk-ant-test",
        base_url=None,
        model="claude-test",
        clock=time.monotonic,
        rng=lambda: 0.0,
        deadline=25.0,
    )
    with pytest.raises(httpx2.InvalidURL):
        await claude.warm()
    async with MessagesApi(answers(REPLY)) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.base_url)
        proposal = await claude.propose(turn())
    await claude.close()
    assert proposal.answer == Answer.model_validate(REPLY)


async def test_what_a_provider_says_of_its_errors_goes_nowhere():
    failure, _ = await reason(fails(500))
    kept = str(failure) + "".join(e.model_dump_json() for e in failure.exchanges)
    assert "PROVIDER-SAYS-SO" not in kept


async def test_a_server_that_hangs_is_given_up_at_the_deadline():
    failure, calls = await reason(hangs(), deadline=1.0)
    assert failure.reason == "timeout"
    assert calls == 1


async def test_a_turn_that_is_due_already_is_not_asked_for():
    async with asking(answers(REPLY), clock=lambda: 100.0) as (claude, api):
        with pytest.raises(AssistantFailed) as failed:
            await claude.propose(turn(until=100.0))
        assert failed.value.reason == "timeout"
        assert api.requests == []


async def test_a_retry_that_would_come_too_late_is_left_out():
    in_two_seconds = fails(500, headers={"Retry-After": "2"})
    async with asking(in_two_seconds, clock=lambda: 100.0) as (claude, api):
        with pytest.raises(AssistantFailed):
            await claude.propose(turn(until=102.0))
        assert len(api.requests) == 1


async def test_after_five_turns_that_failed_so_the_server_is_left_alone_until_the_probe():
    now = [100.0]
    at_once = fails(500, headers={"Retry-After": "0"})
    async with asking(at_once, clock=lambda: now[0]) as (claude, api):
        for _ in range(5):
            with pytest.raises(AssistantFailed):
                await claude.propose(turn())
        made = len(api.requests)
        with pytest.raises(AssistantFailed) as failed:
            await claude.propose(turn())
        assert failed.value.reason == "breaker_open"
        assert len(api.requests) == made

        now[0] += 15
        api.behaviour = answers(REPLY)
        await claude.propose(turn())
        await claude.propose(turn())
        assert len(api.requests) == made + 2


@pytest.mark.parametrize("behaviour", [refuses(), says("nonsense"), fails(401)])
async def test_useless_answers_never_open_the_breaker(behaviour: Behaviour):
    async with asking(behaviour) as (claude, api):
        for _ in range(7):
            with pytest.raises(AssistantFailed):
                await claude.propose(turn())
        assert len(api.requests) == 7


async def test_many_turns_at_once_share_one_client():
    async with asking(answers(lambda asked: {**REPLY, "content": f"{asked.index}"})) as (claude, _):
        proposals = await asyncio.gather(*(claude.propose(turn()) for _ in range(20)))
    assert {p.answer.content for p in proposals} == {str(n) for n in range(20)}
