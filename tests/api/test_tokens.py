"""Minted tokens hold what the gateway asks of them, and count as long as they say."""

import hashlib
import re

import jwt
import pytest
from pydantic import SecretStr

from api.auth import LEEWAY, OLDEST, REMEMBERED_SECONDS, WidgetTokens
from api.errors import Unauthorized
from api.tokens import mint, new_operator_token
from tests.gateway import claims, signed

SECRET = SecretStr("s" * 32)
NOW = 1_700_000_000


class Door:
    """Who a gateway lets in at a time."""

    def __init__(self) -> None:
        self.now = float(NOW)
        key = SECRET.get_secret_value().encode()
        self._tokens = WidgetTokens({"ten_acme": (key,)}, lambda: self.now)

    def lets_in(self, token: str) -> bool:
        try:
            caller = self._tokens.caller([(b"authorization", f"Bearer {token}".encode())])
        except Unauthorized:
            return False
        return caller.person == ("ten_acme", "usr_1")


def token_of(**changed: int) -> str:
    times = {"iat": NOW, "exp": NOW + 3_600}
    return signed(claims("ten_acme", "usr_1", **(times | changed)), SECRET.get_secret_value())


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


@pytest.mark.parametrize(
    ("last", "first_beyond"),
    [
        ({"exp": NOW + 1}, {"exp": NOW}),
        ({"iat": NOW + LEEWAY}, {"iat": NOW + LEEWAY + 1}),
        ({"nbf": NOW + LEEWAY}, {"nbf": NOW + LEEWAY + 1}),
        ({"iat": NOW - OLDEST}, {"iat": NOW - OLDEST - 1}),
    ],
    ids=["exp", "iat in the future", "nbf", "age"],
)
def test_a_tokens_times_count_to_the_second(last: dict[str, int], first_beyond: dict[str, int]):
    assert Door().lets_in(token_of(**last))
    assert not Door().lets_in(token_of(**first_beyond))


@pytest.mark.parametrize(
    "times", [{"exp": NOW + 20}, {"iat": NOW - OLDEST + 20}], ids=["exp", "age"]
)
def test_a_token_that_is_remembered_ends_when_it_says(times: dict[str, int]):
    door, token = Door(), token_of(**times)
    assert door.lets_in(token)
    door.now += 19.9
    assert door.lets_in(token)
    door.now = NOW + 20.1
    assert not door.lets_in(token)


def test_a_token_is_remembered_no_longer_than_its_secret_is_trusted():
    now = float(NOW)
    tokens = WidgetTokens({"ten_acme": (SECRET.get_secret_value().encode(),)}, lambda: now)
    sent = [(b"authorization", f"Bearer {token_of()}".encode())]
    caller = tokens.caller(sent)
    assert tokens.caller(sent) is caller
    now += REMEMBERED_SECONDS
    assert tokens.caller(sent) is not caller, "verified again"
    tokens.trust({"ten_acme": (b"another secret of at least 32 bytes",)})
    with pytest.raises(Unauthorized):
        tokens.caller(sent)
