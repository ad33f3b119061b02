"""Widget tokens: from the Authorization header to a `Caller`, or one refusal whatever is wrong.

RFC 8725 (JSON Web Token Best Current Practices) is followed where it applies: one algorithm, a key
for each tenant, nothing taken from the header but its agreement, strict claims.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Final

from jwt.algorithms import HMACAlgorithm
from jwt.utils import base64url_encode
from pydantic import Field, StrictInt, StrictStr, ValidationError

from api.errors import Unauthorized
from api.json_text import NotStrictJson, parse
from application.config import ID_PATTERN
from domain.case import Caller
from domain.events import Requester
from domain.model import JSON, Model

LONGEST_TOKEN = 8_192
LEEWAY = 30
OLDEST = 8 * 3_600
"""Seconds since `iat` after which a token counts no more, whatever its `exp`."""

REMEMBERED_SECONDS = 60
REMEMBERED_TOKENS = 10_000

_FORM: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_HS256: Final = HMACAlgorithm(HMACAlgorithm.SHA256)
_NOBODYS: Final = hashlib.sha256(b"the secret of no tenant").digest()
Id = Annotated[StrictStr, Field(pattern=f"^{ID_PATTERN}$")]
Label = Annotated[StrictStr, Field(max_length=320, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Fault(ValueError):
    """What is wrong with a token. It is the cause of an `Unauthorized`, which says it to nobody: it
    is for who holds the secrets, and tries tokens by them (`support-gateway token-check`).
    """


class WidgetAuthPayload(Model):
    """The claims of a widget token, as the host application signs them."""

    tenant_id: Id
    user_id: Id
    user_email: Label
    user_roles: Annotated[list[Label], Field(max_length=256)]
    plan: Label
    iat: StrictInt
    exp: StrictInt
    nbf: StrictInt = 0


class WidgetTokens:
    """Verifies widget tokens, and remembers for a minute those that held."""

    def __init__(self, secrets: Mapping[str, tuple[bytes, ...]], now: Callable[[], float]) -> None:
        """`secrets` by tenant; `now` gives seconds since 1970."""
        self._now = now
        self._held: OrderedDict[bytes, tuple[Caller, float]] = OrderedDict()
        self.trust(secrets)

    def trust(self, secrets: Mapping[str, tuple[bytes, ...]]) -> None:
        """Verify by these secrets from now on, and what was remembered again."""
        self._keys = {
            tenant: tuple(_HS256.prepare_key(secret) for secret in theirs)
            for tenant, theirs in secrets.items()
        }
        self._held.clear()

    def caller(self, headers: Sequence[tuple[bytes, bytes]]) -> Caller:
        """Say who calls, by all headers of a request; raises `Unauthorized`."""
        values = [value for name, value in headers if name == b"authorization"]
        if len(values) != 1:
            raise Unauthorized from Fault("one Authorization header is needed, and no more")
        now = self._now()
        caller, until = self._held.get(values[0], (None, 0.0))
        if caller is not None and now < until:
            return caller
        scheme, _, token = values[0].decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or len(token) > LONGEST_TOKEN:
            raise Unauthorized from Fault(f"it is no bearer token of up to {LONGEST_TOKEN} bytes")
        caller, until = self._verified(token, now)
        self._held[values[0]] = (caller, until)
        if len(self._held) > REMEMBERED_TOKENS:
            self._held.popitem(last=False)
        return caller

    def _verified(self, token: str, now: float) -> tuple[Caller, float]:
        """Say whose token it is, and until when that may be remembered."""
        claims = self._claims(token)
        fault = _untimely(claims, now)
        if fault:
            raise Unauthorized from Fault(fault)
        requester = Requester(
            user_id=claims.user_id,
            email=claims.user_email,
            roles=tuple(claims.user_roles),
            plan=claims.plan,
        )
        until = min(now + REMEMBERED_SECONDS, claims.exp, claims.iat + OLDEST)
        return Caller(claims.tenant_id, requester), until

    def _claims(self, token: str) -> WidgetAuthPayload:
        """The claims of a token whose form, signature and types are right."""
        if not _FORM.fullmatch(token):
            raise Unauthorized from Fault("it is not three parts of base64url with dots between")
        header, body, signature = token.split(".")
        payload = _decoded(body)
        if not isinstance(payload, dict):
            raise Unauthorized from Fault("its claims are no JSON object")
        if not _is_ours(header):
            raise Unauthorized from Fault("its header must say alg HS256, typ JWT, and no crit")
        tenant = payload.get("tenantId")
        known = self._keys.get(tenant, ()) if isinstance(tenant, str) else ()
        # A tenant that there is none of costs a signature too, lest the time tell.
        said = f"{header}.{body}".encode()
        # Compared as it is spelt: letters may differ in bits that say nothing.
        signed = [
            hmac.compare_digest(base64url_encode(_HS256.sign(said, key)), signature.encode())
            for key in known or (_NOBODYS,)
        ]
        if not known or not any(signed):
            theirs = "it is not signed with any of the tenant's token_secrets, as they are spelt"
            raise Unauthorized from Fault(
                theirs if known else "its tenantId is none of the configured tenants"
            )
        try:
            return WidgetAuthPayload.model_validate(payload, by_alias=True, by_name=False)
        except ValidationError as error:
            raise Unauthorized from Fault(_misfits(error))


def _untimely(claims: WidgetAuthPayload, now: float) -> str:
    """Why a token does not count now; nothing if it does."""
    seconds = "all times are whole seconds since 1970"
    if now >= claims.exp:
        return f"exp is {now - claims.exp:.0f} seconds ago"
    if claims.iat > now + LEEWAY:
        return f"iat is in the future; {seconds}"
    if now - claims.iat > OLDEST:
        return f"iat is over {OLDEST} seconds ago, however late exp is"
    if claims.nbf > now + LEEWAY:
        return f"nbf is in the future; {seconds}"
    return ""


def _misfits(error: ValidationError) -> str:
    """Which claims do not fit, and why; what stands in them is not repeated."""
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    )


@lru_cache(maxsize=64)
def _is_ours(header: str) -> bool:
    """Whether a token's header says what all of ours say; most tokens have the same."""
    members = _decoded(header)
    if not isinstance(members, dict):
        return False
    kind = members.get("typ", "JWT")
    right = members.get("alg") == "HS256" and "crit" not in members
    return right and isinstance(kind, str) and kind.upper() == "JWT"


def _decoded(part: str) -> JSON:
    """Read the JSON in one part of a token; None if there is none."""
    try:
        return parse(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (NotStrictJson, binascii.Error, ValueError):
        return None
