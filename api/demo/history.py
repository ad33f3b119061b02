"""A page that tells a case event by event, as the gateway's audit gives it."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
import orjson

from api.demo.markup import Markup, document, element, joined
from api.demo.papers import described, whole
from api.head import CASE_ID

_PAGE: Final = 100
_SHORT: Final = 12
_GENESIS: Final = "0" * 64
_IN_WORDS: Final = {
    "case.opened": "A user asked for help",
    "case.snapshot_captured": "The user's state was frozen",
    "case.answer_failed": "No answer could be made",
    "case.action_taken": "A suggested action was taken",
    "case.feedback_given": "The user judged the help",
    "case.closed": "The case was closed",
    "case.escalated": "A person was asked for",
    "case.ticket_opened": "The desk has the ticket",
    "case.ticket_failed": "The desk did not take the ticket",
    "case.hold_placed": "A hold was placed",
    "case.hold_released": "The hold was released",
    "case.erased": "The case was erased",
}
_SAID: Final = {
    "user": "The user said",
    "assistant": "Support answered",
    "system": "The gateway said",
}

Event = dict[str, Any]


class AuditAway(Exception):
    """The gateway's audit did not answer as it should."""


class Audit:
    """The gateway's audit calls, by an operator's token that no browser ever sees."""

    def __init__(self, session: aiohttp.ClientSession, gateway_url: str, token: str) -> None:
        """Ask this gateway."""
        self._session = session
        self._url = gateway_url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def events(self, case_id: str) -> list[Event] | None:
        """All events of a case, oldest first; None for a case that is none of ours.

        Raises `AuditAway`.
        """
        if not CASE_ID.fullmatch(case_id):
            return None
        found: list[Event] = []
        cursor: str | None = None
        while True:
            query = {"limit": str(_PAGE)} | ({"cursor": cursor} if cursor else {})
            address = f"{self._url}/api/audit/cases/{case_id}/events"
            try:
                async with self._session.get(
                    address, params=query, headers=self._headers
                ) as response:
                    if response.status == 404:  # noqa: PLR2004 - RFC 9110
                        return None
                    response.raise_for_status()
                    page = await response.json()
            except (aiohttp.ClientError, TimeoutError) as error:
                raise AuditAway(str(error)) from error
            found += page["data"]
            cursor = page["nextCursor"]
            if cursor is None:
                return found


def history_page(case_id: str, events: Sequence[Event], audit_url: str) -> str:
    """What happened to a case, in order, and whether its chain of hashes holds."""
    wrong = broken(events)
    verdict = (
        f"{len(events)} events. Every hash was computed again just now from what its event says, "
        "and each event names the hash of the one before it: the chain holds."
        if wrong is None
        else f"The chain does not hold: event {wrong} is not what was written."
    )
    link = element("a", "Read it as an auditor does", href=audit_url)
    return document(
        "History of a case",
        element("p", case_id, class_="kicker"),
        element("p", verdict, class_="lead" if wrong is None else "lead bad"),
        element("p", link),
        element("ol", *(_event(event) for event in events), class_="entries timeline"),
        element("p", "That somebody looked here is on record as well.", class_="kicker"),
    )


def broken(events: Sequence[Event]) -> int | None:
    """The version of the first event whose hash is not that of its content, or does not follow.

    What a hash covers is what the audit says of it: stream, version, type, header and sealed bytes.
    The header names the hash before it.
    """
    before = _GENESIS
    for event in events:
        covered = event["hashInput"]
        lines = (covered["stream"], str(covered["version"]), covered["type"], covered["header"])
        sealed = base64.b64decode(covered["sealedBase64"])
        digest = hashlib.sha256("\n".join((*lines, "")).encode() + sealed).hexdigest()
        follows = orjson.loads(covered["header"])["previousHash"] == before
        if digest != event["hash"] or not follows:
            return int(event["version"])
        before = event["hash"]
    return None


def _event(event: Event) -> Markup:
    facts = {"Recorded": event["recordedAt"], "By": _actor(event)} | _origin(event)
    hashes = {
        "Hash": event["hash"][:_SHORT] + "…",
        "Before it": event["previousHash"][:_SHORT] + "…",
    }
    sealed: dict[str, str] = event["sealed"] or {}
    words = [element("blockquote", _paragraphs(sealed["content"]))] if "content" in sealed else []
    role = event["data"].get("role")
    title = _SAID.get(role) or _IN_WORDS.get(event["type"], event["type"])
    return element(
        "li",
        element("h2", f"{event['version']}. {title}"),
        element("p", event["type"], class_="kicker"),
        *words,
        described(facts | hashes),
        whole("All that is recorded", event),
    )


def _origin(event: Event) -> dict[str, str]:
    """Who made an answer, and what became of it when it was looked up."""
    produced = event["data"].get("produced")
    if produced is None:
        return {}
    maker = "Claude" if produced["generator"] == "claude" else "The built-in answerer"
    model = "" if produced["model"] is None else f", {produced['model']}"
    grounding = produced["grounding"]
    return {
        "Made by": f"{maker}{model}, in {produced['latencyMs']} ms",
        "Looked up": f"{grounding['outcome']}, {grounding['evidenceKept']} facts kept, "
        f"{grounding['evidenceDropped']} dropped",
    }


def _actor(event: Event) -> str:
    actor = event["actor"]
    who = actor["pseudonym"]
    return actor["kind"] if who is None else f"{actor['kind']} {who[:_SHORT]}…"


def _paragraphs(text: str) -> Markup:
    return joined(*(element("p", paragraph) for paragraph in text.split("\n\n")))
