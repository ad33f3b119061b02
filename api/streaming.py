"""Answers as they are made: how far the work is, then what is on record.

No word of an answer is sent before it is recorded, so nothing shown is ever taken back, and whoever
goes away misses nothing: the id of an event is the version of the case that it shows, and `follow`
goes on after it. The last message before a `case` of the same version has none.

    accepted   {caseId, messageId}            the question is on record
    snapshot   {id, sources, failed}          what became of the four calls to the host application
    answering  {}                             again, if the first answer did not hold
    checking   {}
    delta      {content}                      a piece of the recorded answer
    message    what the plain call answers    of `follow`: {message}, whoever said it
    case       {case}                         of `follow`: the case as it stands
    error      the envelope                   of a refusal once the stream has begun
"""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.errors import RateLimited
from api.event_stream import MEDIA_TYPE, Emit, EventStream, at_once, event, last_event_id
from application.event_store.case_store import CaseStore
from application.progress import (
    Accepted,
    Answered,
    Answering,
    Checking,
    Progress,
    Report,
    SnapshotTaken,
)
from domain.case import Caller
from domain.model import JSON
from projections.case_changes import CaseChanges, case_changes, case_version

STREAMS = 4
"""Streams that one user of one tenant may have open at a gateway process."""

RETRY_AFTER_SECONDS = 5
FOLLOWED_SECONDS = 300.0
"""How long a case is followed before the client has to come again."""

LOOK_SECONDS = 0.5
"""How often the version of a case that is followed is looked up: other processes move it too."""

_PIECE: Final = re.compile(r".{1,40}(?:\s+|$)|.{1,40}", re.DOTALL)
"""A few words; whatever the text, the pieces put together are the text."""

Work = Callable[[Report], Awaitable[bytes]]


def replayed(body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    """Stream the answer to a request that was answered before: its last event, at once."""
    return at_once(event("message", body), status, headers)


class Streams:
    """The streams of this process."""

    def __init__(self, store: CaseStore) -> None:
        """Follow the cases of this store."""
        self._store = store
        self._open: Counter[tuple[str, str]] = Counter()

    async def answer(self, request: Request, caller: Caller, work: Work, status: int) -> Response:
        """Do the work in a task of its own, and stream how far it is, then the answer.

        Raises whatever the work refuses before anything of it is on record.
        """
        request_id: str = request.scope["request_id"]
        told = _Told()
        with self._taken(caller) as closed:
            working = asyncio.ensure_future(work(told.hear))
            working.add_done_callback(lambda _: told.begun.set())
            try:
                await told.begun.wait()
            except asyncio.CancelledError:
                working.cancel()
                raise
            if working.done():
                working.result()

        async def make(emit: Emit) -> None:
            told.tell(emit)
            body = await working
            for piece in pieces(_content(body)):
                emit(event("delta", orjson.dumps({"content": piece})))
            emit(event("message", body, told.version))

        return EventStream(
            make,
            request_id=request_id,
            closed=closed,
            status=status,
            headers=told.location if status == 201 else {},  # noqa: PLR2004 - RFC 9110: Created
        )

    async def follow(
        self, request: Request, caller: Caller, case_id: str, verify: Callable[[], Caller]
    ) -> Response:
        """Stream what is recorded of a case after `Last-Event-ID`, until nothing more can come.

        `verify` is asked now and again, and raises once the caller's token holds no more. A client
        that has seen all of a case that is over gets a 204, on which browsers do not come again.
        """
        after = last_event_id(request.headers)
        owner = self._store.keys.pseudonym(*caller.person)
        changes = await case_changes(self._store, case_id, owner, after)
        if changes.over and changes.version <= after:
            return Response(status_code=204)
        if request.method == "HEAD":
            return Response(media_type=MEDIA_TYPE)
        stopping = asyncio.Event()

        async def make(emit: Emit) -> None:
            seen, news = after, changes
            clock = asyncio.get_running_loop().time
            until = clock() + FOLLOWED_SECONDS
            while True:
                if news.version > seen:
                    _tell(news, emit)
                    seen = news.version
                if news.over:
                    return
                while await case_version(self._store, case_id) <= seen:
                    if await _set_within(stopping, LOOK_SECONDS) or clock() > until:
                        return
                    verify()
                news = await case_changes(self._store, case_id, owner, seen)

        with self._taken(caller) as closed:
            # `api.wire.protocol` sets it when the server is about to end.
            request.state.stopping = stopping
            return EventStream(
                make,
                request_id=request.scope["request_id"],
                closed=closed,
                gone=stopping.set,
            )

    @contextlib.contextmanager
    def _taken(self, caller: Caller) -> Generator[Callable[[], None]]:
        """Count a stream; gives what ends it, which an exception does at once."""
        user = caller.person
        if self._open[user] >= STREAMS:
            raise RateLimited(
                f"Only {STREAMS} streams may be open at once.", retry_after=RETRY_AFTER_SECONDS
            )
        self._open[user] += 1

        def closed() -> None:
            self._open[user] -= 1
            if not self._open[user]:
                del self._open[user]

        try:
            yield closed
        except BaseException:
            closed()
            raise


class _Told:
    """What the work has told of itself: kept until somebody wants to hear it, then passed on."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.version: int | None = None
        self.location: dict[str, str] = {}
        self._waiting: list[bytes] = []
        self._emit: Emit = self._waiting.append

    def hear(self, progress: Progress) -> None:
        """Take note, as the work's `Report`."""
        match progress:
            case Accepted():
                self.location = {"Location": f"/api/cases/{progress.case_id}"}
                facts: JSON = {"caseId": progress.case_id, "messageId": progress.question_id}
                self._say("accepted", facts, progress.version)
            case SnapshotTaken():
                self._say("snapshot", _facts(progress), progress.version)
            case Answering():
                self._say("answering", {})
            case Checking():
                self._say("checking", {})
            case Answered():
                self.version = progress.version

    def tell(self, emit: Emit) -> None:
        """Pass on what came so far, and what comes."""
        for said in self._waiting:
            emit(said)
        self._emit = emit

    def _say(self, name: str, facts: JSON, version: int | None = None) -> None:
        self._emit(event(name, orjson.dumps(facts), version))
        self.begun.set()


def pieces(content: str) -> list[str]:
    """Cut a text into pieces of a few words that put together are the text."""
    return _PIECE.findall(content)


def _facts(progress: SnapshotTaken) -> JSON:
    sources = progress.sources.model_dump(by_alias=True)
    fates: dict[str, JSON] = {name: source["status"] for name, source in sources.items()}
    failed: list[JSON] = [name for name, fate in fates.items() if fate != "ok"]
    return {"id": progress.snapshot_id, "sources": fates, "failed": failed}


def _tell(news: CaseChanges, emit: Emit) -> None:
    for version, message in news.messages:
        # A client that is cut off before the case must not take the case for seen.
        seen = version if version < news.version else None
        emit(event("message", b'{"message":%b}' % message, seen))
    emit(event("case", b'{"case":%b}' % news.case, news.version))


def _content(body: bytes) -> str:
    """What the assistant says in the body of a plain answer."""
    document = orjson.loads(body)
    message = document["aiMessage"] if "aiMessage" in document else document["message"]
    content: str = message["content"]
    return content


async def _set_within(happening: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await happening.wait()
    return happening.is_set()
