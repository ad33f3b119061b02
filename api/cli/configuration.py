"""`init` and `check`: a configuration to start from, and what is wrong with the one there is."""

import argparse
import base64
import os
from collections.abc import Iterator
from pathlib import Path
from string import Template

from api.cli.reasons import of_file
from api.cli.terminal import Stopped, Terminal
from api.counted import counted
from application.config import (
    CONFIG_VARIABLE,
    Misconfigured,
    Settings,
    config_file,
    load,
    misspelt_variables,
)

_SECRET_BYTES = 32
_OWNER_ONLY = 0o600

_TEMPLATE = Template("""\
# Support Gateway. `support-gateway check` says what is wrong with this file.
#
# It holds secrets: keep it out of version control. Any secret may be given as "env:NAME" or
# "file:PATH" instead. The rest is set by the environment: SUPPORT_GATEWAY_DATABASE_URL,
# SUPPORT_GATEWAY_ENCRYPTION_KEY, SUPPORT_GATEWAY_MODEL, SUPPORT_GATEWAY_RATE_LIMITS,
# ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL.

# The origins of pages that may call the gateway, for every tenant.
allowed_origins = ["http://localhost:3000"]

# A tenant: a company whose users ask for help. Its id stands in the tokens that it signs.
[tenants.ten_acme]
name = "Acme"
# The host application signs its users' tokens with the first; the others are still taken.
token_secrets = ["$token_secret"]
# Origins of this tenant's own.
allowed_origins = []

# The host application, which knows its users' state.
[tenants.ten_acme.host]
base_url = "http://127.0.0.1:8701"
# Private addresses and plain http are called only if this is true.
allow_private = true
# Sent to the host application with each call.
service_token = "$service_token"
# How far back to ask, in hours.
window_hours = 72
# How long and how large an answer of its may be.
timeout_seconds = 5
max_bytes = 5_242_880

[tenants.ten_acme.snapshot]
max_bytes = 262_144
# Cases older than this are erased. Without it they are kept.
# retention_days = 365

[tenants.ten_acme.answers]
# The hosts that an action or a link may lead to.
link_hosts = []
# "claude", or "builtin": nothing of this tenant's ever goes to a model.
generator = "claude"
# Tokens that the model may use in a day. Without it there is no budget.
# daily_tokens = 2_000_000
disclosure = "You are talking to an AI assistant, which can make mistakes."

# Where escalated cases go: "file", "zendesk", "jira" or "webhook".
[tenants.ten_acme.tickets]
connector = "file"
# zendesk and jira:
# base_url = "https://acme.zendesk.com"
# email = "support@acme.example"
# api_token = "env:ACME_DESK_TOKEN"
# jira, besides:
# project_key = "SUP"
# webhook, signed as Standard Webhooks says:
# url = "https://hooks.acme.example/tickets"
# secret = "env:ACME_WEBHOOK_SECRET"
# Only if the desk is on a private address, or plain http:
# allow_private = true

# Who may read the record. `support-gateway operator-token` makes the token and this table.
# [operators.audit-desk]
# token_sha256 = ""
# roles = ["auditor", "analyst"]
# tenants = ["*"]
""")


def init(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write a valid configuration that only its owner may read."""
    in_use = config_file(terminal.environ)
    path = Path(arguments.path) if arguments.path else in_use
    text = _TEMPLATE.substitute(
        token_secret=_fresh_secret(terminal), service_token=_fresh_secret(terminal)
    )
    try:
        _write(path, text, overwrite=arguments.force)
    except FileExistsError:
        raise Stopped(
            f"support-gateway init: {path} is there already; --force overwrites it"
        ) from None
    except (OSError, ValueError) as error:
        raise Stopped(f"support-gateway init: {path} cannot be written: {of_file(error)}") from None
    terminal.say(f"{path} is written, with fresh secrets.")
    if path != in_use:
        terminal.say(f"It is used where {CONFIG_VARIABLE} names it.")
    terminal.say("Next: support-gateway check; support-gateway serve")
    terminal.say("To try your application: support-gateway host check --tenant ten_acme")
    terminal.say("A token to try it with: support-gateway token --tenant ten_acme --user usr_1")
    return 0


def check(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print each mistake on a line of its own, or what the configuration amounts to."""
    try:
        settings = load(terminal.environ)
    except Misconfigured as wrong:
        for mistake in wrong.mistakes:
            terminal.say(mistake)
        return 1
    terminal.say(f"configuration is valid: {_summary(settings)}")
    for doubt in (*misspelt_variables(terminal.environ), *_doubts(settings)):
        terminal.say(f"worth a look: {doubt}")
    return 0


def _doubts(settings: Settings) -> Iterator[str]:
    """What is valid, and yet seldom meant."""
    for name, operator in settings.operators.items():
        for what in ("roles", "tenants"):
            if not getattr(operator, what):
                yield f"operators.{name}.{what}: is empty, so whoever has the token sees nothing"
        for tenant in sorted(operator.tenants - settings.tenants.keys() - {"*"}):
            yield f"operators.{name}.tenants: {tenant} is none of the tenants in this file"
    for name, one in settings.tenants.items():
        if one.host.base_url.endswith("/support"):
            yield f"tenants.{name}.host.base_url: leave out /support, which is added"
        if one.tickets.connector == "file" and (one.tickets.url or one.tickets.base_url):
            yield f'tenants.{name}.tickets.connector: is "file", so no desk is called'


def _summary(settings: Settings) -> str:
    file = settings.sqlite_file
    return ", ".join(
        [
            counted(len(settings.tenants), "tenant"),
            counted(len(settings.operators), "operator"),
            f"record in {file}" if file else "record in PostgreSQL",
            "case keys wrapped" if settings.encryption_key else "case keys not wrapped",
            f"answers by {settings.model}"
            if settings.anthropic_api_key
            else "answers by the built-in answerer",
        ]
    )


def _fresh_secret(terminal: Terminal) -> str:
    return base64.urlsafe_b64encode(terminal.random(_SECRET_BYTES)).rstrip(b"=").decode()


def _write(path: Path, text: str, *, overwrite: bool) -> None:
    if overwrite:
        # A file of its own that takes the place of the old one: never half written, and never
        # with the permissions that the old one had.
        fresh = path.with_name(f".{path.name}.new")
        fresh.unlink(missing_ok=True)
        _write(fresh, text, overwrite=False)
        try:
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
