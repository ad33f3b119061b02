"""`python -m tests.torture`: torture for as long as told, and say what came of it."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import get_args

from tests.torture.driver import Outcome, Plan, run
from tests.torture.launch import SAFEGUARDS
from tests.torture.world import Engine


def main() -> int:
    """Run, print, and keep the folder with the history if anything was wrong."""
    options = _options()
    wrong = 0
    for engine in options.engine or get_args(Engine):
        folder = Path(tempfile.mkdtemp(prefix=f"torture-{engine}-"))
        plan = Plan(engine, options.seconds, options.clients, options.seed, options.without)
        outcome = asyncio.run(run(plan, folder))
        _report(plan, outcome)
        if outcome.violations:
            wrong += 1
            _say(f"  the history is in {folder}")
        else:
            shutil.rmtree(folder)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each engine")
    parser.add_argument("--engine", action="append", choices=get_args(Engine))
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", choices=(*SAFEGUARDS, "all"), default="all")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _report(plan: Plan, outcome: Outcome) -> None:
    history = outcome.history
    _say(f"{plan.engine}: {len(history.attempts)} requests in {history.now():.0f} s")
    for operation, count in sorted(outcome.operations.items()):
        _say(f"  {count:6} {operation}")
    for name, count in sorted(Counter(fault.name for fault in history.faults).items()):
        ready = _span(", up after {}", outcome.ready.get(name))
        _say(
            f"  {count:6} x {name}{ready}{_span(', a write after {}', outcome.recovered.get(name))}"
        )
    _say(f"  all that was owed was paid {outcome.peace:.1f} s after the last answer")
    _say(f"  {len(outcome.violations)} violations")
    for violation in outcome.violations[:20]:
        _say(f"    {violation}")


def _span(words: str, seconds: list[float] | None) -> str:
    return words.format(f"{min(seconds):.1f} to {max(seconds):.1f} s") if seconds else ""


if __name__ == "__main__":
    sys.exit(main())
