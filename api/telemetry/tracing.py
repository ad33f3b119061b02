"""Spans for OpenTelemetry, made by hand: one for each request, one for each call to the outside.

There are none, and they cost nothing, unless the process was told where to send them: by
`OTEL_EXPORTER_OTLP_ENDPOINT` with `pip install support-gateway[otel]`, or by a provider that was
set before, as `opentelemetry-instrument` does. Names of attributes are those of OpenTelemetry's
semantic conventions for HTTP (1.23, stable) and for generative AI (in development, so they may
change). No span holds a word of a user's, an address with a query, or a token.
"""

import asyncio
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from starlette.types import Scope

from api.telemetry.logs import LOG

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

NAME: Final = "support-gateway"
_ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_OURS_FROM: Final = 500
"""RFC 9110, 15.6: from this status on it is our mistake, and the span's status says so."""


class Tracing:
    """Makes spans; `tracer` is one of OpenTelemetry's API."""

    def __init__(self, tracer: "Tracer", flush: Callable[[], object]) -> None:
        """Import what a span needs, which takes a moment; `flush` sends what waits to be sent."""
        from opentelemetry import trace  # noqa: PLC0415 - see the module's docstring
        from opentelemetry.trace.propagation import tracecontext  # noqa: PLC0415 - see above

        self._tracer = tracer
        self._flush = flush
        self._trace = trace
        self._propagation = tracecontext.TraceContextTextMapPropagator()

    @contextmanager
    def request(self, scope: Scope) -> "Generator[Span]":
        """The span of a request, within the trace that its `traceparent` names (W3C)."""
        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        with self._tracer.start_as_current_span(
            scope["method"],
            context=self._propagation.extract(sent),
            kind=self._trace.SpanKind.SERVER,
            attributes={
                "http.request.method": scope["method"],
                "url.scheme": scope["scheme"],
                "support_gateway.request_id": scope["request_id"],
            },
        ) as span:
            yield span

    async def close(self) -> None:
        """Send what is left, before the process ends by a signal that runs nothing at its exit."""
        await asyncio.to_thread(self._flush)

    def answered(self, span: "Span", scope: Scope, status: int) -> str:
        """Say what became of a request; gives the id of its trace, in hex."""
        route = getattr(scope.get("route"), "path", None)
        if route is not None:
            span.update_name(f"{scope['method']} {route}")
            span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", status)
        if status >= _OURS_FROM:
            span.set_status(self._trace.StatusCode.ERROR)
        return f"{span.get_span_context().trace_id:032x}"

    @contextmanager
    def call(self, name: str, **attributes: str | int) -> "Generator[Span]":
        """The span of a call to the outside; an exception leaves its type on it, no more."""
        with self._tracer.start_as_current_span(
            name,
            kind=self._trace.SpanKind.CLIENT,
            attributes={key.replace("__", "."): value for key, value in attributes.items()},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(self._trace.StatusCode.ERROR)
                raise


def tracing(environ: Mapping[str, str], version: str) -> Tracing | None:
    """Make spans if anybody wants them, and what they need is installed."""
    if any(environ.get(name) for name in _ENDPOINTS):
        _send_spans(version)
    elif "opentelemetry.trace" not in sys.modules:
        return None
    from opentelemetry import trace  # noqa: PLC0415 - only now is it sure to be wanted

    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return None
    # Providers of the SDK can be flushed; the API promises nothing.
    flush: Callable[[], object] = getattr(trace.get_tracer_provider(), "force_flush", _nothing)
    return Tracing(trace.get_tracer(NAME, version), flush)


def _nothing() -> None:
    pass


def _send_spans(version: str) -> None:
    """Set a provider that sends spans by OTLP over HTTP, unless one was set before."""
    if find_spec("opentelemetry.sdk") is None or find_spec("opentelemetry.exporter") is None:
        LOG.warning("no spans are sent: install support-gateway[otel]")
        return
    # An optional extra, imported by those who asked for it.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return
    resource = Resource.create({"service.name": NAME, "service.version": version})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
