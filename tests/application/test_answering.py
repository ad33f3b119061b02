"""Whatever a model does, the user gets an answer that was looked up."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from application import answering
from application.adapters.builtin import Builtin, conversation
from application.adapters.claude import Claude
from application.aside import LARGE
from application.ports import Assistant, AssistantFailed, Proposal, Reply, Said, Turn
from application.progress import Answering, Checking, Progress
from application.prompt import INSTRUCTIONS, PARTS, PROMPT_VERSION
from domain.answer import Answer, Evidence
from domain.grounding import Grounded, ground
from domain.model import JSON
from tests.application.turns import REPLY, turn
from tests.messages_api import (
    Asked,
    Behaviour,
    MessagesApi,
    answers,
    calls_a_tool,
    fails,
    hangs,
    hangs_up,
    in_turn,
    raw,
    refuses,
    says,
)

MADE_UP: dict[str, JSON] = {**REPLY, "content": "The job job_99999 failed with `DISK_ON_FIRE`."}


@asynccontextmanager
async def claude_on(
    behaviour: Behaviour, *, deadline: float = 25.0
) -> AsyncIterator[tuple[Claude, MessagesApi]]:
    async with MessagesApi(behaviour) as api:
        claude = Claude(
            api_key="sk-ant-test",
            base_url=api.base_url,
            model="claude-test",
            clock=time.monotonic,
            rng=lambda: 0.0,
            deadline=deadline,
        )
        await claude.warm()
        try:
            yield claude, api
        finally:
            await claude.close()


async def replied(
    claude: Assistant | None,
    *,
    asked: Turn | None = None,
    builtin: Assistant | None = None,
    why_not: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Reply:
    return await answering.reply_to(
        asked or turn(),
        claude=claude,
        builtin=builtin or Builtin(),
        why_not=why_not,
        clock=clock,
        deadline=25.0,
    )


async def reply_to(behaviour: Behaviour, asked: Turn | None = None) -> Reply:
    async with claude_on(behaviour) as (claude, _):
        return await replied(claude, asked=asked)


class Breaks:
    """An assistant with a fault of its own."""

    async def propose(self, turn: Turn) -> Proposal:
        """Fail in a way that nobody foresaw."""
        raise ZeroDivisionError(f"while reading {turn.question.content}")


class Says:
    """An assistant that says one thing."""

    def __init__(self, said: Answer) -> None:
        self._said = said

    async def propose(self, turn: Turn) -> Proposal:
        """Say it."""
        return Proposal(answer=self._said)


async def test_an_answer_that_holds_is_given_with_its_places():
    reply = await reply_to(answers(REPLY))
    assert reply.answer.content == REPLY["content"]
    assert [piece.value for piece in reply.answer.evidence] == ["UPLOAD_TOO_LARGE", "file_381"]
    assert reply.pointers == (
        "/productState/activeErrors/0/errorCode",
        "/productState/activeErrors/0/resourceId",
    )
    assert reply.produced.generator == "claude"
    assert reply.produced.fallback is None
    assert reply.produced.model == "claude-test"
    assert reply.produced.prompt_version == PROMPT_VERSION
    assert reply.produced.grounding.outcome == "held"
    assert reply.produced.usage.input_tokens == 100
    assert len(reply.exchanges) == 1
    assert reply.parts == PARTS


async def test_evidence_that_stands_nowhere_is_dropped_and_counted():
    forged: JSON = {"type": "job_id", "label": "The job", "value": "job_31337"}
    cited = REPLY["evidence"]
    assert isinstance(cited, list)
    reply = await reply_to(answers({**REPLY, "evidence": [*cited, forged]}))
    assert [piece.value for piece in reply.answer.evidence] == ["UPLOAD_TOO_LARGE", "file_381"]
    assert reply.produced.grounding.evidence_dropped == 1
    assert reply.produced.generator == "claude"


async def test_an_answer_that_does_not_hold_is_sent_back_once_with_what_was_wrong():
    async with claude_on(in_turn([answers(MADE_UP), answers(REPLY)])) as (claude, api):
        reply = await replied(claude)
    assert reply.answer.content == REPLY["content"]
    assert reply.produced.generator == "claude"
    assert reply.produced.grounding.outcome == "repaired"
    assert reply.produced.usage.input_tokens == 200
    assert len(reply.exchanges) == 2
    again = api.requests[1].text()
    assert "job_99999" in again
    assert "DISK_ON_FIRE" in again


async def test_an_answer_that_still_does_not_hold_is_replaced_with_the_evidence_that_did():
    async with claude_on(answers(MADE_UP)) as (claude, api):
        reply = await replied(claude)
    assert len(api.requests) == 2
    assert "job_99999" not in reply.answer.content
    assert reply.produced.generator == "builtin"
    assert reply.produced.fallback == "not_borne_out"
    assert reply.produced.grounding.outcome == "replaced"
    assert reply.produced.model is None
    assert {"UPLOAD_TOO_LARGE", "file_381"} <= {piece.value for piece in reply.answer.evidence}
    assert len(reply.pointers) == len(reply.answer.evidence)
    assert len(reply.exchanges) == 2


@pytest.mark.parametrize("said", ["I have refunded you.", "Reply with your password."])
async def test_a_pretence_is_sent_back_like_a_claim_that_does_not_hold(said: str):
    pretending: dict[str, JSON] = {**REPLY, "content": f"{REPLY['content']} {said}"}
    async with claude_on(in_turn([answers(pretending), answers(REPLY)])) as (claude, api):
        reply = await replied(claude)
    assert reply.produced.grounding.outcome == "repaired"
    assert said.rstrip(".") in api.requests[1].text()


async def test_no_word_of_a_rejected_answer_is_left_in_the_evidence_that_did_hold():
    cited: JSON = [{"type": "resource_id", "label": "Job job_99999 of yours", "value": "file_381"}]
    reply = await reply_to(answers({**MADE_UP, "evidence": cited}))
    assert reply.produced.grounding.outcome == "replaced"
    assert {"file_381"} <= {piece.value for piece in reply.answer.evidence}
    assert "of yours" not in str(reply.answer)


async def test_a_second_call_that_fails_leaves_the_builtin_answer():
    reply = await reply_to(in_turn([answers(MADE_UP), refuses()]))
    assert reply.produced.generator == "builtin"
    assert reply.produced.fallback == "not_borne_out"
    assert [exchange.failure for exchange in reply.exchanges] == [None, "refused"]


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        pytest.param(refuses(), "refused", id="refused"),
        pytest.param(calls_a_tool(), "tool_use", id="tool"),
        pytest.param(says(""), "empty", id="empty"),
        pytest.param(says("{"), "malformed", id="malformed"),
        pytest.param(says("{", stop_reason="max_tokens"), "cut_off", id="cut"),
        pytest.param(raw(b"<html>", content_type="text/html"), "malformed", id="HTML"),
        pytest.param(fails(401), "rejected", id="401"),
        pytest.param(fails(429, headers={"Retry-After": "86400"}), "rate_limited", id="429"),
        pytest.param(fails(529), "unavailable", id="529"),
        pytest.param(hangs_up(), "unreachable", id="hangs up"),
        pytest.param(answers({**REPLY, "content": INSTRUCTIONS}), "uncontainable", id="leak"),
        pytest.param(answers({**REPLY, "content": "<script>x</script>"}), "uncontainable", id="js"),
    ],
)
async def test_whatever_a_model_does_there_is_an_answer_and_the_reason(
    behaviour: Behaviour, why: str
):
    reply = await reply_to(behaviour)
    assert reply.answer.content.strip()
    assert reply.answer.evidence
    assert reply.produced.generator == "builtin"
    assert reply.produced.fallback == why
    assert reply.produced.grounding.outcome == "held"
    assert len(reply.exchanges) >= 1
    assert reply.parts == PARTS


async def test_a_model_that_hangs_costs_no_more_than_the_deadline():
    async with claude_on(hangs(), deadline=0.2) as (claude, _):
        reply = await replied(claude)
    assert reply.produced.fallback == "timeout"
    assert reply.answer.content.strip()


async def test_the_second_call_has_only_what_the_first_one_left():
    now = [100.0]

    def slowly(asked: Asked) -> dict[str, JSON]:
        now[0] += 30
        return MADE_UP

    async with MessagesApi(answers(slowly)) as api:
        claude = Claude(
            api_key="sk-ant-test",
            base_url=api.base_url,
            model="claude-test",
            clock=lambda: now[0],
            rng=lambda: 0.0,
            deadline=25.0,
        )
        reply = await replied(claude, clock=lambda: now[0])
        await claude.close()
        assert len(api.requests) == 1
    assert reply.produced.fallback == "not_borne_out"
    assert reply.produced.latency_ms == 30_000


async def test_a_fault_that_nobody_foresaw_is_logged_once_without_the_users_words(
    caplog: pytest.LogCaptureFixture,
):
    with caplog.at_level(logging.DEBUG, logger="application.answering"):
        reply = await replied(Breaks(), asked=turn(question="my private words"))
    assert reply.produced.generator == "builtin"
    assert reply.produced.fallback == "error"
    [logged] = [r.getMessage() for r in caplog.records if r.name == "application.answering"]
    assert "ZeroDivisionError in Breaks.propose" in logged
    assert "private" not in caplog.text


@pytest.mark.parametrize("why_not", ["no_key", "budget", None])
async def test_without_a_model_the_builtin_answer_says_why(why_not: str | None):
    reply = await replied(None, why_not=why_not)
    assert reply.produced.generator == "builtin"
    assert reply.produced.fallback == why_not
    assert reply.produced.grounding.claims_failed == 0
    assert reply.exchanges == ()
    assert reply.produced.usage.input_tokens == 0


@pytest.mark.parametrize("asked", ["Why can't I upload?", "What about my export?", "Hello", "?"])
async def test_the_builtin_answer_comes_through_as_it_was(asked: str):
    proposal = await Builtin().propose(turn(question=asked))
    reply = await replied(None, asked=turn(question=asked))
    assert reply.answer.content == proposal.answer.content
    assert reply.answer.actions == proposal.answer.actions
    assert reply.answer.evidence == proposal.answer.evidence
    assert reply.produced.grounding.claims_failed == 0


async def test_the_builtin_answer_is_contained_and_looked_up_too():
    said = Answer(
        content="Look <img src=x onerror=alert(1)>here.",
        evidence=(Evidence(type="job_id", label="Job", value="job_1"),),
        confidence=0.9,
    )
    reply = await replied(None, builtin=Says(said))
    assert reply.answer.content == "Look here."
    assert reply.answer.evidence == ()
    assert reply.produced.grounding.outcome == "abstained"


async def test_a_builtin_answerer_that_fails_fails_the_answer():
    with pytest.raises(AssistantFailed):
        await replied(None, builtin=Says(Answer(content=" ", confidence=0.5)))


async def test_what_the_user_said_may_be_repeated():
    said = (Said(message_id="msg_0", role="user", content="It is 73 MB, ticket ACME-4411."),)
    content = "You say it is 73 MB (ACME-4411): `UPLOAD_TOO_LARGE`."
    reply = await reply_to(answers({**REPLY, "content": content}), turn(conversation=said))
    assert reply.answer.content == content
    assert reply.produced.generator == "claude"


async def test_what_the_browser_said_of_itself_may_be_repeated():
    content = "You were on `/projects/91/files` when it happened: `UPLOAD_TOO_LARGE`."
    on_the_page = turn(context={"page": "/projects/91/files"})
    reply = await reply_to(answers({**REPLY, "content": content}), on_the_page)
    assert reply.produced.grounding.outcome == "held"


async def test_an_answer_whose_claims_hold_stands_without_evidence():
    reply = await reply_to(answers({**REPLY, "evidence": []}))
    assert reply.produced.grounding.outcome == "held"
    assert reply.answer.confidence <= 0.3


async def test_an_answer_that_rests_on_nothing_abstains():
    reply = await reply_to(answers({**REPLY, "content": "I do not know.", "evidence": []}))
    assert reply.produced.grounding.outcome == "abstained"


async def test_evidence_that_two_rejected_answers_had_is_shown_once():
    reply = await reply_to(answers(MADE_UP))
    shown = [(piece.type, piece.value) for piece in reply.answer.evidence]
    assert reply.produced.grounding.outcome == "replaced"
    assert len(shown) == len(set(shown))


async def test_each_step_on_the_way_to_an_answer_is_told():
    async with claude_on(in_turn([answers(MADE_UP), answers(MADE_UP)])) as (claude, _):
        told: list[Progress] = []
        await answering.reply_to(
            turn(),
            claude=claude,
            builtin=Builtin(),
            why_not=None,
            clock=time.monotonic,
            deadline=25.0,
            report=told.append,
        )
    twice = [Answering(), Checking()] * 2
    assert told == [*twice, Checking()], "the built-in answer is checked too"


@pytest.mark.parametrize("said", ["What failed?", "a " * 40_000], ids=["little", "much"])
async def test_an_answer_that_rests_on_much_is_made_where_it_keeps_nobody_else_waiting(
    said: str, monkeypatch: pytest.MonkeyPatch
):
    on_the_loop: list[bool] = []

    def spied(work: Callable[..., Answer | Grounded]) -> Callable[..., Answer | Grounded]:
        def spying(*arguments: object, **named: object) -> Answer | Grounded:
            on_the_loop.append(threading.current_thread() is threading.main_thread())
            return work(*arguments, **named)

        return spying

    monkeypatch.setattr(conversation, "answer", spied(conversation.answer))
    monkeypatch.setattr(answering, "ground", spied(ground))
    await replied(None, asked=turn(conversation=(Said("msg_0", "user", said),)))
    assert on_the_loop == [len(said) < LARGE] * 2
