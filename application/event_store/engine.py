"""What an engine does with a statement that both engines understand."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from application.event_store.watch import UNWATCHED, Watch


class Engine(ABC):
    """SQLite or PostgreSQL. Parameters stand as `?` in a statement."""

    watch: Watch = UNWATCHED

    @abstractmethod
    async def rows(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """Read. Raises `StoreAway`."""

    @abstractmethod
    async def change(self, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
        """Change something on its own; gives what the statement returns. Raises `StoreAway`."""
