"""The OpenAPI documents say all there is, and nothing else."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

import api.openapi
from api.__main__ import main
from api.app import application
from api.errors import PROBLEM, STATUS
from api.openapi import OPERATIONS, gateway_document, host_document
from api.openapi.typescript import typescript
from api.openapi.words import WORDS
from api.wiring import Wired
from application.config import load
from tests.api.events import EVENTS, Event, parsed
from tests.gateway import Gateway

_METHODS = {"GET", "POST"}
_PAGES = ("/docs", "/openapi", "/operator", "/demo")
"""Where pages for people begin, and what is described here itself."""

DOCUMENTS = {"gateway": gateway_document, "host": host_document}

Document = dict[str, Any]


@pytest.fixture
def routes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Method and path of everything that a gateway answers, but for pages."""
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    app = application(Wired(load({})))
    return {
        (method, re.sub(r"\{case_id\}", "{caseId}", route.path))
        for route in app.routes
        if isinstance(route, Route) and not route.path.startswith(_PAGES)
        for method in _METHODS & (route.methods or set())
    }


def test_every_route_has_an_operation_and_every_operation_a_route(routes: set[tuple[str, str]]):
    described = {(operation.method.upper(), operation.path) for operation in OPERATIONS}

    assert described == routes


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_validator_of_openapi_finds_no_fault(document: Callable[[], Document]):
    validators = pytest.importorskip("openapi_spec_validator")

    faults = list(validators.OpenAPIV31SpecValidator(document()).iter_errors())

    assert faults == []
    assert document()["openapi"].startswith("3.1.")


def test_every_refusal_has_an_example_in_both_forms():
    examples = gateway_document()["components"]["examples"]

    assert set(examples) == {*STATUS, *(f"{code}.problem" for code in STATUS)}
    for code, status in STATUS.items():
        assert examples[code]["value"]["error"] == code
        assert examples[code]["value"]["statusCode"] == status
        assert examples[f"{code}.problem"]["value"]["status"] == status


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_answer_has_an_example_and_every_example_fits_its_schema(
    document: Callable[[], Document],
):
    written = document()
    fits = fitting(written)

    found = list(_contents(written))

    for where, media_type, content in found:
        if media_type in {"application/json", PROBLEM}:
            assert content["examples"], where
            for example in content["examples"].values():
                if "$ref" in example:
                    example = _resolved(written, example["$ref"])  # noqa: PLW2901 - what it is
                fits(example["value"], content["schema"])
        else:
            assert content["example"], where
    assert found


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_operation_has_a_name_of_its_own_and_words(document: Callable[[], Document]):
    operations = [one for path in document()["paths"].values() for one in path.values()]

    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert operation["summary"]
        assert operation["description"].endswith(".")
        assert all(one["description"] for one in operation.get("parameters", ()))


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_words_are_kept_for_every_member_of_the_types_that_have_any(
    document: Callable[[], Document],
):
    for name, schema in document()["components"]["schemas"].items():
        assert schema["description"], name
        assert not re.search(r"`\w+_\w+`|None", schema["description"]), name
        if name in WORDS:
            members = schema["properties"].items()
            assert {member for member, what in members if "description" not in what} <= {
                *("userState", "userHistory", "userLogs", "businessRules")
            }, name


def test_no_words_are_kept_for_what_is_not_there():
    there = {
        (name, member)
        for document in DOCUMENTS.values()
        for name, schema in document()["components"]["schemas"].items()
        for member in ("", *schema.get("properties", {}))
    }

    assert {(name, member) for name, words in WORDS.items() for member in words} <= there


def test_what_a_gateway_answers_fits_the_document(gateway: Gateway, token: str):
    fits = fitting(gateway_document())

    def check(path: str, method: str, status: int, body: Any) -> None:
        response = gateway_document()["paths"][path][method]["responses"][str(status)]
        if "$ref" in response:
            response = _resolved(gateway_document(), response["$ref"])
        fits(body, response["content"]["application/json"]["schema"])

    one = "/api/cases/{caseId}"
    opened = gateway.post("/api/cases", {"message": "Why did my upload fail?"}, token=token)
    check("/api/cases", "post", opened.status, opened.json)
    case_id = opened.json["case"]["id"]
    for part, body in (
        ("/messages", {"content": "How large may it be?"}),
        ("/messages", {"content": ""}),
        ("/actions", {"action": opened.json["aiMessage"]["actions"][0]}),
        ("/feedback", {"feedback": "positive"}),
        ("/escalate", {"reason": "I would like a person."}),
        ("/messages", {"content": "Is anybody there?"}),
        ("/close", {"resolution": "resolved", "rating": 9}),
        ("/close", {"resolution": "unresolved"}),
    ):
        answer = gateway.post(f"/api/cases/{case_id}{part}", body, token=token)
        check(one + part, "post", answer.status, answer.json)
    for path, template in (
        (f"/api/cases/{case_id}", one),
        (f"/api/cases/{'cas_' + '0' * 32}", one),
        ("/api/cases", "/api/cases"),
        ("/api/cases?limit=0", "/api/cases"),
        ("/api/health", "/api/health"),
    ):
        answer = gateway.get(path, token=token)
        check(template, "get", answer.status, answer.json)
    fits(gateway.snapshot(case_id), {"$ref": "#/components/schemas/SupportContextSnapshot"})


def test_what_a_gateway_streams_fits_the_document(gateway: Gateway, token: str):
    document = gateway_document()
    fits = fitting(document)

    def check(events: list[Event], schema: str, names: set[str]) -> None:
        members = document["components"]["schemas"][schema]["properties"]
        assert {event.name for event in events} == names
        for event in events:
            fits(event.json, members[event.name])

    question = {"message": "Why did my upload fail?"}
    stream = parsed(gateway.post("/api/cases", question, token=token, headers=[EVENTS]).body)
    steps = {"accepted", "snapshot", "answering", "checking", "delta", "message"}
    check(stream, "AnswerEvents", steps)
    case = f"/api/cases/{stream[0].json['caseId']}"
    asked = gateway.post(f"{case}/messages", {"content": "Why?"}, token=token, headers=[EVENTS])
    check(parsed(asked.body), "AnswerEvents", steps - {"snapshot"})
    gateway.post(f"{case}/close", {"resolution": "resolved"}, token=token)
    check(
        parsed(gateway.get(f"{case}/events", token=token).body), "CaseEvents", {"message", "case"}
    )


def test_the_documents_are_served_and_printed(
    gateway: Gateway, capsysbinary: pytest.CaptureFixture[bytes]
):
    for path, arguments, document in (
        ("/openapi.json", ["openapi"], gateway_document()),
        ("/openapi-host.json", ["openapi", "--host"], host_document()),
    ):
        assert gateway.get(path).json == document
        assert main(arguments) == 0
        assert json.loads(capsysbinary.readouterr().out) == document


def test_the_typescript_file_is_what_would_be_written_now():
    kept = Path(api.openapi.__file__).with_name("support-gateway.d.ts")

    assert kept.read_text(encoding="utf-8") == typescript(), (
        "write it again: support-gateway openapi --typescript"
    )


def fitting(document: Document) -> Callable[[Any, Document], None]:
    """What raises unless a value fits a schema of this document."""
    validators = pytest.importorskip("jsonschema")

    def fits(value: Any, schema: Document) -> None:
        whole = {**schema, "components": document["components"]}
        validators.Draft202012Validator(whole).validate(value)

    return fits


def _contents(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            bodies = [operation["requestBody"]] if "requestBody" in operation else []
            for holder in (*bodies, *operation["responses"].values()):
                resolved = _resolved(document, holder["$ref"]) if "$ref" in holder else holder
                for media_type, content in resolved.get("content", {}).items():
                    yield path, media_type, content


def _resolved(document: Document, reference: str) -> Document:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    resolved: Document = found
    return resolved
