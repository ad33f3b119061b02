"""The ticket desk of a company that has none: one JSON file for each case."""

import asyncio
import errno
import os
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import orjson

from application.adapters.tickets.body import TicketBody, check_key, write_body
from application.ports import OpenedTicket, Ticket, TicketDeskFailed
from domain.model import JSON


class FileDesk:
    """Writes `<case id>.json` into a directory, which is made when it is first needed.

    The first file of a case stands: whoever comes later, also from another process, is told the
    ticket id in it. A file is whole and on the disk before it has its name: until then it lies in a
    directory of its case's own, so that what a killed writer left is found without a look through
    all tickets. The file system must have hard links.
    """

    connector = "file"
    doubt = timedelta(0)

    def __init__(self, directory: Path) -> None:
        """Tickets go into `directory`, readable by the gateway's own user only."""
        self._directory = directory

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """Write the ticket, or find the one that stands.

        Raises `TicketDeskFailed` where the disk is full, read-only or broken.
        """
        body = write_body(ticket)
        return await asyncio.to_thread(self._open, body)

    def _open(self, body: TicketBody) -> OpenedTicket:
        path = self._directory / f"{body.key}.json"
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                if not path.exists():
                    self._write(path, orjson.dumps(body.document, option=orjson.OPT_INDENT_2))
            finally:
                # Also for a file that was there: its writer may have died before this, and left
                # behind a file with a person's words.
                self._clear(body.key)
            _sync_directory(self._directory)
            standing = _ticket_id(path)
        except OSError as error:
            failure = _reason("written", error)
        else:
            return OpenedTicket(standing, f"file:///{path.name}")
        raise TicketDeskFailed(failure)

    async def erase(self, key: str) -> None:
        """Delete a case's ticket, for a case that is erased; none there is no failure.

        Raises `TicketDeskFailed` where the disk refuses.
        """
        check_key(key)
        await asyncio.to_thread(self._erase, key)

    async def holds(self, key: str) -> bool:
        """Tell whether a case's ticket is here."""
        check_key(key)
        return await asyncio.to_thread((self._directory / f"{key}.json").exists)

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = self._unfinished(path.stem)
        unfinished.mkdir(mode=0o700, exist_ok=True)
        # Not found: who was faster has cleared it away. And unlike a rename, a link never takes the
        # place of a file that is there.
        with suppress(FileExistsError, FileNotFoundError):
            handle, temporary = tempfile.mkstemp(dir=unfinished)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)

    def _erase(self, key: str) -> None:
        try:
            (self._directory / f"{key}.json").unlink(missing_ok=True)
            self._clear(key)
            # Not found: nobody has ever written a ticket here.
            with suppress(FileNotFoundError):
                _sync_directory(self._directory)
        except OSError as error:
            failure = _reason("erased", error)
        else:
            return
        raise TicketDeskFailed(failure)

    def _clear(self, key: str) -> None:
        unfinished = self._unfinished(key)
        with suppress(FileNotFoundError):
            for left in unfinished.iterdir():
                left.unlink(missing_ok=True)
        # Gone, or somebody has begun to write there again, and will clear it.
        with suppress(OSError):
            unfinished.rmdir()

    def _unfinished(self, key: str) -> Path:
        return self._directory / f".{key}"


def _ticket_id(path: Path) -> str:
    """Read the ticket id that stands in a file. Raises `OSError` where there is none."""
    try:
        document: JSON = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        document = None
    ticket_id = document.get("ticketId") if isinstance(document, dict) else None
    if not isinstance(ticket_id, str):
        raise OSError(errno.EIO, "the file that stands is no ticket")
    return ticket_id


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(done: str, error: OSError) -> str:
    # `strerror` names the trouble and, unlike the whole error, no path.
    return f"the ticket could not be {done}: {error.strerror or 'the disk failed'}"
