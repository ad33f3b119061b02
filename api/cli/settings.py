"""The settings that a command works with."""

from api.cli.terminal import Stopped, Terminal
from application.config import Misconfigured, Settings, load


def settings_of(terminal: Terminal) -> Settings:
    """What the environment and the file say; stops with a line a mistake if they are wrong."""
    try:
        return load(terminal.environ)
    except Misconfigured as wrong:
        raise Stopped(*wrong.mistakes) from None
