"""Jira: one issue a case, though Jira has no idempotency keys and its search is late."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest
from pydantic import SecretStr

from application.adapters.tickets.calls import Desk, basic
from application.adapters.tickets.jira import DOUBT, JiraDesk
from application.ports import OpenedTicket, TicketDeskFailed
from tests.application.adapters.tickets.cases import NOW, TICKET, ticket
from tests.ticket_desks import Fault, Jira, serving

# Long enough for this machine, short enough to wait out a server that hangs.
SECONDS = 0.5


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server() -> AsyncIterator[Jira]:
    jira = Jira()
    async with serving(jira):
        yield jira


@pytest.fixture
def desk(server: Jira, session: aiohttp.ClientSession, clock: Clock) -> JiraDesk:
    credential = basic("bot@acme.example", SecretStr("jira-token"))
    return JiraDesk(Desk(session, credential, SECONDS), server.url, "SUP", clock=clock)


async def test_an_issue_names_the_case_in_a_label(server: Jira, desk: JiraDesk):
    opened = await desk.open(TICKET)

    assert opened == OpenedTicket("SUP-1", f"{server.url}/browse/SUP-1")
    [issue] = server.issues
    assert "cas_0190f3" in issue["labels"]
    assert issue["summary"] == "I can't upload files larger than 50MB [UPLOAD_TOO_LARGE]"
    assert issue["issuetype"] == {"name": "Task"}
    assert issue["priority"] == {"name": "Low"}


async def test_a_description_is_an_atlassian_document(server: Jira, desk: JiraDesk):
    await desk.open(TICKET)

    document = server.issues[0]["description"]
    assert (document["type"], document["version"]) == ("doc", 1)
    assert {node["type"] for node in document["content"]} == {"heading", "paragraph"}
    inline = [leaf for node in document["content"] for leaf in node["content"]]
    assert {leaf["type"] for leaf in inline} == {"text", "hardBreak"}
    assert all(leaf["text"] for leaf in inline if leaf["type"] == "text")
    assert "jane@acme.example" in {leaf.get("text") for leaf in inline}


async def test_an_issue_that_is_there_is_found(server: Jira, desk: JiraDesk):
    first = await desk.open(TICKET)

    assert await desk.open(TICKET) == first
    assert len(server.issues) == 1


async def test_a_project_that_has_no_such_priority_gets_the_issue_without(
    server: Jira, desk: JiraDesk
):
    server.priorities = frozenset({"P1"})

    assert (await desk.open(TICKET)).ticket_id == "SUP-1"
    assert "priority" not in server.issues[0]


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP, Fault.BREAK_AFTER, Fault.GARBLE])
async def test_an_issue_whose_answer_was_lost_is_found_at_once(
    server: Jira, desk: JiraDesk, fault: Fault
):
    server.faulty, server.faults = frozenset({"POST"}), [fault]

    assert (await desk.open(TICKET)).ticket_id == "SUP-1"
    assert len(server.issues) == 1


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_desk_that_fails_however_it_likes_ends_with_one_issue(
    server: Jira, desk: JiraDesk, clock: Clock, fault: Fault
):
    # The search, then what comes after it as often as it takes.
    server.faults = [None, fault, fault, fault]
    opened: list[str] = []
    while not opened:
        try:
            opened = [(await desk.open(TICKET)).ticket_id]
        except TicketDeskFailed:
            clock.now += DOUBT

    assert [issue["key"] for issue in server.issues] == opened


async def test_an_issue_that_the_search_does_not_show_yet_is_not_created_again(
    server: Jira, desk: JiraDesk, clock: Clock
):
    server.index_is_late = True
    server.faulty, server.faults = frozenset({"POST"}), [Fault.BREAK_AFTER]
    for _ in range(3):
        with pytest.raises(TicketDeskFailed):
            await desk.open(TICKET)
        clock.now += DOUBT / 4
    server.index_is_late = False

    assert (await desk.open(TICKET)).ticket_id == "SUP-1"
    assert len(server.issues) == 1


async def test_doubt_about_one_case_holds_up_no_other(server: Jira, desk: JiraDesk):
    server.faulty, server.faults = frozenset({"POST"}), [Fault.BREAK_BEFORE]
    with pytest.raises(TicketDeskFailed):
        await desk.open(TICKET)

    assert (await desk.open(ticket(key="cas_other"))).ticket_id == "SUP-1"


async def test_an_attempt_that_was_cut_short_leaves_doubt_too(
    server: Jira, desk: JiraDesk, clock: Clock
):
    server.index_is_late = True
    server.faulty, server.faults = frozenset({"POST"}), [Fault.HANG]
    attempt = asyncio.create_task(desk.open(TICKET))
    await server.created.wait()
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt

    with pytest.raises(TicketDeskFailed):
        await desk.open(TICKET)
    assert len(server.issues) == 1


async def test_fifty_cases_get_fifty_issues_though_every_fourth_answer_is_dropped(
    server: Jira, desk: JiraDesk, clock: Clock
):
    server.faults = [None, None, None, Fault.DROP] * 200
    opened = {}
    for number in range(50):
        case = ticket(key=f"cas_{number}")
        while case.key not in opened:
            try:
                opened[case.key] = (await desk.open(case)).ticket_id
            except TicketDeskFailed:
                clock.now += DOUBT

    assert {issue["labels"][0]: issue["key"] for issue in server.issues} == opened
    assert len(server.issues) == 50


async def test_a_project_that_is_not_there_is_a_failed_desk(server: Jira, desk: JiraDesk):
    server.project_key = "OPS"

    with pytest.raises(TicketDeskFailed, match="status 400"):
        await desk.open(TICKET)
    assert server.issues == []
