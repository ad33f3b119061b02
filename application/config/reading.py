"""Reads the environment and the configuration file, once, and says everything that is wrong."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from application.config.mistakes import CONFIG_VARIABLE, VARIABLES, in_words, line, unknown_key
from application.config.secret import SecretSources
from application.config.settings import Settings, sqlite_file

_DEFAULT_FILE = "support-gateway.toml"

Toml = dict[str, Any]
"""TOML as `tomllib` parses it."""


class Misconfigured(Exception):
    """The configuration is wrong: `mistakes` holds one line each, and never a secret."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        """Take the mistakes, at least one."""
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


def config_file(environ: Mapping[str, str]) -> Path:
    """The configuration file that the environment names, or the default."""
    return Path(environ.get(CONFIG_VARIABLE) or _DEFAULT_FILE)


def load(environ: Mapping[str, str]) -> Settings:
    """The settings that the environment and the file it names describe.

    An empty variable counts as absent. One that is not known is nobody's mistake: Kubernetes, for
    one, gives every container SUPPORT_GATEWAY_PORT when there is a Service of that name. Relative
    paths start from the working directory, but those of `file:` secrets from the configuration's
    own folder. Raises `Misconfigured`.
    """
    file = config_file(environ)
    given = {key: environ[name] for key, name in VARIABLES.items() if environ.get(name)}
    document: Toml | None = None
    mistakes: list[str] = []
    try:
        document = _document(file)
    except ValueError as error:
        mistakes.append(f"{file}: {error}")
    else:
        mistakes += _misplaced(document)
    try:
        settings = Settings.model_validate(
            _tables(document or {}, _beside(given.get("database_url"))) | given,
            context=SecretSources(environ, file.parent),
        )
    except ValidationError as error:
        # While the file cannot be read, all it should say is missing, which says nothing.
        mistakes += in_words(
            details
            for details in error.errors(include_url=False, include_input=False)
            if document is not None or details["loc"][0] in VARIABLES
        )
        raise Misconfigured(tuple(mistakes)) from None
    if mistakes:
        raise Misconfigured(tuple(mistakes))
    return settings


def _document(file: Path) -> Toml:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ValueError("there is no such file; support-gateway init writes one") from None
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is not valid TOML: {error}") from None


def _misplaced(document: Toml) -> Iterator[str]:
    """A line for each key that `_tables` would overwrite, and which therefore is no setting."""
    for key in document:
        if key in VARIABLES:
            yield f"{key}: is no setting of the file; set the variable {VARIABLES[key]}"
    for name, own in (("tenants", "id"), ("operators", "name")):
        for key, table in _subtables(document.get(name)).items():
            if own in table:
                yield line((name, key, own), unknown_key((name, key, own)))


def _tables(document: Toml, tickets: Toml) -> Toml:
    """The document as `Settings` takes it: a tenant and an operator know what they are called."""
    tables = {key: value for key, value in document.items() if key not in VARIABLES}
    for key, tenant in _subtables(document.get("tenants")).items():
        desk = tenant.get("tickets", {})
        if isinstance(desk, dict):
            desk = tickets | cast("Toml", desk)
        tables["tenants"] = tables["tenants"] | {
            key: {"name": key, **tenant, "id": key, "tickets": desk}
        }
    for key, operator in _subtables(document.get("operators")).items():
        tables["operators"] = tables["operators"] | {key: {**operator, "name": key}}
    return tables


def _subtables(value: Any) -> dict[str, Toml]:
    tables = cast("Toml", value) if isinstance(value, dict) else {}
    return {key: table for key, table in tables.items() if isinstance(table, dict)}


def _beside(database_url: str | None) -> Toml:
    """The folder for tickets beside a database that is a file."""
    file = sqlite_file(database_url or "")
    return {"directory": file.parent / "tickets"} if file else {}
