"""`host check`: tries a host application, and says what the gateway makes of it."""

import argparse
import asyncio
import re
from pathlib import Path

from pydantic import ValidationError

from api.cli.host_report import failed, report
from api.cli.settings import tenant_of
from api.cli.terminal import Stopped, Terminal
from api.wiring.connections import try_host
from application.config import ID_DESCRIPTION, ID_PATTERN, HostSettings, SnapshotSettings
from application.config.secret import SecretSources

_UNKNOWN_CALLER = {"HTTP status 401", "HTTP status 403"}
_NOTHING_THERE = "HTTP status 404"
_OPTIONS = {"base_url": "URL", "service_token": "--token", "window_hours": "--window-hours"}


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the report; 1 if an endpoint cannot be used."""
    if not re.fullmatch(ID_PATTERN, arguments.user):
        raise Stopped(f"support-gateway host check: --user is no id: write {ID_DESCRIPTION}")
    if arguments.tenant:
        tenant = tenant_of(terminal, "host check", arguments.tenant)
        settings, max_bytes = tenant.host, tenant.snapshot.max_bytes
    else:
        settings, max_bytes = _settings(arguments, terminal), SnapshotSettings().max_bytes
    tried = asyncio.run(try_host(settings, arguments.user, max_bytes))
    for line in report(tried):
        terminal.say(line)
    reasons = {one.reason for one in failed(tried)}
    if reasons & _UNKNOWN_CALLER:
        given = "service_token" if arguments.tenant else "--token"
        known = arguments.tenant or arguments.token
        sent = "is not the one" if known else "was not given: give the one"
        terminal.say(f"{given} {sent} that your application takes.")
    if _NOTHING_THERE in reasons:
        terminal.say(f"What is asked for is {settings.base_url}/support/user-state and the like.")
    return 1 if reasons else 0


def _settings(arguments: argparse.Namespace, terminal: Terminal) -> HostSettings:
    """What the configuration would hold of this host; its mistakes are those of the options."""
    try:
        return HostSettings.model_validate(
            {
                "allow_private": arguments.allow_private,
                "base_url": arguments.url,
                "service_token": arguments.token or "none",
                "window_hours": arguments.window_hours,
            },
            context=SecretSources(terminal.environ, Path.cwd()),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        option = _OPTIONS[str(first["loc"][0])]
        reason = first["msg"].removeprefix("Value error, ")
        reason = reason.replace("set allow_private = true", "say --allow-private")
        raise Stopped(f"support-gateway host check: {option} {reason}") from None
