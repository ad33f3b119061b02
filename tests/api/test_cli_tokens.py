"""`token` and `operator-token` print tokens that the configuration makes good."""

import hashlib
import time
import tomllib
from pathlib import Path
from typing import Any

import jwt
import pytest

from api.__main__ import main
from application.config import load

FILE = Path("support-gateway.toml")


@pytest.fixture(autouse=True)
def _configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work in a folder with a fresh configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUPPORT_GATEWAY_CONFIG", raising=False)
    assert main(["init"]) == 0
    capsys.readouterr()


def claims_in(token: str) -> dict[str, Any]:
    """The claims of a token that the configured tenant's first secret signed, and that is good."""
    secret = load({}).tenants["ten_acme"].token_secrets[0].get_secret_value()
    claims: dict[str, Any] = jwt.decode(token, secret, algorithms=["HS256"])
    return claims


def test_a_token_is_signed_with_the_tenants_first_secret(capsys: pytest.CaptureFixture[str]):
    assert main(["token", "--tenant", "ten_acme", "--user", "usr_1"]) == 0
    claims = claims_in(capsys.readouterr().out.strip())
    assert claims["exp"] - claims.pop("iat") == 3600
    del claims["exp"]
    assert claims == {
        "tenantId": "ten_acme",
        "userId": "usr_1",
        "userEmail": "user@example.com",
        "userRoles": ["member"],
        "plan": "free",
    }


def test_every_claim_can_be_chosen(capsys: pytest.CaptureFixture[str]):
    options = "--email maya@acme.example --role owner --role billing --plan pro --ttl 28800"
    assert main(["token", "--tenant", "ten_acme", "--user", "usr|1", *options.split()]) == 0
    claims = claims_in(capsys.readouterr().out.strip())
    assert (claims["userId"], claims["userEmail"]) == ("usr|1", "maya@acme.example")
    assert (claims["userRoles"], claims["plan"]) == (["owner", "billing"], "pro")
    assert claims["exp"] - claims["iat"] == 28_800


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("--tenant ten_acm --user usr_1", "--tenant is none of the configured ones: ten_acme"),
        ("--tenant ten_acme --user usr/1", "--user is no id: write 1 to 128 letters, digits or"),
        ("--tenant ten_acme --user usr_1 --ttl 28801", "--ttl is over 28800"),
    ],
)
def test_a_token_that_no_gateway_would_take_is_not_minted(
    options: str, problem: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["token", *options.split()]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"support-gateway token: {problem}")


def told_of(changed: dict[str, Any], capsys: pytest.CaptureFixture[str], **signing: Any) -> str:
    """What `token-check` says of a token that is good but for these claims; None leaves one out."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "tenantId": "ten_acme",
        "userId": "usr_1",
        "userEmail": "a@b.example",
        "userRoles": ["editor"],
        "plan": "pro",
        "iat": now,
        "exp": now + 600,
    }
    claims = {name: value for name, value in (claims | changed).items() if value is not None}
    secret = load({}).tenants["ten_acme"].token_secrets[0].get_secret_value()
    token = jwt.encode(claims, **({"key": secret, "algorithm": "HS256"} | signing))
    code = main(["token-check", f"Bearer {token}"])
    said = capsys.readouterr()
    assert said.err == ""
    assert code == (0 if said.out.startswith("good: ") else 1)
    return said.out.strip()


@pytest.mark.parametrize(
    ("changed", "signing", "said"),
    [
        ({}, {}, "good: usr_1 of ten_acme"),
        ({"plan": None}, {}, "refused: plan: Field required"),
        ({"userRoles": "editor"}, {}, "refused: userRoles: Input should be a valid list"),
        ({"exp": 1}, {}, "refused: exp is "),
        ({"iat": 1}, {}, "refused: iat is over 28800 seconds ago"),
        ({"iat": 1_795_000_000_000, "exp": 1_795_000_600_000}, {}, "refused: iat is in the future"),
        ({"nbf": 9_999_999_999}, {}, "refused: nbf is in the future"),
        ({"tenantId": "ten_acm"}, {}, "refused: its tenantId is none of the configured tenants"),
        ({}, {"key": "x" * 64}, "refused: it is not signed with any of the tenant's token_secrets"),
        ({}, {"key": "x" * 64, "algorithm": "HS512"}, "refused: its header must say alg HS256"),
    ],
)
def test_a_token_of_ones_own_is_told_why_it_is_refused(
    changed: dict[str, Any],
    signing: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
):
    assert told_of(changed, capsys, **signing).startswith(said)


def test_what_is_no_token_is_told_so(capsys: pytest.CaptureFixture[str]):
    assert main(["token-check", "abc"]) == 1
    assert capsys.readouterr().out.startswith("refused: it is not three parts")


@pytest.mark.parametrize("name", ["audit-desk", "maya@acme.example"])
def test_an_operators_table_can_be_pasted_into_the_configuration(
    name: str, capsys: pytest.CaptureFixture[str]
):
    options = ["--name", name, "--role", "admin", "--tenant", "ten_acme", "--tenant", "ten_b"]
    assert main(["operator-token", *options]) == 0
    token, _, table = capsys.readouterr().out.partition("\n")
    assert token not in table
    FILE.write_text(FILE.read_text(encoding="utf-8") + table, encoding="utf-8")
    operator = load({}).operators[name]
    assert operator.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert (sorted(operator.roles), sorted(operator.tenants)) == (["admin"], ["ten_acme", "ten_b"])


def test_an_operator_may_read_everything_unless_told_otherwise(
    capsys: pytest.CaptureFixture[str],
):
    assert main(["operator-token"]) == 0
    first, _, table = capsys.readouterr().out.partition("\n")
    operator = tomllib.loads(table)["operators"]["audit-desk"]
    assert (operator["roles"], operator["tenants"]) == (["auditor", "analyst"], ["*"])
    assert main(["operator-token"]) == 0
    assert capsys.readouterr().out.partition("\n")[0] != first


@pytest.mark.parametrize("options", ["--name a/b", "--tenant a/b", "--name *"])
def test_an_operator_has_an_id_and_tenants_with_one(
    options: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["operator-token", *options.split()]) == 2
    assert "is no id" in capsys.readouterr().err
