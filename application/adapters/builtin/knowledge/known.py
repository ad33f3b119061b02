"""What the host application knows about itself, as far as its users may know it too."""

import json
import re
from dataclasses import dataclass

from pydantic import ValidationError

from application.adapters.builtin.knowledge import passages, rules
from application.adapters.builtin.knowledge.rules import RuleLine
from domain.model import JSON
from domain.snapshot.assemble import RULE
from domain.snapshot.shape import (
    ChangelogEntry,
    ErrorCatalogEntry,
    KnowledgeDoc,
    SupportContextSnapshot,
)

_ERROR_CATALOG = "error_catalog"
_BUSINESS_RULE = "business_rule"
_HTTPS = re.compile(r"https://([A-Za-z0-9.-]+)(?=[/?#\s)\]\"'>.,]|$)[^\s)\]\"'<>`]*")
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~/#?&=%-]{0,200}")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge pack, taken apart; runbooks are for support people, and not in it."""

    catalogue: dict[str, ErrorCatalogEntry]
    rules: tuple[RuleLine, ...]
    docs: tuple[KnowledgeDoc, ...]
    changelog: tuple[ChangelogEntry, ...]


def read(snapshot: SupportContextSnapshot) -> Knowledge:
    """Take the knowledge pack apart; an entry that cannot be read is left out."""
    catalogue: dict[str, ErrorCatalogEntry] = {}
    lines: list[RuleLine] = []
    plan = snapshot.identity.plan
    for runbook in snapshot.knowledge_pack.runbooks:
        if runbook.category == _ERROR_CATALOG:
            try:
                entry = ErrorCatalogEntry.model_validate_json(runbook.content)
            except ValidationError:
                continue
            catalogue.setdefault(entry.error_code, entry)
        elif runbook.category == _BUSINESS_RULE:
            lines += rules.lines(runbook.id.removeprefix(RULE), _value(runbook.content), plan)
    pack = snapshot.knowledge_pack
    return Knowledge(catalogue, tuple(lines), pack.docs, pack.changelog)


def link(doc: KnowledgeDoc, hosts: frozenset[str]) -> str | None:
    """Where a document is to be read: a path of the host application, or an address that the
    tenant allows; None where it says neither.
    """
    if _PATH.fullmatch(doc.id):
        return doc.id
    pointing = " ".join(found.group() for found in passages.POINTING.finditer(doc.content))
    for text in (doc.id, pointing, doc.content):
        for found in _HTTPS.finditer(text):
            if found[1].lower() in hosts:
                return found.group().rstrip(".,")
    return None


def _value(content: str) -> JSON:
    try:
        value: JSON = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return value
