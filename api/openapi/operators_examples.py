"""The example's case as operators see it, and figures to go with it."""

from typing import Final

from api.openapi import examples as story
from application.event_store.access_log import stream_of
from application.prompt import PROMPT_VERSION
from domain.model import JSON

AUDITED: Final[dict[str, JSON]] = {
    "id": story.CASE_ID,
    "tenantId": story.TENANT,
    "subject": story.SUBJECT,
    "userId": story.USER,
    "status": "active",
    "snapshotId": story.SNAPSHOT_ID,
    "createdAt": "2026-02-20T10:00:00.000Z",
    "updatedAt": "2026-02-20T10:00:01.664Z",
    "resolvedAt": None,
    "version": 4,
    "messageCount": 2,
    "answerCount": 1,
    "feedback": None,
    "rating": None,
    "ticketId": None,
    "test": False,
    "erased": False,
}

PRODUCED: Final[dict[str, JSON]] = {
    "generator": "claude",
    "fallback": None,
    "model": "claude-sonnet-5-5",
    "promptVersion": PROMPT_VERSION,
    "parameters": {"max_tokens": 8192},
    "usage": {
        "inputTokens": 5200,
        "outputTokens": 310,
        "cacheCreationInputTokens": 5000,
        "cacheReadInputTokens": 0,
    },
    "latencyMs": 1580,
    "grounding": {
        "outcome": "held",
        "evidenceKept": 2,
        "evidenceDropped": 0,
        "claimsHeld": 4,
        "claimsFailed": 0,
    },
}

AS_IT_STOOD: Final[dict[str, JSON]] = {
    "case": AUDITED,
    "messages": [
        {**story.QUESTION, "inReplyTo": None, "produced": None},
        {**story.ANSWER, "inReplyTo": story.QUESTION_ID, "produced": PRODUCED},
    ],
    "version": 4,
    "asOf": "2026-02-20T10:00:01.664Z",
    "latestVersion": 8,
}

LOOK: Final[dict[str, JSON]] = {
    "position": 1101,
    "viewedAt": "2026-03-02T09:14:00.000Z",
    "operator": "audit-desk",
    "lookedAt": "events",
    "tenantId": story.TENANT,
    "caseId": story.CASE_ID,
    "asked": {"limit": "50"},
    "requestId": "req_019cb1f0aa0070008123456789abcdef",
    "stream": stream_of(story.CASE_ID),
    "version": 3,
}

SUMMARY: Final[dict[str, JSON]] = {
    "definitionVersion": 1,
    "tenantId": story.TENANT,
    "from": "2026-02-01T00:00:00.000Z",
    "to": "2026-03-01T00:00:00.000Z",
    "computedAt": "2026-03-02T09:15:00.000Z",
    "position": 1101,
    "testCasesLeftOut": 3,
    "figures": {
        "cases": {"value": 214, "unit": "cases", "definition": "Cases that were opened."},
        "csat": {
            "value": 0.8125,
            "unit": "ratio",
            "definition": "Satisfied cases among rated ones.",
        },
    },
    "breakdowns": {
        "escalations": {
            "definition": "Escalated cases by reason.",
            "rows": [{"reason": "asked", "decidedBy": "user", "cases": 17}],
        }
    },
}

SERIES: Final[dict[str, JSON]] = {
    "definitionVersion": 1,
    "by": ["day"],
    "tenantId": None,
    "from": "2026-02-20T00:00:00.000Z",
    "to": None,
    "computedAt": "2026-03-02T09:15:00.000Z",
    "figures": {"cases": {"unit": "cases", "definition": "Cases that were opened."}},
    "data": [{"day": "2026-02-20", "cases": 9}, {"day": "2026-02-21", "cases": 4}],
}
