"""Who is let in: one good token of the tenant's, and whatever else is told the same no."""

import base64
import hmac
import json
import re
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.api.conftest import SECRETS, World
from tests.gateway import Answer, Gateway, claims, signed

ACME = SECRETS["ten_acme"][0]
NOW = int(time.time())
GOOD = claims("ten_acme", "usr_edge")
FORM = "application/json"


def encoded(part: Any) -> str:
    """A part of a token: JSON unless it is bytes already, Base64 for URLs without padding."""
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: Any, payload: Any, secret: str = ACME, digest: str = "sha256") -> str:
    """A token of any content with a right signature."""
    signing = f"{encoded(header)}.{encoded(payload)}"
    return f"{signing}.{encoded(hmac.digest(secret.encode(), signing.encode(), digest))}"


def changed(**members: Any) -> str:
    """A token that is good but for these claims."""
    return signed({**GOOD, **members}, ACME)


def without(name: str) -> str:
    """A token that lacks a claim."""
    return signed({key: value for key, value in GOOD.items() if key != name}, ACME)


HS256 = {"alg": "HS256", "typ": "JWT"}
TOKEN = signed(GOOD, ACME)
HEAD, BODY, SIGNATURE = TOKEN.split(".")
_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _other_last_letter(token: str) -> str:
    """The same signature, spelt otherwise: the last letter's two lowest bits say nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]


BAD: dict[str, str] = {
    "nothing": "",
    "a word": "token",
    "two parts": f"{HEAD}.{BODY}",
    "four parts": f"{TOKEN}.x",
    "an empty signature": f"{HEAD}.{BODY}.",
    "an empty payload": f"{HEAD}..{SIGNATURE}",
    "an empty header": f".{BODY}.{SIGNATURE}",
    "only dots": "..",
    "a changed signature": f"{HEAD}.{BODY}.{SIGNATURE[:-5]}AAAAA",
    "a signature spelt otherwise": _other_last_letter(TOKEN),
    "a cut signature": TOKEN[:-3],
    "a longer signature": TOKEN + "AAAA",
    "a padded signature": TOKEN + "=",
    "a signature of another token": f"{HEAD}.{encoded({**GOOD, 'plan': 'gold'})}.{SIGNATURE}",
    "a changed payload": f"{HEAD}.{BODY[:-4]}AAAA.{SIGNATURE}",
    "standard Base64": f"{HEAD}.{BODY}.+/{SIGNATURE[2:]}",
    "a space inside": f"{HEAD}. {BODY}.{SIGNATURE}",
    "a space behind, and more": f"{TOKEN} {TOKEN}",
    "a comma": f"{TOKEN},{TOKEN}",
    "letters beyond ASCII": f"{HEAD}.{BODY}.\u00e9",
    "another secret": signed(GOOD, "some-other-secret-of-32-bytes-or-more"),
    "an empty secret": forged(HS256, GOOD, ""),
    "another tenant's secret": signed(GOOD, SECRETS["ten_globex"][0]),
    "another tenant's name": signed({**GOOD, "tenantId": "ten_globex"}, ACME),
    "an unknown tenant": signed({**GOOD, "tenantId": "ten_nobody"}, ACME),
    "a tenant in capitals": signed({**GOOD, "tenantId": "TEN_ACME"}, ACME),
    "no algorithm": f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{BODY}.",
    "no algorithm, signed": forged({"alg": "none", "typ": "JWT"}, GOOD),
    "NONE": forged({"alg": "NONE", "typ": "JWT"}, GOOD),
    "hs256": forged({"alg": "hs256", "typ": "JWT"}, GOOD),
    "HS384": jwt.encode(GOOD, ACME * 2, algorithm="HS384"),
    "HS512": jwt.encode(GOOD, ACME * 2, algorithm="HS512"),
    "HS512 with the tenant's secret": forged({"alg": "HS512"}, GOOD, digest="sha512"),
    "RS256": jwt.encode(GOOD, _RSA, algorithm="RS256"),
    "RS256, signed by HS256": forged({"alg": "RS256", "typ": "JWT"}, GOOD),
    "a list of algorithms": forged({"alg": ["HS256"], "typ": "JWT"}, GOOD),
    "a header without an algorithm": forged({"typ": "JWT"}, GOOD),
    "a type that is a number": forged({**HS256, "typ": 5}, GOOD),
    "a type of another kind": forged({**HS256, "typ": "dpop+jwt"}, GOOD),
    "a header that is a list": forged(["HS256"], GOOD),
    "a header that is no JSON": forged(b"HS256", GOOD),
    "a header with two algorithms": forged(b'{"alg":"HS256","alg":"none"}', GOOD),
    "a critical extension": forged({**HS256, "crit": ["exp"], "exp": NOW + 60}, GOOD),
    "an unknown critical extension": forged({**HS256, "crit": ["x"], "x": 1}, GOOD),
    "no critical extension": forged({**HS256, "crit": []}, GOOD),
    "a detached payload": forged({**HS256, "b64": False, "crit": ["b64"]}, GOOD),
    "a payload that is a list": forged(HS256, [GOOD]),
    "a payload that is a text": forged(HS256, "usr_edge"),
    "a payload that is null": forged(HS256, None),
    "a payload that is no JSON": forged(HS256, b"userId=usr_edge"),
    "a payload that is not UTF-8": forged(HS256, b'{"tenantId":"ten_acme","userId":"\xff"}'),
    "the same claim twice": forged(HS256, json.dumps(GOOD)[:-1].encode() + b',"userId":"usr_a"}'),
    "the same claim alike twice": forged(HS256, json.dumps(GOOD)[:-1].encode() + b',"plan":"pro"}'),
    "expired": changed(iat=NOW - 600, exp=NOW - 300),
    "just expired": changed(iat=NOW - 600, exp=NOW - 1),
    "never expiring": changed(exp=None),
    "expiring as text": changed(exp=str(NOW + 3600)),
    "expiring at a fraction": changed(exp=NOW + 3600.5),
    "expiring at 1e999": forged(
        HS256, json.dumps(GOOD).replace(str(GOOD["exp"]), "1e999").encode()
    ),
    "expiring at NaN": forged(HS256, json.dumps(GOOD).replace(str(GOOD["exp"]), "NaN").encode()),
    "expiring true": changed(exp=True),
    "signed in an hour": changed(iat=NOW + 3600, exp=NOW + 7200),
    "signed as text": changed(iat=str(NOW)),
    "signed true": changed(iat=True),
    "signed at a fraction": changed(iat=float(NOW)),
    "older than 8 hours": changed(iat=NOW - 8 * 3600 - 60, exp=NOW + 3600),
    "signed in 1970": changed(iat=0, exp=NOW + 3600),
    "signed before 1970": changed(iat=-1, exp=NOW + 3600),
    "not before an hour": changed(nbf=NOW + 3600),
    "not before a text": changed(nbf=str(NOW)),
    "not before null": changed(nbf=None),
    **{f"no {name}": without(name) for name in GOOD},
    "a user that is a number": changed(userId=7),
    "a user that is null": changed(userId=None),
    "a user that is a list": changed(userId=["usr_edge"]),
    "a user that is empty": changed(userId=""),
    "a user of 129 letters": changed(userId="u" * 129),
    "a user with a space": changed(userId="usr edge"),
    "a user with a line break": changed(userId="usr_edge\n"),
    "a user with NUL": changed(userId="usr\0edge"),
    "a user with a slash": changed(userId="../usr_edge"),
    "a user with a quote": changed(userId="usr'edge"),
    "a user in Cyrillic": changed(userId="usr_\u0435dge"),
    "a user with a lone surrogate": changed(userId="usr\ud800"),
    "a tenant that is a number": changed(tenantId=7),
    "a tenant that is a list": changed(tenantId=["ten_acme"]),
    "a tenant that is an object": changed(tenantId={"ten_acme": 1}),
    "an address that is null": changed(userEmail=None),
    "an address that is a number": changed(userEmail=5),
    "an address with a lone surrogate": changed(userEmail="\ud800@x.example"),
    "roles that are a text": changed(userRoles="member"),
    "roles that are null": changed(userRoles=None),
    "roles that are an object": changed(userRoles={"member": True}),
    "roles that are numbers": changed(userRoles=[1]),
    "a role with a lone surrogate": changed(userRoles=["\ud800"]),
    "a plan that is null": changed(plan=None),
    "a plan that is a list": changed(plan=["pro"]),
    "over 8 KiB": changed(padding="x" * 8192),
    "an operator's": "op_" + "x" * 43,
    "the service token": "service-token-of-the-host",
    "the secret itself": ACME,
}


def but_for_the_id(answer: Answer) -> tuple[int, str, list[tuple[str, str]]]:
    """All of an answer that may not differ."""
    headers = [pair for pair in answer.headers if pair[0] not in {"x-request-id", "date"}]
    body = answer.body.decode().replace(answer.header("x-request-id") or "", "ID")
    return answer.status, body, headers


def test_the_good_token_is_good(gateway: Gateway):
    assert gateway.get("/api/cases", token=TOKEN).status == 200


@pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_token_is_refused_in_the_same_words(gateway: Gateway, bad: str):
    reference = but_for_the_id(gateway.get("/api/cases"))
    sent = bad.encode("utf-8").decode("latin-1")

    answer = gateway.get("/api/cases", token=sent)
    posted = gateway.post("/api/cases", {"message": "x"}, token=sent)

    assert but_for_the_id(answer) == reference
    assert but_for_the_id(posted) == reference
    assert answer.status == 401
    assert answer.json.keys() == {"statusCode", "error", "message", "requestId"}
    assert answer.json["error"] == "UNAUTHORIZED"
    assert answer.header("www-authenticate") == "Bearer"


@pytest.mark.parametrize(
    "header",
    [
        TOKEN,
        f"Basic {TOKEN}",
        f"Token {TOKEN}",
        f"Bearer{TOKEN}",
        f"Bearer  {TOKEN}",
        f"Bearer\t{TOKEN}",
        f'Bearer "{TOKEN}"',
        f"Bearer Bearer {TOKEN}",
        "Bearer",
        "Bearer ",
        f"Basic {base64.b64encode(b'usr_edge:x').decode()}",
    ],
)
def test_only_the_bearer_scheme_lets_in(gateway: Gateway, header: str):
    answer = gateway.get("/api/cases", headers=[("Authorization", header)])

    assert but_for_the_id(answer) == but_for_the_id(gateway.get("/api/cases"))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_has_no_case(gateway: Gateway, scheme: str):
    answer = gateway.get("/api/cases", headers=[("Authorization", f"{scheme} {TOKEN}")])

    assert answer.status == 200


def test_two_tokens_are_none(gateway: Gateway):
    header = ("Authorization", f"Bearer {TOKEN}")

    assert gateway.get("/api/cases", headers=[header, header]).status == 401
    assert gateway.get("/api/cases", headers=[header, ("Authorization", "x")]).status == 401


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("path", f"/api/cases?access_token={TOKEN}"),
        ("path", f"/api/cases?token={TOKEN}"),
        ("Cookie", f"token={TOKEN}; Authorization=Bearer {TOKEN}"),
        ("X-Authorization", f"Bearer {TOKEN}"),
        ("Proxy-Authorization", f"Bearer {TOKEN}"),
    ],
)
def test_a_token_counts_nowhere_else(gateway: Gateway, elsewhere: tuple[str, str]):
    name, value = elsewhere
    path = value if name == "path" else "/api/cases"
    headers = [] if name == "path" else [elsewhere]

    assert gateway.get(path, headers=headers).status == 401


@pytest.mark.parametrize(
    "good",
    [
        changed(iat=NOW + 20, exp=NOW + 3600),
        changed(nbf=NOW + 20),
        changed(nbf=NOW - 600),
        changed(iat=NOW - 7 * 3600, exp=NOW + 3600),
        changed(exp=NOW + 100 * 86400),
        changed(userId="u" * 128),
        changed(userId="A.z_0:@+|~-"),
        changed(userRoles=[]),
        changed(plan="", userEmail=""),
        changed(iss="acme", aud="gateway", sub="x", jti="1", unknown={"a": [1]}),
        changed(padding="x" * 4096),
        forged({"alg": "HS256"}, GOOD),
        forged({"typ": "jwt", "alg": "HS256", "kid": "../../etc/passwd", "jku": "http://x"}, GOOD),
        signed(GOOD, SECRETS["ten_acme"][1]),
    ],
)
def test_a_good_token_lets_in(gateway: Gateway, good: str):
    answer = gateway.get("/api/cases", token=good)

    assert answer.status == 200, answer.body


def test_the_tokens_claims_are_the_users(gateway: Gateway):
    token = changed(userId="usr_claims", userRoles=["owner"], plan="team")

    case = gateway.open_case(token)["case"]

    assert (case["tenantId"], case["userId"]) == ("ten_acme", "usr_claims")


def test_no_refusal_repeats_the_token(gateway: Gateway):
    for bad in BAD.values():
        if len(bad) > 20 and bad.isascii():
            assert bad.encode()[:20] not in gateway.get("/api/cases", token=bad).body


def test_no_log_line_holds_a_token(world: World):
    log = world.gateway.log_file.read_text()

    assert not re.search(r"eyJ[A-Za-z0-9_-]{10,}", log)
    for secrets in SECRETS.values():
        assert not any(secret in log for secret in secrets)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/cases/cas_1"),
        ("GET", "/api/cases/cas_1/events"),
        ("POST", "/api/cases/cas_1/messages"),
        ("POST", "/api/cases"),
        ("GET", "/api/cases?limit=none"),
    ],
)
def test_who_one_is_counts_before_what_one_asks(gateway: Gateway, method: str, path: str):
    body = b"nonsense" if method == "POST" else None

    assert gateway.request(method, path, body=body).status == 401
