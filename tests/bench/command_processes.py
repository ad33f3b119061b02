"""Commands through the event store from several processes at once, with a store open in each.

`python -m tests.bench.command_processes` is one of them. It is told, a line at a time, for how many
seconds to keep how many commands in flight, and answers each line with what came of it.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import uvloop

from api.process import share_time
from tests.bench.commands import commands
from tests.bench.load import Slice
from tests.bench.report import ROOT

_LONGEST_LINE: Final = 64 * 1024 * 1024
"""Characters: every latency of a slice stands in one line."""


class CommandProcesses:
    """Processes that ask at the same time, each in cases of its own."""

    def __init__(self, processes: list[Process]) -> None:
        """Ask on in these processes."""
        self._processes = processes

    async def many(self, seconds: float, in_flight: int) -> Slice:
        """Keep so many commands under way in all for so many seconds."""
        each = in_flight // len(self._processes)
        slices = await asyncio.gather(
            *(_asked(process, f"{seconds} {each}") for process in self._processes)
        )
        latencies = sorted(latency for one in slices for latency in one.latencies)
        return Slice(max(one.seconds for one in slices), tuple(latencies), 0)


@asynccontextmanager
async def command_processes(
    environ: Mapping[str, str], number: int
) -> AsyncGenerator[CommandProcesses]:
    """Start so many, and end them again."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.bench.command_processes"),
            env={**environ, "PATH": os.environ["PATH"]},
            cwd=ROOT,
            stdin=PIPE,
            stdout=PIPE,
            limit=_LONGEST_LINE,
        )
        for _ in range(number)
    ]
    try:
        yield CommandProcesses(processes)
    finally:
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
        for process in processes:
            await process.wait()


async def _asked(process: Process, told: str) -> Slice:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{told}\n".encode())
    seconds, latencies = json.loads(await process.stdout.readline())
    return Slice(seconds, tuple(latencies), 0)


async def _serve() -> None:
    async with commands(dict(os.environ)) as asked:
        share_time()
        while told := await asyncio.to_thread(sys.stdin.readline):
            seconds, in_flight = told.split()
            done = await asked.many(float(seconds), int(in_flight))
            sys.stdout.write(json.dumps([done.seconds, done.latencies]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_serve())
