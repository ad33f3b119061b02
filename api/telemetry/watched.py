"""What is called outside, with each call counted and in a span of its own."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from api.telemetry.logs import LOG
from api.telemetry.metrics import Metrics
from api.telemetry.tracing import Tracing
from application.ports import (
    Assistant,
    AssistantFailed,
    HostAnswers,
    HostApp,
    OpenedTicket,
    Proposal,
    Ticket,
    TicketDesk,
    TicketDeskFailed,
    Turn,
)

if TYPE_CHECKING:
    from opentelemetry.trace import Span


class WatchedHostApp(HostApp):
    """A host application."""

    def __init__(
        self, host_app: HostApp, tenant_id: str, metrics: Metrics, tracing: Tracing | None
    ) -> None:
        """Watch this one, of this tenant."""
        self._host_app = host_app
        self._tenant_id = tenant_id
        self._metrics = metrics
        self._tracing = tracing

    async def ask(self, user_id: str, *, window_hours: int, request_id: str) -> HostAnswers:
        """See `HostApp`; one span covers all four calls, which are made at once."""
        with _span(self._tracing, "host application") as span:
            answers = await self._host_app.ask(
                user_id, window_hours=window_hours, request_id=request_id
            )
            if span is not None:
                for name, source in answers.sources.model_dump().items():
                    span.set_attribute(f"support_gateway.{name}.status", source["status"])
                    span.set_attribute(f"support_gateway.{name}.ms", source["ms"])
        self._metrics.asked_host(answers)
        unusable = [
            f"{name.replace('_', '-')} {source.status}"
            for name, source in answers.sources
            if source.status != "ok"
        ]
        if unusable:
            LOG.warning(
                "a host application's answers are missing: %s (host check says why)",
                ", ".join(unusable),
                extra={"facts": {"tenantId": self._tenant_id, "requestId": request_id}},
            )
        return answers


class WatchedAssistant(Assistant):
    """A model, without what keeps calls from it: budget, and whether there is one at all."""

    def __init__(
        self, assistant: Assistant, model: str, metrics: Metrics, tracing: Tracing | None
    ) -> None:
        """Watch this one; `model` is how its provider calls it."""
        self._assistant = assistant
        self._model = model
        self._metrics = metrics
        self._tracing = tracing

    async def propose(self, turn: Turn) -> Proposal:
        """See `Assistant`."""
        began = time.perf_counter()
        asked = {"gen_ai__operation__name": "chat", "gen_ai__request__model": self._model}
        with _span(self._tracing, f"chat {self._model}", **asked) as span:
            try:
                tried = await self._assistant.propose(turn)
            except AssistantFailed as failure:
                self._note(failure, span, began)
                if span is not None:
                    span.set_attribute("support_gateway.reason", failure.reason)
                raise
            self._note(tried, span, began)
            return tried

    def _note(self, tried: Proposal | AssistantFailed, span: "Span | None", began: float) -> None:
        self._metrics.asked_model(tried, time.perf_counter() - began)
        if span is not None:
            span.set_attribute("support_gateway.calls", len(tried.exchanges))
            span.set_attribute("gen_ai.usage.input_tokens", tried.usage.input_tokens)
            span.set_attribute("gen_ai.usage.output_tokens", tried.usage.output_tokens)


class WatchedDesk(TicketDesk):
    """A ticket desk."""

    def __init__(
        self, desk: TicketDesk, tenant_id: str, metrics: Metrics, tracing: Tracing | None
    ) -> None:
        """Watch this one, of this tenant."""
        self.connector = desk.connector
        self._tenant_id = tenant_id
        self.doubt = desk.doubt
        self._desk = desk
        self._metrics = metrics
        self._tracing = tracing

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """See `TicketDesk`."""
        began = time.perf_counter()
        outcome = "failed"
        try:
            with _span(self._tracing, f"ticket {self.connector}"):
                opened = await self._desk.open(ticket)
            outcome = "opened"
        except TicketDeskFailed as failure:
            # Whoever escalates is told nothing of it, so this line alone says what to mend.
            facts = {"tenantId": self._tenant_id, "caseId": ticket.key, "connector": self.connector}
            LOG.warning("a ticket is still owed: %s", failure, extra={"facts": facts})
            raise
        finally:
            self._metrics.took_ticket(self.connector, outcome, time.perf_counter() - began)
        return opened

    async def erase(self, key: str) -> None:
        """See `TicketDesk`."""
        await self._desk.erase(key)


def _span(
    tracing: Tracing | None, name: str, **attributes: str | int
) -> "AbstractContextManager[Span | None]":
    return nullcontext() if tracing is None else tracing.call(name, **attributes)
