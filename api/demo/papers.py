"""Pages of the demo to read: help, status, and the ticket that an escalated case became."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from api.demo.knowledge.changelog import changelog
from api.demo.knowledge.docs import DOCS
from api.demo.knowledge.runbooks import RUNBOOKS
from api.demo.markup import Markup, document, element, joined
from api.head import CASE_ID

HELP_HOSTS: Final = {"docs.pinewell.example": "/docs", "status.pinewell.example": "/status"}
"""Made-up hosts that answers may lead to, and where the demo shows what would stand there."""


def help_page(path: str) -> str | None:
    """A help page by its path, or by the id that a snapshot knows it under."""
    known = {doc.id: doc for doc in (*DOCS, *RUNBOOKS)}
    doc = known.get(path) or known.get("doc_" + re.sub(r"[/-]", "_", path))
    if doc is None:
        return None
    paragraphs = [element("p", " ".join(text.split())) for text in doc.content.split("\n\n")]
    return document(doc.title, element("p", doc.category, class_="kicker"), *paragraphs)


def status_page(now: datetime) -> str:
    """What runs badly now, and what changed of late."""
    entries = [
        element(
            "li",
            element("h2", entry.version),
            element("p", entry.date, class_="kicker"),
            element("p", entry.summary),
        )
        for entry in changelog(now)
    ]
    return document("Status and changes", element("ol", *entries, class_="entries"))


def ticket_page(tickets: Path, case_id: str) -> str | None:
    """The ticket of a case as the file desk wrote it; None if there is none."""
    file = tickets / f"{case_id}.json"
    if not CASE_ID.fullmatch(case_id) or not file.is_file():
        return None
    ticket: dict[str, Any] = orjson.loads(file.read_bytes())
    facts = {
        "Ticket": ticket["ticketId"],
        "Case": ticket["caseId"],
        "Opened": ticket["openedAt"],
        "Priority": ticket["priority"],
        "From": f"{ticket['requester']['userId']}, {ticket['requester']['plan']} plan",
        "Reason": ticket["reason"] or "none given",
    }
    return document(
        ticket["subject"],
        element("p", "What the people at the desk get", class_="kicker"),
        described(facts),
        element("p", ticket["summary"], class_="lead"),
        element("h2", "Evidence"),
        described({row["label"]: row["value"] for row in ticket["evidence"]}),
        element("h2", "Conversation"),
        _conversation(ticket["conversation"]),
        whole("The whole ticket, as it was written", ticket),
    )


def described(facts: Mapping[str, str]) -> Markup:
    """Names and values."""
    if not facts:
        return element("p", "None.")
    pairs = (joined(element("dt", name), element("dd", value)) for name, value in facts.items())
    return element("dl", *pairs, class_="facts")


def whole(title: str, value: object) -> Markup:
    """A value as indented JSON, folded away."""
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    return element("details", element("summary", title), element("pre", text, tabindex="0"))


def _conversation(messages: Sequence[Mapping[str, Any]]) -> Markup:
    turns = [
        element(
            "li",
            element("p", message["role"], class_="kicker"),
            *(element("p", text) for text in message["content"].split("\n\n")),
        )
        for message in messages
    ]
    return element("ol", *turns, class_="entries")
