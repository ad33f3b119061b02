"""What is told of the record's work to whoever counts it."""

from collections.abc import Sequence
from typing import Any, Protocol

from application.event_store.recorded import Recorded


class Watch(Protocol):
    """Is told, and has no say: none of these may raise or take long. Seconds are real ones."""

    def decided(self, recorded: Sequence[Recorded[Any]], seconds: float) -> None:
        """A decision is durable, from the first look at the case on; perhaps with no event."""
        ...

    def overtaken(self) -> None:
        """Another process was faster, and a decision is made again."""
        ...

    def wrote(self, commands: int, seconds: float) -> None:
        """So many commands were written in one transaction, or tried to be."""
        ...

    def passed_over(self, view: str) -> None:
        """A look at a view met a document that was altered."""
        ...


class _Unwatched(Watch):
    def decided(self, recorded: Sequence[Recorded[Any]], seconds: float) -> None:
        pass

    def overtaken(self) -> None:
        pass

    def wrote(self, commands: int, seconds: float) -> None:
        pass

    def passed_over(self, view: str) -> None:
        pass


UNWATCHED: Watch = _Unwatched()
