"""The ceilings: bare Starlette routes that do no more than they must.

`uvicorn tests.bench.bare:app` serves them; `SUPPORT_GATEWAY_BENCH_OUTSIDE` is where to call.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, TypedDict

import aiohttp
import anthropic
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_OUTSIDE: Final = os.environ["SUPPORT_GATEWAY_BENCH_OUTSIDE"]
_CALLS: Final = (
    "user-state?userId=usr_1",
    "user-history?userId=usr_1&windowHours=72",
    "user-logs?userId=usr_1&windowHours=72",
    "business-rules",
)


class State(TypedDict):
    """What is made once."""

    session: aiohttp.ClientSession
    model: anthropic.AsyncAnthropic


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncGenerator[State]:
    async with (
        aiohttp.ClientSession() as session,
        anthropic.AsyncAnthropic(api_key="none", base_url=_OUTSIDE) as model,
    ):
        yield {"session": session, "model": model}


async def hello(_: Request) -> Response:
    """`hello`: a small JSON."""
    return JSONResponse({"message": "hello"})


async def llm(request: Request) -> Response:
    """`llm`: one call of the SDK with its defaults."""
    asked = await request.json()
    return JSONResponse({"message": await _said(request, asked["content"])})


async def calls(request: Request) -> Response:
    """`calls`: what opening a case calls outside, and nothing else."""
    asked = await request.json()
    answers = await asyncio.gather(*(_fetched(request, call) for call in _CALLS))
    said = await _said(request, asked["message"])
    return JSONResponse({"message": said, "sources": len(answers)}, 201)


async def _said(request: Request, content: str) -> str:
    model: anthropic.AsyncAnthropic = request.state.model
    message = await model.messages.create(
        model="claude-test",
        max_tokens=1024,
        messages=[{"role": "user", "content": content}],
    )
    return "".join(block.text for block in message.content if block.type == "text")


async def _fetched(request: Request, call: str) -> object:
    session: aiohttp.ClientSession = request.state.session
    async with session.get(f"{_OUTSIDE}/support/{call}") as response:
        answer: object = orjson.loads(await response.read())
        return answer


app = Starlette(
    routes=[
        Route("/hello", hello),
        Route("/llm", llm, methods=["POST"]),
        Route("/calls", calls, methods=["POST"]),
    ],
    lifespan=_lifespan,
)
