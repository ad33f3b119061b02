"""Commands through the event store: load, decide, seal, chain, append, views and all."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import perf_counter as clock
from typing import Final

from api.chance import new_id
from api.stores import migrate, opened_store
from application.config import load
from application.event_store.case_store import CaseStore, Decision
from application.event_store.recorded import Actor, Cause
from tests.bench.load import Slice
from tests.facts import ANSWER, PRODUCED, opened

CASES: Final = 256
WORDS: Final = "I cannot upload the video for the spring campaign, it stops at 61.4 of 73 MB. " * 6
_CAUSE: Final = Cause(Actor("user", "psn_0"), "req_0")


class Commands:
    """A store with open cases, and what is asked of them: a question, then its answer, in turn."""

    def __init__(self, store: CaseStore, cases: list[str]) -> None:
        """Ask on in these cases."""
        self._store = store
        self._free = cases
        self._asked: dict[str, str] = {}

    async def many(self, seconds: float, in_flight: int) -> Slice:
        """Keep so many commands under way for so many seconds."""
        began = clock()
        latencies: list[float] = []

        async def client() -> None:
            while clock() < began + seconds:
                case_id = self._free.pop()
                sent = clock()
                await self._store.decide(case_id, self._next(case_id), _CAUSE)
                latencies.append(clock() - sent)
                self._free.insert(0, case_id)

        await asyncio.gather(*(client() for _ in range(in_flight)))
        return Slice(clock() - began, tuple(sorted(latencies)), 0)

    def _next(self, case_id: str) -> Decision:
        question_id = self._asked.pop(case_id, None)
        if question_id is not None:
            return lambda case: case.answer(
                question_id,
                message_id=new_id("msg"),
                answer=ANSWER,
                pointers=("/productState/activeErrors/0/errorCode",),
                produced=PRODUCED,
                exchanges=(),
            )
        asked = self._asked[case_id] = new_id("msg")
        return lambda case: case.add_message(message_id=asked, content=WORDS)


@asynccontextmanager
async def commands(environ: dict[str, str]) -> AsyncGenerator[Commands]:
    """Open a store as the gateway does, and cases in it."""
    settings = load(environ)
    migrate(settings)
    async with opened_store(settings) as store:
        cases = [new_id("cas") for _ in range(CASES)]
        for case_id in cases:
            await store.open_case(case_id, opened(), _CAUSE)
        yield Commands(store, cases)
