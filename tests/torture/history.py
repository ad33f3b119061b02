"""What the clients sent and were told, and what was broken when, as JSON lines."""

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """One request and what became of it; times are seconds since the run began.

    `status` is None where no answer came, and `error` says why. `tag` stands in the text of what
    was asked and in nothing else. `keyed` requests carry an Idempotency-Key, made of the tag.
    """

    kind: str
    tag: str
    gateway: int
    sent: float
    got: float
    case_id: str | None
    keyed: bool
    status: int | None
    error: str | None
    retry_after: str | None
    replayed: bool
    etag: str | None
    body: Any

    @property
    def acknowledged(self) -> bool:
        """Whether the gateway said that it is done."""
        return self.status in {200, 201}


@dataclass
class Fault:
    """Something that was broken, and when it was whole again.

    `gateway` is which one, None for the database. `restarted` is when it was started again, if it
    was, and `healed` when it said that it is ready. `first_answer` is when the first write was
    acknowledged after that.
    """

    name: str
    gateway: int | None
    begun: float
    restarted: float | None = None
    healed: float | None = None
    first_answer: float | None = None


@dataclass
class History:
    """All of a run, in memory and in a file."""

    path: Path
    attempts: list[Attempt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin the clock."""
        self._began = time.monotonic()
        self._file = self.path.open("w")

    def now(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def attempted(self, attempt: Attempt) -> None:
        """Keep what became of a request."""
        self.attempts.append(attempt)
        self._write("attempt", asdict(attempt))
        if attempt.acknowledged and attempt.kind != "read":
            for fault in self.faults:
                concerned = fault.gateway is None or fault.gateway == attempt.gateway
                over = fault.healed is not None and attempt.sent >= fault.healed
                if concerned and over and fault.first_answer is None:
                    fault.first_answer = attempt.got

    def broke(self, name: str, gateway: int | None) -> Fault:
        """Something is broken from now on."""
        fault = Fault(name, gateway, self.now())
        self.faults.append(fault)
        self._write("broke", {"name": name, "gateway": gateway, "at": fault.begun})
        return fault

    def restarting(self, fault: Fault) -> None:
        """It is started again."""
        fault.restarted = self.now()

    def healed(self, fault: Fault) -> None:
        """It is whole again."""
        fault.healed = self.now()
        self._write("healed", asdict(fault))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, what: str, facts: dict[str, Any]) -> None:
        self._file.write(json.dumps({"what": what, **facts}) + "\n")
        self._file.flush()
