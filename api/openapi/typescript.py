"""TypeScript types of everything that the OpenAPI documents describe."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final, cast

from api.openapi import gateway_document, host_document
from api.openapi.schemas import REF, Schema

_WIDTH: Final = 100
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_PLAIN: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
_HEADER: Final = """\
// Types of the Support Gateway's API, version {version}.
// Made by `support-gateway openapi --typescript`; not to be edited by hand.
"""


def typescript() -> str:
    """A declaration file: the gateway's types, and those of the host's answers in a namespace.

    They have a namespace of their own because the same names stand for less strict types there: a
    host may send null, or a number, where the gateway shows neither.
    """
    document, host = gateway_document(), host_document()
    return "\n".join(
        [
            _HEADER.format(version=document["info"]["version"]),
            *_declarations(document["components"]["schemas"], ""),
            _comment("What the four endpoints of a host application answer.", ""),
            "export namespace Host {",
            *_declarations(host["components"]["schemas"], "  "),
            "}\n",
        ]
    )


def _declarations(schemas: Mapping[str, Schema], indent: str) -> Iterable[str]:
    for name, schema in sorted(schemas.items()):
        body = _type(schema, indent)
        kind = f"interface {name} " if body.startswith("{") else f"type {name} = "
        ending = "" if body.startswith("{") else ";"
        yield f"{_comment(schema.get('description'), indent)}{indent}export {kind}{body}{ending}\n"


def _type(schema: Schema, indent: str) -> str:
    """A schema as a type expression; whatever is not said is unknown."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(choice, indent) for choice in schema["anyOf"]))
    match schema.get("type"):
        case "array":
            item = _type(schema["items"], indent)
            return f"({item})[]" if " | " in item else f"{item}[]"
        case "object":
            return _object(schema, indent)
        case str() as plain:
            return _PLAIN[plain]
        case _:
            return "unknown"


def _object(schema: Schema, indent: str) -> str:
    members = cast("Mapping[str, Schema]", schema.get("properties", {}))
    if not members:
        return f"Record<string, {_type(schema.get('additionalProperties', {}), indent)}>"
    required = set(schema.get("required", ()))
    inner = indent + "  "
    lines = ["{"]
    for name, member in members.items():
        written = name if _NAME.fullmatch(name) else json.dumps(name)
        mark = "" if name in required else "?"
        comment = _comment(member.get("description"), inner)
        lines.append(f"{comment}{inner}{written}{mark}: {_type(member, inner)};")
    return "\n".join([*lines, f"{indent}}}"])


def _comment(text: str | None, indent: str) -> str:
    """A documentation comment, on one line where it fits."""
    if not text:
        return ""
    text = text.replace("*/", "* /")
    if len(indent) + len(text) + len("/** */ ") <= _WIDTH:
        return f"{indent}/** {text} */\n"
    lines = [""]
    for word in text.split():
        if len(indent) + len(" * ") + len(lines[-1]) + len(word) + 1 > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    inside = "".join(f"{indent} * {line}\n" for line in lines)
    return f"{indent}/**\n{inside}{indent} */\n"
