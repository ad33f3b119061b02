"""The whole command line: its commands, their options, and what `--help` says of them."""

import argparse
from collections.abc import Sequence

from api.cli.command import AddParser, Command, Parser, Version, add, address, count, port

_EPILOG = """\
The configuration is support-gateway.toml, or the file that SUPPORT_GATEWAY_CONFIG names.
Exit codes: 0 done; 1 a check failed; 2 asked or configured wrongly, or out of reach.
"""


def parse(argv: Sequence[str] | None) -> tuple[Command, argparse.Namespace]:
    """The command that was asked for, and its arguments; None stands for those of the process.

    Raises SystemExit as argparse does: 0 after `--help` and `--version`, 2 after a mistake.
    """
    parser = Parser(
        prog="support-gateway",
        description="Answers an application's users from the state that they are in.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=Version, help="print the version and leave")
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


def _gateway(add_parser: AddParser) -> None:
    serve = add(add_parser, "serve", "run the gateway", "serve.serve")
    serve.epilog = (
        "SIGHUP has it read its configuration again: all of it, or none if it is wrong. SIGTERM "
        "ends it once the requests under way are answered."
    )
    serve.add_argument(
        "--host", type=address, default="127.0.0.1", help="address to listen on (%(default)s)"
    )
    serve.add_argument("--port", type=port, default=8000, help="port (%(default)s)")
    serve.add_argument("--workers", type=count, default=1, help="processes (%(default)s)")
    add(add_parser, "migrate", "bring the database's schema up to date", "database.migrate")
    grant = add(
        add_parser,
        "grant",
        "say what a PostgreSQL role that owns nothing needs to run a gateway",
        "database.grant",
    )
    grant.add_argument("role", metavar="ROLE", help="a role that exists")
    grant.add_argument("--apply", action="store_true", help="grant it, as the tables' owner")
    demo = add(
        add_parser, "demo", "run a gateway with a host application to try it on", "demo.demo"
    )
    demo.add_argument("--port", type=port, default=8000, help="the gateway's (%(default)s)")
    demo.add_argument(
        "--host-port", type=port, default=8701, help="the host application's (%(default)s)"
    )


def _configuration(add_parser: AddParser) -> None:
    init = add(add_parser, "init", "write a configuration with fresh secrets", "configuration.init")
    init.add_argument("path", nargs="?", metavar="PATH", help="where, if not the file in use")
    init.add_argument("--force", action="store_true", help="overwrite the file if there is one")
    add(add_parser, "check", "say what is wrong with the configuration", "configuration.check")


def _tokens(add_parser: AddParser) -> None:
    token = add(add_parser, "token", "mint a user's token, to try things with", "tokens.token")
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
        type=count,
        default=3600,
        metavar="SECONDS",
        help="how long it is good for, up to 28800 (%(default)s)",
    )
    check = add(
        add_parser, "token-check", "say why a user's token is taken or refused", "tokens.check"
    )
    check.add_argument("token", nargs="?", metavar="TOKEN", help="the token (stdin)")
    operator = add(
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
    events = add(parts.add_parser, "events", "print every event as a JSON line", "audit.events")
    events.add_argument("--case", metavar="ID", help="of one case only")
    verify = add(parts.add_parser, "verify", "check the hash chain of every stream", "audit.verify")
    verify.add_argument("--case", metavar="ID", help="of one case only")
    verify.add_argument("--anchor", metavar="FILE", help="and that the anchors in FILE still hold")
    anchor = add(
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
    add(
        parts.add_parser,
        "status",
        "say how far each followed view has come, and what it could not take",
        "projections.status",
    )
    add(
        parts.add_parser,
        "check",
        "compare every view with a fold from the first event",
        "projections.check",
    )
    add(
        parts.add_parser,
        "repair",
        "write anew what widgets read of cases, where it is not what was recorded",
        "projections.repair",
    )
    rebuild = add(
        parts.add_parser,
        "rebuild",
        "make followed views again beside those in use, compare, and switch",
        "projections.rebuild_views",
    )
    rebuild.add_argument("--view", metavar="NAME", help="this one only")


def _erasure(add_parser: AddParser) -> None:
    erase = add(
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
    hold = add(add_parser, "hold", "keep a case against any erasure", "erasure.hold")
    hold.add_argument("case", metavar="CASE", help="the case's id")
    hold.add_argument("--reason", metavar="TEXT", help="why; kept sealed in the record")
    release = add(add_parser, "release", "let go of a case that is held", "erasure.release")
    release.add_argument("case", metavar="CASE", help="the case's id")


def _redaction(add_parser: AddParser) -> None:
    redact = add(
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
    check = add(
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
        "--window-hours", type=count, default=72, metavar="HOURS", help="(%(default)s)"
    )
    check.add_argument("--allow-private", action="store_true", help="private addresses and http")
    openapi = add(add_parser, "openapi", "print the API's OpenAPI document", "openapi.openapi")
    which = openapi.add_mutually_exclusive_group()
    which.add_argument(
        "--host", action="store_true", help="of what a host application must answer instead"
    )
    which.add_argument("--typescript", action="store_true", help="as TypeScript types, of both")
