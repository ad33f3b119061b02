"""A request that never ends is given up, and its connection closed.

They were begun with the gateway, and time out while the tests of the files before this one run.
"""

import pytest

from tests.api.conftest import World

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")


@pytest.mark.parametrize(
    "name", ["no body", "half a body", "half a chunk", "half the headers", "half a line"]
)
def test_a_request_that_does_not_come_times_out(world: World, name: str):
    answer = world.slow[name].result()

    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"REQUEST_TIMEOUT"' in answer
    assert b"x-request-id" in answer.lower()


def test_a_connection_that_asks_nothing_is_closed(world: World):
    assert world.slow["nothing"].result() == b""
