"""The file desk: one file a case, whole or not there, and the first one stands."""

import asyncio
import errno
import json
import os
import resource
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from application.adapters.tickets.file import FileDesk
from application.ports import OpenedTicket, TicketDeskFailed
from tests.application.adapters.tickets.cases import TICKET, ticket


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def leave_unfinished(directory: Path) -> None:
    """Leave behind what a writer of the ticket leaves who is killed."""
    (directory / ".cas_0190f3").mkdir()
    (directory / ".cas_0190f3/abc").write_text("half a tick")


async def test_a_ticket_is_one_readable_file_of_the_case(tmp_path: Path):
    opened = await FileDesk(tmp_path / "tickets").open(TICKET)

    assert opened == OpenedTicket("tkt_0190f4", "file:///cas_0190f3.json")
    assert names_in(tmp_path / "tickets") == ["cas_0190f3.json"]
    document = json.loads((tmp_path / "tickets/cas_0190f3.json").read_text())
    assert document["ticketId"] == "tkt_0190f4"
    assert document["conversation"][0]["content"] == "I can't upload files\nlarger than 50MB"


async def test_only_the_gateways_user_may_read_it(tmp_path: Path):
    await FileDesk(tmp_path / "tickets").open(TICKET)

    assert stat.S_IMODE((tmp_path / "tickets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "tickets/cas_0190f3.json").stat().st_mode) == 0o600


async def test_a_second_ticket_of_a_case_is_the_first_one(tmp_path: Path):
    desk = FileDesk(tmp_path)
    first = await desk.open(TICKET)
    before = (tmp_path / "cas_0190f3.json").read_bytes()

    assert await desk.open(ticket(ticket_id="tkt_other", reason="again")) == first
    assert (tmp_path / "cas_0190f3.json").read_bytes() == before


async def test_ten_writers_at_once_agree_on_one_ticket(tmp_path: Path):
    opened = await asyncio.gather(
        *(FileDesk(tmp_path).open(ticket(ticket_id=f"tkt_{number}")) for number in range(10))
    )

    assert len(set(opened)) == 1
    assert json.loads((tmp_path / "cas_0190f3.json").read_text())["ticketId"] == opened[0].ticket_id
    assert names_in(tmp_path) == ["cas_0190f3.json"]


async def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path):
    leave_unfinished(tmp_path)

    await FileDesk(tmp_path).open(TICKET)

    assert names_in(tmp_path) == ["cas_0190f3.json"]


async def test_nobody_looks_through_the_tickets_of_others(tmp_path: Path):
    desk = FileDesk(tmp_path)
    with listed() as names:
        await desk.open(TICKET)
        await desk.erase("cas_0190f3")

    assert names == {".cas_0190f3"}


@contextmanager
def listed() -> Iterator[set[str]]:
    """The names of the folders that this process lists meanwhile (PEP 578)."""
    names = set[str]()
    over = False

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in {"os.listdir", "os.scandir"} and not over:
            names.add(Path(str(arguments[0])).name)

    sys.addaudithook(hear)
    try:
        yield names
    finally:
        over = True


@contextmanager
def a_full_disk() -> Iterator[None]:
    # A file may not grow: the kernel then refuses as it does on a full disk, also to root. It must
    # be over before pytest writes its next line, which may go to a file as well.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


async def test_a_full_disk_leaves_nothing_behind(tmp_path: Path):
    with (
        pytest.raises(TicketDeskFailed, match=os.strerror(errno.EFBIG)) as failure,
        a_full_disk(),
    ):
        await FileDesk(tmp_path).open(TICKET)

    assert names_in(tmp_path) == []
    assert str(tmp_path) not in str(failure.value)


async def test_a_place_that_cannot_be_written_is_a_failed_desk(tmp_path: Path):
    (tmp_path / "tickets").write_text("no directory")

    with pytest.raises(TicketDeskFailed) as failure:
        await FileDesk(tmp_path / "tickets").open(TICKET)

    assert str(tmp_path) not in str(failure.value)


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    tmp_path.chmod(0o500)
    return tmp_path


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it may not")
async def test_a_read_only_directory_is_a_failed_desk(read_only: Path):
    with pytest.raises(TicketDeskFailed, match=os.strerror(errno.EACCES)):
        await FileDesk(read_only).open(TICKET)


async def test_a_file_that_is_no_ticket_is_never_taken_for_one(tmp_path: Path):
    (tmp_path / "cas_0190f3.json").write_text("[]")

    with pytest.raises(TicketDeskFailed, match="no ticket"):
        await FileDesk(tmp_path).open(TICKET)


@pytest.mark.parametrize("key", ["", "../cas_1", "a/b", "a\0b", ".", "a b", "é", "k" * 129, "a\n"])
async def test_a_key_cannot_lead_out_of_the_directory(tmp_path: Path, key: str):
    desk = FileDesk(tmp_path / "tickets")

    with pytest.raises(TicketDeskFailed, match="key cannot be used"):
        await desk.open(ticket(key=key))
    with pytest.raises(TicketDeskFailed, match="key cannot be used"):
        await desk.erase(key)
    assert names_in(tmp_path) == []


async def test_an_erased_case_leaves_no_ticket(tmp_path: Path):
    desk = FileDesk(tmp_path)
    await desk.open(TICKET)
    await desk.open(ticket(key="cas_other"))
    leave_unfinished(tmp_path)

    await desk.erase("cas_0190f3")
    await desk.erase("cas_0190f3")

    assert names_in(tmp_path) == ["cas_other.json"]
