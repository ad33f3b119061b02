"""The record as it is read: events, snapshots and views, opened with the keys of their cases."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper
from eventsourcing.persistence import StoredEvent as Row

from application.case_keys import CaseKey, CaseKeys, Entropy, KeyDestroyed, KeyWrap
from application.event_store.altered import Altered, readable
from application.event_store.append import ViewDocument
from application.event_store.mapper import CaseMapper
from application.event_store.passed_over import PassedOver, Place, place_in_view
from application.event_store.recorded import Recorded
from application.event_store.recorder import CaseRecorder, Positioned, RememberedRow
from application.event_store.refusals import refusals

PAGE: Final = 200
"""Documents of a view that are read at a time."""

LOG_PAGE: Final = 500
"""Events of the log that are read at a time."""

PART: Final = 100
"""Events of a stream that are read at a time where they need not all be in memory at once: more
than most cases have. Of an answer that is some 3 KB, and hundreds of objects once it is opened.
"""

_BEFORE_ALL: Final = -1
"""Ordinals are counted from 0."""

AT_ONCE: Final = 50
"""Events of a stream that are opened in one turn of the loop: a long case keeps nobody waiting."""

_log = logging.getLogger(__name__)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chance:
    """Everything that cannot be foretold. `new_id` makes an id under a prefix, `jitter` gives a
    number between 0 and 1.
    """

    entropy: Entropy
    now: Callable[[], datetime]
    new_id: Callable[[str], str]
    jitter: Callable[[], float]


class Record(Application[str]):
    """The gateway's events, as an `Application` of the library.

    The library's own `repository` and `notification_log` read it.
    """

    name = "support_gateway"

    def __init__(self, env: Mapping[str, str], *, wrap: KeyWrap, chance: Chance) -> None:
        """`env` names the engine and the database (see `api.stores`)."""
        self._wrap = wrap
        self._chance = chance
        self._passed_over = PassedOver(chance.now)
        super().__init__(dict(env))
        self.case_recorder = cast("CaseRecorder", self.recorder)

    def construct_mapper(self) -> Mapper[str]:
        """Make the mapper that seals."""
        self.case_mapper = CaseMapper(self._read_key, self._chance.entropy)
        return self.case_mapper

    async def open(self) -> None:
        """Connect, and learn the store's own key.

        Raises `StoreAway`, and `WrongEncryptionKey` if the key was wrapped under another one.
        """
        await self.case_recorder.open()
        stored = await self.case_recorder.store_key(
            self._wrap.wrap(self._chance.entropy(32), "store")
        )
        key = self._wrap.unwrap(stored, "store")
        if self._wrap.wraps and stored.endswith(key):
            await self.case_recorder.replace_store_key(stored, self._wrap.wrap(key, "store"))
        self.keys = CaseKeys(self._wrap, key, self._chance.entropy)

    async def shut(self) -> None:
        """Write what was submitted, then disconnect."""
        await self.case_recorder.close()
        self.close()

    async def history(
        self, stream: str, *, after: int = 0, limit: int | None = None
    ) -> list[Recorded[Any]]:
        """The events of a stream: those after a version, or the first so many of them."""
        with refusals():
            rows = await self.case_recorder.select_stream(stream, after=after, limit=limit)
        opened: list[Recorded[Any]] = []
        for row in rows:
            if len(opened) % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            opened.append(await self.recorded(row))
        return opened

    async def history_backwards(
        self, stream: str, *, after: int = 0
    ) -> AsyncGenerator[Recorded[Any]]:
        """The events of a stream, the last one first, back to a version; read as far as taken."""
        before: int | None = None
        while True:
            with refusals():
                rows = await self.case_recorder.select_end_of_stream(
                    stream, limit=PART, after=after, before=before
                )
            for row in reversed(rows):
                yield await self.recorded(row)
            if len(rows) < PART:
                return
            before = rows[0].originator_version

    async def recorded(self, row: Row) -> Recorded[Any]:
        """Read a row of any stream."""
        return self.case_mapper.recorded(row, await self.key(CaseMapper.case_id_of(row)))

    async def whole_log(self) -> AsyncGenerator[Positioned]:
        """The events of all streams in the order of the log, as they are stored.

        Raises `StoreAway`: no request waits for so much.
        """
        after = 0
        while rows := await self.case_recorder.select_log(after=after, limit=LOG_PAGE):
            for one in rows:
                yield one
            after = rows[-1].position

    async def snapshot_text(self, snapshot_id: str) -> str | None:
        """A snapshot's canonical text; None if there is none, or it was erased."""
        recorded = await self.history(snapshot_id)
        if not recorded or recorded[0].event.sealed is None:
            return None
        text: str = recorded[0].event.sealed.text
        return text

    async def documents(
        self, views: Sequence[str], case_id: str, *, owned: tuple[str, str] | None = None
    ) -> list[ViewDocument]:
        """Documents of inline views of one case, unsealed.

        With `owned`, a view and an owner, none unless the case is theirs: another's case costs no
        more to refuse than one that is not there.
        """
        with refusals():
            found = await self.case_recorder.select_documents(views, case_id, owned=owned)
        return await self.unsealed(found)

    async def unsealed(self, documents: Sequence[ViewDocument]) -> list[ViewDocument]:
        """Open documents that were read; those whose case was erased are left out."""
        opened: list[ViewDocument] = []
        for document in documents:
            key = await self.key(document.key)
            if key is not None and document.body is not None:
                body = key.open(document.body, place_of(document))
                opened.append(document._replace(body=body))
        return opened

    async def read_view(
        self, view: str, read: Callable[[ViewDocument], Value], *, since: str = ""
    ) -> AsyncGenerator[Value]:
        """What `read` makes of a view's documents from a key on, unsealed, by key and ordinal.

        Those that were altered are left out and counted, and logged once.
        """
        after: Place = (since, _BEFORE_ALL)
        altered: set[Place] = set()
        while True:
            with refusals():
                found = await self.case_recorder.select_view(view, after=after, limit=PAGE)
            for document in found:
                try:
                    with readable():
                        values = [read(opened) for opened in await self.unsealed([document])]
                except Altered as wrong:
                    altered.add(place_in_view(document))
                    self._pass_over(document, str(wrong))
                    continue
                for value in values:
                    yield value
            if len(found) < PAGE:
                if not since:
                    self._passed_over.are_all(view, altered)
                return
            after = place_in_view(found[-1])
            # SQLite answers in the loop: a long view would keep all others waiting to its end.
            await asyncio.sleep(0)

    def _pass_over(self, document: ViewDocument, wrong: str) -> None:
        self.case_recorder.watch.passed_over(document.view)
        if self._passed_over.is_news(document, wrong):
            facts = {"view": document.view, "caseId": document.key, "error": wrong}
            _log.error("a piece of a view is passed over", extra={"facts": facts})

    async def owned(
        self, view: str, owner: str, *, before: str | None, limit: int
    ) -> list[ViewDocument]:
        """An owner's documents of a view, greatest key first, still sealed."""
        with refusals():
            return list(
                await self.case_recorder.select_owned(view, owner, before=before, limit=limit)
            )

    async def forget_requests(self, before: int) -> None:
        """Drop what was remembered of requests before a time, in milliseconds since 1970."""
        with refusals():
            await self.case_recorder.forget_remembered(before)

    async def remembered(self, request_id: str) -> RememberedRow | None:
        """What is remembered of a request."""
        with refusals():
            return await self.case_recorder.select_remembered(request_id)

    async def response(self, case_id: str, request_id: str, sealed: bytes) -> bytes | None:
        """Open the remembered answer to a request; None if its case was erased."""
        key = await self.key(case_id)
        return None if key is None else key.open(sealed, place_of_remembered(request_id))

    # Keys

    async def key(self, case_id: str) -> CaseKey | None:
        """The key of a case; None if it was destroyed."""
        key = self.keys.cached(case_id)
        if key is not None:
            return key
        with refusals():
            stored = await self.case_recorder.select_case_key(case_id)
        with contextlib.suppress(KeyDestroyed):
            return self.keys.unwrapped(case_id, stored)
        return None

    def _read_key(self, case_id: str) -> CaseKey | None:
        """The same for the library's synchronous readers."""
        key = self.keys.cached(case_id)
        if key is None:
            with contextlib.suppress(KeyDestroyed):
                key = self.keys.unwrapped(case_id, self.case_recorder.read_case_key(case_id))
        return key


def place_of(document: ViewDocument) -> bytes:
    """Name the place that a document is sealed for."""
    view, key, ordinal, *_ = document
    return f"{view}\n{key}\n{ordinal}".encode()


def place_of_remembered(request_id: str) -> bytes:
    """Name the place that the answer to a request is sealed for."""
    return f"remembered\n{request_id}".encode()
