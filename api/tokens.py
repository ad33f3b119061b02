"""Mints tokens: a user's for the widget, as a host application signs it, and an operator's."""

import base64
import hashlib
from collections.abc import Callable, Sequence

import jwt
from pydantic import SecretStr

OPERATOR_PREFIX = "op_"

_OPERATOR_TOKEN_BYTES = 32


def mint(
    *,
    tenant_id: str,
    user_id: str,
    user_email: str,
    user_roles: Sequence[str],
    plan: str,
    secret: SecretStr,
    now: int,
    ttl: int,
) -> str:
    """A widget token: HS256 over the seven claims of `WidgetAuthPayload`.

    `now` is in seconds since the epoch (RFC 7519, NumericDate), `ttl` in seconds.
    """
    claims = {
        "tenantId": tenant_id,
        "userId": user_id,
        "userEmail": user_email,
        "userRoles": list(user_roles),
        "plan": plan,
        "iat": now,
        "exp": now + ttl,
    }
    return jwt.encode(claims, secret.get_secret_value().encode(), algorithm="HS256")


def new_operator_token(random: Callable[[int], bytes]) -> tuple[str, str]:
    """An operator's token and its SHA-256 in hex; `random` gives that many bytes, fit for keys."""
    body = base64.urlsafe_b64encode(random(_OPERATOR_TOKEN_BYTES)).rstrip(b"=").decode()
    token = OPERATOR_PREFIX + body
    return token, sha256_of(token)


def sha256_of(operator_token: str) -> str:
    """What the configuration keeps of an operator's token: the SHA-256 of all of it, in hex."""
    return hashlib.sha256(operator_token.encode()).hexdigest()
