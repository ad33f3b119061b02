"""Tries a host application with the adapter that serves cases, and keeps what that leaves out."""

from dataclasses import dataclass
from typing import Any

from application.adapters.host_app import Calls, HttpHostApp, read_calls
from application.adapters.host_app.answers import (
    Nonsense,
    Reading,
    business_rules,
    examined,
    user_history,
    user_logs,
    user_state,
)
from application.adapters.host_app.call import Came
from application.host_check import TriedEndpoint
from application.ports import HostAnswers
from domain.snapshot.shape import Source


@dataclass(frozen=True, slots=True)
class Tried:
    """The endpoints one by one, and what the adapter made of all of them."""

    endpoints: tuple[TriedEndpoint, ...]
    answers: HostAnswers


async def tried(app: HttpHostApp, user_id: str, *, window_hours: int, request_id: str) -> Tried:
    """Make the four calls and read them, as for a case."""
    calls = await app.call(user_id, window_hours=window_hours, request_id=request_id)
    answers = await read_calls(calls, user_id)
    return Tried(_endpoints(calls, answers, user_id), answers)


def _endpoints(calls: Calls, answers: HostAnswers, user_id: str) -> tuple[TriedEndpoint, ...]:
    fates = answers.sources
    return (
        _endpoint("user-state", calls.user_state, fates.user_state, user_id, user_state),
        _endpoint("user-history", calls.user_history, fates.user_history, user_id, user_history),
        _endpoint("user-logs", calls.user_logs, fates.user_logs, user_id, user_logs),
        _endpoint(
            "business-rules", calls.business_rules, fates.business_rules, None, business_rules
        ),
    )


def _endpoint(
    path: str, came: Came, fate: Source, user_id: str | None, reading: Reading[Any]
) -> TriedEndpoint:
    if came.status != "ok":
        return TriedEndpoint(path, fate, came.reason, None, ())
    try:
        _, members = examined(came.body, user_id, reading)
    except Nonsense as nonsense:
        return TriedEndpoint(path, fate, str(nonsense), None, ())
    return TriedEndpoint(path, fate, "", members.of, tuple(members.faults))
