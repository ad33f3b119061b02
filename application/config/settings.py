"""What a gateway is told from outside: where it keeps its record, and whom it serves."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import AfterValidator, Field, SecretStr, field_validator

from application.config.secret import Secret, at_least, fit_for_header
from application.config.table import ID_DESCRIPTION, ID_PATTERN, Id, Origins, Table
from application.config.tenant import Tenant
from application.urls import base_url_mistake

OperatorRole = Literal["auditor", "analyst", "admin"]

ENCRYPTION_KEY_BYTES = 32

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")
_PORTS = range(1, 65_536)
_DATABASES = "sqlite:///var/support-gateway.db or postgresql://user@host/database"


def _encryption_key(key: SecretStr) -> SecretStr:
    return at_least(key, ENCRYPTION_KEY_BYTES)


class Operator(Table):
    """Somebody who reads the record. `tenants` are ids, or `*` for all.

    `token_sha256` is the SHA-256 of the whole token, `op_` included, in lower-case hex.
    """

    name: Id = Field(description=ID_DESCRIPTION)
    token_sha256: str = Field(
        description="the 64 hex digits that support-gateway operator-token prints"
    )
    roles: Annotated[frozenset[OperatorRole], Field(strict=False)] = Field(
        description='any of "auditor", "analyst" and "admin"'
    )
    tenants: Annotated[
        frozenset[Annotated[str, Field(pattern=rf"^(\*|{ID_PATTERN})$")]],
        Field(strict=False),
    ] = Field(description='ids of tenants, or ["*"] for all of them')

    @field_validator("token_sha256")
    @classmethod
    def _is_a_digest(cls, digest: str) -> str:
        if not re.fullmatch(r"[0-9A-Fa-f]{64}", digest):
            what = cls.model_fields["token_sha256"].description
            raise ValueError(f"is no SHA-256 in hex; write {what}, never the token")
        return digest.lower()


class RateLimits(Table):
    """Requests of one user of one tenant in a minute; 0 is no limit."""

    creates: int = Field(default=10, ge=0)
    messages: int = Field(default=30, ge=0)
    others: int = Field(default=60, ge=0)


class Settings(Table):
    """What a gateway is told from outside.

    Without `encryption_key` the keys of cases are stored unwrapped; without `anthropic_api_key` the
    built-in answerer serves. `database_url` may hold a password, and is not shown.
    """

    database_url: str = Field(
        default="sqlite:///var/support-gateway.db", repr=False, description=_DATABASES
    )
    tenants: dict[str, Tenant] = Field(min_length=1, description="a table [tenants.ID] or more")
    operators: dict[str, Operator] = Field(default={}, description="tables [operators.NAME]")
    allowed_origins: Origins = ()
    model: str = Field(
        default="claude-sonnet-5-5", pattern=r"^[!-~]+$", description="a model's name"
    )
    rate_limits: RateLimits = Field(
        default=RateLimits(), description="creates, messages and others a minute, such as 10,30,60"
    )
    encryption_key: Annotated[Secret, AfterValidator(_encryption_key)] | None = Field(
        default=None, description="32 random characters or more"
    )
    anthropic_api_key: Annotated[Secret, AfterValidator(fit_for_header)] | None = Field(
        default=None, description="a key of the Claude API"
    )
    anthropic_base_url: str | None = Field(
        default=None, description="the address of a server that speaks the Messages API"
    )

    @property
    def token_secrets(self) -> dict[str, tuple[bytes, ...]]:
        """The secrets that each tenant signs its widget tokens with."""
        return {
            name: tuple(secret.get_secret_value().encode() for secret in tenant.token_secrets)
            for name, tenant in self.tenants.items()
        }

    @property
    def retention_ages(self) -> dict[str, timedelta | None]:
        """How long each tenant keeps its cases; None is for ever."""
        days = {name: one.snapshot.retention_days for name, one in self.tenants.items()}
        return {name: timedelta(days=many) if many else None for name, many in days.items()}

    @property
    def daily_budgets(self) -> dict[str, int]:
        """How many tokens a day each tenant that has a budget may spend on models."""
        budgets = {name: one.answers.daily_tokens for name, one in self.tenants.items()}
        return {name: tokens for name, tokens in budgets.items() if tokens is not None}

    @field_validator("operators")
    @classmethod
    def _no_token_is_shared(cls, operators: dict[str, Operator]) -> dict[str, Operator]:
        names: dict[str, str] = {}
        for operator in operators.values():
            other = names.setdefault(operator.token_sha256, operator.name)
            if other != operator.name:
                raise ValueError(
                    f"{other} and {operator.name} share a token; give each one of its own"
                )
        return operators

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        if url.startswith(_POSTGRES):
            try:
                ports = str(conninfo_to_dict(url).get("port", "")).split(",")
                fit = all(int(port) in _PORTS for port in ports if port)
            except (ProgrammingError, ValueError):
                fit = False
            if not fit:
                # libpq's own words may repeat the password.
                raise ValueError(f"is no PostgreSQL URL; write {_DATABASES}")
        elif not re.fullmatch(_SQLITE + r"(?!:memory:|file:)[^?#\x00]*[^?#\x00/]", url):
            raise ValueError(f"names no database server, and no file; write {_DATABASES}")
        return url

    @field_validator("rate_limits", mode="before")
    @classmethod
    def _three_numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        numbers = [number.strip() for number in value.split(",")]
        if not all(re.fullmatch(r"[0-9]{1,9}", number) for number in numbers):
            numbers = []
        match numbers:
            case [creates, messages, others]:
                return RateLimits(creates=int(creates), messages=int(messages), others=int(others))
            case _:
                raise ValueError("is not three whole numbers; write such as 10,30,60")

    @field_validator("anthropic_base_url")
    @classmethod
    def _is_a_server(cls, url: str | None) -> str | None:
        mistake = base_url_mistake(url, allow_private=True) if url is not None else None
        if mistake:
            raise ValueError(mistake)
        return url

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file; None if the database is PostgreSQL."""
        return sqlite_file(self.database_url)


def sqlite_file(database_url: str) -> Path | None:
    """The file that `sqlite:///relative` or `sqlite:////absolute` names; None for any other URL."""
    return Path(database_url[len(_SQLITE) :]) if database_url.startswith(_SQLITE) else None
