"""JSON Schemas of what goes over the wire, from the pydantic models that read and write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from pydantic.alias_generators import to_camel
from pydantic.json_schema import (
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core import core_schema

from api.openapi.words import WORDS
from domain.model import JSON, Model, iso

Schema = dict[str, Any]
"""A JSON Schema (2020-12), which OpenAPI 3.1 takes as it is."""

REF: Final = "#/components/schemas/"
_SNAPSHOT: Final = "domain.snapshot.shape"


def schemas(models: Iterable[type[Model]], mode: JsonSchemaMode) -> dict[str, Schema]:
    """The schemas of models and of all that they hold, by name.

    Mode `validation` is for what the gateway reads, `serialization` for what it writes.
    """
    _, found = models_json_schema(
        [(model, mode) for model in models],
        by_alias=True,
        ref_template=REF + "{model}",
        schema_generator=_Generator,
    )
    definitions = cast("dict[str, Schema]", found.get("$defs", {}))
    return {name: _described(name, schema) for name, schema in sorted(definitions.items())}


def reference(model: type[Model]) -> Schema:
    """Where the schema of a model stands."""
    return {"$ref": REF + model.__name__}


class _Generator(GenerateJsonSchema):
    """Says what is on the wire: times are written by `iso`, answers hold all of their members, but
    in a snapshot those without a value are left out.
    """

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 - as pydantic's own
    ) -> bool:
        if self.mode == "serialization":
            return True
        return super().field_is_required(field, total)

    def ser_schema(
        self,
        schema: core_schema.SerSchema
        | core_schema.IncExSeqSerSchema
        | core_schema.IncExDictSerSchema,
    ) -> JsonSchemaValue | None:
        # Only some kinds of schemas have a function; what they are is no part of a contract.
        if cast("dict[str, object]", schema).get("function") is iso:
            return {"type": "string", "format": "date-time"}
        return super().ser_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        written = super().model_schema(schema)
        if self.mode == "serialization" and schema["cls"].__module__ == _SNAPSHOT:
            _left_out_if_none(written)
        return written


def _left_out_if_none(schema: Schema) -> None:
    required: list[str] = []
    for name, member in cast("dict[str, Schema]", schema["properties"]).items():
        choices = cast("list[Schema]", member.get("anyOf", []))
        left = [choice for choice in choices if choice != {"type": "null"}]
        if len(left) == len(choices):
            required.append(name)
        elif len(left) == 1:
            del member["anyOf"]
            member.update(left[0])
        else:
            member["anyOf"] = left
    schema["required"] = required


def _described(name: str, schema: Schema) -> Schema:
    """A schema without what repeats its name, with the words that are kept for its members."""
    words = WORDS.get(name, {})
    plain = cast("Schema", _plain(schema))
    if "" in words:
        plain["description"] = words[""]
    elif "description" in plain:
        plain["description"] = _for_readers(str(plain["description"]))
    members = cast("Mapping[str, Schema]", plain.get("properties", {}))
    for member, what in members.items():
        if member in words:
            what["description"] = words[member]
    return plain


def _for_readers(docstring: str) -> str:
    """A class's docstring in the words of the wire."""
    text = re.sub(r"`(\w+)`", lambda name: f"`{to_camel(name[1])}`", " ".join(docstring.split()))
    return re.sub(r"\bNone\b", "null", text)


def _plain(value: JSON) -> JSON:
    """Leave out titles, which only repeat names, and defaults, which answers always fill in."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain: dict[str, JSON] = {}
    for key, item in value.items():
        if key == "properties" and isinstance(item, dict):
            plain[key] = {name: _plain(member) for name, member in item.items()}
        elif key == "anyOf" and {"type": "number"} in cast("list[JSON]", item):
            # Every integer is a number.
            plain[key] = [one for one in cast("list[JSON]", item) if one != {"type": "integer"}]
        elif key == "additionalProperties" and item is True:
            # The same, and a schema like all others.
            plain[key] = {}
        elif key not in {"title", "default"}:
            plain[key] = _plain(item)
    return plain
