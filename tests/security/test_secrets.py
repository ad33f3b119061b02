"""No secret of a tenant or an operator, and no word of a user, where it does not belong."""

import hashlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from application.config import Misconfigured, load
from tests.gateway import Answer, Gateway, claims, free_port, signed, tenant
from tests.hosts import Host
from tests.hosts.behaviours import hang, says, status
from tests.postgres import Postgres
from tests.security.commands import command
from tests.security.wire import eventually

SECRETS = {
    "token secret": "canary-token-secret-of-32-bytes-or-more",
    "second token secret": "canary-second-token-secret-of-32-bytes",
    "service token": "canary-service-token",
    "webhook secret": "whsec_Y2FuYXJ5LXdlYmhvb2stc2VjcmV0LW9mLTMyLWJ5dGVz",
    "webhook path": "canary-webhook-path",
    "operator token": "op_canary-operator-token-0123456789abcdef",
    "encryption key": "canary-encryption-key-of-32-bytes-or-more",
    "model key": "canary-model-key-0123456789",
}
WORDS = ("canary words of the user", "canary@person.example")


@dataclass
class Watched:
    """A gateway with canaries in it, and every answer that it gave."""

    gateway: Gateway
    host: Host
    folders: tuple[Path, ...]
    secrets: dict[str, str]
    answers: list[Answer] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes = b"{}", token: str | None = None) -> Answer:
        """Ask, and keep the answer."""
        answer = self.gateway.request(
            method,
            path,
            token=token,
            body=None if method == "GET" else body,
            headers=[("Content-Type", "application/json"), ("Idempotency-Key", "canary-key")],
        )
        self.answers.append(answer)
        return answer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def watched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    """A gateway after it was asked for much, most of which went wrong."""
    folder = tmp_path_factory.mktemp("canaries")
    url = f"sqlite:///{folder / 'record.db'}"
    secrets = dict(SECRETS)
    with ExitStack() as stack:
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres_server")
            assert isinstance(server, Postgres)
            name = server.create_database()
            stack.callback(server.drop_database, name)
            url = server.url(name)
            secrets["database password"] = str(conninfo_to_dict(url)["password"])
        host = stack.enter_context(Host(service_token=SECRETS["service token"]))
        environ = {
            "SUPPORT_GATEWAY_ENCRYPTION_KEY": SECRETS["encryption key"],
            "ANTHROPIC_API_KEY": SECRETS["model key"],
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{free_port()}",
        }
        gateway = stack.enter_context(
            Gateway(
                folder,
                database_url=url,
                config=_configuration(host),
                environ=environ,
                program=True,
            )
        )
        watched = Watched(gateway, host, (folder,), secrets)
        _ask_for_much(watched)
        yield watched


def test_no_log_line_holds_a_secret_or_a_word(watched: Watched):
    log = watched.gateway.log_file.read_text()
    assert len(log.splitlines()) > 20
    for name, canary in [*watched.secrets.items(), *zip(WORDS, WORDS, strict=True)]:
        assert canary not in log, name
    assert "eyJ" not in log, "no token"
    assert "canary-key" not in log
    assert "canary-query" not in log


def test_every_log_line_is_one_json_object_that_nobody_forged(watched: Watched):
    for line in watched.gateway.log_lines():
        document = json.loads(line)
        assert {"time", "level", "logger", "message"} <= document.keys()
        assert document.get("forged") is None


def test_no_answer_holds_a_secret(watched: Watched):
    assert len(watched.answers) > 20
    for answer in watched.answers:
        whole = answer.body + repr(answer.headers).encode()
        for name, canary in watched.secrets.items():
            assert canary.encode() not in whole, name


def test_no_file_of_the_record_holds_a_secret_or_a_word(watched: Watched):
    found = {
        (path.name, canary)
        for folder in watched.folders
        for path in folder.rglob("*")
        if path.is_file() and path.name != "support-gateway.toml"
        for canary in (*watched.secrets.values(), *WORDS)
        if canary.encode() in path.read_bytes()
    }
    assert found == set()


def test_no_event_holds_a_secret(watched: Watched):
    events = command(watched.gateway, "audit", "events").out
    assert WORDS[0] in events, "the auditor reads what the user said"
    for name, canary in watched.secrets.items():
        assert canary not in events, name


def test_the_process_list_holds_no_secret(watched: Watched):
    line = Path(f"/proc/{watched.gateway.pid}/cmdline").read_bytes()
    assert b"serve" in line
    for name, canary in watched.secrets.items():
        assert canary.encode() not in line, name


def test_settings_show_no_secret(watched: Watched):
    settings = load(watched.gateway.environ)
    for shown in (repr(settings), str(settings), repr(settings.tenants)):
        for name, canary in watched.secrets.items():
            assert canary not in shown, name


def test_the_command_line_shows_no_secret(watched: Watched):
    for arguments in (("check",), ("audit", "verify"), ("projections", "check")):
        done = command(watched.gateway, *arguments)
        for name, canary in watched.secrets.items():
            assert canary not in done.out + done.err, (arguments, name)


@pytest.mark.parametrize(
    "wrong",
    [
        'token_secrets = ["canary-wee"]',
        'token_secrets = "canary-wee-secret-of-32-bytes-or-more"',
        'token_secrets = ["file:/canary-wee/nowhere"]',
        "token_secrets = [canary-wee]",
    ],
)
def test_a_mistake_does_not_repeat_the_secret_it_is_about(tmp_path: Path, wrong: str):
    config = tmp_path / "support-gateway.toml"
    config.write_text(f"[tenants.ten_a]\n{wrong}\n")
    with pytest.raises(Misconfigured) as told:
        load({"SUPPORT_GATEWAY_CONFIG": str(config)})
    shown = "\n".join(told.value.mistakes)
    assert "canary-wee" not in shown.replace("/canary-wee/nowhere", "")


def _configuration(host: Host) -> str:
    operator = hashlib.sha256(SECRETS["operator token"].encode()).hexdigest()
    return (
        tenant(
            "ten_acme",
            secrets=[SECRETS["token secret"], SECRETS["second token secret"]],
            host_url=host.url,
            service_token=SECRETS["service token"],
            more="timeout_seconds = 1\n[tenants.ten_acme.answers]\ndeadline_seconds = 1\n"
            '[tenants.ten_acme.tickets]\nconnector = "webhook"\nallow_private = true\n'
            f'url = "http://127.0.0.1:{free_port()}/{SECRETS["webhook path"]}"\n'
            f'secret = "{SECRETS["webhook secret"]}"',
        )
        + f'[operators.desk]\ntoken_sha256 = "{operator}"\nroles = ["auditor"]\ntenants = ["*"]\n'
    )


def _ask_for_much(watched: Watched) -> None:
    gateway, host = watched.gateway, watched.host
    payload = claims("ten_acme", "usr_canary", userEmail=WORDS[1])
    token = signed(payload, SECRETS["token secret"])
    bad = signed(payload, "another-secret-of-32-bytes-or-more-")
    question = json.dumps({"message": WORDS[0], "context": {"page": WORDS[0]}}).encode()
    for behaviour in (
        status(500),
        hang,
        says(b"not JSON"),
        says(f'{{"x": "{SECRETS["service token"]}"}}'.encode()),
    ):
        host.behave_everywhere(behaviour)
        watched.answers.append(gateway.post("/api/cases", json.loads(question), token=token))
    host.reset()
    case_id = gateway.open_case(token, WORDS[0])["case"]["id"]
    path = f"/api/cases/{case_id}"
    for one, body in (
        ("messages", json.dumps({"content": WORDS[0]}).encode()),
        ("escalate", json.dumps({"reason": WORDS[0]}).encode()),
        ("messages", b'{"content":'),
        ("feedback", json.dumps({"feedback": WORDS[0]}).encode()),
        ("close", json.dumps({"resolution": WORDS[0]}).encode()),
        ("nowhere", question),
    ):
        for credential in (token, bad, SECRETS["operator token"], None):
            watched.ask("POST", f"{path}/{one}", body, credential)
    forged = '%0a{"level":"error","forged":true,"message":"x","time":"x","logger":"x"}'
    for asked in ("/api/cases?cursor=canary-query", f"/api/{forged}", f"/api/cases/{forged}"):
        watched.ask("GET", asked.replace('"', "%22"), token=token)
    watched.ask("GET", "/api/audit/cases", token=SECRETS["operator token"])
    watched.ask("GET", f"/api/audit/cases/{case_id}/events", token=SECRETS["operator token"])
    config = gateway.folder / "support-gateway.toml"
    whole = config.read_text()
    config.write_text(whole.replace("allow_private = true", "allow_private = 7"))
    os.kill(gateway.pid, signal.SIGHUP)
    eventually(lambda: "was not taken" in gateway.log_file.read_text())
    config.write_text(whole)
