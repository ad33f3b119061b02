"""How a command is added, imported only when it runs, and the kinds of its options."""

import argparse
import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, NoReturn

from api.cli.terminal import Terminal

Command = Callable[[argparse.Namespace, Terminal], int]
"""Does what the arguments say, and returns the exit code."""

AddParser = Callable[..., argparse.ArgumentParser]
"""The `add_parser` of what `add_subparsers` returns, whose type argparse does not publish."""

_HIGHEST_PORT: Final = 65_535


class Parser(argparse.ArgumentParser):
    """Says a mistake in one line, and takes options only by their whole names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Exit with 2 instead of with argparse's pages of usage."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


class Version(argparse.Action):
    """Prints the version and leaves."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, nargs=0)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Exit with 0."""
        print(import_module("api.cli.version").version_line())  # noqa: T201 - as argparse's own does
        parser.exit()


def add(add_parser: AddParser, name: str, what: str, does: str) -> argparse.ArgumentParser:
    """Add a command whose code, `module.function` in this package, is imported when it runs.

    So `--help` need not wait for the libraries of a gateway.
    """
    module, _, function = does.partition(".")

    def command(arguments: argparse.Namespace, terminal: Terminal) -> int:
        # What is imported stays: a collector that looks at it again and again finds nothing.
        gc.disable()
        run: Command = getattr(import_module(f"api.cli.{module}"), function)
        gc.enable()
        return run(arguments, terminal)

    sentence = f"{what[0].upper()}{what[1:]}."
    parser = add_parser(name, help=what, description=sentence)
    parser.set_defaults(command=command)
    return parser


def port(text: str) -> int:
    """A port that can be listened on; as argparse wants it, raises `ArgumentTypeError`."""
    number = int(text) if text.isdecimal() and text.isascii() else 0
    if not 0 < number <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError("is no port from 1 to 65535")
    return number


def address(text: str) -> str:
    """An address to listen on; raises `ArgumentTypeError` for none, which would be all of them."""
    if not text.strip():
        raise argparse.ArgumentTypeError("is no address; 0.0.0.0 is all of this machine's")
    return text


def count(text: str) -> int:
    """A whole number from 1; raises `ArgumentTypeError`."""
    number = int(text) if text.isdecimal() and text.isascii() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("is no whole number from 1")
    return number
