"""Made-up secrets, such as a real host application lets slip, so that redaction can be watched.

Each is put together at run time: the source holds nothing that looks like a credential.
"""

import base64
import json
from random import Random

_UPPER_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def access_key(dice: Random) -> str:
    """An AWS access key id: `AKIA` and 16 characters (AWS IAM user guide, unique identifiers)."""
    return "AK" + "IA" + "".join(dice.choices(_UPPER_BASE32, k=16))


def download_token(dice: Random, user_id: str) -> str:
    """A JSON Web Token in compact form (RFC 7519), signed by nobody."""
    header = _base64url(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = _base64url(json.dumps({"sub": user_id, "scope": "files:read"}).encode())
    return ".".join((header, claims, _base64url(dice.randbytes(32))))


def database_url(dice: Random) -> str:
    """A connection string with a password, to a host of the inner network."""
    return "".join(("postgres", "://render:", dice.randbytes(9).hex(), "@10.20.4.17:5432/exports"))


def card_number() -> str:
    """A card number that passes the Luhn check (ISO/IEC 7812-1) and that no bank gives out."""
    return " ".join(("4242",) * 4)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
