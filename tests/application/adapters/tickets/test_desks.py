"""What holds for every desk: made from the settings, bounded, and silent about secrets."""

import asyncio
import base64
import json
import logging
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from application.adapters.tickets import desk_of
from application.adapters.tickets.calls import Declined, Unanswered
from application.config import TicketSettings
from application.ports import TicketDesk, TicketDeskFailed
from tests.application.adapters.tickets.cases import NOW, TICKET
from tests.ticket_desks import DeskServer, Fault, Jira, Receiver, Zendesk, serving

WEBHOOK_KEY = b"k" * 32
SECRETS = {
    "zendesk-token",
    "jira-token",
    "path-token",
    "query-token",
    base64.b64encode(WEBHOOK_KEY).decode(),
    base64.b64encode(b"bot@acme.example/token:zendesk-token").decode(),
    base64.b64encode(b"bot@acme.example:jira-token").decode(),
    "SECRET-OF-THE-DESK",
}


def settings_of(connector: str, url: str, directory: Path) -> TicketSettings:
    account = {"base_url": url, "email": "bot@acme.example", "api_token": f"{connector}-token"}
    members: dict[str, Any] = {
        "file": {},
        "zendesk": account,
        "jira": account | {"project_key": "SUP"},
        "webhook": {
            "url": f"{url}/hooks/path-token?key=query-token",
            "secret": f"whsec_{base64.b64encode(WEBHOOK_KEY).decode()}",
        },
    }[connector]
    common = {"connector": connector, "allow_private": True, "directory": directory}
    return TicketSettings.model_validate({**common, **members})


def made(connector: str, url: str, session: aiohttp.ClientSession, directory: Path) -> TicketDesk:
    return desk_of(settings_of(connector, url, directory), session=session, clock=lambda: NOW)


SERVERS: dict[str, Callable[[], DeskServer]] = {
    "zendesk": Zendesk,
    "jira": Jira,
    "webhook": Receiver,
}


@pytest.mark.parametrize("connector", SERVERS)
async def test_a_desk_made_from_the_settings_opens_tickets(
    connector: str, session: aiohttp.ClientSession, tmp_path: Path
):
    server = SERVERS[connector]()
    async with serving(server):
        desk = made(connector, server.url, session, tmp_path)

        assert desk.connector == connector
        assert (await desk.open(TICKET)).ticket_url.startswith(f"{server.url}/")


async def test_the_file_desk_writes_where_it_is_told(
    session: aiohttp.ClientSession, tmp_path: Path
):
    desk = made("file", "", session, tmp_path)

    await desk.open(TICKET)

    assert desk.connector == "file"
    assert (tmp_path / "cas_0190f3.json").exists()


def test_settings_that_lack_what_the_desk_needs_make_no_desk():
    bare = TicketSettings.model_construct(connector="jira")

    with pytest.raises(ValueError, match="not complete"):
        desk_of(bare, session=None, clock=lambda: NOW)  # type: ignore[arg-type]  # never used


@pytest.mark.parametrize("connector", SERVERS)
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
async def test_a_failure_tells_no_secret_and_nothing_of_what_the_desk_wrote(
    connector: str,
    fault: Fault,
    session: aiohttp.ClientSession,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.DEBUG)
    server = SERVERS[connector]()
    server.faults = [fault] * 8
    failures: list[BaseException | None] = []
    async with serving(server):
        desk = made(connector, server.url, session, tmp_path)
        try:
            await desk.open(TICKET)
        except TicketDeskFailed as error:
            failures = [error, error.__context__, error.__cause__]

    # Nothing hangs on a failure that could tell more, such as a client's error with its headers.
    assert {type(failure) for failure in failures} <= {Unanswered, Declined, type(None)}
    told = "".join(traceback.format_exception(failures[0])) if failures else ""
    told += repr(desk) + caplog.text
    assert [secret for secret in SECRETS if secret in told] == []


async def test_a_desk_that_takes_one_request_a_connection_and_does_not_say_so_gets_its_ticket(
    session: aiohttp.ClientSession, tmp_path: Path
):
    answers: dict[str, Any] = {"GET": {"tickets": []}, "POST": {"ticket": {"id": 100}}}
    methods: list[str] = []

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"Content-Length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        methods.append(head.partition(" ")[0])
        body = json.dumps(answers[methods[-1]]).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        # The next request, which is not read, or the end of a client that sends none.
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        opened = await made("zendesk", f"http://127.0.0.1:{port}", session, tmp_path).open(TICKET)

    assert opened.ticket_id == "100"
    assert methods == ["GET", "POST"]


@pytest.mark.parametrize("connector", SERVERS)
async def test_a_desk_that_is_not_there_has_failed(
    connector: str, session: aiohttp.ClientSession, tmp_path: Path
):
    server = SERVERS[connector]()
    async with serving(server):
        pass

    with pytest.raises(TicketDeskFailed, match="could not be reached"):
        await made(connector, server.url, session, tmp_path).open(TICKET)


@pytest.mark.parametrize("connector", SERVERS)
async def test_no_redirect_is_followed(
    connector: str, session: aiohttp.ClientSession, tmp_path: Path
):
    server = SERVERS[connector]()
    server.faults = [Fault.REDIRECT] * 3
    async with serving(server):
        with pytest.raises(TicketDeskFailed, match="status 302"):
            await made(connector, server.url, session, tmp_path).open(TICKET)

    assert "/elsewhere" not in {request.path for request in server.requests}


@pytest.mark.parametrize("connector", SERVERS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_private_address_is_not_called_unless_the_tenant_allows_it(
    connector: str, host: str, public_session: aiohttp.ClientSession, tmp_path: Path
):
    server = SERVERS[connector]()
    async with serving(server):
        url = server.url.replace("127.0.0.1", host)
        with pytest.raises(TicketDeskFailed, match="could not be reached"):
            await made(connector, url, public_session, tmp_path).open(TICKET)

    assert server.requests == []
