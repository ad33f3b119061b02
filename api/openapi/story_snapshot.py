"""The snapshot of the example's user, made as every other is, and an event as auditors see it."""

import base64
import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import orjson

from api.openapi import examples as story
from api.openapi.host import BusinessRules, UserHistory, UserLogs, UserState
from application import ports
from application.event_store.recorded import GENESIS
from application.snapshots import Captured, freeze
from domain.case import Caller
from domain.events import Requester
from domain.model import JSON
from domain.snapshot.shape import Source, Sources

_OK: Final = Source(status="ok", ms=41, bytes=812, rows_dropped=0)
_TAKEN: Final = datetime(2026, 2, 20, 10, 0, 0, 60_000, UTC)


@cache
def captured() -> Captured:
    """What the gateway makes of the example's four answers."""
    state = UserState.model_validate(story.USER_STATE)
    history = UserHistory.model_validate(story.USER_HISTORY)
    logs = UserLogs.model_validate(story.USER_LOGS)
    rules = BusinessRules.model_validate(story.BUSINESS_RULES)
    answers = ports.HostAnswers(
        user_state=ports.UserState(
            roles=state.roles,
            plan=state.plan,
            features_enabled=state.features_enabled,
            entities=state.entities,
            active_errors=state.active_errors,
            limits_reached=state.limits_reached,
            profile=state.profile,
        ),
        user_history=ports.UserHistory(history.events, history.click_timeline),
        user_logs=ports.UserLogs(logs.recent_requests, logs.jobs, logs.errors),
        business_rules=ports.BusinessRules(
            rules.rules, rules.error_catalog, rules.docs, rules.runbooks, rules.changelog
        ),
        sources=Sources(user_state=_OK, user_history=_OK, user_logs=_OK, business_rules=_OK),
    )
    return freeze(
        answers,
        snapshot_id=story.SNAPSHOT_ID,
        created_at=_TAKEN,
        caller=Caller(
            story.TENANT,
            Requester(user_id=story.USER, email="", roles=state.roles, plan=state.plan),
        ),
        window_hours=72,
        max_bytes=262_144,
    )


def audited_event() -> dict[str, JSON]:
    """The first event of the example's case, with a hash that can be checked."""
    facts: dict[str, Any] = {
        "tenantId": story.TENANT,
        "snapshotId": story.SNAPSHOT_ID,
        "test": False,
    }
    header = orjson.dumps({"previousHash": GENESIS, "data": facts}).decode()
    sealed = b"what only the key of the case opens"
    chained = f"{story.CASE_ID}\n1\ncase.opened\n{header}\n".encode() + sealed
    return {
        "position": 1042,
        "stream": story.CASE_ID,
        "version": 1,
        "type": "case.opened",
        "eventId": "evt_019c7a3f2b4370008c0ffee0ddba11ed",
        "schemaVersion": 2,
        "recordedAt": "2026-02-20T10:00:00.000Z",
        "actor": {"kind": "user", "pseudonym": story.SUBJECT},
        "subject": story.SUBJECT,
        "correlationId": "req_019c7a3f2b3f70008123456789abcdef",
        "causationId": None,
        "data": facts,
        "sealed": {
            "requester": {
                "userId": story.USER,
                "email": "jo@acme.example",
                "roles": ["editor"],
                "plan": "starter",
            },
            "context": story.OPENING["context"],
        },
        "erased": False,
        "hash": hashlib.sha256(chained).hexdigest(),
        "previousHash": GENESIS,
        "hashInput": {
            "stream": story.CASE_ID,
            "version": 1,
            "type": "case.opened",
            "header": header,
            "sealedBase64": base64.b64encode(sealed).decode(),
        },
    }
