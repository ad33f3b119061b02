"""Work that may take long is done in a thread, where it holds up nobody else's request."""

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

LARGE: Final = 64 * 1024
"""Bytes of JSON that need no thread: so many are read sooner than they are handed to one."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


async def aside(
    large: bool,  # noqa: FBT001 - reads as English
    work: Callable[Arguments, Result],
    *arguments: Arguments.args,
    **named: Arguments.kwargs,
) -> Result:
    """Do the work: in a thread if it is large, else at once."""
    if large:
        return await asyncio.to_thread(work, *arguments, **named)
    return work(*arguments, **named)
