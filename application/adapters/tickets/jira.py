"""Jira Cloud: issues of one project, found again by a label that is the case id.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/ ("Issue search", "Issues") and
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ for descriptions.
"""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from application.adapters.tickets.atlassian_document import description
from application.adapters.tickets.body import Priority, TicketBody, write_body
from application.adapters.tickets.calls import Declined, Desk, Unanswered, find_or_create
from application.ports import OpenedTicket, Ticket
from domain.model import JSON

DOUBT = timedelta(seconds=5)
"""How long no issue is created for a case after an attempt that may have created one.

Jira answers searches from an index that follows its issues after a while.
"""

ISSUE_TYPE = "Task"
"""A type that new Jira projects have."""

_BAD_REQUEST = 400
_ISSUE_KEY = re.compile(r"[A-Z][A-Z0-9_]*-[0-9]{1,18}")
_PRIORITY_NAMES: dict[Priority, str] = {
    "urgent": "Highest",
    "high": "High",
    "normal": "Medium",
    "low": "Low",
}


class JiraDesk:
    """Opens issues through `{base_url}/rest/api/3/issue`.

    Jira has no idempotency keys. One issue a case: a search before every issue, and after an
    attempt of unknown end no other one for `DOUBT`. A gateway that dies within an attempt must be
    replaced by one that waits as long before it tries that case.
    """

    connector = "jira"
    doubt = DOUBT

    def __init__(
        self,
        desk: Desk,
        base_url: str,
        project_key: str,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        """`desk` calls as the account's email; `base_url` has no slash at its end."""
        self._desk = desk
        self._base_url = base_url
        self._project_key = project_key
        self._clock = clock
        self._doubted: dict[str, datetime] = {}

    async def erase(self, key: str) -> None:
        """Nothing is kept here: the ticket is theirs."""

    async def open(self, ticket: Ticket) -> OpenedTicket:
        """Find the issue of the case, or create it. Raises `TicketDeskFailed`."""
        body = write_body(ticket)
        return await find_or_create(lambda: self._find(body.key), lambda: self._create(body))

    async def _find(self, key: str) -> OpenedTicket | None:
        document = await self._desk.get(
            f"{self._base_url}/rest/api/3/search/jql",
            {
                "jql": f'project = "{self._project_key}" AND labels = "{key}"',
                "fields": "labels",
                "maxResults": "50",
            },
        )
        issues = document.get("issues") if isinstance(document, dict) else None
        if not isinstance(issues, list):
            raise Unanswered("the desk's answer cannot be read")
        found = [issue for issue in issues if _has_label(issue, key)]
        # Whatever happened, everybody names the first issue.
        return self._opened(min(found, key=_number)) if found else None

    async def _create(self, body: TicketBody) -> OpenedTicket:
        now = self._clock()
        self._doubted = {key: since for key, since in self._doubted.items() if now - since < DOUBT}
        if body.key in self._doubted:
            raise Unanswered("the desk may have created the issue and not show it yet")
        try:
            return await self._post(body)
        except (Unanswered, asyncio.CancelledError):
            self._doubted[body.key] = self._clock()
            raise

    async def _post(self, body: TicketBody) -> OpenedTicket:
        fields: dict[str, JSON] = {
            "project": {"key": self._project_key},
            "issuetype": {"name": ISSUE_TYPE},
            "summary": body.subject,
            "description": description(body.sections),
            "labels": [body.key, "support-gateway"],
        }
        priority: dict[str, JSON] = {"priority": {"name": _PRIORITY_NAMES[body.priority]}}
        url = f"{self._base_url}/rest/api/3/issue"
        try:
            return self._opened(await self._desk.post(url, {"fields": fields | priority}))
        except Declined as declined:
            if declined.status != _BAD_REQUEST:
                raise
        # Many projects have priorities of their own, or none.
        return self._opened(await self._desk.post(url, {"fields": fields}))

    def _opened(self, issue: JSON) -> OpenedTicket:
        key = _issue_key(issue)
        return OpenedTicket(key, f"{self._base_url}/browse/{key}")


def _issue_key(issue: JSON) -> str:
    key = issue.get("key") if isinstance(issue, dict) else None
    if not isinstance(key, str) or not _ISSUE_KEY.fullmatch(key):
        raise Unanswered("the desk's answer names no issue")
    return key


def _number(issue: JSON) -> int:
    return int(_issue_key(issue).rpartition("-")[2])


def _has_label(issue: JSON, label: str) -> bool:
    """Whether an issue is as searched for; one that comes without its labels is believed."""
    fields = issue.get("fields") if isinstance(issue, dict) else None
    labels = fields.get("labels") if isinstance(fields, dict) else None
    return not isinstance(labels, list) or label in labels
