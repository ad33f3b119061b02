"""One process that serves: its limits, its application, and what a SIGHUP changes in it."""

import asyncio
import gc
import os
import resource
import signal
import sys

from starlette.applications import Starlette

from api.app import application
from api.serve import patience
from api.telemetry.logs import LOG, log_to_stderr
from api.wiring import Wired
from application.config import Misconfigured, Settings, load

OPEN_FILES = 16_384
"""Enough for the connections that wait, those that are served, and the gateway's own."""

COLLECT_AFTER = 20_000
"""Objects made, and not yet gone, after which the garbage collector looks at them."""

SWITCH_SECONDS = 0.001
"""How long a thread that redacts a large snapshot may keep the others from running at a time."""


def app() -> Starlette:
    """Make the application in the process that serves it, from that process's environment.

    A SIGHUP has the process read its configuration again: all of it is taken, or none.
    """
    log_to_stderr()
    allow_connections()
    share_time()
    settings = load(os.environ)
    gateway = Wired(settings)
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGHUP, read_again, gateway, patience(settings)
    )
    return application(gateway)


def read_again(gateway: Wired, longest: int) -> None:
    """Go by what the configuration says now, or name its mistakes in the log and change nothing.

    The server was told when it started how long it waits for requests when it ends: `longest`.
    """
    try:
        settings = load(os.environ)
        _wait_no_longer(settings, longest)
        gateway.go_by(settings)
    except Misconfigured as wrong:
        for mistake in wrong.mistakes:
            LOG.error("the configuration was not taken: %s", mistake)
        return
    facts = {
        "process": os.getpid(),
        "tenants": len(settings.tenants),
        "operators": len(settings.operators),
    }
    LOG.info("the configuration was read again", extra={"facts": facts})


def _wait_no_longer(settings: Settings, longest: int) -> None:
    if patience(settings) > longest:
        mistake = f"answers that take longer than {longest} s: only takes effect at a start"
        raise Misconfigured((mistake,))


def share_time() -> None:
    """See that neither the garbage collector nor a thread keeps requests waiting for long.

    What is loaded now lives as long as the process, so the collector need never look at it; and a
    request makes so many objects that a look after every 700, Python's default, is several of them.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    gc.enable()
    sys.setswitchinterval(SWITCH_SECONDS)


def allow_connections() -> None:
    """Let the process have as many sockets as the system lets it, where the default is few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
