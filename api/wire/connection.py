"""What a connection waits for, for how long, and how it ends."""

from typing import Any, ClassVar, Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.accept import accepted
from api.errors import RequestTimeout
from api.middleware import Origins
from api.wire.refusal import refusal
from api.wire.together import Together
from api.wire.unfinished import (
    LARGEST_UNFINISHED,
    MOST_UNFINISHED,
    SECONDS,
    Phase,
    Unfinished,
)
from domain.errors import Refused


class Connection(HttpToolsProtocol):
    """uvicorn's connection, whose every wait ends.

    `_part` is the part of a request that is being read, if one has begun, and `_fruitless` counts
    the bytes that came without making it whole. `_answering` is whether a request has no answer
    yet, and `_running` which is being answered, while `cycle` is the last that came. `_deaf` is
    whether nothing more is heard, `_unread` whether the client reads too slowly.
    """

    unfinished: ClassVar = Unfinished(most=MOST_UNFINISHED, largest=LARGEST_UNFINISHED)
    """The connections of this process that something is awaited from."""

    app: Any
    url: bytes

    _together: Together
    _running: RequestResponseCycle
    _origins: Origins | None = None
    _phase: Phase | None = None
    _part: Literal["head", "body"] | None = None
    _fruitless = 0
    _answering = False
    _deaf = False
    _unread = False

    # Waiting

    def _await(self, more: int = 0) -> None:
        """Note what is awaited now, and that so many bytes `more` of it came."""
        phase = self._awaited()
        if phase is None:
            self.unfinished.leave(self)
        elif phase != self._phase:
            self.unfinished.enter(self, self.loop, SECONDS[phase])
        self._phase = phase
        if phase == "head" or (phase == "body" and self._answering):
            self.unfinished.hold(self, more)

    def _awaited(self) -> Phase | None:
        if self._phase == "end":
            return "end"
        if self._unread or self.transport.is_closing():
            return "response"
        if self._part is not None and not self._deaf:
            return self._part
        return None if self._answering else "request"

    def late(self) -> None:
        """Give up waiting: it took too long, or too many others wait."""
        phase, self._phase = self._phase, None
        if phase in {"response", "end"}:
            self.transport.abort()
        elif self._queued():
            self.hear_no_more()
        else:
            if self._part is not None or self._fruitless:
                self._say(RequestTimeout())
            self._deaf = True
            if self.transport.get_write_buffer_size():
                self.transport.abort()
            else:
                self.transport.close()

    # Ending

    def _queued(self) -> bool:
        """Whether what is being read stands behind a request that has no answer yet."""
        return bool(self.pipeline) if self._part == "body" else self._answering

    def _refuse(self, refused: Refused, *, allow: str | None = None) -> None:
        """Answer and hang up; where an earlier request is being answered, after that, unsaid."""
        if self._queued():
            self.hear_no_more()
            return
        self._say(refused, allow=allow)
        self._let_finish()

    def _hang_up(self) -> None:
        """Close, unless the client is still sending what was answered already."""
        if self._part == "body":
            self._let_finish()
        else:
            self.transport.close()

    def _let_finish(self) -> None:
        """Say that nothing more comes, and hear nothing more.

        A connection that is closed with something unread in it is reset, and its last answer lost
        (RFC 9112, 9.6).
        """
        self._deaf = True
        if not self._together.is_closing():
            self._together.end()
            self.unfinished.enter(self, self.loop, SECONDS["end"])
            self._phase = "end"

    def hear_no_more(self) -> None:
        """Answer what came whole so far, and hear no more."""
        self._deaf = True
        if self._part == "body" and self.pipeline:
            # Nobody has begun with it: the one before it is the last.
            self.pipeline.popleft()
            self.cycle = self.pipeline[0][0] if self.pipeline else self._running
        if self._answering:
            self.cycle.keep_alive = False
        else:
            self.transport.close()

    def _say(self, refused: Refused, *, allow: str | None = None) -> None:
        """Write a refusal, unless the request at hand has its answer, or a part of one."""
        if self._part == "body":
            if self.cycle.response_started:
                return
            # The application, which waits for the body, finds that nobody is there any more.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not self.transport.is_closing():
            headers = self.headers or []
            shared = self._origins.shared(headers, None) if self._origins else []
            self._together.write_now(refusal(refused, accepted(headers), shared, allow))
