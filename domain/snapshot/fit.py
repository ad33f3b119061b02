"""Cuts a snapshot to its byte bound, exactly, and says what that cost."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import cast

from domain.model import JSON
from domain.snapshot.document import (
    LISTS,
    PROFILE,
    Document,
    Place,
    at,
    followed,
    place_of,
    renumbered,
    rows,
    without,
)
from domain.snapshot.rank import ACTIVITY, KNOWLEDGE, LOGS, cut_order
from domain.snapshot.shape import Truncation

SMALLEST_BOUND = 4096
"""The least that `max_bytes` may be: ids and metadata of any snapshot fit in it."""

MOST_POINTERS = 200
"""How many JSON Pointers `privacy.fieldsRemoved` lists at most."""

POINTERS_SHARE = 16
"""`privacy.fieldsRemoved` takes at most one part in so many of the bound."""

Size = Callable[[JSON], int]
"""Counts the bytes of a value as it will be stored. A list's or an object's are the sum of those
of its parts and of its punctuation.
"""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A document within its bound. `cuts` counts the places that went this time.

    `kept` are the indices of those given pointers that still lead into the document.
    """

    document: Document
    truncation: Truncation
    cuts: int
    kept: tuple[int, ...]


def fit(document: Document, max_bytes: int, *, size: Size, pointers: Sequence[str] = ()) -> Fitted:
    """Cut in the order of `cut_order`, no more than needed, until `size` is at most `max_bytes`.
    What would not fit even if it were alone goes before everything else.

    `pointers` are the places where something was redacted, in `document` as it is given; those
    that remain are listed and counted in `privacy`. What `meta.truncation` already counts is added
    to. If nothing is left to cut, the plan is shortened, and only then the ids.

    Raises ValueError where even that is not enough; from `SMALLEST_BOUND` on it always is, as
    long as the gateway's own metadata is what it is.
    """
    whole = _uncut(document, max_bytes, size, pointers)
    if size(cast("JSON", whole)) <= max_bytes:
        return Fitted(whole, _truncated(document), cuts=0, kept=tuple(range(len(pointers))))
    cut = _Cut(document, max_bytes, size, pointers)
    count = cut.fewest()
    fitted = cut.document(count)
    if cut.size(count) > max_bytes:
        _shorten(fitted["identity"], cut.size(count) - max_bytes, size)
    return Fitted(
        document=fitted,
        truncation=cut.truncation(count),
        cuts=count,
        kept=tuple(followed(pointers, cut.order[:count])),
    )


def _uncut(document: Document, max_bytes: int, size: Size, pointers: Sequence[str]) -> Document:
    """The document with all there is; most are small enough, and nothing else need be found out."""
    truncation = _truncated(document).model_dump(mode="json", by_alias=True)
    privacy = _listing(document, max_bytes, size, pointers, total=len(pointers))
    return {
        **document,
        "meta": {**document["meta"], "truncation": truncation},
        "privacy": privacy,
    }


def _truncated(document: Document) -> Truncation:
    """What was cut from the document before."""
    return Truncation.model_validate(document["meta"]["truncation"])


def _listing(
    document: Document, max_bytes: int, size: Size, pointers: Iterable[str], *, total: int
) -> dict[str, JSON]:
    """`privacy` with as many of these pointers as there is room for, and the count of them all."""
    room = max_bytes // POINTERS_SHARE
    listed: list[JSON] = []
    for pointer in pointers:
        room -= size(pointer) + 1
        if room < 0 or len(listed) == MOST_POINTERS:
            break
        listed.append(pointer)
    return {**document["privacy"], "fieldsRemoved": listed, "fieldsRemovedTotal": total}


class _Cut:
    """What the document is once the first `count` places of `order` are cut, for any `count`.

    Each size is asked for once; after that the size at any `count` is a few look-ups and the
    writing of `privacy`, whose pointers depend on what is cut before them.
    """

    def __init__(
        self, document: Document, max_bytes: int, size: Size, pointers: Sequence[str]
    ) -> None:
        self._document = document
        self._max_bytes = max_bytes
        self._size = size
        self._pointers = pointers
        # A row costs a comma too; the last one left of a list does not, which `size` makes up for.
        costs = {place: size(at(document, place)) + 1 for place in cut_order(document)}
        if PROFILE in costs:
            costs[PROFILE] += size("profile") + 1
        self.order = sorted(costs, key=lambda place: costs[place] <= max_bytes)
        # By count: the bytes of what may still be cut then.
        left = accumulate((costs[place] for place in reversed(self.order)), initial=0)
        self._left = [*left][::-1]
        # By list: where in `order` its rows stand. Once the last of them is cut it is empty.
        self._numbers: dict[tuple[str, str], list[int]] = {}
        for number, place in enumerate(self.order):
            if place != PROFILE:
                self._numbers.setdefault(place[:2], []).append(number)
        self._last = sorted(numbers[-1] for numbers in self._numbers.values())
        self._hull = size(cast("JSON", self._bare()))
        self._find_pointers()

    def _bare(self) -> Document:
        """The document without anything that may be cut or that counts what was."""
        bare = {section: dict(members) for section, members in self._document.items()}
        for section, member in LISTS:
            bare[section][member] = []
        bare["identity"].pop("profile", None)
        bare["meta"]["truncation"] = {}
        return {**bare, "privacy": {}}

    def _find_pointers(self) -> None:
        """Note when each pointer goes, and when each row of a list that they lead into does."""
        self._goes: list[tuple[int, str, Place | None]] = []
        self._rows_go: dict[tuple[str, str], list[int]] = {}
        if not self._pointers:
            return
        number_of = {place: number for number, place in enumerate(self.order)}
        for pointer in self._pointers:
            place = place_of(pointer)
            goes = len(self.order) if place is None else number_of[place]
            self._goes.append((goes, pointer, place))
            if place and place != PROFILE and place[:2] not in self._rows_go:
                count = len(rows(self._document, *place[:2]))
                self._rows_go[place[:2]] = [
                    number_of[Place(*place[:2], index)] for index in range(count)
                ]

    def fewest(self) -> int:
        """The fewest cuts that suffice, or all of them."""
        if self.size(0) <= self._max_bytes:
            return 0
        # Between these two the size crosses the bound, also where `privacy` makes it jump.
        too_few, enough = 0, len(self.order)
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            if self.size(middle) <= self._max_bytes:
                enough = middle
            else:
                too_few = middle
        return enough

    def size(self, count: int) -> int:
        """How many bytes are left."""
        lists_left = len(self._last) - bisect_left(self._last, count)
        counters = self._size(self._truncation_json(count)) + self._size(self._privacy(count))
        return self._hull - 2 * len("{}") + self._left[count] - lists_left + counters

    def document(self, count: int) -> Document:
        """What is left."""
        document = without(self._document, self.order[:count])
        document["meta"] |= {"truncation": self._truncation_json(count)}
        document["privacy"] = self._privacy(count)
        return document

    def truncation(self, count: int) -> Truncation:
        """What the cuts so far come to, with those of earlier times."""
        before = _truncated(self._document)
        knowledge, activity, logs = (
            sum(bisect_left(self._numbers.get(names, ()), count) for names in kind)
            for kind in (KNOWLEDGE, ACTIVITY, LOGS)
        )
        return Truncation(
            docs_removed=before.docs_removed + knowledge,
            events_removed=before.events_removed + activity,
            logs_trimmed=before.logs_trimmed or logs > 0,
        )

    def _truncation_json(self, count: int) -> dict[str, JSON]:
        return self.truncation(count).model_dump(mode="json", by_alias=True)

    def _privacy(self, count: int) -> dict[str, JSON]:
        total = sum(goes >= count for goes, _, _ in self._goes)
        left = self._pointers_left(count)
        return _listing(self._document, self._max_bytes, self._size, left, total=total)

    def _pointers_left(self, count: int) -> Iterator[str]:
        """The pointers to what is left, as they lead there now."""
        gone: dict[tuple[str, str], list[int]] = {}
        for goes, pointer, place in self._goes:
            if goes < count:
                continue
            if place and place != PROFILE:
                names = place[:2]
                if names not in gone:
                    gone[names] = [i for i, n in enumerate(self._rows_go[names]) if n < count]
                yield renumbered(pointer, gone[names])
            else:
                yield pointer


def _shorten(identity: dict[str, JSON], excess: int, size: Size) -> None:
    """Take at least `excess` bytes from the ends of plan, user id and tenant id, in this order."""
    for name in ("plan", "userId", "tenantId"):
        if excess <= 0:
            return
        text = str(identity[name])
        before = size(text)
        length = bisect_left(
            range(1, len(text) + 1), True, key=lambda n: size(text[:n]) > before - excess
        )
        identity[name] = text[:length]
        excess -= before - size(text[:length])
    if excess > 0:
        raise ValueError(f"{excess} bytes too few for the snapshot's own metadata")
