"""Servers of tests that need an event loop, run in a thread beside the tests."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

_Server = TypeVar("_Server")


@contextmanager
def looping() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="servers of the tests")
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def running(
    server: AbstractAsyncContextManager[_Server], loop: asyncio.AbstractEventLoop
) -> Iterator[_Server]:
    """Run a server in a loop that runs in another thread."""
    entered = asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
    try:
        yield entered
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result()
