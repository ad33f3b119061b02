"""Redacts the text of a field by what its name means, and each text once in a document."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from application.redaction.budget import Budget
from application.redaction.detectors import is_plain
from application.redaction.json_text import JSON, parsed, written
from application.redaction.marks import Numbers, is_mark, mark_of, starts_with_mark
from application.redaction.meaning.keys import (
    CLAIM_KINDS,
    PERSONAL_KINDS,
    SECRET_KINDS,
    TELLING,
    Kind,
    Meaning,
)
from application.redaction.meaning.values import (
    end_of_cookie,
    is_full_name,
    is_harmless,
    is_what_it_claims,
    looks_the_part,
    stamp_of,
)
from application.redaction.neighbours import may_begin_secret
from application.redaction.network import is_machine_name
from application.redaction.text import redact_string

Outcome = tuple[str, frozenset[str]]
"""A text as it is redacted, and the rules that were applied to it."""

Inside = Callable[[JSON, Meaning], tuple[JSON, frozenset[str]]]
"""Redacts a document that stands in a text, and names the rules that were applied to it."""

_NOTHING: Final[frozenset[str]] = frozenset()
_PLAINLY: Final = Meaning(Kind.NEUTRAL, "plainly")
_MOST_PEOPLE: Final = 8
"""So many names are looked for all over the document: the first, which are the user's own."""
_SCHEME: Final = re.compile(r"\s*([A-Za-z][\w-]{1,24})\s+(?=\S)")
_SCHEME_RULES: Final = {"bearer": "secret:bearer", "basic": "secret:basic"}


class FieldTexts:
    """Redacts the texts of one document; remembers what became of each, and who was met in them.

    `plain` are texts in which nothing can be found, unless their field is of a `TELLING` kind.
    """

    def __init__(self, numbers: Numbers, people: dict[str, re.Pattern[str]]) -> None:
        """Redact with these numbers; `people` are full names, which go wherever they stand."""
        self.plain: set[str] = set()
        self._numbers = numbers
        self._people = people
        self._seen: dict[tuple[str, Meaning], Outcome] = {}
        self._clean: set[tuple[str, Meaning]] = set()
        self._beginnings: dict[str, bool] = {}

    def stays(self, text: str, meaning: Meaning) -> bool:
        """Whether nothing can be found in a text, nor be cut in two at its end: so it is with most
        of them.
        """
        if (text, meaning) in self._clean:
            return True
        # None that is plain holds a full name, which has capitals and small letters.
        if meaning.kind in TELLING or not is_plain(text) or may_begin_secret(text):
            return False
        self.plain.add(text)
        return True

    def may_begin(self, text: str) -> bool:
        """Whether a key or token may begin at the end of a text; most texts come more than once."""
        found = self._beginnings.get(text)
        if found is None:
            found = self._beginnings[text] = may_begin_secret(text)
        return found

    def redacted(self, text: str, meaning: Meaning, inside: Inside) -> Outcome:
        """A text as the value of a field of that meaning; one that holds JSON goes `inside`."""
        outcome = self._seen.get((text, meaning))
        if outcome is None:
            outcome = self._outcome(text, meaning, inside)
            self._seen[text, meaning] = outcome
        result, rules = outcome
        for name, whole in self._people.items():
            if name in result:
                result, times = whole.subn(mark_of("name"), result)
                rules = rules | {"name"} if times else rules
        if not rules and result == text and not self.may_begin(text):
            self._clean.add((text, meaning))
        return result, rules

    def searched(self, text: str) -> Outcome:
        """A text by itself, whatever its field means."""
        outcome = self._seen.get((text, _PLAINLY))
        if outcome is None:
            outcome = redact_string(text, Budget(), self._numbers)
            self._seen[text, _PLAINLY] = outcome
        return outcome

    def _outcome(self, text: str, meaning: Meaning, inside: Inside) -> Outcome:
        kind = meaning.kind
        if kind not in TELLING and is_plain(text):
            return text, _NOTHING
        inner = parsed(text) if text[:1] in "{[ \n" else None
        if inner is not None:
            return self._holding_json(text, inner, meaning, inside)
        if kind in SECRET_KINDS and not is_harmless(text, kind):
            return _without_secret(text, meaning)
        if kind in PERSONAL_KINDS:
            goes = is_machine_name(text) if kind is Kind.HOST else looks_the_part(text, kind)
            if goes:
                mark = self._numbers.mark(meaning.rule, text)
                if kind is Kind.NAME:
                    self._meet(text.strip())
                return mark, frozenset({meaning.rule})
        if kind in CLAIM_KINDS and is_what_it_claims(text, kind):
            return redact_string(text, Budget(), self._numbers, is_claimed=True)
        return self.searched(text)

    def _holding_json(self, text: str, inner: JSON, meaning: Meaning, inside: Inside) -> Outcome:
        """Redacted as a document, and written back if that changed it."""
        met = len(self._people)
        result, rules = inside(inner, meaning)
        if len(self._people) > met:
            self._clean.clear()
        if not rules:
            return text, _NOTHING
        if isinstance(result, str):
            return result, frozenset({"too-deep"})
        return written(result, text), rules

    def _meet(self, name: str) -> None:
        """Remember a full name: further on it goes wherever it stands."""
        if len(self._people) < _MOST_PEOPLE and is_full_name(name):
            self._people[name] = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            self._clean.clear()


def _without_secret(text: str, meaning: Meaning) -> Outcome:
    """The whole value replaced; under the more telling mark if its own form has one."""
    before, rule = "", meaning.rule
    scheme = _SCHEME.match(text) if meaning.kind is Kind.AUTHORIZATION else None
    if scheme:
        before, text = text[: scheme.end()], text[scheme.end() :]
        rule = _SCHEME_RULES.get(scheme.group(1).lower(), rule)
        if starts_with_mark(text) or is_harmless(text, Kind.OPAQUE):
            return before + text, _NOTHING
    stamp = stamp_of(text)
    before, text = before + text[:stamp], text[stamp:]
    end = end_of_cookie(text) if meaning.kind is Kind.COOKIE else len(text)
    text, (after, more) = text[:end], redact_string(text[end:], Budget(), Numbers())
    itself, rules = redact_string(text, Budget(), Numbers(), is_claimed=True)
    if is_mark(itself):
        return before + itself + after, rules | more
    return before + mark_of(rule) + after, more | {rule}
