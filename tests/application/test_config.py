"""What a configuration may say, and what is said of a wrong one."""

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from application.config import Misconfigured, Settings, config_file, load

TOKEN_SECRET = "token-secret-" + "0123456789" * 3
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
WHSEC = "whsec_" + "YWJj" * 10

HOST = """
[tenants.ten_acme.host]
base_url = "https://app.example.com/api/"
service_token = "service-token"
"""
TENANT = f"""
[tenants.ten_acme]
token_secrets = ["{TOKEN_SECRET}"]
"""
SMALLEST = TENANT + HOST
WHOLE = f"""
allowed_origins = ["http://localhost:3000"]

[tenants.ten_acme]
name = "Acme"
token_secrets = ["{TOKEN_SECRET}", "env:OLD_SECRET"]
allowed_origins = ["https://app.acme.example"]
[tenants.ten_acme.host]
base_url = "http://127.0.0.1:8701"
service_token = "service-token"
allow_private = true
window_hours = 24
timeout_seconds = 2
max_bytes = 1_000_000
[tenants.ten_acme.snapshot]
max_bytes = 4096
retention_days = 365
[tenants.ten_acme.answers]
link_hosts = ["Docs.acme.example"]
generator = "builtin"
daily_tokens = 0
disclosure = "You are talking to an AI."
deadline_seconds = 1.5
[tenants.ten_acme.tickets]
connector = "jira"
base_url = "https://acme.atlassian.net"
email = "support@acme.example"
api_token = "api-token"
project_key = "SUP"

[operators.audit-desk]
token_sha256 = "{DIGEST.upper()}"
roles = ["auditor", "analyst"]
tenants = ["*"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings_from(text: str, **environ: str) -> Settings:
    """What is loaded from such a file in the working directory."""
    Path("support-gateway.toml").write_text(text, encoding="utf-8")
    return load(environ)


def mistakes_in(text: str, **environ: str) -> tuple[str, ...]:
    """What is wrong with such a file."""
    with pytest.raises(Misconfigured) as wrong:
        settings_from(text, **environ)
    return wrong.value.mistakes


def with_line(table: str, text: str) -> str:
    """The whole configuration with that line instead of the one for the same key of the table."""
    key = text.partition(" ")[0]
    start = WHOLE.index(f"[{table}]")
    end = WHOLE.find("\n[", start)
    body = WHOLE[start:end] if end > 0 else WHOLE[start:]
    kept = [line for line in body.splitlines() if not line.startswith(f"{key} ")]
    return WHOLE.replace(body, "\n".join([*kept, text]))


@pytest.mark.usefixtures("folder")
def test_a_tenant_with_a_secret_and_a_host_is_enough():
    settings = settings_from(SMALLEST)
    tenant = settings.tenants["ten_acme"]
    assert (tenant.id, tenant.name) == ("ten_acme", "ten_acme")
    assert tenant.host.base_url == "https://app.example.com/api"
    assert (tenant.host.window_hours, tenant.host.timeout_seconds) == (72, 5.0)
    assert (tenant.host.max_bytes, tenant.host.allow_private) == (5 * 1024 * 1024, False)
    assert (tenant.snapshot.max_bytes, tenant.snapshot.retention_days) == (262_144, None)
    assert (tenant.answers.generator, tenant.answers.daily_tokens) == ("claude", None)
    assert "AI" in tenant.answers.disclosure
    assert tenant.tickets.connector == "file"
    assert settings.database_url == "sqlite:///var/support-gateway.db"
    limits = settings.rate_limits
    assert (limits.creates, limits.messages, limits.others) == (10, 30, 60)
    assert (settings.encryption_key, settings.anthropic_api_key) == (None, None)
    assert settings.operators == {}


@pytest.mark.usefixtures("folder")
def test_everything_that_is_written_is_read():
    settings = settings_from(
        WHOLE,
        OLD_SECRET="o" * 32,
        SUPPORT_GATEWAY_DATABASE_URL="postgresql://user:word@db.example/gateway",
        SUPPORT_GATEWAY_MODEL="claude-test",
        SUPPORT_GATEWAY_RATE_LIMITS="0, 5,600",
        SUPPORT_GATEWAY_ENCRYPTION_KEY="k" * 32,
        ANTHROPIC_API_KEY="api-key",
        ANTHROPIC_BASE_URL="http://127.0.0.1:9000",
    )
    tenant, operator = settings.tenants["ten_acme"], settings.operators["audit-desk"]
    secrets = [secret.get_secret_value() for secret in tenant.token_secrets]
    assert secrets == [TOKEN_SECRET, "o" * 32]
    assert tenant.host.timeout_seconds == 2.0
    assert tenant.answers.link_hosts == {"docs.acme.example"}
    assert tenant.answers.daily_tokens == 0
    assert tenant.tickets.project_key == "SUP"
    assert (operator.name, operator.token_sha256) == ("audit-desk", DIGEST)
    assert sorted(operator.roles) == ["analyst", "auditor"]
    assert operator.tenants == {"*"}
    assert settings.model == "claude-test"
    assert (settings.rate_limits.creates, settings.rate_limits.others) == (0, 600)
    assert settings.anthropic_base_url == "http://127.0.0.1:9000"
    assert settings.sqlite_file is None


@pytest.mark.usefixtures("folder")
def test_settings_are_never_changed_and_can_be_handed_to_another_process():
    settings = settings_from(SMALLEST)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, "model", "another")  # noqa: B010 - the type checkers refuse it, too
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - its own


@pytest.mark.usefixtures("folder")
def test_an_empty_variable_counts_as_absent():
    settings = settings_from(
        SMALLEST,
        SUPPORT_GATEWAY_CONFIG="",
        SUPPORT_GATEWAY_DATABASE_URL="",
        SUPPORT_GATEWAY_RATE_LIMITS="",
        ANTHROPIC_API_KEY="",
    )
    assert settings.anthropic_api_key is None
    assert settings.rate_limits.creates == 10


@pytest.mark.usefixtures("folder")
def test_variables_that_kubernetes_sets_for_a_service_of_that_name_are_no_mistake():
    settings = settings_from(
        SMALLEST,
        SUPPORT_GATEWAY_PORT="tcp://10.0.0.1:8000",
        SUPPORT_GATEWAY_SERVICE_HOST="10.0.0.1",
    )
    assert settings == settings_from(SMALLEST)


def test_the_environment_names_the_file(folder: Path):
    (folder / "other.toml").write_text(SMALLEST, encoding="utf-8")
    assert config_file({}) == Path("support-gateway.toml")
    assert load({"SUPPORT_GATEWAY_CONFIG": "other.toml"}).tenants


def test_a_secret_may_stand_in_a_variable_or_a_file(folder: Path):
    (folder / "conf").mkdir()
    (folder / "conf" / "desk").write_text("from-a-file\n", encoding="utf-8")
    (folder / "conf" / "gateway.toml").write_text(
        with_line("tenants.ten_acme.tickets", 'api_token = "file:desk"'), encoding="utf-8"
    )
    (folder / "key").write_text("k" * 40 + "\r\n", encoding="utf-8")
    settings = load(
        {
            "SUPPORT_GATEWAY_CONFIG": "conf/gateway.toml",
            "SUPPORT_GATEWAY_ENCRYPTION_KEY": f"file:{folder / 'key'}",
            "OLD_SECRET": "o" * 32,
        }
    )
    api_token = settings.tenants["ten_acme"].tickets.api_token
    assert api_token is not None
    assert api_token.get_secret_value() == "from-a-file"
    assert settings.encryption_key is not None
    assert settings.encryption_key.get_secret_value() == "k" * 40


def test_what_an_editor_puts_before_a_text_is_no_part_of_it(folder: Path):
    text = with_line("tenants.ten_acme.tickets", f'api_token = "file:{folder / "desk"}"')
    (folder / "desk").write_text("from-a-file", encoding="utf-8-sig")
    (folder / "support-gateway.toml").write_text(text, encoding="utf-8-sig")

    api_token = load({"OLD_SECRET": "o" * 32}).tenants["ten_acme"].tickets.api_token
    assert api_token is not None
    assert api_token.get_secret_value() == "from-a-file"


@pytest.mark.parametrize("hosts", ["db", "db:5432", "one:5432,two:5433", "one,two:65535"])
@pytest.mark.usefixtures("folder")
def test_a_database_may_be_on_any_port_of_any_host(hosts: str):
    url = f"postgresql://{hosts}/gateway"
    assert settings_from(SMALLEST, SUPPORT_GATEWAY_DATABASE_URL=url).database_url == url


@pytest.mark.usefixtures("folder")
def test_tickets_lie_beside_the_database():
    relative = settings_from(SMALLEST, SUPPORT_GATEWAY_DATABASE_URL="sqlite:///data/g.db")
    absolute = settings_from(SMALLEST, SUPPORT_GATEWAY_DATABASE_URL="sqlite:////data/g.db")
    elsewhere = settings_from(SMALLEST, SUPPORT_GATEWAY_DATABASE_URL="postgres://db/g")
    assert relative.tenants["ten_acme"].tickets.directory == Path("data/tickets")
    assert absolute.tenants["ten_acme"].tickets.directory == Path("/data/tickets")
    assert elsewhere.tenants["ten_acme"].tickets.directory == Path("var/tickets")
    chosen = settings_from(SMALLEST + '[tenants.ten_acme.tickets]\ndirectory = "out"\n')
    assert chosen.tenants["ten_acme"].tickets.directory == Path("out")


@pytest.mark.usefixtures("folder")
def test_only_what_the_connector_needs_is_looked_at():
    tickets = '[tenants.ten_acme.tickets]\nconnector = "{}"\nurl = "{}"\nbase_url = "http://…"\n'
    file = settings_from(SMALLEST + tickets.format("file", "…")).tenants["ten_acme"].tickets
    assert (file.connector, file.url) == ("file", "…")
    hook = tickets.format("webhook", "https://hooks.example.com/t?sig=1") + f'secret = "{WHSEC}"\n'
    url = settings_from(SMALLEST + hook).tenants["ten_acme"].tickets.url
    assert url == "https://hooks.example.com/t?sig=1"


@pytest.mark.parametrize(
    ("table", "text", "place"),
    [
        ("tenants.ten_acme", "token_secrets = []", "token_secrets"),
        ("tenants.ten_acme", 'token_secrets = "x"', "token_secrets"),
        ("tenants.ten_acme", 'token_secrets = ["short"]', "token_secrets[0]"),
        ("tenants.ten_acme", "token_secrets = [1]", "token_secrets[0]"),
        ("tenants.ten_acme", 'token_secrets = ["env:NOT_SET"]', "token_secrets[0]"),
        ("tenants.ten_acme", 'token_secrets = ["env:no name"]', "token_secrets[0]"),
        ("tenants.ten_acme", 'token_secrets = ["file:missing"]', "token_secrets[0]"),
        ("tenants.ten_acme", 'token_secrets = ["file:."]', "token_secrets[0]"),
        ("tenants.ten_acme", 'name = ""', "name"),
        ("tenants.ten_acme", 'id = "ten_acme"', "id"),
        ("tenants.ten_acme", 'allowed_origins = ["https://x/"]', "allowed_origins[0]"),
        ("tenants.ten_acme.host", 'base_url = "http://127.0.0.1/?x"', "host.base_url"),
        ("tenants.ten_acme.host", "allow_private = false", "host.base_url"),
        ("tenants.ten_acme.host", "allow_private = 1", "host.allow_private"),
        ("tenants.ten_acme.host", 'service_token = ""', "host.service_token"),
        ("tenants.ten_acme.host", 'service_token = "a b"', "host.service_token"),
        ("tenants.ten_acme.host", 'service_token = "a\\nb"', "host.service_token"),
        ("tenants.ten_acme.host", 'service_token = "é"', "host.service_token"),
        ("tenants.ten_acme.host", "window_hours = 0", "host.window_hours"),
        ("tenants.ten_acme.host", "window_hours = 1.0", "host.window_hours"),
        ("tenants.ten_acme.host", "window_hours = true", "host.window_hours"),
        ("tenants.ten_acme.host", 'window_hours = "72"', "host.window_hours"),
        ("tenants.ten_acme.host", "timeout_seconds = 0", "host.timeout_seconds"),
        ("tenants.ten_acme.host", "timeout_seconds = nan", "host.timeout_seconds"),
        ("tenants.ten_acme.host", "timeout_seconds = inf", "host.timeout_seconds"),
        ("tenants.ten_acme.host", "max_bytes = -1", "host.max_bytes"),
        ("tenants.ten_acme.snapshot", "max_bytes = 4095", "snapshot.max_bytes"),
        ("tenants.ten_acme.snapshot", "retention_days = 0", "snapshot.retention_days"),
        ("tenants.ten_acme.answers", 'generator = "gpt"', "answers.generator"),
        ("tenants.ten_acme.answers", "daily_tokens = -1", "answers.daily_tokens"),
        ("tenants.ten_acme.answers", 'disclosure = " "', "answers.disclosure"),
        ("tenants.ten_acme.answers", 'disclosure = "a\\nb"', "answers.disclosure"),
        ("tenants.ten_acme.answers", "deadline_seconds = 0", "answers.deadline_seconds"),
        ("tenants.ten_acme.answers", 'link_hosts = ["https://x"]', "answers.link_hosts[0]"),
        ("tenants.ten_acme.tickets", 'connector = "trello"', "tickets.connector"),
        ("tenants.ten_acme.tickets", 'connector = "webhook"', "tickets.url"),
        ("tenants.ten_acme.tickets", 'base_url = "http://acme.example"', "tickets.base_url"),
        ("tenants.ten_acme.tickets", 'email = "support"', "tickets.email"),
        ("tenants.ten_acme.tickets", 'email = "a:b@acme.example"', "tickets.email"),
        ("tenants.ten_acme.tickets", 'api_token = "a b"', "tickets.api_token"),
        ("tenants.ten_acme.tickets", 'project_key = "sup"', "tickets.project_key"),
        ("tenants.ten_acme.tickets", "directory = 1", "tickets.directory"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_mistake_names_its_place(table: str, text: str, place: str):
    mistakes = mistakes_in(with_line(table, text), OLD_SECRET="o" * 32)
    assert f"tenants.ten_acme.{place}" in [mistake.partition(": ")[0] for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('token_sha256 = "op_abc"', "token_sha256"),
        ('roles = ["boss"]', "roles[0]"),
        ('tenants = ["a b"]', "tenants[0]"),
        ('name = "x"', "name"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_an_operators_mistake_names_its_place(text: str, place: str):
    mistakes = mistakes_in(with_line("operators.audit-desk", text), OLD_SECRET="o" * 32)
    assert [mistake.partition(": ")[0] for mistake in mistakes] == [f"operators.audit-desk.{place}"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SUPPORT_GATEWAY_DATABASE_URL", "mysql://db/x"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "sqlite:///"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "sqlite:///:memory:"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "sqlite://x.db"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "sqlite:///var/"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "postgresql://user:hidden@[db/x"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "postgresql://user:hidden@db:99999/x"),
        ("SUPPORT_GATEWAY_DATABASE_URL", "postgresql://user:hidden@one:5432,two:port/x"),
        ("SUPPORT_GATEWAY_MODEL", "two words"),
        ("SUPPORT_GATEWAY_RATE_LIMITS", "10,30"),
        ("SUPPORT_GATEWAY_RATE_LIMITS", "10,30,60,90"),
        ("SUPPORT_GATEWAY_RATE_LIMITS", "10,30,-1"),
        ("SUPPORT_GATEWAY_RATE_LIMITS", "10,30,1.5"),
        ("SUPPORT_GATEWAY_RATE_LIMITS", "10,30,\u0661"),
        ("SUPPORT_GATEWAY_ENCRYPTION_KEY", "hidden"),
        ("SUPPORT_GATEWAY_ENCRYPTION_KEY", "env:NOT_SET"),
        ("ANTHROPIC_API_KEY", "hid den"),
        ("ANTHROPIC_BASE_URL", "localhost:9000"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_variables_mistake_names_it(variable: str, value: str):
    (mistake,) = mistakes_in(SMALLEST, **{variable: value})
    assert mistake.startswith(f"{variable}: ")
    assert "hidden" not in mistake


@pytest.mark.usefixtures("folder")
def test_every_mistake_is_told_at_once():
    mistakes = mistakes_in(
        """
        allowed_origns = []
        [tenants.ten_acme]
        token_secrets = ["short"]
        [tenants.ten_acme.host]
        base_ur = "https://app.example.com"
        [tenants."a b"]
        """,
        SUPPORT_GATEWAY_RATE_LIMITS="many",
    )
    assert [mistake.partition(": ")[0] for mistake in mistakes] == [
        "tenants.ten_acme.token_secrets[0]",
        "tenants.ten_acme.host.base_url",
        "tenants.ten_acme.host.service_token",
        "tenants.ten_acme.host.base_ur",
        'tenants."a b"',
        'tenants."a b".token_secrets',
        'tenants."a b".host',
        "SUPPORT_GATEWAY_RATE_LIMITS",
        "allowed_origns",
    ]


@pytest.mark.usefixtures("folder")
def test_an_unknown_key_is_a_mistake_with_the_one_that_was_meant():
    assert mistakes_in("allowed_origin = []\n" + SMALLEST) == (
        "allowed_origin: is no setting; did you mean allowed_origins?",
    )
    assert mistakes_in(SMALLEST + "[tenants.ten_acme.snapshot]\nwhen = 3") == (
        "tenants.ten_acme.snapshot.when: is no setting; known are max_bytes, retention_days",
    )
    assert mistakes_in('model = "x"\n' + SMALLEST) == (
        "model: is no setting of the file; set the variable SUPPORT_GATEWAY_MODEL",
    )


@pytest.mark.usefixtures("folder")
def test_a_gateway_without_tenants_is_misconfigured():
    assert mistakes_in("") == ("tenants: is missing; write a table [tenants.ID] or more",)
    assert mistakes_in("[tenants]") == ("tenants: is empty; write a table [tenants.ID] or more",)


@pytest.mark.usefixtures("folder")
def test_two_operators_do_not_share_a_token():
    table = f'token_sha256 = "{DIGEST}"\nroles = ["admin"]\ntenants = []\n'
    text = SMALLEST + "".join(f"[operators.{name}]\n{table}" for name in ("one", "two"))
    assert mistakes_in(text) == ("operators: one and two share a token; give each one of its own",)


def test_a_file_that_cannot_be_read_is_one_mistake_beside_those_of_the_environment(folder: Path):
    environ = {"SUPPORT_GATEWAY_RATE_LIMITS": "many"}
    for content, problem in (
        (None, "there is no such file; support-gateway init writes one"),
        (b"[tenants", "is not valid TOML: "),
        (b"x = '\xff'", "is not UTF-8 text"),
    ):
        if content is not None:
            (folder / "support-gateway.toml").write_bytes(content)
        with pytest.raises(Misconfigured) as wrong:
            load(environ)
        of_the_file, of_the_environment = wrong.value.mistakes
        assert of_the_file.startswith(f"support-gateway.toml: {problem}")
        assert of_the_environment.startswith("SUPPORT_GATEWAY_RATE_LIMITS: ")


def test_a_folder_is_no_configuration(folder: Path):
    with pytest.raises(Misconfigured, match=r"cannot be read"):
        load({"SUPPORT_GATEWAY_CONFIG": str(folder)})


@pytest.mark.parametrize("value", ["1", "1.5", "true", '"x"', "[]", "{}", "1979-05-27", "[[]]"])
@pytest.mark.usefixtures("folder")
def test_a_value_of_any_type_anywhere_is_either_taken_or_a_mistake_there(value: str):
    table = ""
    for line in WHOLE.splitlines():
        if line.startswith("["):
            table = line.strip("[]")
        elif line and table:
            key = line.partition(" ")[0]
            text = with_line(table, f"{key} = {value}")
            places = _places_or_none(text)
            assert places is None or any(place.startswith(f"{table}.{key}") for place in places)


def _places_or_none(text: str) -> list[str] | None:
    try:
        settings_from(text, OLD_SECRET="o" * 32)
    except Misconfigured as wrong:
        return [mistake.partition(": ")[0] for mistake in wrong.mistakes]
    return None


@pytest.mark.parametrize("value", ["1", '"x"', "[1]", "[{}]", "{x = 1}", "{x = {}}"])
@pytest.mark.parametrize("key", ["tenants", "operators", "allowed_origins"])
@pytest.mark.usefixtures("folder")
def test_an_outermost_table_that_is_none_is_a_mistake(key: str, value: str):
    assert any(mistake.startswith(key) for mistake in mistakes_in(f"{key} = {value}"))


@pytest.mark.usefixtures("folder")
def test_no_secret_is_ever_shown():
    hidden = "HIDDEN-"
    text = WHOLE.replace("service-token", hidden + "1").replace("api-token", hidden + "2")
    text = text.replace(TOKEN_SECRET, hidden + TOKEN_SECRET)
    environ = {
        "OLD_SECRET": hidden + "o" * 32,
        "SUPPORT_GATEWAY_ENCRYPTION_KEY": hidden + "k" * 32,
        "SUPPORT_GATEWAY_DATABASE_URL": f"postgresql://user:{hidden}@db/x",
        "ANTHROPIC_API_KEY": hidden + "a",
    }
    settings = settings_from(text, **environ)
    assert hidden not in repr(settings)
    assert hidden not in str(settings)
    # Each is spoilt so that it is wrong, and the message is about it.
    text = text.replace(hidden + "1", hidden + " 1").replace(hidden + "2", hidden + " 2")
    text = text.replace(hidden + TOKEN_SECRET, hidden)
    environ = {name: value[: len(hidden)] + "\x7f" for name, value in environ.items()}
    environ["SUPPORT_GATEWAY_DATABASE_URL"] = f"postgresql://user:{hidden}@[db/x"
    mistakes = mistakes_in(text, **environ)
    assert len(mistakes) == 7
    assert hidden not in "\n".join(mistakes)
