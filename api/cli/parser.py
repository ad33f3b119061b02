"""The whole command line: its commands, their options, and what `--help` says of them."""

import argparse
import gc
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from api.cli.terminal import Terminal

Command = Callable[[argparse.Namespace, Terminal], int]
"""Does what the arguments say, and returns the exit code."""

_HIGHEST_PORT = 65_535
_EPILOG = """\
The configuration is support-gateway.toml, or the file that SUPPORT_GATEWAY_CONFIG names.
Exit codes: 0 done; 1 a check failed; 2 asked or configured wrongly, or out of reach.
"""


def parse(argv: Sequence[str] | None) -> tuple[Command, argparse.Namespace]:
    """The command that was asked for, and its arguments; None stands for those of the process.

    Raises SystemExit as argparse does: 0 after `--help` and `--version`, 2 after a mistake.
    """
    parser = _Parser(
        prog="support-gateway",
        description="Answers an application's users from the state that they are in.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, help="print the version and leave")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _gateway(commands.add_parser)
    _configuration(commands.add_parser)
    _tokens(commands.add_parser)
    _record(commands.add_parser)
    _projections(commands.add_parser)
    _erasure(commands.add_parser)
    _redaction(commands.add_parser)
    _integration(commands.add_parser)
    arguments = parser.parse_args(argv)
    return arguments.command, arguments


class _Parser(argparse.ArgumentParser):
    """Says a mistake in one line, and takes options only by their whole names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


class _Version(argparse.Action):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options, nargs=0)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(import_module("api.cli.version").version_line())  # noqa: T201 - as argparse's own does
        parser.exit()


AddParser = Callable[..., argparse.ArgumentParser]
"""The `add_parser` of what `add_subparsers` returns, whose type argparse does not publish."""


def _add(add_parser: AddParser, name: str, what: str, does: str) -> argparse.ArgumentParser:
    """Add a command whose code, `module.function` in this package, is imported when it runs.

    So `--help` need not wait for the libraries of a gateway.
    """
    module, _, function = does.partition(".")

    def command(arguments: argparse.Namespace, terminal: Terminal) -> int:
        # What is imported stays: a collector that looks at it again and again finds nothing.
        gc.disable()
        run: Command = getattr(import_module(f"api.cli.{module}"), function)
        gc.enable()
        return run(arguments, terminal)

    sentence = f"{what[0].upper()}{what[1:]}."
    parser = add_parser(name, help=what, description=sentence)
    parser.set_defaults(command=command)
    return parser


def _gateway(add_parser: AddParser) -> None:
    serve = _add(add_parser, "serve", "run the gateway", "serve.serve")
    serve.epilog = (
        "SIGHUP has it read its configuration again: all of it, or none if it is wrong. SIGTERM "
        "ends it once the requests under way are answered."
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="port (%(default)s)")
    serve.add_argument("--workers", type=_count, default=1, help="processes (%(default)s)")
    _add(add_parser, "migrate", "bring the database's schema up to date", "database.migrate")
    grant = _add(
        add_parser,
        "grant",
        "say what a PostgreSQL role that owns nothing needs to run a gateway",
        "database.grant",
    )
    grant.add_argument("role", metavar="ROLE", help="a role that exists")
    grant.add_argument("--apply", action="store_true", help="grant it, as the tables' owner")
    demo = _add(
        add_parser, "demo", "run a gateway with a host application to try it on", "demo.demo"
    )
    demo.add_argument("--port", type=_port, default=8000, help="the gateway's (%(default)s)")
    demo.add_argument(
        "--host-port", type=_port, default=8701, help="the host application's (%(default)s)"
    )


def _configuration(add_parser: AddParser) -> None:
    init = _add(
        add_parser, "init", "write a configuration with fresh secrets", "configuration.init"
    )
    init.add_argument("path", nargs="?", metavar="PATH", help="where, if not the file in use")
    init.add_argument("--force", action="store_true", help="overwrite the file if there is one")
    _add(add_parser, "check", "say what is wrong with the configuration", "configuration.check")


def _tokens(add_parser: AddParser) -> None:
    token = _add(add_parser, "token", "mint a user's token, to try things with", "tokens.token")
    token.add_argument("--tenant", required=True, help="a tenant of the configuration")
    token.add_argument("--user", required=True, help="the user's id in the host application")
    token.add_argument(
        "--email", default="user@example.com", help="the user's address (%(default)s)"
    )
    token.add_argument(
        "--role",
        action="append",
        metavar="ROLE",
        help="a role of the user's, may be repeated (member)",
        dest="roles",
    )
    token.add_argument("--plan", default="free", help="the user's plan (%(default)s)")
    token.add_argument(
        "--ttl",
        type=_count,
        default=3600,
        metavar="SECONDS",
        help="how long it is good for, up to 28800 (%(default)s)",
    )
    check = _add(
        add_parser, "token-check", "say why a user's token is taken or refused", "tokens.check"
    )
    check.add_argument("token", nargs="?", metavar="TOKEN", help="the token (stdin)")
    operator = _add(
        add_parser, "operator-token", "make an operator's token", "tokens.operator_token"
    )
    operator.add_argument("--name", default="audit-desk", help="the operator's (%(default)s)")
    operator.add_argument(
        "--role",
        action="append",
        choices=["auditor", "analyst", "admin"],
        help="a role, may be repeated (auditor and analyst)",
        dest="roles",
    )
    operator.add_argument(
        "--tenant", action="append", help="whose cases, may be repeated (all)", dest="tenants"
    )


def _record(add_parser: AddParser) -> None:
    audit = add_parser(
        "audit", help="read and verify the record", description="Read and verify the record."
    )
    parts = audit.add_subparsers(title="commands", metavar="COMMAND", required=True)
    events = _add(parts.add_parser, "events", "print every event as a JSON line", "audit.events")
    events.add_argument("--case", metavar="ID", help="of one case only")
    verify = _add(
        parts.add_parser, "verify", "check the hash chain of every stream", "audit.verify"
    )
    verify.add_argument("--case", metavar="ID", help="of one case only")
    verify.add_argument("--anchor", metavar="FILE", help="and that the anchors in FILE still hold")
    anchor = _add(
        parts.add_parser,
        "anchor",
        "verify the record and add the heads of all streams to a file",
        "audit.anchor",
    )
    anchor.add_argument("file", metavar="FILE", help="made if it is not there; keep it elsewhere")


def _projections(add_parser: AddParser) -> None:
    projections = add_parser(
        "projections", help="check the views, or remake them", description="Check or remake views."
    )
    parts = projections.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add(
        parts.add_parser,
        "status",
        "say how far each followed view has come, and what it could not take",
        "projections.status",
    )
    _add(
        parts.add_parser,
        "check",
        "compare every view with a fold from the first event",
        "projections.check",
    )
    _add(
        parts.add_parser,
        "repair",
        "write anew what widgets read of cases, where it is not what was recorded",
        "projections.repair",
    )
    rebuild = _add(
        parts.add_parser,
        "rebuild",
        "make followed views again beside those in use, compare, and switch",
        "projections.rebuild_views",
    )
    rebuild.add_argument("--view", metavar="NAME", help="this one only")


def _erasure(add_parser: AddParser) -> None:
    erase = _add(
        add_parser,
        "erase",
        "destroy the keys of cases, and what derives from them",
        "erasure.erase",
    )
    erase.add_argument("case", nargs="?", metavar="CASE", help="this one")
    erase.add_argument(
        "--person", nargs=2, metavar=("TENANT", "USER"), help="all of this user's cases"
    )
    erase.add_argument(
        "--expired", action="store_true", help="those older than their tenant's retention_days"
    )
    erase.add_argument(
        "--scrub",
        action="store_true",
        help="overwrite what is left of deleted keys in the database's files; alone or afterwards",
    )
    hold = _add(add_parser, "hold", "keep a case against any erasure", "erasure.hold")
    hold.add_argument("case", metavar="CASE", help="the case's id")
    hold.add_argument("--reason", metavar="TEXT", help="why; kept sealed in the record")
    release = _add(add_parser, "release", "let go of a case that is held", "erasure.release")
    release.add_argument("case", metavar="CASE", help="the case's id")


def _redaction(add_parser: AddParser) -> None:
    redact = _add(
        add_parser, "redact", "show what is left of JSON lines once redacted", "redaction.redact"
    )
    redact.add_argument("files", nargs="*", metavar="FILE", help="JSON lines (stdin)")
    redact.add_argument(
        "--removed",
        action="store_true",
        help='print {"value": ..., "removed": [{"pointer": ..., "rule": ...}]} for each line',
    )
    redact.add_argument(
        "--rules", action="store_true", help="print the table of rules, in Markdown, and leave"
    )


def _integration(add_parser: AddParser) -> None:
    host = add_parser("host", help="try a host application", description="Try a host application.")
    parts = host.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = _add(
        parts.add_parser,
        "check",
        "ask its four endpoints, and say what the gateway makes of the answers",
        "host.check",
    )
    which = check.add_mutually_exclusive_group(required=True)
    which.add_argument("url", nargs="?", metavar="URL", help="the base URL, before /support/…")
    which.add_argument(
        "--tenant", metavar="ID", help="take URL, token and all else from the configuration"
    )
    check.add_argument(
        "--token",
        default="",
        metavar="TOKEN",
        help="the service token, or env:NAME, or file:PATH",
    )
    check.add_argument("--user", default="usr_1", help="the user to ask about (%(default)s)")
    check.add_argument(
        "--window-hours", type=_count, default=72, metavar="HOURS", help="(%(default)s)"
    )
    check.add_argument("--allow-private", action="store_true", help="private addresses and http")
    openapi = _add(add_parser, "openapi", "print the API's OpenAPI document", "openapi.openapi")
    which = openapi.add_mutually_exclusive_group()
    which.add_argument(
        "--host", action="store_true", help="of what a host application must answer instead"
    )
    which.add_argument("--typescript", action="store_true", help="as TypeScript types, of both")


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() and text.isascii() else 0
    if not 0 < number <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError("is no port from 1 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() and text.isascii() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("is no whole number from 1")
    return number
