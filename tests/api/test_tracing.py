"""Spans as a collector gets them, and none where nobody wants them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.gateway import Gateway, claims, running, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host
from tests.messages_api import MessagesApi, answers
from tests.waiting import eventually

SECRET = "a-secret-of-32-bytes-or-more-for-all-tenants"
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"


@dataclass
class Collector:
    """Takes what is sent by OTLP over HTTP."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)

    def spans(self) -> list[dict[str, Any]]:
        """Every span that came, with its attributes as a plain object."""
        service = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
        found: list[dict[str, Any]] = []
        for body in self.bodies:
            request = service.ExportTraceServiceRequest.FromString(body)
            for resource in request.resource_spans:
                for scope in resource.scope_spans:
                    found.extend(map(_plain, scope.spans))
        return found


def _plain(span: Any) -> dict[str, Any]:
    return {
        "name": span.name,
        "trace": span.trace_id.hex(),
        "id": span.span_id.hex(),
        "parent": span.parent_span_id.hex(),
        "failed": span.status.code == 2,
        **{one.key: getattr(one.value, one.value.WhichOneof("value")) for one in span.attributes},
    }


@asynccontextmanager
async def collecting(collector: Collector) -> AsyncIterator[Collector]:
    """Serve a collector in the running loop."""

    async def take(request: web.Request) -> web.Response:
        collector.bodies.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    collector.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield collector
    await runner.cleanup()


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, model_loop: asyncio.AbstractEventLoop
) -> list[dict[str, Any]]:
    """What a collector was told of one case that was opened and escalated, and a stranger."""
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    folder = tmp_path_factory.mktemp("tracing")
    traced = [("traceparent", f"00-{TRACE}-{PARENT}-01")]
    with (
        Host() as host,
        running(MessagesApi(answers({})), model_loop) as api,
        running(collecting(Collector()), model_loop) as collector,
        Gateway(
            folder,
            database_url=f"sqlite:///{folder}/record.db",
            config=tenant(
                "ten_acme", secrets=[SECRET], host_url=host.url, service_token=SERVICE_TOKEN
            ),
            environ={
                "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
                "ANTHROPIC_API_KEY": "a-key",
                "ANTHROPIC_BASE_URL": api.base_url,
            },
        ) as gateway,
    ):
        token = signed(claims("ten_acme", "usr_1"), SECRET)
        body = {"message": "Why did my upload fail? I am wanda@private.example."}
        opened = gateway.post("/api/cases", body, token=token, headers=traced)
        case_id = opened.json["case"]["id"]
        gateway.post(f"/api/cases/{case_id}/escalate", {}, token=token, headers=traced)
        gateway.get(f"/api/cases/{case_id}", headers=[("traceparent", "nonsense")])
        # Lines of requests are written a few at a time.
        eventually(lambda: f'"traceId":"{TRACE}"' in gateway.log_file.read_text())
    return collector.spans()


def one(told: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The only span of that name within the trace of the tests."""
    (span,) = (span for span in told if span["name"] == name and span["trace"] == TRACE)
    return span


def test_a_request_is_a_span_within_the_trace_of_its_caller(told: list[dict[str, Any]]):
    span = one(told, "POST /api/cases")

    assert span["parent"] == PARENT
    assert span["http.route"] == "/api/cases"
    assert span["http.response.status_code"] == 201
    assert span["support_gateway.request_id"].startswith("req_")
    assert not span["failed"]


def test_what_is_called_outside_is_a_span_within_that_of_the_request(told: list[dict[str, Any]]):
    request = one(told, "POST /api/cases")
    host = one(told, "host application")
    (chat,) = (span for span in told if span["name"].startswith("chat ") and span["trace"] == TRACE)

    assert host["parent"] == chat["parent"] == request["id"]
    assert host["support_gateway.user_state.status"] == "ok"
    assert chat["gen_ai.operation.name"] == "chat"
    assert chat["failed"]
    assert chat["error.type"] == "AssistantFailed"
    assert (
        one(told, "ticket file")["parent"] == one(told, "POST /api/cases/{case_id}/escalate")["id"]
    )


def test_a_trace_that_makes_no_sense_begins_a_new_one(told: list[dict[str, Any]]):
    (span,) = (span for span in told if span["name"] == "GET /api/cases/{case_id}")

    assert span["parent"] == ""
    assert span["trace"] != TRACE
    assert span["http.response.status_code"] == 401


def test_no_span_holds_a_word_of_a_user_s_or_an_id_of_a_case(told: list[dict[str, Any]]):
    written = json.dumps(told)

    assert TRACE in written
    for word in ("wanda", "upload", "usr_1", "cas_", SERVICE_TOKEN):
        assert word not in written


def test_without_an_endpoint_nothing_of_it_is_imported(tmp_path: Path):
    program = (
        "import sys; from api.telemetry.tracing import tracing;"
        "assert tracing({}, '1') is None;"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
