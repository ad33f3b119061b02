"""`init` writes a configuration, and `check` says what is wrong with one."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from api.__main__ import main
from application.config import load

FILE = Path("support-gateway.toml")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without anything that is set for a gateway."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONFIG", "DATABASE_URL", "MODEL", "RATE_LIMITS", "ENCRYPTION_KEY"):
        monkeypatch.delenv(f"SUPPORT_GATEWAY_{name}", raising=False)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)


def test_what_init_writes_is_valid(capsys: pytest.CaptureFixture[str]):
    assert main(["init"]) == 0
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "configuration is valid: 1 tenant, 0 operators, record in var/support-gateway.db,"
        " case keys not wrapped, answers by the built-in answerer"
    )


def test_what_init_suggests_in_comments_is_valid_too(monkeypatch: pytest.MonkeyPatch):
    main(["init"])
    text = re.sub(r"^# (?=\w+ = |\[)", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace('token_sha256 = ""', f'token_sha256 = "{"0" * 64}"')
    for connector in ("jira", "webhook"):
        FILE.write_text(text.replace('"file"\n', f'"{connector}"\n'), encoding="utf-8")
        monkeypatch.setenv("ACME_DESK_TOKEN", "token")
        monkeypatch.setenv("ACME_WEBHOOK_SECRET", "whsec_" + "YWJj" * 10)
        settings = load(os.environ)
        tenant = settings.tenants["ten_acme"]
        assert (tenant.tickets.connector, tenant.tickets.project_key) == (connector, "SUP")
        assert (tenant.snapshot.retention_days, tenant.answers.daily_tokens) == (365, 2_000_000)
        assert list(settings.operators) == ["audit-desk"]


def test_what_is_valid_and_seldom_meant_is_worth_a_look(capsys: pytest.CaptureFixture[str]):
    main(["init"])
    text = FILE.read_text(encoding="utf-8")
    text = text.replace(":8701", ":8701/support")
    text = text.replace("# url = ", "url = ")
    text += f"""
[operators.desk]
token_sha256 = "{"0" * 64}"
roles = ["auditor"]
tenants = ["ten_acme", "ten_acm", "*"]

[operators.nobody]
token_sha256 = "{"1" * 64}"
roles = []
tenants = []
"""
    FILE.write_text(text, encoding="utf-8")
    capsys.readouterr()

    assert main(["check"]) == 0

    valid, *doubts = capsys.readouterr().out.splitlines()
    assert valid.startswith("configuration is valid: ")
    assert doubts == [
        "worth a look: operators.desk.tenants: ten_acm is none of the tenants in this file",
        "worth a look: operators.nobody.roles: is empty, so whoever has the token sees nothing",
        "worth a look: operators.nobody.tenants: is empty, so whoever has the token sees nothing",
        "worth a look: tenants.ten_acme.host.base_url: leave out /support, which is added",
        'worth a look: tenants.ten_acme.tickets.connector: is "file", so no desk is called',
    ]


def test_a_variable_that_is_almost_a_setting_is_worth_a_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    main(["init"])
    monkeypatch.setenv("SUPPORT_GATEWAY_ENCRYPTIONKEY", "k" * 32)
    # As Kubernetes sets them beside a Service of that name.
    for name in ("PORT", "PORT_8000_TCP", "SERVICE_HOST", "SERVICE_PORT"):
        monkeypatch.setenv(f"SUPPORT_GATEWAY_{name}", "8000")
    capsys.readouterr()

    assert main(["check"]) == 0

    _, *doubts = capsys.readouterr().out.splitlines()
    meant = "is no setting; did you mean SUPPORT_GATEWAY_ENCRYPTION_KEY?"
    assert doubts == [f"worth a look: SUPPORT_GATEWAY_ENCRYPTIONKEY: {meant}"]


def test_a_tenants_id_with_a_dot_is_told_to_be_quoted(capsys: pytest.CaptureFixture[str]):
    main(["init"])
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(text.replace("tenants.ten_acme", "tenants.acme.com"), encoding="utf-8")
    capsys.readouterr()

    assert main(["check"]) == 1

    assert '(an id with a dot is quoted: [tenants."acme.com"])\n' in capsys.readouterr().out


def test_only_the_owner_may_read_what_init_writes():
    main(["init"])
    assert FILE.stat().st_mode & 0o777 == 0o600
    FILE.chmod(0o644)
    main(["init", "--force"])
    assert FILE.stat().st_mode & 0o777 == 0o600


def test_every_secret_is_fresh():
    main(["init", "one.toml"])
    main(["init", "two.toml"])
    secrets = [
        secret
        for name in ("one.toml", "two.toml")
        for tenant in tomllib.loads(Path(name).read_text(encoding="utf-8"))["tenants"].values()
        for secret in (*tenant["token_secrets"], tenant["host"]["service_token"])
    ]
    assert len(set(secrets)) == 4
    assert all(len(secret) >= 32 for secret in secrets)


def test_init_overwrites_only_when_told_to(capsys: pytest.CaptureFixture[str]):
    FILE.write_text("mine", encoding="utf-8")
    assert main(["init"]) == 2
    assert FILE.read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err == (
        "support-gateway init: support-gateway.toml is there already; --force overwrites it\n"
    )
    assert main(["init", "--force"]) == 0
    assert "ten_acme" in FILE.read_text(encoding="utf-8")
    assert [path.name for path in Path().iterdir()] == [FILE.name]


@pytest.mark.parametrize("path", ["missing/gateway.toml", ".", "a\0b"])
def test_init_says_where_it_cannot_write(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["init", path, "--force"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(Path().iterdir()) == []


def test_init_writes_the_file_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("SUPPORT_GATEWAY_CONFIG", "named.toml")
    assert main(["init"]) == 0
    assert Path("named.toml").exists()
    assert main(["check"]) == 0
    assert main(["init", "other.toml"]) == 0
    assert "SUPPORT_GATEWAY_CONFIG" in capsys.readouterr().out


def test_check_prints_a_line_for_each_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("SUPPORT_GATEWAY_ENCRYPTION_KEY", "short")
    FILE.write_text("tenant = 1", encoding="utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "tenants: is missing; write a table [tenants.ID] or more",
        "SUPPORT_GATEWAY_ENCRYPTION_KEY: is too short; write at least 32 bytes of randomness",
        "tenant: is no setting; did you mean tenants?",
    ]


def test_check_tells_what_a_gateway_would_run_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    main(["init"])
    monkeypatch.setenv("SUPPORT_GATEWAY_DATABASE_URL", "postgresql://user:hidden@db/gateway")
    monkeypatch.setenv("SUPPORT_GATEWAY_ENCRYPTION_KEY", "hidden" * 6)
    monkeypatch.setenv("SUPPORT_GATEWAY_MODEL", "claude-test")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "hidden")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "configuration is valid: 1 tenant, 0 operators, record in PostgreSQL, case keys wrapped,"
        " answers by claude-test"
    )
