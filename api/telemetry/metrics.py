"""What a gateway process counts, for Prometheus: at its edge, at the record, and around what is
called outside.

No label ever names a user, a case or an address that a client made up. Counting is cheap: the
counters of labels that occurred are kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from application.event_store.recorded import Recorded
from application.event_store.watch import Watch
from application.ports import AssistantFailed, HostAnswers, Proposal
from domain.events import MessageAdded
from domain.produced import ModelExchange, Produced
from domain.snapshot.shape import Source

NAMESPACE: Final = "support_gateway"
ELSEWHERE: Final = "(none)"
"""The route of what no route takes, lest addresses that clients make up become labels."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60)
_BATCHES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is not counted but looked up when it is asked for; None is not known just now.

    `breakers` are open or not, by tenant and by what they keep calls from; `budgets` are tokens
    spent today and tokens there are, by tenant.
    """

    store_up: bool
    projection_lag: int | None
    dead_letters: int | None
    breakers: Iterable[tuple[str, str, bool]]
    budgets: Iterable[tuple[str, int, int]]


class Metrics(Watch):
    """The counters of one process."""

    def __init__(self, *, version: str, pid: int) -> None:
        """Begin at 0, whatever other processes have counted."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        worker = self._gauge("worker_info", "The process that answered.", "version", "pid")
        worker.labels(version, str(pid)).set(1)
        self._requests = cache(
            self._counter("requests", "Requests answered.", "method", "route", "status").labels
        )
        self._request_seconds = cache(
            self._histogram("request_seconds", "Time to the end of an answer.", "route").labels
        )
        self._events = cache(self._counter("events", "Events recorded.", "type").labels)
        self._decision = self._histogram("decision_seconds", "Time until a decision is durable.")
        self._overtaken = self._counter(
            "conflicts", "Decisions made again since another process was faster."
        )
        self._batch = self._histogram(
            "append_batch_commands", "Commands in one transaction.", buckets=_BATCHES
        )
        self._append = self._histogram("append_seconds", "Time of one transaction.")
        self._pieces = cache(
            self._counter("pieces_passed_over", "Altered pieces met, at each look.", "view").labels
        )
        self._answers = cache(
            self._counter("answers", "Answers recorded.", "generator", "fallback", "outcome").labels
        )
        self._claims = cache(
            self._counter("grounding", "What was looked up in snapshots.", "what", "result").labels
        )
        self._host_calls = cache(
            self._counter("host_calls", "Calls to host applications.", "source", "status").labels
        )
        self._host_seconds = cache(
            self._histogram("host_call_seconds", "Time of a call.", "source").labels
        )
        self._host_rows = cache(
            self._counter("host_rows_dropped", "Rows that did not fit.", "source").labels
        )
        self._model_calls = cache(
            self._counter("model_calls", "Calls to models.", "outcome").labels
        )
        self._model_seconds = self._histogram(
            "model_turn_seconds", "Time that a model took, retries included.", buckets=_SLOW
        )
        self._tokens = cache(self._counter("model_tokens", "Tokens used.", "kind").labels)
        self._ticket_calls = cache(
            self._counter("ticket_calls", "Tickets taken to a desk.", "connector", "outcome").labels
        )
        self._ticket_seconds = self._histogram("ticket_call_seconds", "Time of it.", buckets=_SLOW)

    # Counting

    def served(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count a request; `status` 0 is a client that went away."""
        known = method if method in _METHODS else "other"
        self._requests(known, route or ELSEWHERE, str(status)).inc()
        self._request_seconds(route or ELSEWHERE).observe(seconds)

    def decided(self, recorded: Sequence[Recorded[Any]], seconds: float) -> None:
        """See `Watch`."""
        self._decision.observe(seconds)
        for one in recorded:
            self._events(one.event.type).inc()
            if isinstance(one.event, MessageAdded) and one.event.produced is not None:
                self._answered(one.event.produced)

    def overtaken(self) -> None:
        """See `Watch`."""
        self._overtaken.inc()

    def wrote(self, commands: int, seconds: float) -> None:
        """See `Watch`."""
        self._batch.observe(commands)
        self._append.observe(seconds)

    def passed_over(self, view: str) -> None:
        """See `Watch`."""
        self._pieces(view).inc()

    def asked_host(self, answers: HostAnswers) -> None:
        """Count the four calls to a host application."""
        for name, fate in answers.sources:
            self._asked(name.replace("_", "-"), fate)

    def asked_model(self, tried: Proposal | AssistantFailed, seconds: float) -> None:
        """Count what a model was asked in one turn, and what it cost."""
        for exchange in tried.exchanges:
            self._model_calls(_outcome(exchange)).inc()
        if tried.exchanges:
            self._model_seconds.observe(seconds)
        usage = tried.usage
        self._tokens("input").inc(usage.input_tokens)
        self._tokens("output").inc(usage.output_tokens)
        self._tokens("cache_write").inc(usage.cache_creation_input_tokens)
        self._tokens("cache_read").inc(usage.cache_read_input_tokens)

    def took_ticket(self, connector: str, outcome: str, seconds: float) -> None:
        """Count a ticket taken to a desk: `opened` or `failed`."""
        self._ticket_calls(connector, outcome).inc()
        self._ticket_seconds.observe(seconds)

    def _asked(self, name: str, fate: Source) -> None:
        self._host_calls(name, fate.status).inc()
        self._host_seconds(name).observe(fate.ms / 1000)
        self._host_rows(name).inc(fate.rows_dropped)

    def _answered(self, produced: Produced) -> None:
        grounding = produced.grounding
        self._answers(produced.generator, produced.fallback or "", grounding.outcome).inc()
        self._claims("evidence", "kept").inc(grounding.evidence_kept)
        self._claims("evidence", "dropped").inc(grounding.evidence_dropped)
        self._claims("claim", "held").inc(grounding.claims_held)
        self._claims("claim", "failed").inc(grounding.claims_failed)

    # Telling

    def written(self, accept: str, standing: Standing) -> tuple[bytes, str]:
        """Everything in the form that was asked for, and its media type."""
        encode, media_type = choose_encoder(accept)
        now = CollectorRegistry()
        now.register(_Looked(standing))
        counted = encode(self._registry)
        looked_up = encode(now)
        # OpenMetrics ends with a line that says so, and only once.
        return counted.removesuffix(b"# EOF\n") + looked_up, media_type

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, namespace=NAMESPACE, registry=self._registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, namespace=NAMESPACE, registry=self._registry)

    def _histogram(
        self, name: str, what: str, *labels: str, buckets: Sequence[float] = _QUICK
    ) -> Histogram:
        return Histogram(
            name, what, labels, namespace=NAMESPACE, registry=self._registry, buckets=buckets
        )


class _Looked(Collector):
    """Gauges of what was looked up."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        standing = self._standing
        yield _gauge("store_up", "Whether the store answers.", standing.store_up)
        if standing.projection_lag is not None:
            what = "Events that the slowest view lacks."
            yield _gauge("projection_lag_events", what, standing.projection_lag)
        if standing.dead_letters is not None:
            yield _gauge("dead_letters", "Events that views could not take.", standing.dead_letters)
        breakers = GaugeMetricFamily(
            f"{NAMESPACE}_breaker_open", "Whether calls are kept away.", labels=["tenant", "of"]
        )
        for tenant, kept_from, is_open in standing.breakers:
            breakers.add_metric([tenant, kept_from], is_open)
        yield breakers
        spent = GaugeMetricFamily(
            f"{NAMESPACE}_budget_spent_tokens", "Spent or reserved today.", labels=["tenant"]
        )
        limit = GaugeMetricFamily(
            f"{NAMESPACE}_budget_tokens", "What a day may cost.", labels=["tenant"]
        )
        for tenant, tokens, there_are in standing.budgets:
            spent.add_metric([tenant], tokens)
            limit.add_metric([tenant], there_are)
        yield from (spent, limit)


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{NAMESPACE}_{name}", what, value=value)


def _outcome(exchange: ModelExchange) -> str:
    return exchange.failure or "answered"
