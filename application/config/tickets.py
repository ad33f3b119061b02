"""Where a tenant's escalated cases go, and what each connector needs for it."""

import base64
import binascii
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from application.config.secret import Secret, fit_for_header
from application.config.table import Table, checked_base_url

ConnectorName = Literal["file", "zendesk", "jira", "webhook"]

_NEEDED: dict[ConnectorName, frozenset[str]] = {
    "file": frozenset(),
    "zendesk": frozenset({"base_url", "email", "api_token"}),
    "jira": frozenset({"base_url", "email", "api_token", "project_key"}),
    "webhook": frozenset({"url", "secret"}),
}


class TicketSettings(Table):
    """Where escalated cases go. What `connector` needs is never None; the rest is not looked at.

    zendesk: base_url, email, api_token; jira: these and project_key; webhook: url, secret
    (`whsec_…`); file: directory. `base_url` has no slash at its end.
    """

    model_config = ConfigDict(validate_default=True)

    connector: ConnectorName = Field(
        default="file", description='"file", "zendesk", "jira" or "webhook"'
    )
    allow_private: bool = Field(default=False, description="true or false")
    base_url: str | None = Field(
        default=None, description="the address of the desk, such as https://acme.zendesk.com"
    )
    email: str | None = Field(
        default=None, description="the address of the account that opens tickets"
    )
    api_token: Secret | None = Field(default=None, description="that account's API token")
    project_key: str | None = Field(
        default=None, description="the key of a Jira project, such as SUP"
    )
    # The query of a webhook's URL often is its password.
    url: str | None = Field(
        default=None, repr=False, description="the address that tickets are posted to"
    )
    secret: Secret | None = Field(
        default=None, description="whsec_ and 24 to 64 random bytes in Base64"
    )
    directory: Annotated[Path, Field(strict=False)] = Field(
        default=Path("var/tickets"), description="a folder that the gateway may write to"
    )

    @field_validator("base_url", "email", "api_token", "project_key", "url", "secret")
    @classmethod
    def _as_the_connector_needs_it(cls, value: Any, info: ValidationInfo) -> Any:
        connector: ConnectorName | None = info.data.get("connector")
        if connector is None or info.field_name not in _NEEDED[connector]:
            return value
        if value is None:
            what = cls.model_fields[info.field_name].description
            raise ValueError(f'is missing; connector = "{connector}" needs {what}')
        match info.field_name:
            case "base_url":
                return checked_base_url(value, info)
            case "url":
                checked_base_url(value.partition("?")[0], info)
                return value
            case "email":
                return _email(value)
            case "project_key":
                return _project_key(value)
            case "secret":
                return _webhook_secret(value)
            case _:
                return fit_for_header(value)


def _email(email: str) -> str:
    # RFC 7617, 2: it is the user of a Basic credential, which a colon would end.
    if not re.fullmatch(r"[!-9;-~]+@[!-9;-~]+", email):
        raise ValueError("is no e-mail address")
    return email


def _project_key(key: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", key):
        raise ValueError("is no project key; write it in capitals, as in SUP-123")
    return key


def _webhook_secret(secret: SecretStr) -> SecretStr:
    """Standard Webhooks, "Signature scheme": `whsec_` and 24 to 64 random bytes in Base64."""
    encoded = secret.get_secret_value()
    try:
        key = base64.b64decode(encoded.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not encoded.startswith("whsec_") or not 24 <= len(key) <= 64:  # noqa: PLR2004 - said above
        raise ValueError("is no webhook secret; write whsec_ and 24 to 64 random bytes in Base64")
    return secret
