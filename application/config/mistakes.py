"""Puts a mistake in the configuration into one line: its place, what is wrong, what to write."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic_core import ErrorDetails

from application.config.settings import Operator, Settings
from application.config.table import Table
from application.config.tenant import Tenant

Place = tuple[int | str, ...]
"""The keys and indices that lead to a value of the configuration, from the outermost."""

CONFIG_VARIABLE = "SUPPORT_GATEWAY_CONFIG"
"""The environment variable that names the file."""

VARIABLES = {
    "database_url": "SUPPORT_GATEWAY_DATABASE_URL",
    "model": "SUPPORT_GATEWAY_MODEL",
    "rate_limits": "SUPPORT_GATEWAY_RATE_LIMITS",
    "encryption_key": "SUPPORT_GATEWAY_ENCRYPTION_KEY",
    "anthropic_api_key": "ANTHROPIC_API_KEY",
    "anthropic_base_url": "ANTHROPIC_BASE_URL",
}
"""The settings that are environment variables; all others stand in the file."""

_ALMOST: Final = 0.87
"""How alike two names are of which one was meant for the other, and no two of Kubernetes' own."""

# By pydantic's name for it; whatever else is wrong "is not valid".
_PROBLEMS = {
    "missing": "is missing",
    "string_type": "is not a string",
    "int_type": "is not a whole number",
    "float_type": "is not a number",
    "bool_type": "is neither true nor false",
    "tuple_type": "is not an array",
    "frozen_set_type": "is not an array",
    "path_type": "is not a path",
    "dict_type": "is not a table",
    "model_type": "is not a table",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "string_too_long": "is too long",
    "too_short": "is empty",
}

_PARTS: dict[int | str, type[Table]] = {
    name: field.annotation
    for name, field in Tenant.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Table)
}

# What the file does not set: variables, and what a table takes from its own key.
_NOT_WRITTEN: dict[type[Table], frozenset[str]] = {
    Settings: frozenset(VARIABLES),
    Tenant: frozenset({"id"}),
    Operator: frozenset({"name"}),
}


def in_words(errors: Iterable[ErrorDetails]) -> Iterator[str]:
    """A line for each of pydantic's errors about `Settings`; none repeats a value."""
    for error in errors:
        place, kind = error["loc"], error["type"]
        table, key = _table(place)
        what = table.model_fields[key].description if key in table.model_fields else None
        if kind == "value_error":
            yield line(place, str(error.get("ctx", {})["error"]))
        elif kind == "extra_forbidden":
            yield line(place, unknown_key(place))
        elif table is not Settings and key in _NOT_WRITTEN.get(table, ()):
            yield line(place[:-1], f"is no {key}; write {what}")
        else:
            yield line(place, f"{_PROBLEMS.get(kind, 'is not valid')}; write {what}")


def line(place: Place, problem: str) -> str:
    """The place as TOML writes it, or the environment variable's name, and the problem."""
    outermost, *steps = place
    written = VARIABLES.get(str(outermost), toml_key(str(outermost)))
    for step in steps:
        written += f"[{step}]" if isinstance(step, int) else f".{toml_key(step)}"
    return f"{written}: {problem}"


def misspelt_variables(names: Iterable[str]) -> Iterator[str]:
    """What to say of variables that are no settings, and are spelt almost like one."""
    known = {*VARIABLES.values(), CONFIG_VARIABLE}
    for name in sorted(set(names) - known):
        for close in difflib.get_close_matches(name, known, n=1, cutoff=_ALMOST):
            yield f"{name}: is no setting; did you mean {close}?"


def unknown_key(place: Place) -> str:
    """What to say of a key that is no setting: where it belongs, or which one was meant."""
    table, key = _table(place)
    known = table.model_fields.keys() - _NOT_WRITTEN.get(table, frozenset())
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(known))}"
    if place[0] == "tenants" and table is Tenant and not close:
        hint += ' (an id with a dot is quoted: [tenants."acme.com"])'
    return f"is no setting; {hint}"


def _table(place: Place) -> tuple[type[Table], str]:
    """The table that a place is in, and the key in it that leads there."""
    match place:
        case ("tenants", _, part, key, *_) if part in _PARTS:
            return _PARTS[part], str(key)
        case ("tenants", _, key, *_):
            return Tenant, str(key)
        case ("operators", _, key, *_):
            return Operator, str(key)
        case _:
            return Settings, str(place[0])


def toml_key(key: str) -> str:
    """A key as TOML writes it: what is no bare key stands in quotes (TOML 1.0, "Keys")."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
