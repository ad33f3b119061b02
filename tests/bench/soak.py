"""A gateway under everything at once for a long while: how much memory it takes as time goes on."""

import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bench.load import ask_for
from tests.bench.scenarios import CLIENTS, SCENARIOS, prepared
from tests.bench.world import World

LOOKS: Final = 10
GROWTH: Final = 1.1
"""So many times the memory at half time may be taken in the end: caches have their bounds by then,
and what leaks would go on.
"""

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Look:
    """What a process takes in memory after so many seconds and requests."""

    seconds: float
    requests: int
    megabytes: float


@dataclass
class Soaked:
    """What was seen, and the requests that were not answered well."""

    looks: list[Look] = field(default_factory=list[Look])
    errors: int = 0

    @property
    def is_level(self) -> bool:
        """Whether memory was as good as level in the second half."""
        half = self.looks[len(self.looks) // 2 - 1]
        return self.looks[-1].megabytes <= GROWTH * half.megabytes

    def table(self) -> str:
        """The looks as Markdown."""
        rows = [
            f"| {look.seconds:.0f} | {look.requests:,} | {look.megabytes:.0f} MB |"
            for look in self.looks
        ]
        return "\n".join(["| seconds | requests | memory |", "|--:|--:|--:|", *rows])


async def soak(world: World, seconds: float) -> Soaked:
    """Ask for one thing after the other, again and again, and look at the process meanwhile."""
    gateway = world.gateways["PostgreSQL"]
    at = prepared(gateway)
    # Tokens that are all new are made in advance, which would take more time than to ask.
    asked = [(one.asking(at), one.status) for one in SCENARIOS if "new" not in one.name]
    soaked = Soaked()
    began = time.monotonic()
    requests = 0
    for _ in range(LOOKS):
        for ask, status in asked:
            done = await ask_for(
                seconds / LOOKS / len(asked), gateway.port, ask, clients=CLIENTS, expected=status
            )
            requests += len(done.latencies)
            soaked.errors += done.errors
        passed = time.monotonic() - began
        soaked.looks.append(Look(passed, requests, _megabytes(gateway.pid)))
        sys.stderr.write(".")
        sys.stderr.flush()
    return soaked


def _megabytes(pid: int) -> float:
    """What a process has in memory (proc_pid_statm(5))."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * _PAGE / 1e6
