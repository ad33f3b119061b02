"""Views that are followed: what one is, where its rows are kept, and how far it has come.

A followed view is a fold, like every other, but it is written after the events, by `follower`.
Everything in it stays readable when a case is erased: it holds no word that is sealed. In its rows
times are `milliseconds`, and truths 0 and 1, which both engines keep alike.
"""

import asyncio
from collections.abc import Mapping, Sequence, Sized
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from operator import add
from typing import Any, ClassVar, Final, NamedTuple, Protocol

from application.event_store.recorded import Recorded
from application.event_store.tables import LAST_POSITION

Row = tuple[Any, ...]

FRESH_SECONDS: Final = 2.0
"""How long whoever asks a view waits for what was acknowledged before."""

_LOOK_AGAIN_SECONDS: Final = 0.02

TRACKED: Final = "view, generation, definition, position, live"
"""The columns that `tracked_of` reads."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows of one shape are kept. `shape` is a named tuple whose fields are the columns, and
    `key` names those that tell rows apart, which come first; the first of them is the stream of a
    state. Of rows that are `summed`, all other columns are added to those of the row with the same
    key, in place of replacing them.
    """

    name: str
    shape: type[Any]
    key: tuple[str, ...]
    summed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, but for the generation that all tables have."""
        columns: tuple[str, ...] = self.shape._fields
        return columns

    @property
    def upsert(self) -> str:
        """What becomes of a row whose key is there already, as SQL on either engine."""
        changes = ",".join(
            f"{name} = {self.name}.{name} + excluded.{name}"
            if self.summed
            else f"{name} = excluded.{name}"
            for name in self.columns[len(self.key) :]
        )
        return f"ON CONFLICT (generation,{','.join(self.key)}) DO UPDATE SET {changes}"

    def together(self, one: Any, other: Any) -> Any:
        """One row of two with the same key: their sums, or the other, which is the later."""
        if not self.summed:
            return other
        keys = len(self.key)
        return self.shape._make((*one[:keys], *map(add, one[keys:], other[keys:])))


class Logged(NamedTuple):
    """An event with its place in the log; what was sealed in it is not opened."""

    position: int
    recorded: Recorded[Any]


class Header(NamedTuple):
    """A stored row but for its sealed bytes, `state` being the header and its line feed."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes


class Folded(NamedTuple):
    """What one event made: the state of its stream, and rows of other tables."""

    state: Any
    facts: tuple[Any, ...] = ()


class FollowedView(Protocol):
    """A view: a pure fold, the tables it fills, and the number of its definition.

    A definition that goes up has the view made again from the first event, whatever happened long
    ago included. `topics` are the stored names that it folds. `tables` are by their shape; the one
    of `state`, if it has any, holds one row for each stream.
    """

    @property
    def name(self) -> str:
        """How it is called in storage and on the command line."""
        ...

    @property
    def definition(self) -> int:
        """The number of its definition, from 1."""
        ...

    @property
    def topics(self) -> frozenset[str]:
        """What it folds."""
        ...

    @property
    def tables(self) -> Mapping[type[Any], Table]:
        """What it fills."""
        ...

    @property
    def state(self) -> type[Any] | None:
        """The shape of its states."""
        ...

    def fold(self, state: Any, logged: Logged) -> Folded:
        """One more event of a stream; an event that the state holds already changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Tracked:
    """How far one generation of a view has come, and under which definition."""

    view: str
    generation: int
    definition: int
    position: int
    live: bool


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a view could not take."""

    view: str
    position: int
    stream: str
    version: int
    type: str
    error: str


class Transaction(Protocol):
    """One transaction on views. Statements have `?` for their parameters, on either engine."""

    async def rows(self, statement: str, *parameters: object) -> list[Row]:
        """Run a statement."""
        ...


class Change(Transaction, Protocol):
    """A transaction that writes."""

    async def held(self, table: Table, generation: int, streams: Sequence[str]) -> list[Row]:
        """Rows of states, in the table's columns."""
        ...

    async def put(self, table: Table, generation: int, rows: Sequence[Any]) -> None:
        """Write rows of the table's shape, over those with the same key or added to them; among
        the rows each key is there once.
        """
        ...


class Views(Protocol):
    """Where followed views are kept. All methods raise `StoreAway` when it does not answer;
    connections are made when they are first needed.
    """

    has_percentile_disc: ClassVar[bool]
    """Whether the engine knows that aggregate."""

    async def close(self) -> None:
        """Disconnect."""
        ...

    async def read(self, statement: str, *parameters: object) -> list[Row]:
        """Run a query whose parameters are written `?`."""
        ...

    async def headers(self, *, after: int, limit: int) -> list[Header]:
        """The log of all streams in order, without what is sealed."""
        ...

    def changing(self) -> AbstractAsyncContextManager[Change]:
        """Begin a transaction of the follower's: its commit need not wait for the disk."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a transaction that only reads, and reads all as it stood at one moment."""
        ...

    async def leads(self, view: str) -> bool:
        """Tell whether this process follows a view; another one takes over when it goes away."""
        ...

    async def woken(self, seconds: float) -> None:
        """Wait until events were written, or so long."""
        ...


def live(view: str) -> str:
    """The generation of a view that is read, as a piece of SQL."""
    return f"(SELECT generation FROM followed_views WHERE view = '{view}' AND live = 1)"  # noqa: S608 - a name of ours


def one_of(column: str, values: Sized) -> str:
    """That a column has one of these values, its parameters, as SQL; nothing is one of none."""
    return f"{column} IN ({','.join('?' * len(values)) or 'NULL'})"


async def head(views: Views) -> int:
    """The last position of the log; 0 if it is empty."""
    ((position,),) = await views.read(LAST_POSITION)
    return int(position)


async def generations(views: Views) -> list[Tracked]:
    """Every generation of every view, by name."""
    rows = await views.read(f"SELECT {TRACKED} FROM followed_views ORDER BY view, generation")  # noqa: S608 - names of ours
    return [tracked_of(row) for row in rows]


def tracked_of(row: Row) -> Tracked:
    """Read a row of the columns `TRACKED`."""
    view, generation, definition, position, is_live = row
    return Tracked(view, generation, definition, position, is_live == 1)


async def position_of(views: Views, view: str) -> int | None:
    """How far the generation of a view that is read has come; None before it has begun."""
    rows = await views.read("SELECT position FROM followed_views WHERE view = ? AND live = 1", view)
    return rows[0][0] if rows else None


async def lag(views: Views) -> int:
    """How many events the slowest view is behind."""
    ((behind,),) = await views.read(
        f"SELECT ({LAST_POSITION}) - coalesce(min(position), 0)"  # noqa: S608 - no input
        " FROM followed_views WHERE live = 1"
    )
    return max(0, int(behind))


async def caught_up(views: Views, view: str, *, within: float) -> bool:
    """Wait until a view holds all that was recorded when this was called, for so many seconds."""
    target = await head(views)
    give_up = asyncio.get_running_loop().time() + within
    while True:
        position = await position_of(views, view)
        if position is not None and position >= target:
            return True
        if asyncio.get_running_loop().time() > give_up:
            return False
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def dead_letters(views: Views) -> list[DeadLetter]:
    """What the views that are read could not take, in the order of the log."""
    rows = await views.read(
        "SELECT d.view, d.position, d.stream, d.version, d.type, d.error FROM dead_letters AS d"
        " JOIN followed_views AS f ON f.view = d.view AND f.generation = d.generation"
        " WHERE f.live = 1 ORDER BY d.position, d.view"
    )
    return [DeadLetter(*row) for row in rows]
