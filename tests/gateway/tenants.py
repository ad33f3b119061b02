"""Tenants of a configuration, and the tokens of their users."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import jwt


def tenant(
    name: str,
    *,
    secrets: Iterable[str],
    host_url: str,
    service_token: str,
    origins: Iterable[str] = (),
    more: str = "",
) -> str:
    """A tenant's tables of `support-gateway.toml`; `more` follows those of its host."""
    return f"""
[tenants.{name}]
name = "{name}"
token_secrets = {json.dumps(list(secrets))}
allowed_origins = {json.dumps(list(origins))}
[tenants.{name}.host]
base_url = "{host_url}"
service_token = "{service_token}"
allow_private = true
{more}
"""


def claims(tenant_id: str, user_id: str, **changed: Any) -> dict[str, Any]:
    """The seven claims of `WidgetAuthPayload`, signed now and good for an hour."""
    now = int(time.time())
    return {
        "tenantId": tenant_id,
        "userId": user_id,
        "userEmail": f"{user_id}@customer.example",
        "userRoles": ["member"],
        "plan": "pro",
        "iat": now,
        "exp": now + 3600,
        **changed,
    }


def signed(payload: Mapping[str, Any], secret: str, **header: Any) -> str:
    """A widget token over these claims."""
    return jwt.encode(dict(payload), secret, algorithm="HS256", headers=header or None)
