"""The page that tells what a model was sent for an answer, and what became of its replies."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from api.operators.audit import Audit
from api.operators.pages.audit.in_words import author, excerpt, outcome
from api.operators.pages.audit.model_calls import calls
from api.operators.pages.audit.trail import Trail, trail
from api.operators.pages.frame import page
from api.operators.pages.sessions import Sessions
from api.operators.query import Query
from domain.errors import Invalid
from domain.events import MessageAdded


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it stands in the list of them."""

    version: int
    at: datetime
    event: MessageAdded
    author: str
    outcome: str | None
    question: str | None


@dataclass(frozen=True, slots=True)
class SentToModel:
    """The page, and what it stands on."""

    audit: Audit
    sessions: Sessions

    async def get(self, request: Request) -> Response:
        """`GET /operator/audit/cases/{caseId}/model?message=`, else of the last answer."""
        viewer = self.sessions.viewer(request, "auditor")
        case = await self.audit.case_at(request, viewer)
        query = Query(request, ("message",), blanks=True)
        found = await trail(self.audit.record, case)
        answers = _answers(found)
        chosen = _chosen(answers, query.text("message"))
        exchanged = await calls(self.audit.record, found, chosen.event) if chosen else ()
        # What a model was sent holds the snapshot.
        await self.audit.look_at(request, viewer, case, "events", query)
        await self.audit.look_at(request, viewer, case, "snapshot", query)
        return page(
            request,
            "audit-model.html",
            title=f"What the model was sent · Case {case.id}",
            tab="model",
            case=case,
            trail=found,
            answers=answers,
            chosen=chosen,
            calls=exchanged,
            sources=found.captured,
        )


def _answers(found: Trail) -> list[Answer]:
    questions: dict[str, str] = {}
    answers: list[Answer] = []
    for entry in found.entries:
        recorded = entry.recorded
        if recorded is None or not isinstance(recorded.event, MessageAdded):
            continue
        event = recorded.event
        if event.produced is None:
            questions[event.message_id] = excerpt(event.sealed.content) if event.sealed else ""
            continue
        question = questions.get(event.in_reply_to or "") or None
        at = recorded.recorded_at
        answers.append(Answer(entry.version, at, event, author(event), outcome(event), question))
    return answers


def _chosen(answers: list[Answer], message_id: str | None) -> Answer | None:
    if message_id is None:
        return answers[-1] if answers else None
    for answer in answers:
        if answer.event.message_id == message_id:
            return answer
    raise Invalid("message: is no answer in this case", field="message")
