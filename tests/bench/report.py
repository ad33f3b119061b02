"""What was measured, as ratios: each against a ceiling that was measured in the same round."""

import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.load import Slice

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One slice. `rate` is per second; `processor_seconds` is what the servers took a request."""

    rate: float
    p50: float
    p99: float
    processor_seconds: float | None
    errors: int

    @classmethod
    def of(cls, done: Slice, processor_seconds: float | None = None) -> "Run":
        """Of a slice, and the processor time that it took in all."""
        each = None
        if processor_seconds is not None and done.latencies:
            each = processor_seconds / len(done.latencies)
        return cls(done.rate, done.quantile(0.5), done.quantile(0.99), each, done.errors)

    @classmethod
    def rate_only(cls, rate: float) -> "Run":
        """Of a program that tells no more."""
        return cls(rate, 0.0, 0.0, None, 0)


@dataclass
class Line:
    """One line of the table: something measured beside its ceiling, round for round."""

    name: str
    on: str
    against: str
    goal: float | None = None
    runs: list[Run] = field(default_factory=list[Run])
    ceilings: list[Run] = field(default_factory=list[Run])

    @property
    def ratio(self) -> float:
        """The median over the rounds."""
        return statistics.median(self._ratios())

    def _ratios(self) -> list[float]:
        pairs = zip(self.runs, self.ceilings, strict=True)
        return [run.rate / ceiling.rate for run, ceiling in pairs]

    def facts(self) -> dict[str, Any]:
        """For the JSON."""
        return {
            "name": self.name,
            "on": self.on,
            "against": self.against,
            "goal": self.goal,
            "ratio": round(self.ratio, 3),
            "ratios": [round(ratio, 3) for ratio in self._ratios()],
            "perSecond": round(statistics.median(run.rate for run in self.runs), 1),
            "ceilingPerSecond": round(statistics.median(run.rate for run in self.ceilings), 1),
            "p50Ms": round(1_000 * statistics.median(run.p50 for run in self.runs), 2),
            "p99Ms": round(1_000 * statistics.median(run.p99 for run in self.runs), 2),
            "processorMs": _processor_ms(self.runs),
            "ceilingProcessorMs": _processor_ms(self.ceilings),
            "errors": sum(run.errors for run in self.runs),
        }


def _processor_ms(runs: Iterable[Run]) -> float | None:
    taken = [run.processor_seconds for run in runs if run.processor_seconds is not None]
    return round(1_000 * statistics.median(taken), 3) if taken else None


def table(lines: Iterable[Line]) -> str:
    """The lines as Markdown."""
    rows = [
        "| what | on | a second | beside, a second | ratio | goal | p50 | p99 | processor |",
        "|---|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    for line in lines:
        facts = line.facts()
        goal = "" if line.goal is None else f"{line.goal:g}"
        processor = _processor_of(facts["processorMs"], facts["ceilingProcessorMs"])
        rows.append(
            f"| {line.name} | {line.on} | {facts['perSecond']:,.0f} | {line.against},"
            f" {facts['ceilingPerSecond']:,.0f} | **{line.ratio:.2f}** | {goal}"
            f" | {_ms(facts['p50Ms'])} | {_ms(facts['p99Ms'])} | {processor} |"
        )
    return "\n".join(rows)


def _processor_of(taken: float | None, ceiling: float | None) -> str:
    if taken is None:
        return ""
    return f"{taken:.2f} ms" if ceiling is None else f"{taken:.2f} ({ceiling:.2f}) ms"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms" if milliseconds else ""


def machine() -> dict[str, Any]:
    """Where and when it was measured."""
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the date where the machine is
        "cores": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def into_readme(shown: str, *, place: str, by: str, also: str = "") -> None:
    """Put a table in the place of the last one in README.md, and say by what it was measured, and
    what else was found out.
    """
    readme = ROOT / "README.md"
    begin, end = f"<!-- {place}: begin -->\n", f"<!-- {place}: end -->"
    before, _, rest = readme.read_text().partition(begin)
    _, _, after = rest.partition(end)
    about = machine()
    said = (
        f"Measured on {about['date']} by {by}: {about['cores']} cores"
        f" ({about['processor']}), {about['system']}, Python {about['python']}. {also}".rstrip()
    )
    readme.write_text(f"{before}{begin}{said}\n\n{shown}\n{end}{after}")
