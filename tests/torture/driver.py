"""One run: clients and faults at once, then peace, then the checker."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api import proof
from api.cli.projections import check_inline
from application.config import load
from tests.torture import faults
from tests.torture.checker import Record, violations
from tests.torture.history import History
from tests.torture.workload import drive
from tests.torture.world import Engine, Victim, World, world

PEACE_SECONDS = 60.0
"""How long what is owed may take to be paid, once all is whole again."""


@dataclass(frozen=True)
class Plan:
    """What to do. `without` is a safeguard that the gateways lack (see `launch`).

    `patience` is in seconds: how long a client waits for one answer. `grace` is by how much longer
    than promised a fault may be felt, where the machine has other things to do.
    """

    engine: Engine
    seconds: float
    clients: int = 16
    seed: int = 1
    without: str = "all"
    lease_ms: int = 10_000
    patience: float = 30.0
    grace: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What came of it, in seconds by fault: `ready` is from a start to the first answer, and
    `recovered` from there, or from when it was let go on, to the first write that is acknowledged.
    A write that is asked for again under the key of one that was killed waits for its lease.
    """

    history: History
    violations: Sequence[str]
    operations: Counter[str]
    ready: dict[str, list[float]]
    recovered: dict[str, list[float]]
    peace: float


async def run(plan: Plan, folder: Path) -> Outcome:
    """Break things for as long as the plan says; the history is kept in the folder."""
    rng = random.Random(plan.seed)  # noqa: S311 - a run can be repeated
    history = History(folder / "history.jsonl")
    try:
        async with world(
            folder, plan.engine, rng=rng, without=plan.without, lease_ms=plan.lease_ms
        ) as here:
            over = asyncio.Event()
            clients = asyncio.create_task(
                drive(
                    here,
                    history,
                    clients=plan.clients,
                    seed=plan.seed,
                    patience=plan.patience,
                    until=over,
                )
            )
            await _break(here, history, rng, plan.seconds)
            over.set()
            await clients
            peace = await _until_nothing_is_owed(here)
            for victim in here.gateways:
                await asyncio.to_thread(victim.stop)
            record = await asyncio.to_thread(_record, here)
        found = violations(history, record, grace=plan.grace)
    finally:
        history.close()
    return Outcome(
        history, found, _operations(history), _ready(history), _recovered(history), peace
    )


async def _break(here: World, history: History, rng: random.Random, seconds: float) -> None:
    """Break everything in turn, in an order of its own each round; at least once."""
    kinds = list(faults.SQLITE if here.database else faults.POSTGRESQL)
    end = time.monotonic() + seconds
    first = True
    await asyncio.sleep(1.0)
    while first or time.monotonic() < end:
        rng.shuffle(kinds)
        for kind in kinds:
            if first or time.monotonic() < end:
                await kind(here, history, rng)
                await asyncio.sleep(rng.uniform(0.3, 1.0))
        first = False


async def _until_nothing_is_owed(here: World) -> float:
    began = time.monotonic()
    while time.monotonic() < began + PEACE_SECONDS:
        try:
            if not await asyncio.to_thread(_owing, here.gateways[0]):
                break
        except AssertionError:
            # What is recorded cannot be read. The checker will say so.
            break
        await asyncio.sleep(0.5)
    return time.monotonic() - began


def _owing(victim: Victim) -> bool:
    """Whether a question is without an answer, or an escalation without a ticket."""
    unanswered: set[str] = set()
    unopened: set[str] = set()
    for event in victim.events():
        data = event["data"]
        match event["type"]:
            case "case.message_added" if data["role"] == "user":
                unanswered.add(data["messageId"])
            case "case.message_added" | "case.answer_failed":
                unanswered.discard(data["inReplyTo"])
            case "case.escalated":
                unopened.add(event["stream"])
            case "case.ticket_opened":
                unopened.discard(event["stream"])
            case _:
                pass
    return bool(unanswered or unopened)


def _record(here: World) -> Record:
    settings = load({**here.gateways[0].environ, "ANTHROPIC_API_KEY": ""})
    lines: list[str] = []
    complaints: list[str] = []
    for check in (
        lambda: proof.events(settings, None, lines.append),
        lambda: proof.verify(settings, None, complaints.append),
        lambda: check_inline(settings, complaints.append),
    ):
        said = len(complaints)
        if check() == 0:
            del complaints[said:]
    tickets = Counter(
        label for issue in here.jira.issues for label in issue["labels"] if label.startswith("cas_")
    )
    tickets.update(ticket["external_id"] for ticket in here.zendesk.tickets)
    events = [json.loads(line) for line in lines]
    complaints += [f"cannot be read: {event}" for event in events if "altered" in event]
    return Record([event for event in events if "altered" not in event], tickets, complaints)


def _operations(history: History) -> Counter[str]:
    return Counter(
        f"{attempt.kind} {attempt.status or 'no answer'}" for attempt in history.attempts
    )


def _ready(history: History) -> dict[str, list[float]]:
    ready: dict[str, list[float]] = {}
    for fault in history.faults:
        if fault.healed is not None and fault.restarted is not None:
            ready.setdefault(fault.name, []).append(fault.healed - fault.restarted)
    return ready


def _recovered(history: History) -> dict[str, list[float]]:
    recovered: dict[str, list[float]] = {}
    for fault in history.faults:
        if fault.healed is not None and fault.first_answer is not None:
            recovered.setdefault(fault.name, []).append(fault.first_answer - fault.healed)
    return recovered
