"""A tenant: its secrets, its host application, and how its users are answered."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, field_validator

from application.config.secret import Secret, at_least, fit_for_header
from application.config.table import ID_DESCRIPTION, Id, Origins, Table, checked_base_url
from application.config.tickets import TicketSettings
from application.urls import host_mistake
from domain.snapshot.fit import SMALLEST_BOUND

TOKEN_SECRET_BYTES = 32
"""RFC 7518, 3.2: a key for HS256 is at least as long as the hash."""

_MIB = 1_048_576


def _link_host(host: str) -> str:
    host = host.lower()
    mistake = host_mistake(host)
    if mistake:
        raise ValueError(f"{mistake}; write a host alone, such as docs.example.com")
    return host


def _token_secret(secret: SecretStr) -> SecretStr:
    return at_least(secret, TOKEN_SECRET_BYTES)


class HostSettings(Table):
    """A tenant's host application, and what one call to it may cost.

    `base_url` has no slash at its end.
    """

    allow_private: bool = Field(default=False, description="true or false")
    base_url: Annotated[str, AfterValidator(checked_base_url)] = Field(
        description="the address that /support/… is appended to, such as https://app.example.com"
    )
    service_token: Annotated[Secret, AfterValidator(fit_for_header)] = Field(
        description="the token that the host application expects"
    )
    window_hours: int = Field(default=72, ge=1, le=8760, description="hours, from 1 to 8760")
    timeout_seconds: float = Field(
        default=5.0, gt=0, le=60, description="seconds, above 0, up to 60"
    )
    max_bytes: int = Field(default=5 * _MIB, ge=1024, description="bytes, 1024 or more")


class SnapshotSettings(Table):
    """How large a snapshot may be, and how long a case is kept (None: for good)."""

    max_bytes: int = Field(default=262_144, ge=SMALLEST_BOUND, description="bytes, 4096 or more")
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="days, from 1 to 36500, or leave it out to keep cases",
    )


class AnswerSettings(Table):
    """Who answers, where an answer may lead to, and what it may cost.

    `daily_tokens` None is no budget, and 0 nothing to spend. `link_hosts` are exact, in lower case,
    without a port.
    """

    link_hosts: Annotated[
        frozenset[Annotated[str, AfterValidator(_link_host)]], Field(strict=False)
    ] = Field(default=frozenset(), description='host names, such as ["docs.example.com"]')
    generator: Literal["claude", "builtin"] = Field(
        default="claude", description='"claude" or "builtin"'
    )
    daily_tokens: int | None = Field(
        default=None, ge=0, description="a number of tokens, or leave it out for no budget"
    )
    disclosure: Annotated[
        str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$")
    ] = Field(
        default="You are talking to an AI assistant, which can make mistakes.",
        max_length=500,
        description="one line of up to 500 characters that says the user is talking to an AI",
    )
    deadline_seconds: float = Field(
        default=25.0, gt=0, le=120, description="seconds, above 0, up to 120"
    )


class Tenant(Table):
    """A company whose users ask for help. Any of `token_secrets` may have signed a token."""

    id: Id = Field(description=ID_DESCRIPTION)
    name: str = Field(pattern=r"^[^\x00-\x1f\x7f]{1,200}$", description="the company's name")
    token_secrets: Annotated[
        tuple[Annotated[Secret, AfterValidator(_token_secret)], ...], Field(strict=False)
    ] = Field(description='one secret or more, such as ["env:ACME_TOKEN_SECRET"]')
    allowed_origins: Origins = ()
    host: HostSettings = Field(description="[tenants.ID.host] with base_url and service_token")
    snapshot: SnapshotSettings = Field(default=SnapshotSettings(), description="a table")
    answers: AnswerSettings = Field(default=AnswerSettings(), description="a table")
    tickets: TicketSettings = Field(default=TicketSettings(), description="a table")

    @property
    def patience(self) -> float:
        """How many seconds an answer may take: the host application is asked, then the model."""
        return self.host.timeout_seconds + self.answers.deadline_seconds

    @field_validator("token_secrets")
    @classmethod
    def _at_least_one(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        # `min_length` would count the valid ones, and call an array of mistakes empty.
        if not secrets:
            raise ValueError(f"is empty; write {cls.model_fields['token_secrets'].description}")
        return secrets
