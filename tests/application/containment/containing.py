"""Answers of all kinds, held to what an answer may be."""

from __future__ import annotations

from application.containment import contain
from application.prompt import INSTRUCTIONS
from domain.answer import ActionType, Answer, Evidence, SuggestedAction
from domain.model import JSON

HOSTS = frozenset({"docs.acme.example"})
PAYLOADS: list[tuple[ActionType, dict[str, JSON]]] = [
    ("retry", {}),
    ("retry", {"resourceId": "file_381", "jobId": "job_5512", "route": "POST /v1/uploads"}),
    ("retry", {"route": "/v1/exports?x=1"}),
    ("open_docs", {"url": "https://docs.acme.example/limits"}),
    ("open_docs", {"url": "/docs/limits", "docId": "doc_12"}),
    ("open_docs", {"docId": "doc_12", "title": "Limits, explained"}),
    ("create_ticket", {}),
    ("create_ticket", {"errorCode": "UPLOAD_TOO_LARGE", "requestId": "req_1"}),
    ("create_ticket", {"reason": "Raise the limit (50 MB), please.", "priority": "high"}),
    ("request_access", {"permission": "files:write", "resourceId": "prj_1", "role": "editor"}),
    ("custom", {"url": "/settings/plan"}),
    ("custom", {"step": 3, "dry": True, "ratio": 0.5, "target": "urn:acme:7"}),
]
"""Payloads that do no harm."""


def contained(answer: Answer) -> Answer:
    """The answer as it may be seen."""
    return contain(answer, link_hosts=HOSTS, instructions=INSTRUCTIONS)


def said(content: str) -> str:
    """What is left of something that an answer says behind a greeting."""
    whole = contained(Answer(content=f"Hello.\n\n{content}", confidence=0.5)).content
    return whole.removeprefix("Hello.").lstrip("\n")


def acting(kind: ActionType, payload: dict[str, JSON], label: str = "Do it") -> Answer:
    """An answer with one action, as it may be seen."""
    action = SuggestedAction(type=kind, label=label, payload=payload)
    return contained(Answer(content="Hello.", actions=(action,), confidence=0.5))


def citing(value: str, label: str = "What happened") -> tuple[Evidence, ...]:
    """What is left of a piece of evidence."""
    piece = Evidence(type="log_excerpt", label=label, value=value)
    return contained(Answer(content="Hello.", evidence=(piece,), confidence=0.5)).evidence
