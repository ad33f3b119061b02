"""Clients that live through cases, repeat what was not acknowledged, and remember every answer."""

import asyncio
import itertools
import json
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.torture.history import Attempt, History
from tests.torture.world import World

DRAIN_SECONDS = 40.0
"""How long clients go on to repeat what is not acknowledged yet, after the last fault."""

_tags = itertools.count(1)


@dataclass(frozen=True)
class Ask:
    """A request that is to be made, until it is acknowledged."""

    kind: str
    path: str
    body: Any
    case_id: str | None = None
    keyed: bool = True
    tag: str = field(default_factory=lambda: f"tag{next(_tags)}x")


class Client:
    """One user, who does one thing after the other, or two at once."""

    def __init__(
        self, user: int, world: World, history: History, session: aiohttp.ClientSession, seed: int
    ) -> None:
        """Every user has a seed of his own."""
        self._world = world
        self._history = history
        self._session = session
        self._rng = random.Random(f"{seed}-{user}")  # noqa: S311 - a run can be repeated
        self._token = world.token(user)
        self.stop_at = float("inf")

    async def run(self, until: asyncio.Event) -> None:
        """Live through case after case until told to stop; what was begun is finished."""
        while not until.is_set():
            await self._case(until)
        # All that is asked for after this is not begun any more.

    async def _case(self, until: asyncio.Event) -> None:
        rng = self._rng
        opened = await self._until_done(self._ask("create", None, "/api/cases", "message"))
        if opened is None:
            return
        case_id = opened.body["case"]["id"]
        path = f"/api/cases/{case_id}"
        for _ in range(rng.randrange(1, 4)):
            if until.is_set():
                break
            # Sometimes two at once, in whatever gateways.
            asks = [
                self._ask("message", case_id, f"{path}/messages", "content")
                for _ in range(rng.choice((1, 1, 2)))
            ]
            await asyncio.gather(*(self._until_done(ask) for ask in asks))
            if rng.random() < 0.3:
                once = self._ask("message", case_id, f"{path}/messages", "content")
                await self._try(Ask(once.kind, once.path, once.body, case_id, False, once.tag))
            if rng.random() < 0.3:
                await self._try(Ask("read", path, None, case_id, keyed=False))
        feedback = rng.choice(("positive", "negative"))
        await self._until_done(Ask("feedback", f"{path}/feedback", {"feedback": feedback}, case_id))
        await self._end(case_id, path)
        await self._try(Ask("read", path, None, case_id, keyed=False))

    async def _end(self, case_id: str, path: str) -> None:
        rng = self._rng
        if rng.random() < 0.5:
            body = {"reason": "I want a person"}
            many = [
                Ask("escalate", f"{path}/escalate", body, case_id)
                for _ in range(rng.choice((1, 2, 3)))
            ]
            await asyncio.gather(*(self._until_done(ask) for ask in many))
        else:
            body = {"resolution": rng.choice(("resolved", "unresolved"))}
            await self._until_done(Ask("close", f"{path}/close", body, case_id))

    def _ask(self, kind: str, case_id: str | None, path: str, member: str) -> Ask:
        tag = f"tag{next(_tags)}x"
        return Ask(kind, path, {member: f"Why did my upload fail? {tag}"}, case_id, True, tag)

    async def _until_done(self, ask: Ask) -> Attempt | None:
        """Repeat a request under its key until it is acknowledged; None if it never was."""
        while self._history.now() < self.stop_at:
            attempt = await self._try(ask)
            if attempt.acknowledged:
                if self._rng.random() < 0.1:
                    await self._try(ask)
                return attempt
            if attempt.status not in {None, 409, 503}:
                return None
            if attempt.status == 409 and attempt.retry_after is None:
                return None
            await asyncio.sleep(self._rng.uniform(0.1, 0.4))
        return None

    async def _try(self, ask: Ask) -> Attempt:
        number = self._rng.randrange(len(self._world.gateways))
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        if ask.keyed:
            headers["Idempotency-Key"] = ask.tag
        sent = self._history.now()
        status = error = retry_after = etag = body = None
        replayed = False
        try:
            async with self._session.request(
                "GET" if ask.kind == "read" else "POST",
                self._world.gateways[number].url + ask.path,
                data=None if ask.body is None else json.dumps(ask.body),
                headers=headers,
            ) as answer:
                body = await answer.json()
                status, retry_after = answer.status, answer.headers.get("Retry-After")
                etag = answer.headers.get("ETag")
                replayed = "Idempotency-Replayed" in answer.headers
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as failure:
            error, status = type(failure).__name__, None
        attempt = Attempt(
            kind=ask.kind,
            tag=ask.tag,
            gateway=number,
            sent=sent,
            got=self._history.now(),
            case_id=ask.case_id,
            keyed=ask.keyed,
            status=status,
            error=error,
            retry_after=retry_after,
            replayed=replayed,
            etag=etag,
            body=body,
        )
        self._history.attempted(attempt)
        return attempt


async def drive(
    world: World,
    history: History,
    *,
    clients: int,
    seed: int,
    patience: float,
    until: asyncio.Event,
) -> None:
    """Run so many clients until told to stop, and then until what they began is done.

    `patience` is in seconds, for one answer.
    """
    timeout = aiohttp.ClientTimeout(total=patience)
    # Below the server's own, so that no request meets a connection that is just being closed.
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=2)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        users = [Client(user, world, history, session, seed) for user in range(clients)]
        running = asyncio.gather(*(user.run(until) for user in users))
        await until.wait()
        for user in users:
            user.stop_at = history.now() + DRAIN_SECONDS
        await running
