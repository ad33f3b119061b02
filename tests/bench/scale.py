"""A store of many cases beside an almost empty one, and the calls that look over all of it."""

import asyncio
import secrets
import sys
import time
from dataclasses import dataclass
from typing import Final

from api.chance import new_id
from api.stores import migrate, opened_store
from application.config import load
from application.event_store.case_store import CaseStore
from application.event_store.recorded import Actor, Cause
from domain.case import Caller, Case
from domain.events import CaseEvent, Requester
from tests.bench.load import request
from tests.bench.world import OPERATOR_TOKEN, TENANT, World
from tests.facts import ANSWER, CAPTURED, PRODUCED
from tests.gateway import Gateway

EVENTS: Final = 15
"""Events of each case: it is opened, its snapshot is taken, six questions are answered, judged."""

USERS: Final = 5_000
_AT_ONCE: Final = 128
_ANSWERS: Final = 6
_LEVEL_SECONDS: Final = 3_600.0
_WORDS: Final = "I cannot upload the video for the spring campaign, it stops at 61.4 of 73 MB."


@dataclass(frozen=True, slots=True)
class Filled:
    """A gateway over a full store: how many events a second were written, followed by all views,
    and folded anew while it ran, until the new views took the place of the old ones.
    """

    gateway: Gateway
    written: float
    followed: float
    rebuilt: float
    a_case: str


async def fill(world: World, cases: int) -> Filled:
    """Write so many cases through the event store, and start a gateway that follows them all."""
    url = world.server.url(world.server.create_database())
    environ = world.environ(url)
    settings = load(environ)
    migrate(settings)
    async with opened_store(settings) as store:
        began = time.perf_counter()
        last = await write_cases(store, cases)
    written = cases * EVENTS / (time.perf_counter() - began)
    gateway = like_the_others(world, url)
    began = time.perf_counter()
    gateway.start()
    while gateway.get("/api/health").json["projectionLag"]:
        if time.perf_counter() - began > _LEVEL_SECONDS:
            gateway.kill()
            raise TimeoutError("the views of a full store did not come level")
        await asyncio.sleep(0.5)
    followed = cases * EVENTS / (time.perf_counter() - began)
    began = time.perf_counter()
    ended = gateway.run("projections", "rebuild")
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    rebuilt = cases * EVENTS / (time.perf_counter() - began)
    return Filled(gateway, written, followed, rebuilt, last)


def like_the_others(world: World, database_url: str, workers: int = 1) -> Gateway:
    """Another gateway, not started yet, configured as those of the world are."""
    like = world.gateways["PostgreSQL"]
    folder = world.folder / secrets.token_hex(4)
    folder.mkdir()
    return Gateway(
        folder,
        database_url=database_url,
        config=(like.folder / "support-gateway.toml").read_text(),
        environ={name: like.environ[name] for name in like.environ if name.startswith("ANTHROPIC")},
        workers=workers,
        program=True,
    )


async def write_cases(store: CaseStore, cases: int) -> str:
    """Write so many cases of `EVENTS` events; gives the id of the last."""
    numbers = iter(range(cases))
    last = ""

    async def writer() -> None:
        nonlocal last
        for number in numbers:
            user_id = f"usr_{number % USERS:05}"
            psn = store.keys.pseudonym(TENANT, user_id)
            cause = Cause(Actor("user", psn), new_id("req"))
            last = new_id("cas")
            await store.open_case(last, _events(user_id), cause)
            if number % 10_000 == 0:
                sys.stderr.write("+")
                sys.stderr.flush()

    await asyncio.gather(*(writer() for _ in range(_AT_ONCE)))
    return last


def _events(user_id: str) -> list[CaseEvent]:
    asks = Requester(user_id=user_id, email=f"{user_id}@customer.example", roles=(), plan="pro")
    question, snapshot = new_id("msg"), new_id("scs")
    events: list[CaseEvent] = [
        *Case.open(
            Caller(TENANT, asks),
            snapshot_id=snapshot,
            message_id=question,
            question=_WORDS,
            context=None,
        ),
        CAPTURED.model_copy(update={"snapshot_id": snapshot}),
    ]
    case = Case("", 1, TENANT, snapshot, asks)
    for _ in range(_ANSWERS):
        asked = Case("", 1, TENANT, snapshot, asks, unanswered=frozenset({question}))
        events += asked.answer(
            question,
            message_id=new_id("msg"),
            answer=ANSWER,
            pointers=("/productState/activeErrors/0/errorCode",),
            produced=PRODUCED,
            exchanges=(),
        )
        question = new_id("msg")
        events += case.add_message(message_id=question, content=_WORDS)
    # The last question makes room for a word on the answers.
    return [*events[:-1], *case.give_feedback("positive")]


def looks(filled: Filled) -> dict[str, bytes]:
    """What operators ask of a full store, by what it is."""
    one = f"/api/audit/cases/{filled.a_case}"
    paths = {
        "audit: newest cases": "/api/audit/cases",
        "audit: a user's cases": "/api/audit/cases?tenantId=ten_bench&userId=usr_00007",
        "audit: active cases of a tenant": "/api/audit/cases?tenantId=ten_bench&status=active",
        "audit: a case": one,
        "audit: a case's events": f"{one}/events",
        "analytics: summary": "/api/analytics/summary",
        "analytics: series": "/api/analytics/series",
        "metrics": "/metrics",
    }
    return {name: request("GET", path, token=OPERATOR_TOKEN) for name, path in paths.items()}
