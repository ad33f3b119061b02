"""A gateway under everything at once for a long while: how much memory it takes as time goes on."""

import os
import sys
import time
from pathlib import Path
from typing import Final

from tests.bench.load import ask_for
from tests.bench.scenarios import CLIENTS, SCENARIOS, prepared
from tests.bench.world import World

LOOKS: Final = 20
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


async def soak(world: World, seconds: float) -> bool:
    """Ask for one thing after the other, again and again; print what the process takes meanwhile.

    Gives whether every request was answered well.
    """
    gateway = world.gateways["PostgreSQL"]
    at = prepared(gateway)
    # Tokens that are all new are made in advance, which would take more time than to ask.
    asked = [(one.asking(at), one.status) for one in SCENARIOS if "new" not in one.name]
    good = True
    sys.stdout.write("| seconds | requests | memory |\n|--:|--:|--:|\n")
    began = time.monotonic()
    requests = 0
    for _ in range(LOOKS):
        for ask, status in asked:
            done = await ask_for(
                seconds / LOOKS / len(asked), gateway.port, ask, clients=CLIENTS, expected=status
            )
            requests += len(done.latencies)
            good = good and not done.errors
        passed = time.monotonic() - began
        sys.stdout.write(f"| {passed:.0f} | {requests:,} | {_megabytes(gateway.pid):.0f} MB |\n")
        sys.stdout.flush()
    return good


def _megabytes(pid: int) -> float:
    """What a process has in memory (proc_pid_statm(5))."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * _PAGE / 1e6
