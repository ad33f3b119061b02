"""`openapi`: the API's own description, for programs."""

import argparse

import orjson

from api.cli.terminal import Terminal
from api.openapi import gateway_document, host_document
from api.openapi.typescript import typescript


def openapi(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the OpenAPI document of the gateway, of a host's endpoints, or TypeScript types."""
    if arguments.typescript:
        terminal.say(typescript().removesuffix("\n"))
        return 0
    document = host_document() if arguments.host else gateway_document()
    terminal.say(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    return 0
