"""The operations of whoever keeps the gateway running: its health, and its metrics."""

from typing import Final

from api.openapi.answers import Health
from api.openapi.errors import AT_ANY_TIME, OF_AN_OPERATOR
from api.openapi.operation import Answer, Operation
from domain.errors import Unavailable

RUNNING: Final = "Running it"

OPERATIONS: Final = (
    Operation(
        "health",
        "get",
        "/api/health",
        RUNNING,
        "Is it well?",
        "For load balancers and probes. No token is asked for.",
        (
            Answer(
                200,
                "It serves",
                Health,
                {
                    "well": {
                        "ok": True,
                        "status": "ok",
                        "version": "0.1.0",
                        "store": "postgresql",
                        "projectionLag": 0,
                    }
                },
            ),
            Answer(
                503,
                "The store is away",
                Health,
                {
                    "away": {
                        "ok": False,
                        "status": "unavailable",
                        "version": "0.1.0",
                        "store": "postgresql",
                        "projectionLag": None,
                    }
                },
                headers={"Retry-After": "Seconds to wait before asking again."},
            ),
        ),
        tuple(refused for refused in AT_ANY_TIME if refused is not Unavailable),
    ),
    Operation(
        "metrics",
        "get",
        "/metrics",
        RUNNING,
        "Metrics for Prometheus",
        "What this gateway process counted since it started. Any role, of an operator who may see"
        " every tenant. With `serve --workers N` each process answers for itself, and"
        " `support_gateway_worker_info` names it.",
        (
            Answer(
                200,
                "The metrics",
                others={
                    "text/plain": "# HELP support_gateway_requests_total Requests answered.\n"
                    "# TYPE support_gateway_requests_total counter\n"
                    'support_gateway_requests_total{method="POST",route="/api/cases",status="201"}'
                    " 17.0\n"
                },
            ),
        ),
        OF_AN_OPERATOR,
        "operatorToken",
    ),
)
