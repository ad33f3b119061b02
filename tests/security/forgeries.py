"""What may be done to the rows of a record, so that a chain is broken or so that none is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from application.event_store.recorded import GENESIS
from tests.security.forger import Row

Forgery = Callable[[list[Row], Random], list[Row]]


def chained(rows: Sequence[Row]) -> list[Row]:
    """Make every stream chain again, and every position follow: the work of one who knows how."""
    heads: dict[str, tuple[int, str]] = {}
    result: list[Row] = []
    for position, row in enumerate(rows, 1):
        version, previous = heads.get(row.stream, (0, GENESIS))
        moved = replace(row, version=version + 1, position=position)
        moved = moved.with_header(previousHash=previous).rehashed()
        heads[row.stream] = (moved.version, moved.hash)
        result.append(moved)
    return result


# Forgeries of one stream that leave its chain broken.


def flip_a_bit(rows: list[Row], random: Random) -> list[Row]:
    """One bit of what is stored."""
    at = random.randrange(len(rows))
    state = bytearray(rows[at].state)
    state[random.randrange(len(state))] ^= 1 << random.randrange(8)
    return _put(rows, at, replace(rows[at], state=bytes(state)))


def flip_a_bit_and_rehash(rows: list[Row], random: Random) -> list[Row]:
    """The same, and the hash made to fit; not of a last event, whose readable part would chain."""
    at = _before_another(rows, random)
    forged = flip_a_bit([rows[at]], random)[0].rehashed()
    return _put(rows, at, forged)


def change_a_hash(rows: list[Row], random: Random) -> list[Row]:
    """The hash that is stored with an event."""
    at = random.randrange(len(rows))
    return _put(rows, at, replace(rows[at], hash=random.randbytes(32).hex()))


def change_a_type(rows: list[Row], random: Random) -> list[Row]:
    """What an event is called."""
    at = random.randrange(len(rows))
    topics = ["case.closed", "case.opened", "nothing.known", ""]
    return _put(rows, at, replace(rows[at], topic=random.choice(topics)))


def change_a_header(rows: list[Row], random: Random) -> list[Row]:
    """Who, when or why, with the hash made to fit."""
    at = _before_another(rows, random)
    changes: list[dict[str, Any]] = [
        {"recordedAt": "2020-01-01T00:00:00.000Z"},
        {"actor": {"kind": "operator", "pseudonym": None}},
        {"correlationId": "req_forged"},
        {"subject": "psn_forged"},
        {"previousHash": random.randbytes(32).hex()},
        {"data": {}},
    ]
    return _put(rows, at, rows[at].with_header(**random.choice(changes)).rehashed())


def drop_one(rows: list[Row], random: Random) -> list[Row]:
    """An event out of the middle of its stream, the positions closed up."""
    at = _before_another(rows, random)
    return _renumbered(rows[:at] + rows[at + 1 :])


def swap_two(rows: list[Row], random: Random) -> list[Row]:
    """Two events of one stream, each in the other's place."""
    at = _before_another(rows, random)
    other = random.choice(
        [n for n, row in enumerate(rows) if row.stream == rows[at].stream and n != at]
    )
    forged = list(rows)
    forged[at] = replace(rows[other], version=rows[at].version, position=rows[at].position)
    forged[other] = replace(rows[at], version=rows[other].version, position=rows[other].position)
    return [row.rehashed() for row in forged] if random.random() < 0.5 else forged


def exchange_sealed_bytes(rows: list[Row], random: Random) -> list[Row]:
    """What is sealed in two events, though both streams are made to chain again."""
    erased = {row.stream for row in rows if row.topic == "case.erased"}
    sealed = [n for n, row in enumerate(rows) if row.sealed]
    one = random.choice([n for n in sealed if rows[n].stream not in erased])
    two = random.choice([n for n in sealed if n != one])
    forged = list(rows)
    for to, source in ((one, two), (two, one)):
        header = rows[to].state.partition(b"\n")[0]
        forged[to] = replace(rows[to], state=header + b"\n" + rows[source].sealed)
    return chained(forged)


def insert_one(rows: list[Row], random: Random) -> list[Row]:
    """A copy of an event behind it, the positions made to follow."""
    at = random.randrange(len(rows))
    copy = replace(rows[at], version=rows[at].version + 1)
    return _renumbered([*rows[: at + 1], copy, *rows[at + 1 :]])


def repeat_one(rows: list[Row], random: Random) -> list[Row]:
    """The very same event twice, where nothing keeps versions unique any more."""
    at = random.randrange(len(rows))
    return _renumbered([*rows[: at + 1], replace(rows[at], version=0), *rows[at + 1 :]])


def hide_one(rows: list[Row], random: Random) -> list[Row]:
    """An event at a position that no reader of the log begins at."""
    row = rows[random.randrange(len(rows))]
    hidden = replace(row, version=row.version + 50, position=-random.randrange(100)).rehashed()
    return [*rows, hidden]


def leave_a_gap(rows: list[Row], random: Random) -> list[Row]:
    """Positions that begin late, or jump."""
    at = random.randrange(len(rows))
    return rows[:at] + [replace(row, position=row.position + 7) for row in rows[at:]]


# Forgeries that chain again.


def rewrite_a_stream(rows: list[Row], random: Random) -> list[Row]:
    """Something readable in one event, and all that follows from it."""
    return chained(change_a_header(rows, random))


def cut_a_tail(rows: list[Row], random: Random) -> list[Row]:
    """The last events of a stream."""
    stream = random.choice(rows).stream
    keep = random.randrange(sum(row.stream == stream for row in rows))
    return chained([row for row in rows if row.stream != stream or row.version <= keep])


def cut_the_log(rows: list[Row], random: Random) -> list[Row]:
    """The last events of all streams."""
    return rows[: random.randrange(len(rows))]


def drop_a_stream(rows: list[Row], random: Random) -> list[Row]:
    """A whole stream."""
    stream = random.choice(rows).stream
    return chained([row for row in rows if row.stream != stream])


def add_to_the_past(rows: list[Row], random: Random) -> list[Row]:
    """An event that was never recorded, somewhere before the end."""
    at = random.randrange(len(rows) - 1)
    return chained([*rows[: at + 1], rows[at], *rows[at + 1 :]])


def begin_a_stream(rows: list[Row], random: Random) -> list[Row]:
    """A case that never was, in the past."""
    at = random.randrange(len(rows) - 1)
    first = next(row for row in rows if row.version == 1 and row.topic == "case.opened")
    return chained([*rows[:at], replace(first, stream="cas_forged"), *rows[at:]])


def reorder(rows: list[Row], random: Random) -> list[Row]:
    """Two events of different streams, each at the other's position."""
    ends = [n for n in range(len(rows) - 1) if rows[n].stream != rows[n + 1].stream]
    at = random.choice(ends)
    forged = list(rows)
    forged[at] = replace(rows[at + 1], position=rows[at].position)
    forged[at + 1] = replace(rows[at], position=rows[at + 1].position)
    return forged


def forget_everything(_: list[Row], __: Random) -> list[Row]:
    """An empty log."""
    return []


def _before_another(rows: list[Row], random: Random) -> int:
    last = {row.stream: row.version for row in rows}
    return random.choice([n for n, row in enumerate(rows) if row.version < last[row.stream]])


def _put(rows: list[Row], at: int, row: Row) -> list[Row]:
    return [*rows[:at], row, *rows[at + 1 :]]


def _renumbered(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, position=position) for position, row in enumerate(rows, 1)]


BROKEN: tuple[Forgery, ...] = (
    flip_a_bit,
    flip_a_bit_and_rehash,
    change_a_hash,
    change_a_type,
    change_a_header,
    drop_one,
    swap_two,
    exchange_sealed_bytes,
    insert_one,
    repeat_one,
    hide_one,
    leave_a_gap,
)
CHAINED: tuple[Forgery, ...] = (
    rewrite_a_stream,
    cut_a_tail,
    cut_the_log,
    drop_a_stream,
    add_to_the_past,
    begin_a_stream,
    reorder,
    forget_everything,
)
