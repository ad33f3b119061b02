"""Widget tokens: from the Authorization header to a `Caller`, or one refusal whatever is wrong.

RFC 8725 (JSON Web Token Best Current Practices) is followed where it applies: one algorithm, a key
for each tenant, nothing taken from the header but its agreement, strict claims.
"""

import base64
import binascii
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Annotated, Final

import jwt
from pydantic import Field, StrictInt, StrictStr, ValidationError
from starlette.datastructures import Headers

from api.errors import Unauthorized
from api.json_text import NotStrictJson, parse
from domain.case import Caller
from domain.events import Requester
from domain.model import JSON, Model

LONGEST_TOKEN = 8_192
LEEWAY = 30
OLDEST = 8 * 3_600
"""Seconds since `iat` after which a token counts no more."""

REMEMBERED_SECONDS = 60
REMEMBERED_TOKENS = 10_000

_FORM: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_NOBODYS: Final = hashlib.sha256(b"the secret of no tenant").digest()
Id = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9._:@+|~-]{1,128}$")]
Label = Annotated[StrictStr, Field(max_length=320, pattern=r"^[^\x00-\x1f\x7f]*$")]


class WidgetAuthPayload(Model):
    """The claims of a widget token, as the mission prints them."""

    tenant_id: Id
    user_id: Id
    user_email: Label
    user_roles: Annotated[list[Label], Field(max_length=256)]
    plan: Label
    iat: StrictInt
    exp: StrictInt
    nbf: StrictInt | None = None


class WidgetTokens:
    """Verifies widget tokens, and remembers for a minute those that held."""

    def __init__(self, secrets: Mapping[str, tuple[bytes, ...]], now: Callable[[], float]) -> None:
        """`secrets` by tenant; `now` gives seconds since 1970."""
        self._secrets = secrets
        self._now = now
        self._held: OrderedDict[str, tuple[Caller, float]] = OrderedDict()

    def trust(self, secrets: Mapping[str, tuple[bytes, ...]]) -> None:
        """Verify by these secrets from now on, and what was remembered again."""
        self._secrets = secrets
        self._held.clear()

    def caller(self, headers: Headers) -> Caller:
        """Say who calls; raises `Unauthorized`."""
        values = headers.getlist("authorization")
        if len(values) != 1:
            raise Unauthorized
        scheme, _, token = values[0].partition(" ")
        if scheme.lower() != "bearer" or len(token) > LONGEST_TOKEN:
            raise Unauthorized
        now = self._now()
        caller, until = self._held.get(token, (None, 0.0))
        if caller is not None and now < until:
            return caller
        return self._verified(token, now)

    def _verified(self, token: str, now: float) -> Caller:
        claims = self._claims(token)
        timely = (
            now < claims.exp
            and claims.iat <= now + LEEWAY
            and now - claims.iat <= OLDEST
            and (claims.nbf is None or claims.nbf <= now + LEEWAY)
        )
        if not timely:
            raise Unauthorized
        requester = Requester(
            user_id=claims.user_id,
            email=claims.user_email,
            roles=tuple(claims.user_roles),
            plan=claims.plan,
        )
        caller = Caller(claims.tenant_id, requester)
        until = min(now + REMEMBERED_SECONDS, claims.exp, claims.iat + OLDEST)
        self._held[token] = (caller, until)
        if len(self._held) > REMEMBERED_TOKENS:
            self._held.popitem(last=False)
        return caller

    def _claims(self, token: str) -> WidgetAuthPayload:
        """The claims of a token whose form, signature and types are right."""
        if not _FORM.fullmatch(token):
            raise Unauthorized
        header, payload, _ = (_decoded(part) for part in token.split("."))
        if not isinstance(header, dict) or not isinstance(payload, dict):
            raise Unauthorized
        kind = header.get("typ", "JWT")
        if header.get("alg") != "HS256" or "crit" in header or not isinstance(kind, str):
            raise Unauthorized
        tenant = payload.get("tenantId")
        known = self._secrets.get(tenant, ()) if isinstance(tenant, str) else ()
        # A tenant that there is none of costs a signature too, lest the time tell.
        signed = any(_signed(token, secret) for secret in known or (_NOBODYS,))
        if kind.upper() != "JWT" or not known or not signed:
            raise Unauthorized
        if payload.get("nbf", 0) is None:
            raise Unauthorized
        try:
            return WidgetAuthPayload.model_validate(payload, by_alias=True, by_name=False)
        except ValidationError:
            raise Unauthorized from None


def _decoded(part: str) -> JSON:
    """Read one part of a token; the signature is no JSON, and is verified as it stands."""
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return parse(text)
    except (NotStrictJson, binascii.Error, ValueError):
        return None


def _signed(token: str, secret: bytes) -> bool:
    try:
        jwt.api_jws.decode(token, secret, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
