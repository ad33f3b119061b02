"""Ticket desks: where an escalated case becomes a ticket, once."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, assert_never

import aiohttp
from pydantic import SecretStr

from application.adapters.tickets.calls import Desk, basic
from application.adapters.tickets.file import FileDesk
from application.adapters.tickets.jira import JiraDesk
from application.adapters.tickets.webhook import WebhookDesk
from application.adapters.tickets.zendesk import ZendeskDesk
from application.config import TicketSettings
from application.ports import TicketDesk

__all__ = ["FileDesk", "JiraDesk", "WebhookDesk", "ZendeskDesk", "desk_of"]

_Value = TypeVar("_Value")


def desk_of(
    settings: TicketSettings,
    *,
    session: aiohttp.ClientSession,
    clock: Callable[[], datetime],
) -> TicketDesk:
    """Make the desk that a tenant has configured.

    `session` is one of `application.adapters.outbound.guarded_session` that reuses no connection,
    with the tenant's `allow_private`; `clock` tells the time of day. Raises `ValueError` for
    settings that lack what the desk needs.
    """
    connector = settings.connector
    match connector:
        case "file":
            return FileDesk(settings.directory)
        case "webhook":
            url, secret = _given(settings.url), _given(settings.secret)
            return WebhookDesk(Desk(session), url, secret, clock=clock)
        case "zendesk":
            base_url, credential = _account(settings, "{}/token")
            return ZendeskDesk(Desk(session, credential), base_url)
        case "jira":
            base_url, credential = _account(settings, "{}")
            project_key = _given(settings.project_key)
            return JiraDesk(Desk(session, credential), base_url, project_key, clock=clock)
        case _:
            assert_never(connector)


def _account(settings: TicketSettings, user: str) -> tuple[str, SecretStr]:
    email, api_token = _given(settings.email), _given(settings.api_token)
    return _given(settings.base_url), basic(user.format(email), api_token)


def _given(value: _Value | None) -> _Value:
    if value is None:
        raise ValueError("the ticket desk's settings are not complete")
    return value
