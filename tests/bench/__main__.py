"""`make bench`: measures, prints a table of ratios, and writes it as JSON.

Everything takes its turn in short slices, round after round, each round beginning elsewhere, so
that whatever else the machine does hurts all alike. A ratio is formed within a round; the table
gives the median over the rounds.
"""

import argparse
import gc
import json
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import uvloop

from api.process import share_time
from projections.all_views import FOLLOWED_VIEWS
from projections.case_index import CaseIndex
from projections.views import FollowedView
from tests.bench.command_processes import CommandProcesses, command_processes
from tests.bench.commands import Commands, commands
from tests.bench.following import StockRunner, following
from tests.bench.limit import BATCHED, PgBench, sqlite_rows_a_second
from tests.bench.load import Ask, ask_for
from tests.bench.processes import processor_seconds
from tests.bench.report import Line, Run, into_readme, machine, table
from tests.bench.scale import EVENTS, Filled, fill, like_the_others, looks
from tests.bench.scenarios import (
    CEILING_STATUS,
    CLIENTS,
    SCENARIOS,
    Prepared,
    Scenario,
    bare_asking,
    prepared,
)
from tests.bench.soak import soak
from tests.bench.world import World, world
from tests.gateway import Gateway

IN_FLIGHT = (1, 32, 128)
GOALS = {32: 0.6, 128: 0.75}

Measure = Callable[[], Awaitable[Run]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A line of the table, and how another run of it is had."""

    line: Line
    measure: Measure


class Bench:
    """What is measured: ceilings by name, and what is held against them."""

    def __init__(self, world: World, seconds: float) -> None:
        """Measure in slices of so many seconds."""
        self._world = world
        self._seconds = seconds
        self.ceilings: dict[str, Measure] = {}
        self.measured: list[Measured] = []

    def add_requests(self, scenarios: Sequence[Scenario]) -> None:
        """Requests to both gateways, beside bare routes."""
        if not scenarios:
            return
        for route in {scenario.ceiling for scenario in scenarios}:
            self.ceilings[f"`{route}`"] = self._bare(route)
        for engine, gateway in self._world.gateways.items():
            at = prepared(gateway)
            pids = [gateway.pid] + [self._world.server.pid] * (engine == "PostgreSQL")
            for scenario in scenarios:
                line = Line(scenario.name, engine, f"`{scenario.ceiling}`", scenario.goal)
                self.measured.append(Measured(line, self._requests(scenario, at, pids)))

    async def add_commands(self, stack: AsyncExitStack) -> None:
        """Commands through the store, beside the database's own limit."""
        pgbench = PgBench(self._world)
        for engine, url in self._world.empty_databases().items():
            asked = await stack.enter_async_context(commands(self._world.environ(url)))
            for in_flight in IN_FLIGHT:
                if engine == "SQLite":
                    against, goal = "a row a transaction", None
                    self.ceilings[against] = self._sqlite_limit
                else:
                    against, goal = f"pgbench, {in_flight} clients", GOALS.get(in_flight)
                    self.ceilings[against] = self._limit(pgbench, in_flight)
                line = Line(f"command, {in_flight} in flight", engine, against, goal)
                self.measured.append(Measured(line, self._commands(asked, in_flight)))
        line = Line(
            f"pgbench, {BATCHED} rows a transaction", "PostgreSQL", f"pgbench, {CLIENTS} clients"
        )
        self.measured.append(Measured(line, self._limit(pgbench, CLIENTS, rows=BATCHED)))

    async def add_commands_of(self, workers: int, stack: AsyncExitStack) -> None:
        """The same from several processes on one PostgreSQL."""
        pgbench = PgBench(self._world)
        environ = self._world.environ(self._world.empty_databases()["PostgreSQL"])
        asked = await stack.enter_async_context(command_processes(environ, workers))
        for in_flight, goal in GOALS.items():
            against = f"pgbench, {in_flight} clients"
            self.ceilings[against] = self._limit(pgbench, in_flight)
            line = Line(f"command, {in_flight} in flight", f"{workers} processes", against, goal)
            self.measured.append(Measured(line, self._commands(asked, in_flight)))

    async def add_following(self, stack: AsyncExitStack) -> None:
        """Views that follow the log, beside the library's runner."""
        stock = StockRunner(self._world.empty_databases()["PostgreSQL"])
        against = "the library's runner, one view"
        self.ceilings[against] = self._rate(stock.events_a_second)
        url = self._world.empty_databases()["PostgreSQL"]
        ours = await stack.enter_async_context(following(self._world.environ(url)))
        each: dict[str, Sequence[FollowedView]] = {
            "following, one view": [CaseIndex()],
            "following, all views": FOLLOWED_VIEWS,
        }
        for name, views in each.items():
            line = Line(name, "PostgreSQL", against, 15.0 if len(views) == 1 else None)
            follow = partial(ours.events_a_second, followed=views)
            self.measured.append(Measured(line, self._rate(follow)))

    def add_scale(self, scenarios: Sequence[Scenario], filled: Filled, cases: int) -> None:
        """The same requests to a full store and to an empty one, and looks over all of it."""
        on = f"{cases:,} cases"
        self.add_beside(scenarios, filled.gateway, on, "an empty store", goal=1.0)
        bare = self._world.bare
        self.ceilings["`hello`, one client"] = lambda: self._asked(
            bare.port, bare_asking("hello"), "200", [bare.pid], clients=1
        )
        for name, sent in looks(filled).items():
            line = Line(name, on, "`hello`, one client")
            self.measured.append(Measured(line, self._looking(filled, sent)))

    def add_beside(
        self,
        scenarios: Sequence[Scenario],
        gateway: Gateway,
        on: str,
        against: str,
        goal: float | None = None,
    ) -> None:
        """The same requests to another gateway on PostgreSQL, and to the usual one."""
        usual = self._world.gateways["PostgreSQL"]
        at, beside = prepared(gateway), prepared(usual)
        for scenario in scenarios:
            ceiling = f"{against}: {scenario.name}"
            pids = [usual.pid, self._world.server.pid]
            self.ceilings[ceiling] = self._requests(scenario, beside, pids)
            line = Line(scenario.name, on, ceiling, goal)
            pids = [gateway.pid, self._world.server.pid]
            self.measured.append(Measured(line, self._requests(scenario, at, pids)))

    def _looking(self, filled: Filled, sent: bytes) -> Measure:
        gateway = filled.gateway
        pids = [gateway.pid, self._world.server.pid]
        return lambda: self._asked(gateway.port, lambda _: sent, "200", pids, clients=1)

    async def round(self, number: int) -> None:
        """Measure everything once; each round begins elsewhere."""
        turns = deque[tuple[str | Line, Measure]](
            [*self.ceilings.items(), *((one.line, one.measure) for one in self.measured)]
        )
        turns.rotate(number * 5)
        ceilings: dict[str, Run] = {}
        for what, measure in turns:
            gc.collect()
            run = await measure()
            if isinstance(what, str):
                ceilings[what] = run
            else:
                what.runs.append(run)
            sys.stderr.write(".")
            sys.stderr.flush()
        for one in self.measured:
            one.line.ceilings.append(ceilings[one.line.against])

    # How each is measured

    def _bare(self, route: str) -> Measure:
        bare = self._world.bare
        return lambda: self._asked(bare.port, bare_asking(route), CEILING_STATUS[route], [bare.pid])

    def _requests(self, scenario: Scenario, at: Prepared, pids: Sequence[int]) -> Measure:
        return lambda: self._asked(at.gateway.port, scenario.asking(at), scenario.status, pids)

    async def _asked(
        self, port: int, ask: Ask, status: str, pids: Sequence[int], clients: int = CLIENTS
    ) -> Run:
        before = processor_seconds(pids)
        done = await ask_for(self._seconds, port, ask, clients=clients, expected=status)
        after = processor_seconds(pids)
        return Run.of(done, None if before is None or after is None else after - before)

    def _commands(self, asked: Commands | CommandProcesses, in_flight: int) -> Measure:
        async def measure() -> Run:
            return Run.of(await asked.many(self._seconds, in_flight))

        return measure

    def _limit(self, pgbench: PgBench, clients: int, *, rows: int = 1) -> Measure:
        async def measure() -> Run:
            return Run.rate_only(pgbench.rows_a_second(self._seconds, clients=clients, rows=rows))

        return measure

    def _rate(self, measured: Callable[[float], Awaitable[float]]) -> Measure:
        async def measure() -> Run:
            return Run.rate_only(await measured(self._seconds))

        return measure

    async def _sqlite_limit(self) -> Run:
        return Run.rate_only(sqlite_rows_a_second(self._seconds, self._world.folder))


async def measured(told: argparse.Namespace) -> tuple[list[Line], str]:
    """Start everything, and measure as told on the command line; gives what else was found out."""
    also = ""
    with world() as everything:
        bench = Bench(everything, told.seconds)
        scenarios = [one for one in SCENARIOS if told.only in one.name]
        async with AsyncExitStack() as stack:
            if told.cases:
                filled = await fill(everything, told.cases)
                stack.callback(filled.gateway.stop)
                also = (
                    f"Of {told.cases * EVENTS:,} events {filled.written:,.0f} a second were"
                    f" written, then {filled.followed:,.0f} a second followed by all views, then"
                    f" {filled.rebuilt:,.0f} a second folded anew by all beside those in use."
                )
                sys.stderr.write(f"\n{also}\n")
                bench.add_scale(scenarios, filled, told.cases)
            elif told.workers:
                url = everything.empty_databases()["PostgreSQL"]
                gateway = stack.enter_context(like_the_others(everything, url, told.workers))
                on = f"{told.workers} processes"
                bench.add_beside(scenarios, gateway, on, "one process")
                if told.only in "command, in flight":
                    await bench.add_commands_of(told.workers, stack)
            else:
                bench.add_requests(scenarios)
                if told.only in "command, in flight":
                    await bench.add_commands(stack)
                if told.only in "following":
                    await bench.add_following(stack)
            # What runs in this process is to meet what it meets in a gateway.
            share_time()
            for number in range(told.rounds):
                await bench.round(number)
    sys.stderr.write("\n")
    return [one.line for one in bench.measured], also


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each slice")
    parser.add_argument(
        "--only", default="", help="requests whose names hold this, or 'command' or 'following'"
    )
    parser.add_argument(
        "--cases", type=int, default=0, help="hold a store of so many cases against an empty one"
    )
    parser.add_argument("--workers", type=int, default=0, help="hold so many processes against one")
    parser.add_argument("--json", type=Path, default=Path(".cache") / "bench.json")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    parser.add_argument(
        "--soak", type=float, default=0.0, help="ask for so many seconds, and look at the memory"
    )
    told = parser.parse_args()
    if told.soak:
        return _soaked(told)
    lines, also = uvloop.run(measured(told))
    told.json.parent.mkdir(exist_ok=True)
    figures = {
        **machine(),
        "rounds": told.rounds,
        "also": also,
        "lines": [line.facts() for line in lines],
    }
    told.json.write_text(json.dumps(figures, indent=2) + "\n")
    sys.stdout.write(f"{table(lines)}\n\nas JSON: {told.json}\n")
    if told.readme:
        place, command = "bench", "make bench"
        if told.cases:
            place, command = "scale", f"make bench BENCH='--cases {told.cases}'"
        elif told.workers:
            place, command = "workers", f"make bench BENCH='--workers {told.workers}'"
        by = f"`{command}`, {told.rounds} rounds"
        into_readme(table(lines), place=place, by=by, also=also)
    # A ratio of failures is none.
    return 1 if any(run.errors for line in lines for run in line.runs) else 0


def _soaked(told: argparse.Namespace) -> int:
    with world() as everything:
        soaked = uvloop.run(soak(everything, told.soak))
    sys.stdout.write(f"\n{soaked.table()}\n")
    if told.readme:
        into_readme(soaked.table(), place="soak", by=f"`make bench BENCH='--soak {told.soak:g}'`")
    if not soaked.is_level:
        sys.stderr.write("memory still grew in the second half\n")
    return 1 if soaked.errors or not soaked.is_level else 0


if __name__ == "__main__":
    sys.exit(main())
