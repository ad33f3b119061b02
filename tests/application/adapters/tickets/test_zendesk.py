"""Zendesk: one ticket a case, whatever the desk does to its answers."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from pydantic import SecretStr

from application.adapters.tickets.calls import Desk, basic
from application.adapters.tickets.zendesk import ZendeskDesk
from application.ports import OpenedTicket, TicketDeskFailed
from domain.events import Requester
from tests.application.adapters.tickets.cases import TICKET, active_error, snapshot, ticket
from tests.ticket_desks import Fault, Zendesk, serving

# Long enough for this machine, short enough to wait out a server that hangs.
SECONDS = 0.5


@pytest.fixture
async def server() -> AsyncIterator[Zendesk]:
    zendesk = Zendesk()
    async with serving(zendesk):
        yield zendesk


@pytest.fixture
def desk(server: Zendesk, session: aiohttp.ClientSession) -> ZendeskDesk:
    credential = basic("bot@acme.example/token", SecretStr("zendesk-token"))
    return ZendeskDesk(Desk(session, credential, SECONDS), server.url)


async def test_a_ticket_names_the_case_and_its_requester(server: Zendesk, desk: ZendeskDesk):
    opened = await desk.open(TICKET)

    assert opened == OpenedTicket("100", f"{server.url}/agent/tickets/100")
    [created] = server.tickets
    assert created["external_id"] == "cas_0190f3"
    assert created["subject"] == "I can't upload files larger than 50MB [UPLOAD_TOO_LARGE]"
    assert created["requester"] == {"name": "usr_7", "email": "jane@acme.example"}
    assert created["priority"] == "low"
    assert created["comment"]["public"] is False
    assert "Need manual account adjustment" in created["comment"]["body"]
    assert server.requests[-1].headers["Idempotency-Key"] == "cas_0190f3"


async def test_a_ticket_that_is_there_is_found(server: Zendesk, desk: ZendeskDesk):
    first = await desk.open(TICKET)

    assert await desk.open(TICKET) == first
    assert len(server.tickets) == 1


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP, Fault.BREAK_AFTER, Fault.GARBLE])
async def test_a_ticket_whose_answer_was_lost_is_found_at_once(
    server: Zendesk, desk: ZendeskDesk, fault: Fault
):
    server.faulty, server.faults = frozenset({"POST"}), [fault]

    assert (await desk.open(TICKET)).ticket_id == "100"
    assert len(server.tickets) == 1


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_desk_that_fails_however_it_likes_ends_with_one_ticket(
    server: Zendesk, desk: ZendeskDesk, fault: Fault
):
    # The look for the ticket, then what comes after it as often as it takes.
    server.faults = [None, fault, fault, fault]
    opened: list[str] = []
    while not opened:
        try:
            opened = [(await desk.open(TICKET)).ticket_id]
        except TicketDeskFailed:
            continue

    assert [str(created["id"]) for created in server.tickets] == opened


async def test_nothing_is_created_while_nobody_knows_what_is_there(
    server: Zendesk, desk: ZendeskDesk
):
    server.faults = [Fault.BREAK_BEFORE]

    with pytest.raises(TicketDeskFailed):
        await desk.open(TICKET)

    assert server.tickets == []


async def test_fifty_cases_get_fifty_tickets_though_every_fourth_answer_is_dropped(
    server: Zendesk, desk: ZendeskDesk
):
    server.faults = [None, None, None, Fault.DROP] * 200
    opened = {}
    for number in range(50):
        case = ticket(key=f"cas_{number}")
        while case.key not in opened:
            try:
                opened[case.key] = (await desk.open(case)).ticket_id
            except TicketDeskFailed:
                continue

    assert {found["external_id"]: str(found["id"]) for found in server.tickets} == opened
    assert len(server.tickets) == 50


async def test_a_case_that_went_on_keeps_its_first_ticket(server: Zendesk, desk: ZendeskDesk):
    server.faults = [None, Fault.DROP, Fault.BREAK_BEFORE]
    with pytest.raises(TicketDeskFailed):
        await desk.open(TICKET)

    # As if the list, too, followed only later: the known key refuses the longer body.
    first = server.tickets.pop()
    with pytest.raises(TicketDeskFailed, match="status 400"):
        await desk.open(ticket(reason="and more"))
    server.tickets.append(first)

    assert (await desk.open(ticket(reason="and more"))).ticket_id == "100"
    assert len(server.tickets) == 1


async def test_a_requester_whom_zendesk_refuses_does_not_keep_the_case_from_its_agents(
    server: Zendesk, desk: ZendeskDesk
):
    server.suspended = frozenset({"jane@acme.example"})

    opened = await desk.open(TICKET)

    assert opened.ticket_id == "100"
    assert "requester" not in server.tickets[0]
    assert "jane@acme.example" in server.tickets[0]["comment"]["body"]


@pytest.mark.parametrize("email", ["", "nobody", "a b@c.example", "<x@y.example>"])
async def test_no_requester_is_named_by_what_is_no_address(
    server: Zendesk, desk: ZendeskDesk, email: str
):
    await desk.open(
        ticket(requester=Requester(user_id="usr_7", email=email, roles=(), plan="free"))
    )

    assert "requester" not in server.tickets[0]


async def test_a_wrong_token_is_a_failed_desk(server: Zendesk, desk: ZendeskDesk):
    server.api_token = "another"

    with pytest.raises(TicketDeskFailed, match="status 401"):
        await desk.open(TICKET)


async def test_another_cases_ticket_is_never_taken(server: Zendesk, desk: ZendeskDesk):
    await desk.open(ticket(key="cas_other"))

    assert (await desk.open(TICKET)).ticket_id == "101"


async def test_an_infrastructure_error_is_urgent(server: Zendesk, desk: ZendeskDesk):
    error = active_error("infra", retryable=False, userActionable=False)

    await desk.open(ticket(snapshot=snapshot(error)))

    assert server.tickets[0]["priority"] == "urgent"
