"""The operators' operations: audit and analytics."""

from collections.abc import Sequence
from typing import Final, get_args

from api.errors import NotFound
from api.openapi import examples as story
from api.openapi import operators_examples as told
from api.openapi.answers import (
    AuditedEventPage,
    AuditedSnapshot,
    AuditViewPage,
)
from api.openapi.errors import OF_A_CASE, OF_AN_OPERATOR
from api.openapi.operation import Answer, Operation, Parameter
from api.openapi.story_snapshot import audited_event, captured
from api.openapi.widget import CASE_ID
from api.operators.query import CSV, JSON_LINES, LIMIT, MAXIMUM
from domain.case import Status
from domain.errors import Invalid
from projections.analytics.summary import Series, Summary
from projections.audited_case import CaseAsItStood, Part
from projections.case_users import AuditedCasePage

AUDIT: Final = "Audit"
ANALYTICS: Final = "Analytics"

_CURSOR: Final = Parameter("cursor", "query", "`nextCursor` of the page before.")
_LIMIT: Final = Parameter(
    "limit",
    "query",
    f"How many, {LIMIT} if it is not given.",
    {"type": "integer", "minimum": 1, "maximum": MAXIMUM, "default": LIMIT},
)
_TENANT: Final = Parameter("tenantId", "query", "Only of this tenant.", example=story.TENANT)
_FROM: Final = Parameter("from", "query", "From this time or day (UTC) on.", example="2026-02-01")
_TO: Final = Parameter("to", "query", "Before this time or day (UTC).", example="2026-03-01")


def _format(*formats: str) -> Parameter:
    return Parameter(
        "format",
        "query",
        "The form of the answer; `Accept` may say it too.",
        {"type": "string", "enum": ["json", *formats], "default": "json"},
    )


def _one_of(name: str, description: str, words: Sequence[str]) -> Parameter:
    return Parameter(name, "query", description, {"type": "string", "enum": list(words)})


_ONE: Final = "/api/audit/cases/{caseId}"
_RECORDED: Final = " That you looked is recorded, and can be listed."

OPERATIONS: Final = (
    Operation(
        "listAuditedCases",
        "get",
        "/api/audit/cases",
        AUDIT,
        "List cases",
        f"Newest first. Role `auditor`.{_RECORDED}",
        (
            Answer(
                200,
                "A page",
                AuditedCasePage,
                {"page": {"data": [told.AUDITED], "nextCursor": None}},
            ),
        ),
        (Invalid, *OF_AN_OPERATOR),
        "operatorToken",
        (
            _TENANT,
            Parameter("userId", "query", "Only of this user."),
            _one_of("status", "Only those in this state.", sorted(get_args(Status))),
            _FROM,
            _TO,
            _CURSOR,
            _LIMIT,
        ),
    ),
    Operation(
        "getAuditedCase",
        "get",
        _ONE,
        AUDIT,
        "Read a case as it stood",
        "The case and its messages, with what produced each answer, as they stood at a time or"
        f" after so many events. Role `auditor`.{_RECORDED}",
        (Answer(200, "The case", CaseAsItStood, {"case": told.AS_IT_STOOD}),),
        (Invalid, *OF_A_CASE, *OF_AN_OPERATOR),
        "operatorToken",
        (
            CASE_ID,
            Parameter(
                "asOf",
                "query",
                "A time with its zone, a day (UTC), or a version.",
                example="2026-02-20T10:00:02Z",
            ),
        ),
    ),
    Operation(
        "listEvents",
        "get",
        f"{_ONE}/events",
        AUDIT,
        "Read the events of a case",
        "Every event with all that its hash covers: `hash` is"
        " SHA-256( stream LF version LF type LF header LF sealed ) over UTF-8, so that anyone can"
        f" check it with any tool. Role `auditor`.{_RECORDED}",
        (
            Answer(
                200,
                "All of them, or a page where a `limit` is given; as JSON lines always all",
                AuditedEventPage,
                {"page": {"data": [audited_event()], "nextCursor": None}},
                {JSON_LINES: '{"position":1042,"version":1,"type":"case.opened", …}\n'},
            ),
        ),
        (Invalid, *OF_A_CASE, *OF_AN_OPERATOR),
        "operatorToken",
        (
            CASE_ID,
            _one_of(
                "stream",
                "The case's own events, its snapshot's, or those of the looks at it.",
                get_args(Part),
            ),
            _format("jsonl"),
            _CURSOR,
            Parameter(
                "limit",
                "query",
                "How many; all of them if it is not given, and as JSON lines.",
                {"type": "integer", "minimum": 1, "maximum": MAXIMUM},
            ),
        ),
    ),
    Operation(
        "getSnapshot",
        "get",
        f"{_ONE}/snapshot",
        AUDIT,
        "Read the snapshot of a case",
        f"What the answers rest on, byte for byte as it was frozen. Role `auditor`.{_RECORDED}",
        (
            Answer(
                200,
                "The snapshot",
                AuditedSnapshot,
                {
                    "snapshot": {
                        "snapshot": captured().snapshot.document,
                        "sha256": captured().sha256,
                    },
                    "erased": {"snapshot": None, "sha256": None},
                },
            ),
        ),
        (Invalid, *OF_A_CASE, NotFound, *OF_AN_OPERATOR),
        "operatorToken",
        (CASE_ID,),
    ),
    Operation(
        "listLooks",
        "get",
        "/api/audit/views",
        AUDIT,
        "List who looked at what",
        f"Newest first; role `auditor`.{_RECORDED}",
        (
            Answer(
                200, "A page", AuditViewPage, {"page": {"data": [told.LOOK], "nextCursor": None}}
            ),
        ),
        (Invalid, *OF_AN_OPERATOR),
        "operatorToken",
        (
            Parameter("operator", "query", "Only this operator's.", example="audit-desk"),
            Parameter("caseId", "query", "Only at this case.", example=story.CASE_ID),
            _CURSOR,
            _LIMIT,
        ),
    ),
    Operation(
        "getSummary",
        "get",
        "/api/analytics/summary",
        ANALYTICS,
        "All figures of a span",
        "Counts, rates and times, each with its definition in words. Test traffic is left out."
        " Role `analyst`.",
        (
            Answer(
                200,
                "The figures",
                Summary,
                {"february": told.SUMMARY},
                {
                    CSV: "name,value,unit,definitionVersion,definition\r\n"
                    "cases,214,cases,1,Cases that were opened.\r\n",
                    JSON_LINES: '{"name":"cases","value":214,"unit":"cases", …}\n',
                },
            ),
        ),
        (Invalid, *OF_AN_OPERATOR),
        "operatorToken",
        (_TENANT, _FROM, _TO, _format("csv", "jsonl")),
    ),
    Operation(
        "getSeries",
        "get",
        "/api/analytics/series",
        ANALYTICS,
        "Figures day by day, tenant by tenant",
        "The same figures in groups; a group without any fact is left out. Role `analyst`.",
        (
            Answer(
                200,
                "The figures",
                Series,
                {"byDay": told.SERIES},
                {
                    CSV: "day,cases,definitionVersion\r\n2026-02-20,9,1\r\n",
                    JSON_LINES: '{"day":"2026-02-20","cases":9, …}\n',
                },
            ),
        ),
        (Invalid, *OF_AN_OPERATOR),
        "operatorToken",
        (
            _TENANT,
            _FROM,
            _TO,
            _one_of(
                "by",
                "How to group; a week is named by its Monday.",
                ("day,tenant", "day", "tenant", "week,tenant", "week"),
            ),
            _format("csv", "jsonl"),
        ),
    ),
)
