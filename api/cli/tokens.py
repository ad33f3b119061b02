"""`token` and `operator-token`: tokens to try things with. `token-check`: tries one of yours."""

import argparse
import json
import re

from api.auth import OLDEST, WidgetTokens
from api.cli.settings import settings_of, tenant_of
from api.cli.terminal import Stopped, Terminal
from api.errors import Unauthorized
from api.tokens import mint, new_operator_token
from application.config import ID_DESCRIPTION, ID_PATTERN, toml_key


def token(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a token of one user of one tenant, signed as the host application would."""
    if not re.fullmatch(ID_PATTERN, arguments.user):
        raise _wrong("token", f"--user is no id: write {ID_DESCRIPTION}")
    if arguments.ttl > OLDEST:
        raise _wrong("token", f"--ttl is over {OLDEST}, after which no token is taken")
    tenant = tenant_of(terminal, "token", arguments.tenant)
    terminal.say(
        mint(
            tenant_id=tenant.id,
            user_id=arguments.user,
            user_email=arguments.email,
            user_roles=arguments.roles or ["member"],
            plan=arguments.plan,
            secret=tenant.token_secrets[0],
            now=terminal.now(),
            ttl=arguments.ttl,
        )
    )
    return 0


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say whether a gateway with this configuration takes a token, and why not; 1 if not."""
    given = arguments.token or terminal.stdin.read().decode(errors="replace")
    given = given.strip().removeprefix("Bearer ")
    tokens = WidgetTokens(settings_of(terminal).token_secrets, terminal.now)
    try:
        caller = tokens.caller([(b"authorization", f"Bearer {given}".encode(errors="replace"))])
    except Unauthorized as refused:
        terminal.say(f"refused: {refused.__cause__}")
        return 1
    terminal.say(f"good: {caller.requester.user_id} of {caller.tenant_id}")
    return 0


def operator_token(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a new token on the first line, and then the table that makes the gateway take it."""
    tenants = arguments.tenants or ["*"]
    named = [tenant for tenant in tenants if tenant != "*"]
    for option, given in (("--name", [arguments.name]), ("--tenant", named)):
        if not all(re.fullmatch(ID_PATTERN, value) for value in given):
            raise _wrong("operator-token", f"{option} is no id: write {ID_DESCRIPTION}")
    made, sha256 = new_operator_token(terminal.random)
    terminal.say(made)
    terminal.say("")
    # JSON's strings and arrays of them are TOML's.
    terminal.say(f"[operators.{toml_key(arguments.name)}]")
    terminal.say(f"token_sha256 = {json.dumps(sha256)}")
    terminal.say(f"roles = {json.dumps(arguments.roles or ['auditor', 'analyst'])}")
    terminal.say(f"tenants = {json.dumps(tenants)}")
    # Beside what is piped or pasted.
    terminal.complain(
        "The table belongs into the configuration, which a running gateway reads again at SIGHUP;"
        " the token on the first line is shown only now."
    )
    return 0


def _wrong(command: str, reason: str) -> Stopped:
    return Stopped(f"support-gateway {command}: {reason}")
