"""What becomes of a JSON number."""

from __future__ import annotations

from application.redaction.meaning.keys import (
    CLAIM_KINDS,
    PERSONAL_KINDS,
    SECRET_KINDS,
    Meaning,
)
from application.redaction.meaning.values import is_harmless_number, looks_the_part
from application.redaction.people.payment import CARD_DIGITS, is_card_number


def rule_for_number(number: float, meaning: Meaning, key: str) -> str | None:
    """The rule by which a JSON number goes, if it does; `key` is the name of its field."""
    kind = meaning.kind
    if kind in SECRET_KINDS:
        return None if is_harmless_number(number, kind, key) else meaning.rule
    if not isinstance(number, int) or kind in CLAIM_KINDS or number < 0:
        return None
    digits = str(number)
    if kind in PERSONAL_KINDS:
        return meaning.rule if looks_the_part(digits, kind) else None
    if len(digits) in CARD_DIGITS and is_card_number(digits):
        return "card"
    return None
