"""Ports for the servers that tests start."""

import os
import socket
from contextlib import suppress
from itertools import count
from typing import Final

_LOWEST_PORT: Final = 20_000
_PORTS: Final = 12_000
_steps: Final = count(os.getpid() * 1_009)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has now.

    It lies below those that systems hand out to clients, lest one of these take it before it is
    listened on, and each process of tests begins elsewhere.
    """
    while True:
        port = _LOWEST_PORT + next(_steps) % _PORTS
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
