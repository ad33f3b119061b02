"""One method a command: decide, call out, decide again, with nothing held in between.

What the user said is a fact before anyone is called, and what came back is another. So whatever is
interrupted goes on from its last recorded fact, by whoever finds it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from application.briefing import Briefing
from application.commands import (
    AddMessage,
    CloseCase,
    EscalateCase,
    GiveFeedback,
    OpenCase,
    TakeAction,
)
from application.context import cut_context
from application.duties import Duties
from application.duties.fulfilment import OwedAnswer
from application.duties.leases import Leases
from application.event_store.append import CASE, MESSAGE, Remembered, ViewDocument
from application.event_store.case_store import CaseStore, Decision, Remember
from application.event_store.recorded import Actor, Cause
from application.event_store.sealing import Decided
from application.idempotency import Attempt
from application.progress import Accepted, Answered, Report, unheard
from application.redaction import Numbers, hides_what_differs, redact_text
from domain.answer import ActionType
from domain.case import Caller, Case, TicketState
from domain.errors import CaseNotFound
from domain.events import CaseEvent
from domain.marks import Marks

Respond = Callable[[Sequence[ViewDocument], str], bytes]
"""Makes a response's body out of a case's documents and the id of the message it is about."""

RESULTS: dict[ActionType, str] = {
    "retry": "Please try the operation again now.",
    "open_docs": "The documentation is open.",
    "create_ticket": "Please escalate the case to open a ticket.",
    "request_access": "Please ask the owner of the resource for access.",
    "custom": "Noted.",
}
"""What an action answers, in one sentence."""


class Asked(NamedTuple):
    """Who asks, in which request, under which Idempotency-Key if any; `report` is told how far the
    work is.
    """

    caller: Caller
    request_id: str
    attempt: Attempt | None = None
    report: Report = unheard


class Handlers:
    """What the gateway does when a widget asks; every method gives the response's body."""

    def __init__(
        self,
        store: CaseStore,
        duties: Duties,
        briefing: Briefing,
        leases: Leases,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[str], str],
    ) -> None:
        """`new_id` makes an id under a prefix."""
        self._store = store
        self._duties = duties
        self._briefing = briefing
        self._leases = leases
        self._now = now
        self._new_id = new_id

    # Commands

    async def open_case(self, asked: Asked, command: OpenCase, respond: Respond) -> bytes:
        """Open a case, take the snapshot, give the first answer."""
        attempt = asked.attempt
        if attempt and attempt.begun:
            case_id, question_id = attempt.begun
            # What is remembered of a request is not sealed before there is an answer.
            (await self._store.case(case_id)).seen_by(asked.caller)
            version = None
        else:
            case_id, question_id = self._new_id("cas"), self._new_id("msg")
            numbers = Numbers(keyed_hash=self._store.keys.marking(case_id))
            question = redact_text(command.message, numbers)
            events = Case.open(
                asked.caller,
                snapshot_id=self._new_id("scs"),
                message_id=question_id,
                question=question,
                context=await cut_context(command.context, numbers),
                marks=numbers.given,
            )
            decided = await self._store.open_case(
                case_id, events, self._by_user(asked), remember=_claiming(attempt, question_id)
            )
            self._briefing.heard(decided.recorded)
            version = decided.case.version
        asked.report(Accepted(case_id, question_id, version))
        just_asked = version is not None
        return await self._respond_to(asked, case_id, question_id, respond, just_asked=just_asked)

    async def add_message(
        self, asked: Asked, case_id: str, command: AddMessage, respond: Respond
    ) -> bytes:
        """Record a question and answer it."""
        await self._is_theirs(asked, case_id)
        case = (await self._store.case(case_id)).seen_by(asked.caller)
        attempt = asked.attempt
        if attempt and attempt.begun:
            _, question_id = attempt.begun
            asked.report(Accepted(case_id, question_id, None))
            return await self._respond_to(asked, case_id, question_id, respond)
        content, marks = self._redacted(case, command.content)
        # Of "my card is [card]" nobody can tell whether it was said of the same card before.
        is_told = not hides_what_differs(content)
        answer_id = case.repeats_opening(content, self._now()) if is_told else None
        if case.status == "active" and answer_id is not None:
            return await self._respond_with(asked, case_id, answer_id, respond)
        question_id = self._new_id("msg")

        def add_message(latest: Case) -> Sequence[CaseEvent]:
            # Something else may have been redacted meanwhile, and given marks.
            still_holds = latest.marks is case.marks
            words = (content, marks) if still_holds else self._redacted(latest, command.content)
            return latest.seen_by(asked.caller).add_message(
                message_id=question_id, content=words[0], marks=words[1]
            )

        decided = await self._store.decide(
            case_id,
            add_message,
            self._by_user(asked),
            remember=_claiming(attempt, question_id),
        )
        self._briefing.heard(decided.recorded)
        asked.report(Accepted(case_id, question_id, decided.case.version))
        return await self._respond_to(asked, case_id, question_id, respond, just_asked=True)

    async def give_feedback(
        self, asked: Asked, case_id: str, command: GiveFeedback, body: bytes
    ) -> bytes:
        """Judge the help."""
        return await self._decide(
            asked, case_id, lambda case: case.give_feedback(command.feedback), body
        )

    async def close_case(
        self, asked: Asked, case_id: str, command: CloseCase, body: bytes
    ) -> bytes:
        """End the case."""
        return await self._decide(
            asked, case_id, lambda case: case.close(command.resolution, command.rating), body
        )

    async def take_action(
        self,
        asked: Asked,
        case_id: str,
        command: TakeAction,
        respond: Callable[[str], bytes],
    ) -> bytes:
        """Take an action that an answer suggested."""
        body = respond(RESULTS[command.action.type])
        return await self._decide(
            asked, case_id, lambda case: case.take_action(command.action), body
        )

    async def escalate_case(
        self,
        asked: Asked,
        case_id: str,
        command: EscalateCase,
        respond: Callable[[TicketState], bytes],
    ) -> bytes:
        """Hand the case to people, with a ticket if the desk takes it now."""
        await self._is_theirs(asked, case_id)
        ticket_id = self._new_id("tkt")
        attempt = asked.attempt

        def escalate(case: Case) -> Sequence[CaseEvent]:
            case.seen_by(asked.caller)
            if command.reason is None:
                return case.escalate(ticket_id=ticket_id, reason=None)
            reason, marks = self._redacted(case, command.reason)
            return case.escalate(ticket_id=ticket_id, reason=reason, marks=marks)

        decided = await self._store.decide(
            case_id,
            escalate,
            self._by_user(asked),
            remember=_claiming(attempt, None),
        )
        case = decided.case
        if case.pending_ticket is not None:
            with self._leases.renewing(attempt):
                case = await self._duties.open_ticket(case_id, asked.request_id)
        if case.ticket is None:
            raise CaseNotFound
        return await self._finish(asked, case_id, respond(case.ticket))

    # What they have in common

    async def _decide(self, asked: Asked, case_id: str, decision: Decision, body: bytes) -> bytes:
        """Decide on the caller's own case, with nobody to call out to, and respond with `body`."""
        await self._is_theirs(asked, case_id)
        await self._store.decide(
            case_id,
            lambda case: decision(case.seen_by(asked.caller)),
            self._by_user(asked),
            remember=_keeping(asked.attempt, body),
        )
        return body

    async def _respond_to(
        self,
        asked: Asked,
        case_id: str,
        question_id: str,
        respond: Respond,
        *,
        just_asked: bool = False,
    ) -> bytes:
        """Answer a question and respond with the answer, or with the one it has already."""
        body = b""

        def remember(decided: Decided) -> Remembered | None:
            nonlocal body
            body = respond(decided.documents, decided.recorded[0].event.message_id)
            return asked.attempt.answered(case_id, body) if asked.attempt else None

        with self._leases.renewing(asked.attempt):
            decided = await self._duties.answer_question(
                OwedAnswer(case_id, question_id, asked.request_id, remember, asked.report),
                just_asked=just_asked,
            )
        if decided is not None:
            asked.report(Answered(decided.case.version))
            return body
        answer_id = await self._briefing.answer_to(case_id, question_id)
        return await self._respond_with(asked, case_id, answer_id, respond)

    async def _respond_with(
        self, asked: Asked, case_id: str, answer_id: str, respond: Respond
    ) -> bytes:
        """Respond with an answer that is on record already."""
        documents = await self._store.documents((CASE, MESSAGE), case_id)
        return await self._finish(asked, case_id, respond(documents, answer_id))

    async def _finish(self, asked: Asked, case_id: str, body: bytes) -> bytes:
        """Keep a response that no event goes with."""
        if asked.attempt is not None:
            await self._store.decide(
                case_id,
                lambda _: (),
                self._by_user(asked),
                remember=_keeping(asked.attempt, body),
            )
        return body

    def _redacted(self, case: Case, text: str) -> tuple[str, Marks | None]:
        """A text of this case redacted, and the marks that were not given in it before."""
        numbers = Numbers(case.marks, self._store.keys.marking(case.id))
        return redact_text(text, numbers), numbers.given

    async def _is_theirs(self, asked: Asked, case_id: str) -> None:
        """Refuse another user's case before anything of it is read; raises `CaseNotFound`."""
        await self._store.seen_by(case_id, self._pseudonym(asked), CASE)

    def _pseudonym(self, asked: Asked) -> str:
        return self._store.keys.pseudonym(*asked.caller.person)

    def _by_user(self, asked: Asked) -> Cause:
        return Cause(
            Actor("user", self._pseudonym(asked)),
            asked.request_id,
            idempotency_id=asked.attempt.id if asked.attempt else None,
        )


def _claiming(attempt: Attempt | None, question_id: str | None) -> Remember:
    return lambda decided: attempt.claimed(decided.case.id, question_id) if attempt else None


def _keeping(attempt: Attempt | None, body: bytes) -> Remember:
    return lambda decided: attempt.answered(decided.case.id, body) if attempt else None
