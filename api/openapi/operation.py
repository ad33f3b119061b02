"""One operation of an API, and how it is written down in OpenAPI 3.1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from api.openapi.errors import responses
from api.openapi.schemas import Schema, reference
from domain.errors import Refused
from domain.model import JSON, Model

JSON_TYPE: Final = "application/json"

Security = Literal["widgetToken", "operatorToken", "serviceToken"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that stands in the path, behind the question mark or in a header."""

    name: str
    place: Literal["path", "query", "header"]
    description: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    required: bool = False
    example: JSON = None

    def document(self) -> dict[str, Any]:
        """Write it down."""
        written: dict[str, Any] = {
            "name": self.name,
            "in": self.place,
            "description": self.description,
            "required": self.required,
            "schema": self.schema,
        }
        return written if self.example is None else written | {"example": self.example}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no refusal. `others` are examples by media types other than JSON; `events`
    has a member for each event, where one of them is a stream.
    """

    status: int
    description: str
    model: type[Model] | None = None
    examples: Mapping[str, JSON] = field(default_factory=dict[str, JSON])
    others: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    events: type[Model] | None = None

    def document(self) -> dict[str, Any]:
        """Write it down."""
        content: dict[str, Any] = {}
        if self.model is not None:
            examples = {name: {"value": value} for name, value in self.examples.items()}
            content[JSON_TYPE] = {"schema": reference(self.model), "examples": examples}
        for media_type, example in self.others.items():
            schema = {"type": "string"}
            if self.events is not None:
                schema["description"] = f"What each event holds, `{self.events.__name__}` says."
            content[media_type] = {"schema": schema, "example": example}
        written: dict[str, Any] = {"description": self.description}
        if self.headers:
            written["headers"] = {
                name: {"description": what, "schema": {"type": "string"}}
                for name, what in self.headers.items()
            }
        return written | ({"content": content} if content else {})


@dataclass(frozen=True, slots=True)
class Operation:
    """What may be asked at a path, and everything that may come of it."""

    name: str
    method: Literal["get", "post"]
    path: str
    tag: str
    summary: str
    description: str
    answers: Sequence[Answer]
    refusals: Sequence[type[Refused]] = ()
    security: Security | None = None
    parameters: Sequence[Parameter] = ()
    body: type[Model] | None = None
    body_examples: Mapping[str, JSON] = field(default_factory=dict[str, JSON])
    body_required: bool = True

    @property
    def models(self) -> list[type[Model]]:
        """The models of its answers, and of the events that they may come as."""
        found = (model for answer in self.answers for model in (answer.model, answer.events))
        return [model for model in found if model is not None]

    def document(self) -> dict[str, Any]:
        """Write it down."""
        written: dict[str, Any] = {
            "operationId": self.name,
            "tags": [self.tag],
            "summary": self.summary,
            "description": self.description,
            "security": [{self.security: []}] if self.security else [],
        }
        if self.parameters:
            written["parameters"] = [parameter.document() for parameter in self.parameters]
        if self.body is not None:
            examples = {name: {"value": value} for name, value in self.body_examples.items()}
            written["requestBody"] = {
                "required": self.body_required,
                "content": {JSON_TYPE: {"schema": reference(self.body), "examples": examples}},
            }
        written["responses"] = {
            **{str(answer.status): answer.document() for answer in self.answers},
            **responses(self.refusals),
        }
        return written


def paths(operations: Iterable[Operation]) -> dict[str, Any]:
    """Operations by path and method."""
    written: dict[str, Any] = {}
    for operation in operations:
        written.setdefault(operation.path, {})[operation.method] = operation.document()
    return written
