"""`serve`: the gateway itself."""

import argparse

from api.cli.settings import settings_of
from api.cli.terminal import Terminal
from api.serve import serve as run


def serve(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Run the gateway until it is told to end."""
    return run(
        settings_of(terminal),
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
    )
