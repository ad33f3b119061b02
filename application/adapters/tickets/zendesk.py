"""Zendesk: the Support API's tickets, found again by their `external_id`.

https://developer.zendesk.com/api-reference/ticketing/ ("Tickets"; "Idempotency" in the
introduction: a key is kept for two hours, and refused with another body).
"""

import re
from datetime import timedelta

from application.adapters.tickets.body import TicketBody, write_body
from application.adapters.tickets.calls import Declined, Desk, Unanswered, find_or_create
from application.adapters.tickets.text import markdown
from application.ports import OpenedTicket, Ticket
from domain.model import JSON

_BAD_REQUEST = 400
_UNPROCESSABLE = 422
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


class ZendeskDesk:
    """Opens tickets through `{base_url}/api/v2/tickets.json`.

    One ticket a case: an idempotency key where Zendesk still keeps it, and a look for the case id
    before every ticket.
    """

    connector = "zendesk"
    doubt = timedelta(0)

    def __init__(self, desk: Desk, base_url: str) -> None:
        """`desk` calls as `{email}/token`; `base_url` has no slash at its end."""
        self._desk = desk
        self._base_url = base_url
        self._tickets = f"{base_url}/api/v2/tickets.json"

    async def erase(self, key: str) -> None:
        """Nothing is kept here: the ticket is theirs."""

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """Find the ticket of the case, or create it. Raises `TicketDeskFailed`."""
        body = write_body(ticket)
        return await find_or_create(lambda: self._find(body.key), lambda: self._create(body))

    async def _find(self, key: str) -> OpenedTicket | None:
        document = await self._desk.get(self._tickets, {"external_id": key})
        tickets = document.get("tickets") if isinstance(document, dict) else None
        if not isinstance(tickets, list):
            raise Unanswered("the desk's answer cannot be read")
        ids = [
            _id(found)
            for found in tickets
            if isinstance(found, dict) and found.get("external_id") == key
        ]
        # External ids need not be unique: whatever happened, everybody names the first ticket.
        return self._opened(min(ids)) if ids else None

    async def _create(self, body: TicketBody) -> OpenedTicket:
        request = _request(body)
        try:
            return await self._post(body.key, request)
        except Declined as declined:
            if declined.status != _UNPROCESSABLE or "requester" not in request:
                raise
        # A requester whom Zendesk will not have (suspended, malformed) must not keep the case from
        # its agents: their address stands in the text. Another body needs a key of its own.
        del request["requester"]
        return await self._post(f"{body.key}-no-requester", request)

    async def _post(self, idempotency_key: str, request: dict[str, JSON]) -> OpenedTicket:
        try:
            document = await self._desk.post(
                self._tickets, {"ticket": request}, {"Idempotency-Key": idempotency_key}
            )
        except Declined as declined:
            if declined.status != _BAD_REQUEST:
                raise
            # Perhaps the key is known with another body, from before the case went on.
            failure = str(declined)
        else:
            created = document.get("ticket") if isinstance(document, dict) else None
            return self._opened(_id(created))
        raise Unanswered(failure)

    def _opened(self, ticket_id: int) -> OpenedTicket:
        return OpenedTicket(str(ticket_id), f"{self._base_url}/agent/tickets/{ticket_id}")


def _request(body: TicketBody) -> dict[str, JSON]:
    request: dict[str, JSON] = {
        "subject": body.subject,
        # An internal note: it shows an agent what the user has not been shown.
        "comment": {"body": markdown(body.sections), "public": False},
        "external_id": body.key,
        "priority": body.priority,
        "tags": ["support_gateway"],
    }
    if _EMAIL.fullmatch(body.requester.email):
        request["requester"] = {"name": body.requester.user_id, "email": body.requester.email}
    return request


def _id(ticket: JSON) -> int:
    ticket_id = ticket.get("id") if isinstance(ticket, dict) else None
    if not isinstance(ticket_id, int) or isinstance(ticket_id, bool) or ticket_id < 1:
        raise Unanswered("the desk's answer names no ticket")
    return ticket_id
