"""What clients ask of a gateway, and the bare route that each request is held against."""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.bench.load import Ask, request
from tests.bench.world import World, token
from tests.gateway import Gateway

CLIENTS: Final = 32
CASES: Final = 4
"""Cases of each client, so that conversations stay as long as real ones."""

NEW_TOKENS: Final = 12_000
"""A machine that uses them up within its slice has a shorter one."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One request. `ceiling` names a bare route; `asking` is called before each slice.

    `goal` is the ratio that is wanted on PostgreSQL.
    """

    name: str
    ceiling: str
    goal: float
    asking: Callable[["Prepared"], Ask]
    status: str = "200"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A gateway with open cases: for each client a token and the ids of its cases."""

    gateway: Gateway
    tokens: tuple[str, ...]
    cases: tuple[tuple[str, ...], ...]
    numbers: Iterator[int]


def prepared(gateway: Gateway) -> Prepared:
    """Open the cases, each with a second question and its answer."""
    tokens = tuple(token(f"usr_{client:03}") for client in range(CLIENTS))
    cases: list[tuple[str, ...]] = []
    for one in tokens:
        opened = [gateway.open_case(one)["case"]["id"] for _ in range(CASES)]
        for case_id in opened:
            follow_up = {"content": "What does UPLOAD_TOO_LARGE mean?"}
            answer = gateway.post(f"/api/cases/{case_id}/messages", follow_up, token=one)
            assert answer.status == 200, answer.body
        cases.append(tuple(opened))
    return Prepared(gateway, tokens, tuple(cases), itertools.count(1))


def bare_asking(route: str) -> Ask:
    """The request to a bare route."""
    body = {
        "hello": None,
        "llm": {"content": "What does UPLOAD_TOO_LARGE mean?"},
        "calls": {"message": "Why did my upload fail?"},
    }[route]
    if body is None:
        sent = request("GET", "/hello")
    else:
        sent = request("POST", f"/{route}", body=json.dumps(body).encode())
    return lambda _: sent


def _reading(at: Prepared) -> Ask:
    asked = [
        request("GET", f"/api/cases/{cases[0]}", token=one)
        for one, cases in zip(at.tokens, at.cases, strict=True)
    ]
    return lambda client: asked[client]


def _reading_with_new_tokens(at: Prepared) -> Ask:
    asked = [
        request(
            "GET",
            f"/api/cases/{at.cases[number % CLIENTS][0]}",
            token=token(f"usr_{number % CLIENTS:03}", next(at.numbers)),
        )
        for number in range(NEW_TOKENS)
    ]
    return lambda _: asked.pop() if asked else None


def _feedback(at: Prepared) -> Ask:
    asked = [
        itertools.cycle(
            [
                request(
                    "POST",
                    f"/api/cases/{cases[0]}/feedback",
                    token=one,
                    body=json.dumps({"feedback": feedback}).encode(),
                )
                for feedback in ("positive", "negative")
            ]
        )
        for one, cases in zip(at.tokens, at.cases, strict=True)
    ]
    return lambda client: next(asked[client])


def _message(at: Prepared) -> Ask:
    asked = [
        itertools.cycle(
            [
                request(
                    "POST",
                    f"/api/cases/{case_id}/messages",
                    token=one,
                    body=b'{"content":"What does UPLOAD_TOO_LARGE mean?"}',
                )
                for case_id in cases[1:]
            ]
        )
        for one, cases in zip(at.tokens, at.cases, strict=True)
    ]
    return lambda client: next(asked[client])


def _opening(at: Prepared) -> Ask:
    body = b'{"message":"Why did my upload fail?"}'
    asked = [request("POST", "/api/cases", token=one, body=body) for one in at.tokens]
    return lambda client: asked[client]


SCENARIOS: Final = (
    Scenario("GET case, known token", "hello", 0.8, _reading),
    Scenario("GET case, every token new", "hello", 0.4, _reading_with_new_tokens),
    Scenario("POST feedback", "hello", 0.3, _feedback),
    Scenario("POST message", "llm", 1.0, _message),
    Scenario("POST case", "calls", 0.7, _opening, "201"),
)
CEILING_STATUS: Final = {"hello": "200", "llm": "200", "calls": "201"}


def engines(world: World) -> dict[str, Prepared]:
    """Cases in each gateway."""
    return {engine: prepared(gateway) for engine, gateway in world.gateways.items()}
