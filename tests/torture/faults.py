"""What is broken, one thing after the other, and made whole again."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable

from tests.torture.history import History
from tests.torture.world import Victim, World

Break = Callable[[World, History, random.Random], Awaitable[None]]

KILLED_SECONDS = (0.0, 0.5, 2.0)
STOPPED_SECONDS = (1.0, 4.0)
FULL_SECONDS = 1.5
LOSING_SECONDS = 2.0


def _one(world: World, rng: random.Random) -> tuple[int, Victim]:
    number = rng.randrange(len(world.gateways))
    return number, world.gateways[number]


async def kill_gateway(world: World, history: History, rng: random.Random) -> None:
    """End a gateway by SIGKILL, and start it again some time later."""
    number, victim = _one(world, rng)
    fault = history.broke("kill -9 of a gateway", number)
    victim.kill()
    await asyncio.sleep(rng.choice(KILLED_SECONDS))
    history.restarting(fault)
    await asyncio.to_thread(victim.start)
    history.healed(fault)


async def terminate_gateway(world: World, history: History, rng: random.Random) -> None:
    """End a gateway by SIGTERM; it must finish what it has accepted."""
    number, victim = _one(world, rng)
    fault = history.broke("SIGTERM of a gateway", number)
    process = victim.terminate()
    code = await asyncio.to_thread(process.wait, 60)
    assert code in {0, -signal.SIGTERM}, f"a gateway ended with {code}"
    history.restarting(fault)
    await asyncio.to_thread(victim.start)
    history.healed(fault)


async def stop_gateway(world: World, history: History, rng: random.Random) -> None:
    """Stop a gateway where it is, for less or for more than a lease, and let it go on."""
    number, victim = _one(world, rng)
    fault = history.broke("SIGSTOP of a gateway", number)
    victim.pause()
    await asyncio.sleep(rng.choice(STOPPED_SECONDS))
    victim.go_on()
    history.healed(fault)


async def fill_disk(world: World, history: History, rng: random.Random) -> None:
    """Let no file of a gateway on SQLite grow, which it meets as a write that fails.

    (A read-only file system cannot be had without being root. SQLite reports it the same way.)
    """
    assert world.database is not None
    number, victim = _one(world, rng)
    fault = history.broke("full disk", number)
    log = world.database.with_name(world.database.name + "-wal")
    victim.limit_files(log.stat().st_size)
    await asyncio.sleep(FULL_SECONDS)
    victim.limit_files(None)
    history.healed(fault)


async def kill_database(world: World, history: History, rng: random.Random) -> None:
    """End PostgreSQL by SIGKILL, and start it again some time later."""
    assert world.server is not None
    fault = history.broke("kill -9 of PostgreSQL", None)
    world.server.kill()
    await asyncio.sleep(rng.choice(KILLED_SECONDS))
    history.restarting(fault)
    await asyncio.to_thread(world.server.start)
    history.healed(fault)


async def lose_answers(world: World, history: History, rng: random.Random) -> None:
    """Break connections to PostgreSQL while an answer of its is on the way."""
    assert world.wire is not None
    fault = history.broke("lost answers of PostgreSQL", None)
    world.wire.losing = 0.5
    await asyncio.sleep(LOSING_SECONDS)
    world.wire.losing = 0.0
    history.healed(fault)


SQLITE: tuple[Break, ...] = (kill_gateway, fill_disk, stop_gateway, terminate_gateway)
POSTGRESQL: tuple[Break, ...] = (
    kill_gateway,
    kill_database,
    lose_answers,
    stop_gateway,
    terminate_gateway,
)
