"""Whatever request our own OpenAPI document allows, or nearly allows: the answer is as it says."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("schemathesis")

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi import gateway_document
from tests.api.generated.conftest import Place

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
]
EXAMPLES = settings(
    max_examples=9,
    # The same requests every time; what failed once is not looked for in another run.
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
PATIENCE = 20.0

SCHEMA = schemathesis.openapi.from_dict(gateway_document())
_FOUND: list[Any] = list(SCHEMA.get_all_operations())
OPERATIONS = {operation.label: operation for operation in (found.ok() for found in _FOUND)}
WITH_PARAMETERS = {
    name: operation for name, operation in OPERATIONS.items() if name != "GET /api/health"
}
FOLLOWING = "GET /api/cases/{caseId}/events"


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Connections to the gateway, whatever proxies the environment names."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_answer_to_any_good_request_is_as_the_document_says(
    name: str, place: Place, session: requests.Session
):
    _ask(name, place, session, GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_answer_to_any_bad_request_is_as_the_document_says(
    name: str, place: Place, session: requests.Session
):
    _ask(name, place, session, GenerationMode.NEGATIVE)


def _ask(name: str, place: Place, session: requests.Session, mode: GenerationMode) -> None:
    """Send made-up requests, half of them about a case that there is."""
    operation = OPERATIONS[name]
    case_id = _case(place, over=name == FOLLOWING)
    token = place.token() if name.endswith("/health") or "/api/cases" in name else None

    @EXAMPLES
    @given(
        case=operation.as_strategy(generation_mode=mode),
        there_is_one=st.booleans(),
        may=st.integers(0, 9),
    )
    def ask(case: Any, there_is_one: bool, may: int) -> None:
        if there_is_one and "caseId" in (case.path_parameters or {}):
            case.path_parameters["caseId"] = case_id
        headers = dict(case.headers or {})
        if may:
            # Now and then whatever was made up stays, which is nobody's.
            headers["Authorization"] = f"Bearer {token or place.operator_token}"
        case.headers = headers
        response = case.call(base_url=place.gateway.url, session=session, timeout=PATIENCE)
        # Of a stream the document describes the whole, and schemathesis takes that for each event.
        whole = "text/event-stream" not in response.headers.get("content-type", [""])[0]
        case.validate_response(
            response, checks=[*CHECKS, response_schema_conformance] if whole else CHECKS
        )
        _is_clean(response)

    ask()


def _is_clean(response: Any) -> None:
    """Every refusal is the envelope; every answer carries its id."""
    (request_id,) = response.headers["x-request-id"]
    if response.status_code < 400:
        return
    refusal = response.json()
    assert set(refusal) - {"field", "type", "title", "status", "detail", "instance"} == {
        "statusCode",
        "error",
        "message",
        "requestId",
    }
    assert (refusal["statusCode"], refusal["requestId"]) == (response.status_code, request_id)


def _case(place: Place, *, over: bool) -> str:
    """A fresh case; one that is over is followed to its end, where others go on for ever."""
    token = place.token()
    case_id: str = place.gateway.open_case(token)["case"]["id"]
    if over:
        body = {"resolution": "resolved"}
        assert place.gateway.post(f"/api/cases/{case_id}/close", body, token=token).status == 200
    return case_id
