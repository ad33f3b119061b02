"""`demo`: a gateway, a host application, and users with troubles."""

import argparse

from api.cli.terminal import Stopped, Terminal
from api.demo import run


def demo(arguments: argparse.Namespace, _terminal: Terminal) -> int:
    """Run the demo until it is told to end."""
    if arguments.port == arguments.host_port:
        raise Stopped("support-gateway demo: --port and --host-port must be two ports")
    return run(port=arguments.port, host_port=arguments.host_port)
