"""Minted tokens hold what the gateway asks of them."""

import hashlib
import re

import jwt
from pydantic import SecretStr

from api.tokens import mint, new_operator_token

SECRET = SecretStr("s" * 32)
NOW = 1_700_000_000


def test_a_widget_token_holds_the_seven_claims_under_hs256():
    token = mint(
        tenant_id="ten_acme",
        user_id="usr_1",
        user_email="maya@example.com",
        user_roles=("owner", "member"),
        plan="pro",
        secret=SECRET,
        now=NOW,
        ttl=60,
    )
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    claims = jwt.decode(
        token,
        SECRET.get_secret_value(),
        algorithms=["HS256"],
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims == {
        "tenantId": "ten_acme",
        "userId": "usr_1",
        "userEmail": "maya@example.com",
        "userRoles": ["owner", "member"],
        "plan": "pro",
        "iat": NOW,
        "exp": NOW + 60,
    }


def test_an_operators_token_is_known_by_the_digest_of_all_of_it():
    token, digest = new_operator_token(lambda size: bytes(range(size)))
    assert re.fullmatch(r"op_[A-Za-z0-9_-]{43}", token)
    assert digest == hashlib.sha256(token.encode()).hexdigest()
    assert new_operator_token(lambda size: b"\xff" * size)[0] != token
