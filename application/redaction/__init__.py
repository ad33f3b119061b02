"""Takes secrets and personal data out of whatever hosts, browsers, users and models send.

`redact` walks a JSON document, `redact_text` a single text. What is removed is replaced by a typed
mark such as `[email]` or `[secret:stripe]`; what a diagnosis needs (codes, ids, times, versions,
routes, limits, amounts) stays as it is. Redacting twice is redacting once. Both take time in
proportion to what they are given, whatever it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from application.redaction.document import DocumentRedaction
from application.redaction.json_text import JSON
from application.redaction.marks import KeyedHash, Numbers, hides_what_differs
from application.redaction.rules import RULES, Rule

__all__ = [
    "JSON",
    "REDACTION_VERSION",
    "RULES",
    "KeyedHash",
    "Numbers",
    "Removal",
    "Rule",
    "hides_what_differs",
    "redact",
    "redact_text",
]

REDACTION_VERSION: Final = "2026-11-24.1"
"""Names the set of rules; it changes with them."""


@dataclass(frozen=True, slots=True)
class Removal:
    """Where something was removed, and by which rule; never what.

    `pointer` is an RFC 6901 JSON Pointer into the redacted document, whose keys are as redacted.
    A snapshot's `privacy.fieldsRemoved` is a list of strings, so it holds the pointers alone; the
    rule is told by the mark that stands where each of them leads.
    """

    pointer: str
    rule: str


def redact(value: JSON, numbers: Numbers | None = None) -> tuple[JSON, list[Removal]]:
    """The document with marks for what was removed, and one entry for each place and rule.

    The argument is not changed; parts in which nothing was found may be shared with the result.
    `numbers` tell values apart over several documents; without, it is done within this one.
    """
    redaction = DocumentRedaction(numbers)
    result = redaction.value(value)
    return result, [Removal(pointer, rule) for pointer, rule in redaction.removed]


def redact_text(text: str, numbers: Numbers | None = None) -> str:
    """A message, a log line or an error text with marks for what was removed (see `redact`)."""
    result = DocumentRedaction(numbers).value(text)
    return result if isinstance(result, str) else str(result)
