"""Schemas as readers see them: a type in a word or two, and a table of members."""

from collections.abc import Mapping
from html import escape
from typing import Any, cast

from api.docs.markup import inline, table
from api.openapi.schemas import REF, Schema

_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "up to {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxItems": "up to {}",
    "pattern": "matches {}",
}


def type_of(schema: Schema, prefix: str) -> str:
    """A type in HTML; names lead to where the type is described, `prefix` keeps those apart."""
    if "$ref" in schema:
        name = escape(str(schema["$ref"]).removeprefix(REF))
        return f'<a href="#{prefix}{name}">{name}</a>'
    if "const" in schema:
        return f"<code>{escape(str(schema['const']).lower())}</code>"
    if "enum" in schema:
        return " or ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    if "anyOf" in schema:
        choices = [type_of(choice, prefix) for choice in schema["anyOf"]]
        return " or ".join(dict.fromkeys(choices))
    match schema.get("type"):
        case "array":
            return f"list of {type_of(schema['items'], prefix)}"
        case "object":
            values = cast("Schema", schema.get("additionalProperties") or {})
            return f"object of {type_of(values, prefix)}" if values else "object"
        case "string" if schema.get("format") == "date-time":
            return "time"
        case str() as plain:
            return plain
        case _:
            return "anything"


def limits_of(schema: Schema) -> str:
    """The bounds of a value, in words."""
    found = [schema, *schema.get("anyOf", [])]
    return ", ".join(
        words.format(f"<code>{escape(str(one[name]))}</code>")
        for one in found
        for name, words in _LIMITS.items()
        if name in one
    )


def members(schema: Schema, prefix: str) -> str:
    """A table of the members of an object."""
    required = set(schema.get("required", ()))
    rows: list[tuple[str, str, str]] = []
    for name, member in cast("Mapping[str, Schema]", schema.get("properties", {})).items():
        optional = "" if name in required else ' <span class="note">may be left out</span>'
        limits = limits_of(member)
        said = inline(str(member.get("description", "")))
        rows.append(
            (
                f"<code>{escape(name)}</code>{optional}",
                type_of(member, prefix)
                + (f'<br><span class="note">{limits}</span>' * bool(limits)),
                said,
            )
        )
    return table(("member", "type", "what it is"), rows)


def described(schemas: Mapping[str, Any], prefix: str) -> str:
    """Every schema with its members."""
    return "\n".join(
        f'<article id="{prefix}{escape(name)}" class="type" data-find="{escape(name)}">'
        f"<h3>{escape(name)}</h3><p>{inline(str(schema.get('description', '')))}</p>"
        f"{members(schema, prefix)}</article>"
        for name, schema in sorted(schemas.items())
    )
