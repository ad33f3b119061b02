"""Starts a gateway for the torture: with short leases, and with a safeguard taken out if so told.

    python -m tests.torture.launch LEASE_MS SAFEGUARD serve --port …

The product has no switch for either. A safeguard is one of `SAFEGUARDS`, or `all`, which takes out
nothing.
"""

import contextlib
import sys
from collections.abc import AsyncGenerator, Callable
from typing import Any

from eventsourcing.persistence import StoredEvent as Row

from application import idempotency


def _without_version_check() -> None:
    """Whoever comes second writes all the same, behind what it has not seen."""
    from application.event_store.append import Append, VersionConflict  # noqa: PLC0415
    from application.event_store.recorded import link_of  # noqa: PLC0415
    from application.event_store.writer import Writer  # noqa: PLC0415

    submit = Writer.submit

    async def careless(self: Writer, command: Append) -> tuple[int, ...]:
        for _ in range(20):
            try:
                return await submit(self, command)
            except VersionConflict:
                links = tuple(
                    link_of(Row(link.stream, link.version + 1, link.topic, link.state))
                    if link.stream.startswith("cas_")
                    else link
                    for link in command.links
                )
                command = command._replace(links=links)
        raise VersionConflict

    setattr(Writer, "submit", careless)  # noqa: B010 - mypy knows that it is a method


def _without_claims() -> None:
    """No request is remembered."""
    from application.event_store.sealing import Sealing  # noqa: PLC0415

    def forget(self: Sealing, command: Any, remembered: Any, key: Any) -> Any:
        return command

    setattr(Sealing, "remembering", forget)  # noqa: B010


def _without_look_up() -> None:
    """A batch whose answer was lost is written again, without a look whether it had arrived."""
    from application.event_store.postgres.batch_writer import BatchWriter  # noqa: PLC0415

    async def nothing(self: BatchWriter, batch: Any, left: Any) -> dict[int, Any]:
        return {}

    setattr(BatchWriter, "_landed", nothing)  # noqa: B010


def _without_desk_look_up() -> None:
    """An issue is created without a search for the one that may be there."""
    from application.adapters.tickets import jira  # noqa: PLC0415

    async def create_only(find: Any, create: Callable[[], Any]) -> Any:
        return await create()

    setattr(jira, "find_or_create", create_only)  # noqa: B010


def _without_worker() -> None:
    """Nobody looks after what a request has left behind."""
    from api.worker import Worker  # noqa: PLC0415

    async def look(self: Worker) -> None:
        """Look away."""

    setattr(Worker, "look", look)  # noqa: B010


def _without_leases() -> None:
    """Whoever wants to pay pays."""
    from application.duties.leases import Leases  # noqa: PLC0415

    @contextlib.asynccontextmanager
    async def taken(self: Leases, name: str, **_: Any) -> AsyncGenerator[int]:
        yield 1

    setattr(Leases, "taken", taken)  # noqa: B010


SAFEGUARDS: dict[str, Callable[[], None]] = {
    "versions": _without_version_check,
    "claims": _without_claims,
    "look-up": _without_look_up,
    "desk": _without_desk_look_up,
    "worker": _without_worker,
    "leases": _without_leases,
}


def main() -> int:
    """Take out what is to be taken out, then run the gateway's own command line."""
    lease_ms, safeguard = int(sys.argv[1]), sys.argv[2]
    # Before anybody imports it by name.
    idempotency.LEASE_MS = lease_ms
    from application.duties import leases  # noqa: PLC0415

    leases.RENEW_SECONDS = lease_ms / 3_333
    leases.YOUNG_SECONDS = lease_ms / 5_000
    if safeguard != "all":
        SAFEGUARDS[safeguard]()
    from api.__main__ import main as gateway  # noqa: PLC0415

    return gateway(sys.argv[3:])


if __name__ == "__main__":
    sys.exit(main())
