"""The command line in this process, which saves each command the start of one of its own."""

import time
from contextlib import chdir
from dataclasses import dataclass
from io import BytesIO

from api.cli.parser import parse
from api.cli.terminal import Stopped, Terminal
from tests.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def command(gateway: Gateway, *arguments: str) -> Done:
    """Run `support-gateway` with a gateway's own configuration."""
    out, err = BytesIO(), BytesIO()
    terminal = Terminal(
        environ=gateway.environ,
        stdin=BytesIO(),
        stdout=out,
        stderr=err,
        now=lambda: int(time.time()),
        random=lambda size: b"x" * size,
    )
    try:
        run, namespace = parse(arguments)
        with chdir(gateway.folder):
            code = run(namespace, terminal)
    except Stopped as stopped:
        for line in stopped.lines:
            terminal.complain(line)
        code = stopped.code
    return Done(code, out.getvalue().decode(), err.getvalue().decode())
