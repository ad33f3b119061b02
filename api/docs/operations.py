"""Operations as readers see them: what to send, what comes back, and a line to try it with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final, cast
from urllib.parse import urlencode

from api.docs.markup import as_json, code, inline, prose, table
from api.docs.types import limits_of, members, type_of
from api.openapi.schemas import Schema

_JSON: Final = "application/json"
_TOKENS: Final = {
    "widgetToken": "$TOKEN",
    "operatorToken": "$OPERATOR_TOKEN",
    "serviceToken": "$SERVICE_TOKEN",
}
_WHO: Final = {
    "widgetToken": "a user's widget token",
    "operatorToken": "an operator's token",
    "serviceToken": "the service token",
}


@dataclass(frozen=True, slots=True)
class Documented:
    """An OpenAPI document. `prefix` keeps its anchors apart, `server` is a variable of a shell."""

    document: Mapping[str, Any]
    prefix: str
    server: str

    def found(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Path, method and operation of each."""
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield path, method, operation

    def resolved(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a reference leads to."""
        if "$ref" not in value:
            return value
        found: Any = self.document
        for part in str(value["$ref"]).removeprefix("#/").split("/"):
            found = found[part]
        return cast("Mapping[str, Any]", found)

    def anchor(self, operation: Mapping[str, Any]) -> str:
        """Where an operation stands on the page."""
        return f"{self.prefix}{operation['operationId']}"

    def article(self, path: str, method: str, operation: Mapping[str, Any]) -> str:
        """An operation, whole."""
        title = escape(operation["summary"])
        name = f'<span class="method {method}">{method.upper()}</span> <code>{escape(path)}</code>'
        return (
            f'<article id="{self.anchor(operation)}" class="operation"'
            f' data-find="{title} {escape(path)}">'
            f"<h3>{title}</h3><p>{name}</p>"
            f'<div class="beside"><div>{prose(operation["description"])}'
            f"{_access(operation)}{self._parameters(operation)}{self._body(operation)}"
            f"{self._refusals(operation)}</div>"
            f"<div>{self._curl(path, method, operation)}{self._answers(operation)}</div></div>"
            "</article>"
        )

    def _parameters(self, operation: Mapping[str, Any]) -> str:
        rows = [
            (
                f"<code>{escape(one['name'])}</code>"
                + ("" if one["required"] else ' <span class="note">may be left out</span>'),
                f"{escape(one['in'])}: {type_of(one['schema'], self.prefix)}",
                inline(one["description"]) + _bounds(one["schema"]),
            )
            for one in operation.get("parameters", ())
        ]
        return table(("parameter", "where and what", "what it is"), rows)

    def _body(self, operation: Mapping[str, Any]) -> str:
        if "requestBody" not in operation:
            return ""
        schema = operation["requestBody"]["content"][_JSON]["schema"]
        return f"<h4>Body</h4>{members(dict(self.resolved(schema)), self.prefix)}"

    def _answers(self, operation: Mapping[str, Any]) -> str:
        written: list[str] = []
        for status, response in operation["responses"].items():
            if "$ref" in response:
                continue
            written.append(f"<h4>{status} {escape(response['description'])}</h4>")
            written.extend(_headers(response))
            for media_type, content in response.get("content", {}).items():
                written.extend(self._examples(status, media_type, content))
        return "".join(written)

    def _examples(self, status: str, media_type: str, content: Mapping[str, Any]) -> Iterator[str]:
        label = f"answer {status} as {media_type}"
        if media_type != _JSON:
            yield f'<p class="note">as <code>{escape(media_type)}</code></p>'
            yield code(content["example"], label)
            return
        yield f'<p class="note">{type_of(content["schema"], self.prefix)}</p>'
        for name, example in content["examples"].items():
            shown = as_json(example["value"], f"{label}: {name}")
            if len(content["examples"]) == 1:
                yield shown
            else:
                yield f"<details><summary>{escape(name)}</summary>{shown}</details>"

    def _refusals(self, operation: Mapping[str, Any]) -> str:
        rows: list[tuple[str, str, str]] = []
        for status, response in operation["responses"].items():
            if "$ref" not in response:
                continue
            examples = self.resolved(response)["content"][_JSON]["examples"]
            for refused, example in examples.items():
                meaning = inline(self.resolved(example)["summary"])
                rows.append((status, f'<a href="#{refused}">{refused}</a>', meaning))
        if not rows:
            return ""
        return (
            f"<details><summary>Refusals ({len(rows)})</summary>"
            f"{table(('status', 'code', 'meaning'), rows)}</details>"
        )

    def _curl(self, path: str, method: str, operation: Mapping[str, Any]) -> str:
        query = {
            one["name"]: one["example"]
            for one in operation.get("parameters", ())
            if one["in"] == "query" and one["required"]
        }
        address = path.replace("{caseId}", "$CASE") + ("?" + urlencode(query) if query else "")
        lines = [f'curl "{self.server}{address}"']
        for security in operation["security"]:
            lines.extend(f'-H "Authorization: Bearer {_TOKENS[name]}"' for name in security)
        document = ""
        if "requestBody" in operation:
            examples = operation["requestBody"]["content"][_JSON]["examples"]
            first = next(iter(examples.values()))["value"]
            lines += [f"-H 'Content-Type: {_JSON}'", "-d @- <<'JSON'"]
            document = f"\n{json.dumps(first, indent=2, ensure_ascii=False)}\nJSON"
        elif method == "post":
            lines.append("-X POST")
        return code(" \\\n  ".join(lines) + document, f"{operation['summary']}, with curl")


def _access(operation: Mapping[str, Any]) -> str:
    names = [_WHO[name] for security in operation["security"] for name in security]
    needed = f"Needs {names[0]}." if names else "Needs no token."
    return f'<p class="note">{escape(needed)}</p>'


def _bounds(schema: Schema) -> str:
    limits = limits_of(schema)
    return f' <span class="note">{limits}</span>' if limits else ""


def _headers(response: Mapping[str, Any]) -> Iterator[str]:
    for name, header in response.get("headers", {}).items():
        yield f'<p class="note"><code>{escape(name)}</code>: {inline(header["description"])}</p>'
