"""The webhook: signed as Standard Webhooks says, and the same message at every attempt."""

import base64
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import aiohttp
import pytest
from pydantic import SecretStr

from application.adapters.tickets.calls import Desk
from application.adapters.tickets.webhook import WebhookDesk, sign, signing_key
from application.ports import OpenedTicket, TicketDeskFailed
from tests.application.adapters.tickets.cases import NOW, TICKET, ticket
from tests.ticket_desks import Fault, Receiver, serving

# Long enough for this machine, short enough to wait out a server that hangs.
SECONDS = 0.5


@pytest.fixture
async def server() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with serving(receiver):
        yield receiver


def whsec(key: bytes) -> SecretStr:
    return SecretStr(f"whsec_{base64.b64encode(key).decode()}")


@pytest.fixture
def desk(server: Receiver, session: aiohttp.ClientSession) -> WebhookDesk:
    return a_desk(server, session)


def a_desk(server: Receiver, session: aiohttp.ClientSession, now: datetime = NOW) -> WebhookDesk:
    url = f"{server.url}/hooks/path-token?query-token=1"
    return WebhookDesk(Desk(session, seconds=SECONDS), url, whsec(server.key), clock=lambda: now)


def test_a_signature_is_the_published_one():
    # The example that the standard's own libraries are tested with.
    key = signing_key(SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))

    signature = sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_not*base64*at*all*not*base64*at*al",
        whsec(b"k" * 23).get_secret_value(),
        whsec(b"k" * 65).get_secret_value(),
    ],
)
def test_a_secret_of_another_form_is_refused(secret: str):
    with pytest.raises(ValueError, match="24 to 64 bytes"):
        signing_key(SecretStr(secret))


def test_a_secret_that_is_refused_is_not_repeated():
    with pytest.raises(ValueError, match="24 to 64 bytes") as mistake:
        signing_key(SecretStr("whsec_too-short-but-secret"))

    assert "too-short-but-secret" not in str(mistake.value)


@pytest.mark.parametrize("size", [24, 64])
def test_a_secret_may_be_of_any_length_that_the_standard_allows(size: int):
    assert signing_key(whsec(b"k" * size)) == b"k" * size


async def test_the_receiver_gets_the_case_signed(server: Receiver, desk: WebhookDesk):
    opened = await desk.open(TICKET)

    assert opened == OpenedTicket("tkt_0190f4", f"{server.url}/")
    payload = server.tickets["msg_cas_0190f3"]
    assert payload["type"] == "case.escalated"
    assert payload["timestamp"] == "2026-02-20T10:00:00.000Z"
    assert payload["data"]["caseId"] == "cas_0190f3"
    assert payload["data"]["requester"]["email"] == "jane@acme.example"
    assert "## Conversation" in payload["data"]["text"]


async def test_the_receiver_may_name_the_ticket(server: Receiver, desk: WebhookDesk):
    server.answer = {"ticketId": "T-9", "ticketUrl": "https://desk.example/T-9"}

    assert await desk.open(TICKET) == OpenedTicket("T-9", "https://desk.example/T-9")


async def test_a_ticket_may_have_a_number_for_its_id(server: Receiver, desk: WebhookDesk):
    server.answer = {"ticketId": 4711, "ticketUrl": "https://desk.example/4711"}

    assert await desk.open(TICKET) == OpenedTicket("4711", "https://desk.example/4711")


@pytest.mark.parametrize(
    "answer",
    [
        [],
        "T-9",
        {"ticketId": True, "ticketUrl": None},
        {"ticketId": 9.5, "ticketUrl": None},
        {"ticketId": "", "ticketUrl": "javascript:alert(1)"},
        {"ticketId": "a\nb", "ticketUrl": "https://"},
        {"ticketId": "x" * 256, "ticketUrl": "https://desk.example/" + "x" * 2_048},
        {"ticketUrl": "https://user:pass@desk.example/"},
        {"ticketUrl": "https://desk.example:99999/"},
        {"ticketUrl": "https://[::1/"},
        {"ticketUrl": "file:///etc/passwd"},
        {"ticketUrl": "https://desk.example/\u202e"},
    ],
)
async def test_what_the_receiver_says_of_the_ticket_is_not_trusted(
    server: Receiver, desk: WebhookDesk, answer: object
):
    server.answer = answer

    assert await desk.open(TICKET) == OpenedTicket("tkt_0190f4", f"{server.url}/")


async def test_every_attempt_is_the_same_message_at_another_time(
    server: Receiver, session: aiohttp.ClientSession
):
    await a_desk(server, session).open(TICKET)
    await a_desk(server, session, NOW + timedelta(minutes=5)).open(TICKET)

    first, second = server.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert await first.read() == await second.read()
    assert int(second.headers["webhook-timestamp"]) == int(NOW.timestamp()) + 300
    assert len(server.tickets) == 1


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.GARBLE])
async def test_a_receiver_that_fails_is_told_again_and_has_one_ticket(
    server: Receiver, desk: WebhookDesk, fault: Fault
):
    server.faults = [fault]

    with pytest.raises(TicketDeskFailed):
        await desk.open(TICKET)
    await desk.open(TICKET)

    assert list(server.tickets) == ["msg_cas_0190f3"]


async def test_any_success_is_one_whatever_it_says(server: Receiver, desk: WebhookDesk):
    server.faults = [Fault.GARBLE]

    assert (await desk.open(TICKET)).ticket_id == "tkt_0190f4"


async def test_fifty_cases_arrive_once_though_every_fourth_answer_is_dropped(
    server: Receiver, desk: WebhookDesk
):
    server.faults = [None, None, None, Fault.DROP] * 50
    for number in range(50):
        case = ticket(key=f"cas_{number}")
        while True:
            try:
                await desk.open(case)
            except TicketDeskFailed:
                continue
            break

    assert len(server.tickets) == 50


async def test_a_receiver_with_another_secret_refuses(server: Receiver, desk: WebhookDesk):
    server.key = b"o" * 32

    with pytest.raises(TicketDeskFailed, match="status 403"):
        await desk.open(TICKET)
