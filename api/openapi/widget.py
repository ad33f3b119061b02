"""The widget's operations."""

from typing import Final

from api.openapi import examples as story
from api.openapi.answers import (
    AddedMessage,
    CasePage,
    CaseWithMessages,
    Done,
    OpenedCase,
    TakenAction,
    TicketReference,
)
from api.openapi.errors import OF_A_BODY, OF_A_CASE, OF_A_TOKEN
from api.openapi.operation import Answer, Operation, Parameter
from api.openapi.stream_events import AnswerEvents, CaseEvents
from application.commands import (
    REASON_LENGTH,
    TEXT_LENGTH,
    AddMessage,
    CloseCase,
    EscalateCase,
    GiveFeedback,
    OpenCase,
    TakeAction,
)
from application.handlers import RESULTS
from domain.errors import CaseAlreadyClosed, CaseNotActive, Invalid
from projections.case_list import LIMIT, MAXIMUM

CASES: Final = "Cases"

CASE_ID: Final = Parameter(
    "caseId",
    "path",
    "`cas_…`. Another user's case is answered like a missing one.",
    {"type": "string", "pattern": "^cas_[0-9a-f]{32}$"},
    required=True,
    example=story.CASE_ID,
)
KEY: Final = Parameter(
    "Idempotency-Key",
    "header",
    "Makes it safe to send this again: for 24 hours the same key and body give the first answer"
    " again, byte for byte, with `Idempotency-Replayed: true`.",
    {"type": "string", "minLength": 1, "maxLength": 255},
    example="3f0f7a52-upload",
)
REPLAYED: Final = {"Idempotency-Replayed": "`true` where this is the first answer again."}
STREAM: Final = "text/event-stream"
_ONE: Final = "/api/cases/{caseId}"
_STREAMED: Final = (
    f" With `Accept: {STREAM}` the work is streamed as it goes on: `accepted`, `snapshot`,"
    " `answering`, `checking`, then pieces of the answer (`delta`) and, last, what the plain call"
    " answers (`message`). What goes wrong once the stream has begun comes as `error`, in the"
    " envelope of any refusal. Lines that begin with a colon keep the connection open."
)

OPERATIONS: Final = (
    Operation(
        "openCase",
        "post",
        "/api/cases",
        CASES,
        "Open a case",
        "Takes the user's state from your application, freezes it as a snapshot, and answers the"
        f" question from it. `message` has 1 to {TEXT_LENGTH:,} characters.{_STREAMED}",
        (
            Answer(
                201,
                "The case and its first answer",
                OpenedCase,
                {"opened": story.OPENED},
                {STREAM: story.STREAM},
                {"Location": "Where to read the case.", **REPLAYED},
                AnswerEvents,
            ),
        ),
        (*OF_A_BODY, *OF_A_TOKEN),
        "widgetToken",
        (KEY,),
        OpenCase,
        {"asking": story.OPENING, "withoutContext": {"message": "Why did my export fail?"}},
    ),
    Operation(
        "listCases",
        "get",
        "/api/cases",
        CASES,
        "List the user's own cases",
        "Newest first, a page at a time.",
        (
            Answer(
                200,
                "A page",
                CasePage,
                {"page": {"data": [story.case()], "nextCursor": None}},
            ),
        ),
        (Invalid, *OF_A_TOKEN),
        "widgetToken",
        (
            Parameter("cursor", "query", "`nextCursor` of the page before."),
            Parameter(
                "limit",
                "query",
                f"How many, {LIMIT} if it is not said.",
                {"type": "integer", "minimum": 1, "maximum": MAXIMUM, "default": LIMIT},
            ),
        ),
    ),
    Operation(
        "getCase",
        "get",
        _ONE,
        CASES,
        "Read a case",
        "The case with all its messages, in the order in which they happened. The `ETag` is the"
        " version of the case.",
        (
            Answer(
                200,
                "The case",
                CaseWithMessages,
                {"case": {"case": story.case(), "messages": [story.QUESTION, story.ANSWER]}},
                headers={"ETag": "The version of the case, in quotes."},
            ),
            Answer(304, "Nothing has happened since", headers={"ETag": "The same."}),
        ),
        (*OF_A_CASE, *OF_A_TOKEN),
        "widgetToken",
        (
            CASE_ID,
            Parameter("If-None-Match", "header", "An `ETag` that was given before.", example='"4"'),
        ),
    ),
    Operation(
        "followCase",
        "get",
        f"{_ONE}/events",
        CASES,
        "Follow a case",
        "Server-sent events: each message and the case as they are recorded, after"
        " `Last-Event-ID`. It ends after five minutes, when the case is over, or with the token;"
        " come again with the last `id`. A browser's own `EventSource` sends no `Authorization`,"
        " so read it with `fetch`.",
        (
            Answer(200, "What happens", others={STREAM: story.FOLLOWED}, events=CaseEvents),
            Answer(204, "The case is over, and all of it was seen"),
        ),
        (Invalid, *OF_A_CASE, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, Parameter("Last-Event-ID", "header", "The last event that was seen.")),
    ),
    Operation(
        "addMessage",
        "post",
        f"{_ONE}/messages",
        CASES,
        "Ask on",
        f"Answers a further question in an active case, of 1 to {TEXT_LENGTH:,} characters. Each"
        " question that was accepted gets an answer of its own. Only the opening question, sent"
        f" once more within 30 seconds, is answered with the first answer.{_STREAMED}",
        (
            Answer(
                200,
                "The answer",
                AddedMessage,
                {"answer": {"message": story.FURTHER}},
                {STREAM: story.STREAM},
                REPLAYED,
                AnswerEvents,
            ),
        ),
        (*OF_A_BODY, *OF_A_CASE, CaseNotActive, CaseAlreadyClosed, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, KEY),
        AddMessage,
        {"asking": {"content": "How do I increase my upload limit?"}},
    ),
    Operation(
        "giveFeedback",
        "post",
        f"{_ONE}/feedback",
        CASES,
        "Judge the help",
        "Thumbs up or down, in whatever state the case is. It may be changed; the last one counts.",
        (Answer(200, "Noted", Done, {"done": {"ok": True}}, headers=REPLAYED),),
        (*OF_A_BODY, *OF_A_CASE, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, KEY),
        GiveFeedback,
        {"up": {"feedback": "positive"}, "down": {"feedback": "negative"}},
    ),
    Operation(
        "closeCase",
        "post",
        f"{_ONE}/close",
        CASES,
        "Close the case",
        "Ends an active or escalated case. The same resolution and rating again is fine; another"
        " one is refused.",
        (Answer(200, "Closed", Done, {"done": {"ok": True}}, headers=REPLAYED),),
        (*OF_A_BODY, *OF_A_CASE, CaseAlreadyClosed, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, KEY),
        CloseCase,
        {"resolved": {"resolution": "resolved", "rating": 9}},
    ),
    Operation(
        "escalateCase",
        "post",
        f"{_ONE}/escalate",
        CASES,
        "Ask for a person",
        "Opens one ticket in your ticket system, with the whole case. Asking again gives the same"
        f" ticket. `reason` has up to {REASON_LENGTH:,} characters; the body may be left out.",
        (
            Answer(
                200,
                "The ticket",
                TicketReference,
                {
                    "opened": {
                        "ticketId": "4711",
                        "ticketUrl": "https://acme.zendesk.com/agent/tickets/4711",
                    },
                    "owed": {
                        "ticketId": "tkt_019c7a3f60a070008123456789abcdef",
                        "ticketUrl": None,
                    },
                },
                headers=REPLAYED,
            ),
        ),
        (*OF_A_BODY, *OF_A_CASE, CaseAlreadyClosed, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, KEY),
        EscalateCase,
        {"why": {"reason": "Need manual account adjustment"}, "justSo": {}},
        body_required=False,
    ),
    Operation(
        "takeAction",
        "post",
        f"{_ONE}/actions",
        CASES,
        "Take a suggested action",
        "Notes that the user took an action that an answer offered, and says what comes of it. An"
        " action that was never offered is answered and not recorded.",
        (
            Answer(
                200,
                "What comes of it",
                TakenAction,
                {"taken": {"result": RESULTS["open_docs"]}},
                headers=REPLAYED,
            ),
        ),
        (*OF_A_BODY, *OF_A_CASE, CaseAlreadyClosed, *OF_A_TOKEN),
        "widgetToken",
        (CASE_ID, KEY),
        TakeAction,
        {"docs": {"action": story.ACTION}},
    ),
)
