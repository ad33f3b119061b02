"""A secret in the configuration: given as it is, or as `env:NAME` or `file:PATH`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo

# POSIX, Base Definitions 8.1. What is no such name may be a secret itself, and is not repeated.
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FILE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class SecretSources:
    """Where references lead: the environment, and the folder that a relative path starts from."""

    environ: Mapping[str, str]
    folder: Path

    def read(self, reference: str) -> str:
        """The secret that `env:NAME` or `file:PATH` names; anything else is the secret itself.

        Raises ValueError, which says what is missing and never what the secret is.
        """
        kind, _, name = reference.partition(":")
        match kind:
            case "env":
                return self._variable(name)
            case "file":
                return self._file(self.folder / name)
            case _:
                return reference

    def _variable(self, name: str) -> str:
        if not _VARIABLE.fullmatch(name):
            raise ValueError("names no environment variable; write env:NAME")
        value = self.environ.get(name, "")
        if not value:
            raise ValueError(f"refers to the environment variable {name}, which is not set; set it")
        return value

    def _file(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                content = file.read(_FILE_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "its name is not valid"
            raise ValueError(f"refers to a file that cannot be read ({reason}): {path}") from None
        if len(content) > _FILE_BYTES:
            raise ValueError(f"refers to a file over {_FILE_BYTES} bytes: {path}")
        try:
            return content.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise ValueError(f"refers to a file that is not UTF-8 text: {path}") from None


def _resolved(value: Any, info: ValidationInfo) -> Any:
    sources = info.context
    if isinstance(sources, SecretSources) and isinstance(value, str):
        return sources.read(value)
    return value


def _sound(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if not value:
        raise ValueError("is empty; write the secret, env:NAME or file:PATH")
    if not value.isprintable():
        raise ValueError("holds a line break or another character that cannot be printed")
    return secret


Secret = Annotated[SecretStr, BeforeValidator(_resolved), AfterValidator(_sound)]
"""Printable text; references are followed when `SecretSources` are the validation context."""


def at_least(secret: SecretStr, size: int) -> SecretStr:
    """The secret again; raises ValueError if it has fewer than `size` bytes of UTF-8."""
    if len(secret.get_secret_value().encode()) < size:
        raise ValueError(f"is too short; write at least {size} bytes of randomness")
    return secret


def fit_for_header(secret: SecretStr) -> SecretStr:
    """The secret again; raises ValueError unless it can stand in an HTTP header field.

    Visible ASCII without spaces, of which RFC 6750, 2.1 allows a part.
    """
    value = secret.get_secret_value()
    if not value.isascii() or " " in value:
        raise ValueError("cannot stand in an HTTP header; write visible ASCII without spaces")
    return secret
