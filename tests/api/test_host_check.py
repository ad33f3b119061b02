"""`support-gateway host check`: what the gateway says of somebody's endpoints."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.__main__ import main
from api.cli import host as host_command
from api.cli.terminal import Terminal
from application.config import HostSettings
from tests.gateway import free_port
from tests.hosts import SERVICE_TOKEN, Host
from tests.hosts.behaviours import hang, redirect, says, status


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def host() -> Iterator[Host]:
    """A host application that behaves unless it is told otherwise."""
    with Host() as host:
        yield host


class Checking:
    """Checks a host, and keeps what was said."""

    def __init__(self, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
        self._host = host
        self._capsys = capsys

    def __call__(self, *options: str, token: str = SERVICE_TOKEN) -> tuple[int, str]:
        code = main(
            ["host", "check", self._host.url, "--allow-private", "--token", token, *options]
        )
        said = self._capsys.readouterr()
        assert said.err == ""
        return code, said.out


@pytest.fixture
def checked(host: Host, capsys: pytest.CaptureFixture[str]) -> Checking:
    """Checks the host; gives the exit code and what was printed."""
    return Checking(host, capsys)


def test_a_host_that_behaves_is_told_so(checked: Checking):
    code, said = checked()

    assert code == 0
    assert said.splitlines()[-1] == "All four endpoints can be used."
    for endpoint, rows in (
        ("user-state", 5),
        ("user-history", 4),
        ("user-logs", 4),
        ("business-rules", 5),
    ):
        (row,) = (line.split() for line in said.splitlines() if line.startswith(f"{endpoint} "))
        assert (row[1], row[-2:]) == ("ok", [str(rows), "0"])
    assert "Failed" not in said
    assert "dropped:" not in said
    assert "Nothing had to be cut." in said


def test_what_redaction_takes_out_is_named_and_never_shown(checked: Checking):
    _, said = checked()

    assert "/identity/profile/email  [email]" in said
    assert "jane.doe@example.com" not in said


def test_it_asks_as_the_gateway_does(host: Host, checked: Checking):
    checked("--user", "usr_maya", "--window-hours", "24")

    asked = {one.endpoint: dict(one.query) for one in host.requests}
    assert asked == {
        "user-state": {"userId": "usr_maya"},
        "user-history": {"userId": "usr_maya", "windowHours": "24"},
        "user-logs": {"userId": "usr_maya", "windowHours": "24"},
        "business-rules": {},
    }


def test_an_endpoint_that_fails_is_named_with_the_reason(host: Host, checked: Checking):
    host.behave("user-logs", status(500))
    host.behave("user-history", redirect("/elsewhere"))
    host.behave("business-rules", says(b"<html>"))
    host.behave("user-state", says(b'{"userId": "usr_other"}'))

    code, said = checked()

    assert code == 1
    assert "  user-logs: HTTP status 500" in said
    assert "  user-history: HTTP status 302: redirects are not followed" in said
    assert "  business-rules: the answer is no JSON" in said
    assert "  user-state: the answer is about another user" in said
    assert said.splitlines()[-1].startswith("4 of 4 endpoints cannot be used: user-state, ")


def test_a_wrong_token_is_a_status_of_the_host_s(checked: Checking):
    code, said = checked(token="not-the-token")

    assert code == 1
    assert said.count("HTTP status 401") == 4
    assert said.splitlines()[-1] == "--token is not the one that your application takes."


def test_a_token_that_was_not_given_is_asked_for(host: Host, capsys: pytest.CaptureFixture[str]):
    code = main(["host", "check", host.url, "--allow-private"])

    said = capsys.readouterr().out
    assert code == 1
    assert said.splitlines()[-1].startswith("--token was not given")


def test_an_address_where_nothing_is_is_told_in_full(host: Host, checked: Checking):
    host.behave("user-state", status(404))

    code, said = checked()

    assert code == 1
    assert f"What is asked for is {host.url}/support/user-state" in said.splitlines()[-1]


def test_a_host_that_nobody_listens_for_is_no_connection(capsys: pytest.CaptureFixture[str]):
    port = free_port()

    code = main(["host", "check", f"http://127.0.0.1:{port}", "--allow-private"])

    said = capsys.readouterr().out
    assert code == 1
    assert said.count(f": no connection to 127.0.0.1 port {port}: ") == 4
    assert "ssl" not in said


def test_an_endpoint_that_hangs_is_given_up(
    host: Host, checked: Checking, monkeypatch: pytest.MonkeyPatch
):
    settings = host_command._settings

    def impatient(arguments: argparse.Namespace, terminal: Terminal) -> HostSettings:
        assert settings(arguments, terminal).timeout_seconds == 5
        return settings(arguments, terminal).model_copy(update={"timeout_seconds": 1.0})

    monkeypatch.setattr(host_command, "_settings", impatient)
    host.behave("user-logs", hang)

    code, said = checked()

    assert code == 1
    assert "user-logs: nothing whole within 1 seconds" in said


def test_the_first_rows_that_do_not_fit_are_named_by_their_members(host: Host, checked: Checking):
    requests = host.data["user-logs"]["recentRequests"]
    requests[1]["httpStatus"] = "413"
    del requests[0]["route"]
    host.data["user-logs"]["jobs"] = [{"jobId": n} for n in range(30)]
    host.data["user-state"]["activeErrors"][0]["errorClass"] = "strange"

    code, said = checked()

    assert code == 0
    assert "user-logs recentRequests[0].route: Field required" in said
    assert "user-logs recentRequests[1].httpStatus: Input should be a valid integer" in said
    assert "user-logs jobs[0].jobId: " in said
    assert "user-logs and 27 more" in said
    assert "user-state activeErrors[0].errorClass: Input should be 'validation', " in said
    row = next(line.split() for line in said.splitlines() if line.startswith("user-logs "))
    assert row[-2:] == ["1", "32"]


def test_all_members_at_fault_in_a_row_are_named_at_once(host: Host, checked: Checking):
    host.data["user-logs"]["jobs"] = [
        {"jobId": "job_1", "status": "FAILED", "createdAt": "now", "updatedAt": "now"}
    ]
    host.data["user-state"]["limitsReached"][0]["max"] = "50 MB"

    _, said = checked()

    assert "user-logs jobs[0].queue: Field required; .status: Input should be 'queued', " in said
    assert "limitsReached[0].max: Input should be a valid integer or a valid number\n" in said
    assert said.splitlines()[-1].endswith(", but not all that they say: see above.")


def test_members_in_another_spelling_are_told_their_own(host: Host, checked: Checking):
    state = host.data["user-state"]
    state["active_errors"] = state.pop("activeErrors")
    for error in host.data["business-rules"]["errorCatalog"]:
        error["error_code"] = error.pop("errorCode")

    code, said = checked()

    assert code == 0
    assert "user-state active_errors: write activeErrors\n" in said
    assert "business-rules errorCatalog[].error_code: write errorCode\n" in said
    assert said.splitlines()[-1].endswith(", but not all that they say: see above.")


def test_a_user_id_that_is_a_number_is_told_so(host: Host, checked: Checking):
    host.behave("user-state", says(b'{"userId": 1}'))

    _, said = checked("--user", "1")

    assert "user-state: the answer is about another user: userId is no string\n" in said


def test_an_answer_in_an_envelope_is_told_what_to_take_off(host: Host, checked: Checking):
    host.data = {name: {"ok": True, "data": whole} for name, whole in host.data.items()}

    code, said = checked()

    assert code == 1
    # The stand-in says whose state it is, beside the envelope.
    assert "user-state data: write what it holds in its place\n" in said
    assert said.count("they stand inside 'data', so answer with what is in there alone\n") == 3


def test_members_that_nobody_reads_are_named(host: Host, checked: Checking):
    host.data["user-state"]["subscription"] = {"seats": 5}
    host.data["user-history"]["events"][0]["browser"] = "Firefox"
    host.data["user-history"]["events"][1]["browser"] = "Firefox"
    host.data["user-state"]["profile"]["phone"] = "none"

    _, said = checked()

    assert "user-state subscription" in said
    assert "user-state profile.phone" in said
    assert said.count("user-history events[].browser") == 1
    assert "Firefox" not in said


def test_it_says_what_would_make_the_answers_better(host: Host, checked: Checking):
    host.data["business-rules"]["errorCatalog"].pop(0)
    host.data["user-history"]["events"][0]["ts"] = "2026-02-20 09:55:01"
    host.data["user-state"]["entities"][0]["id"] = "jane.doe@example.com"
    del host.data["user-state"]["plan"]

    _, said = checked()

    assert "errorCatalog does not explain UPLOAD_TOO_LARGE, which occurs 2 times" in said
    assert "no ISO 8601 time with a zone: user-history events[0].ts;" in said
    assert "/productState/entities/0/id is redacted to [email]" in said
    assert "user-state has no plan: what the token says stands in" in said


def test_a_host_with_nothing_to_say_is_told_what_to_say(host: Host, checked: Checking):
    host.data = {endpoint: {} for endpoint in host.data}

    code, said = checked()

    assert code == 0
    assert "business-rules says nothing" in said
    assert "there is nothing to answer this user from" in said


def test_what_the_bound_costs_is_told(host: Host, checked: Checking):
    host.data["business-rules"]["docs"] = [
        {"id": f"doc_{n}", "title": "Words", "content": "word " * 1_000, "category": "guide"}
        for n in range(100)
    ]

    _, said = checked()

    assert "of 262,144 bytes." in said
    assert "docs, rules and changes were cut." in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["http://127.0.0.1:1"], "URL is plain http; write https://… or say --allow-private"),
        (["https://10.0.0.1"], "URL is a private address"),
        (["localhost"], "URL is no web address"),
        (["https://a.example", "--token", "env:NOT_SET"], "--token refers to the environment"),
        (["https://a.example", "--token", "two words"], "--token cannot stand in an HTTP header"),
        (["https://a.example", "--user", "Jane Doe"], "--user is no id"),
        (["https://a.example", "--window-hours", "9999"], "--window-hours"),
    ],
)
def test_misuse_is_said_in_one_line(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["host", "check", *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert said.err.startswith(f"support-gateway host check: {reason}")


def test_the_token_may_be_named_instead_of_said(
    checked: Checking, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("HOST_TOKEN", SERVICE_TOKEN)

    code, _ = checked(token="env:HOST_TOKEN")

    assert code == 0


def test_a_tenant_of_the_configuration_says_all_that_is_needed(
    host: Host, capsys: pytest.CaptureFixture[str]
):
    main(["init"])
    file = Path("support-gateway.toml")
    text = file.read_text(encoding="utf-8").replace("http://127.0.0.1:8701", host.url)
    text = re.sub('(?m)^service_token = ".*"', f'service_token = "{SERVICE_TOKEN}"', text)
    file.write_text(text.replace("max_bytes = 262_144", "max_bytes = 8_192"), encoding="utf-8")

    assert main(["host", "check", "--tenant", "ten_acme", "--user", "usr_maya"]) == 0

    said = capsys.readouterr().out
    assert "of 8,192 bytes." in said
    assert said.splitlines()[-1] == "All four endpoints can be used."
    assert {dict(one.query).get("userId") for one in host.requests} == {"usr_maya", None}


@pytest.mark.parametrize("arguments", [[], ["https://a.example", "--tenant", "ten_acme"]])
def test_either_a_url_or_a_tenant_is_named(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
):
    assert main(["host", "check", *arguments]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert "--tenant" in line


def test_a_tenant_that_is_not_configured_is_said_in_one_line(capsys: pytest.CaptureFixture[str]):
    main(["init"])

    assert main(["host", "check", "--tenant", "ten_other"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("host check: --tenant is none of the configured ones: ten_acme")
