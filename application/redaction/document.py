"""Takes secrets and personal data out of a JSON document, with a view to its field names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, cast

from application.redaction.budget import Budget
from application.redaction.credentials import closes_private_key, opens_private_key
from application.redaction.detectors import is_plain
from application.redaction.json_numbers import rule_for_number
from application.redaction.json_text import JSON, Literal, parsed, written
from application.redaction.keys import (
    CLAIM_KINDS,
    NEUTRAL,
    PERSONAL_KINDS,
    SECRET_KINDS,
    Kind,
    Meaning,
    meaning_of,
)
from application.redaction.layout import Layout, layout_of
from application.redaction.marks import (
    TOO_DEEP,
    DistinctKeys,
    Numbers,
    is_mark,
    mark_of,
    starts_with_mark,
)
from application.redaction.neighbours import (
    are_pairs,
    columns_of,
    following,
    holds_rows,
    inherited,
    is_body,
    joined_secret,
    may_begin_secret,
    named,
    tells,
)
from application.redaction.network import is_machine_name
from application.redaction.text import redact_string
from application.redaction.values import (
    is_full_name,
    is_harmless,
    is_what_it_claims,
    looks_the_part,
)

MAX_DEPTH: Final = 200
"""Levels of nesting that are looked into; what lies deeper is replaced by a mark."""

Outcome = tuple[str, frozenset[str]]
Columns = tuple[Meaning, ...]

_NOTHING: Final[frozenset[str]] = frozenset()
_PLAINLY: Final = Meaning(Kind.NEUTRAL, "plainly")
_MOST_PEOPLE: Final = 8
"""So many names are looked for all over the document: the first, which are the user's own."""
_TELLING: Final = SECRET_KINDS | PERSONAL_KINDS
_SHORTEST_CARD: Final = 10**14
"""Card numbers have fifteen digits or more."""
_SCHEME: Final = re.compile(r"\s*([A-Za-z][\w-]{1,24})\s+(?=\S)")
_SCHEME_RULES: Final = {"bearer": "secret:bearer", "basic": "secret:basic"}
_LONGEST_INTEGER: Final = 25


class DocumentRedaction:
    """One pass over one document; remembers what it removed, and what became of each string."""

    def __init__(
        self, numbers: Numbers | None = None, people: dict[str, re.Pattern[str]] | None = None
    ) -> None:
        self._numbers = Numbers() if numbers is None else numbers
        self._people = {} if people is None else people
        self.removed: dict[tuple[str, str], None] = {}
        self._path: list[str] = []
        self._depth = 0
        self._seen: dict[tuple[str, Meaning], Outcome] = {}
        self._plain: set[str] = set()
        self._clean: set[tuple[str, Meaning]] = set()
        self._beginnings: dict[str, bool] = {}
        self._clean_keys: set[str] = set()
        self._layouts: dict[tuple[str, ...], Layout] = {}

    def value(
        self,
        node: JSON,
        meaning: Meaning = NEUTRAL,
        *,
        of_person: bool = False,
        columns: Columns = (),
    ) -> JSON:
        """The node redacted, as the value of a field whose name has the given meaning.

        `columns` say what the items of an array mean, or those of each array in it.
        """
        if isinstance(node, str):
            return self._string(node, meaning)
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, int | float):
            rule = rule_for_number(node, meaning)
            return self._marked(rule, str(node)) if rule else node
        if self._depth == MAX_DEPTH:
            self._remove(["too-deep"])
            return TOO_DEEP
        self._depth += 1
        if isinstance(node, list):
            result: JSON = self._array(node, meaning, of_person=of_person, columns=columns)
        else:
            result = self._object(node, meaning, of_person=of_person)
        self._depth -= 1
        return result

    def _object(self, node: dict[str, JSON], outer: Meaning, *, of_person: bool) -> JSON:
        fields = self._with_redacted_keys(node)
        layout = self._layout(fields)
        told = None
        if layout.naming and layout.is_held:
            told = named(fields[key] for key in layout.naming)
        columns = columns_of(fields[layout.columns]) if layout.columns else ()
        meanings = layout.meanings if of_person else layout.meanings_else
        plain = self._plain
        result: dict[str, JSON] = {}
        may_join = False
        for (key, child), field, usual in zip(fields.items(), layout.fields, meanings, strict=True):
            meaning = usual
            if told is not None and field.holds_value and not is_body(layout.naming, child):
                meaning = told
            if outer is not NEUTRAL and (meaning is not told or meaning is NEUTRAL):
                meaning = inherited(meaning, outer, key)
            # A `Literal` has another type.
            if (
                child is None
                or child is True
                or child is False
                or (
                    meaning.kind not in _TELLING
                    and (
                        (type(child) is str and child in plain)
                        or (type(child) is int and child < _SHORTEST_CARD)
                        or type(child) is float
                    )
                )
                or (type(child) is str and self._stays(child, meaning))
            ):
                result[key] = child
                continue
            self._path.append(key)
            holder = field.holds_person and not isinstance(child, str)
            rows = columns if columns and holds_rows(key) else ()
            value = result[key] = self.value(child, meaning, of_person=holder, columns=rows)
            may_join = may_join or (isinstance(value, str) and self._may_begin(value))
            self._path.pop()
        if may_join:
            self._join(result, list(result))
        return result

    def _stays(self, text: str, meaning: Meaning) -> bool:
        """Whether nothing can be found in a text, nor be cut in two at its end: so it is with most
        of them.
        """
        if (text, meaning) in self._clean:
            return True
        # None that is plain holds a full name, which has capitals and small letters.
        if meaning.kind in _TELLING or not is_plain(text) or may_begin_secret(text):
            return False
        self._plain.add(text)
        return True

    def _layout(self, fields: dict[str, JSON]) -> Layout:
        """What the names of an object's fields say; found out once for all objects of a kind."""
        keys = tuple(fields)
        layout = self._layouts.get(keys)
        if layout is None:
            layout = layout_of(keys)
            self._layouts[keys] = layout
        return layout

    def _join(self, result: dict[str, JSON] | list[JSON], keys: Sequence[str | int]) -> None:
        """Removes keys and tokens that were cut in two between neighbours."""
        container = cast("dict[str | int, JSON]", result)
        before: str | int | None = None
        for key in keys:
            value = container[key]
            if before is not None and isinstance(value, str):
                joined = joined_secret(cast("str", container[before]), value)
                if joined:
                    container[before], value, rule = joined
                    container[key] = value
                    self._remove_at([str(before), str(key)], rule)
            before = key if isinstance(value, str) and self._may_begin(value) else None

    def _may_begin(self, text: str) -> bool:
        """Whether a key or token may begin at the end of a text; most texts come more than once."""
        found = self._beginnings.get(text)
        if found is None:
            found = self._beginnings[text] = may_begin_secret(text)
        return found

    def _array(
        self, node: list[JSON], outer: Meaning, *, of_person: bool, columns: Columns
    ) -> JSON:
        result: list[JSON] = []
        inside_key = False
        previous: JSON = None
        pairs = are_pairs(node)
        for index, child in enumerate(node):
            self._path.append(str(index))
            if inside_key and isinstance(child, str):
                inside_key = not closes_private_key(child)
                result.append(self._marked("secret:private-key", child))
            else:
                told = following(previous, child, node[0])
                if told is NEUTRAL and index < len(columns) and tells(columns[index]):
                    told = columns[index]
                meaning = outer if told is NEUTRAL else told
                inner = columns if isinstance(child, list) else ()
                if pairs and not inner and isinstance(child, list):
                    inner = (NEUTRAL, meaning_of(str(child[0])))
                result.append(self.value(child, meaning, of_person=of_person, columns=inner))
                inside_key = isinstance(child, str) and opens_private_key(child)
            self._path.pop()
            previous = child
        self._join(result, range(len(result)))
        return result

    def _with_redacted_keys(self, node: dict[str, JSON]) -> dict[str, JSON]:
        """The members under redacted names, no two of which are the same; values are untouched."""
        if self._clean_keys.issuperset(node):
            return node
        outcomes = {key: self._outcome(key) for key in node}
        taken = {key for key, (_, rules) in outcomes.items() if not rules}
        self._clean_keys |= taken
        if len(taken) == len(node):
            return node
        distinct = DistinctKeys(taken)
        fields: dict[str, JSON] = {}
        for key, child in node.items():
            name, rules = outcomes[key]
            if rules:
                name = distinct.named(name)
                for rule in sorted(rules):
                    self._remove_at([name], rule)
            fields[name] = child
        return fields

    def _string(self, text: str, meaning: Meaning) -> str:
        if isinstance(text, Literal):
            return self._literal(text, meaning)
        outcome = self._seen.get((text, meaning))
        if outcome is None:
            outcome = self._outcome_of_value(text, meaning)
            self._seen[text, meaning] = outcome
        result, rules = outcome
        for name, whole in self._people.items():
            if name in result:
                result, times = whole.subn(mark_of("name"), result)
                rules = rules | {"name"} if times else rules
        if rules:
            self._remove(rules)
        elif result == text and not self._may_begin(text):
            self._clean.add((text, meaning))
        return result

    def _meet(self, name: str) -> None:
        """Remember a full name: further on it goes wherever it stands."""
        if len(self._people) < _MOST_PEOPLE and is_full_name(name):
            self._people[name] = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            self._clean.clear()

    def _outcome_of_value(self, text: str, meaning: Meaning) -> Outcome:
        kind = meaning.kind
        if kind not in SECRET_KINDS and kind not in PERSONAL_KINDS and is_plain(text):
            return text, _NOTHING
        inner = parsed(text) if text[:1] in "{[ \n" else None
        if inner is not None:
            return self._json_text(text, inner, meaning)
        if kind in SECRET_KINDS and not is_harmless(text, kind):
            return self._secret(text, meaning)
        if kind in PERSONAL_KINDS:
            goes = is_machine_name(text) if kind is Kind.HOST else looks_the_part(text, kind)
            if goes:
                mark = self._numbers.mark(meaning.rule, text)
                if kind is Kind.NAME:
                    self._meet(text.strip())
                return mark, frozenset({meaning.rule})
        if kind in CLAIM_KINDS and is_what_it_claims(text, kind):
            return redact_string(text, Budget(), self._numbers, is_claimed=True)
        return self._outcome(text)

    def _outcome(self, text: str) -> Outcome:
        outcome = self._seen.get((text, _PLAINLY))
        if outcome is None:
            outcome = redact_string(text, Budget(), self._numbers)
            self._seen[text, _PLAINLY] = outcome
        return outcome

    def _secret(self, text: str, meaning: Meaning) -> Outcome:
        """The whole value replaced; under the more telling mark if its own form has one."""
        before, rule = "", meaning.rule
        scheme = _SCHEME.match(text) if meaning.kind is Kind.AUTHORIZATION else None
        if scheme:
            before, text = text[: scheme.end()], text[scheme.end() :]
            rule = _SCHEME_RULES.get(scheme.group(1).lower(), rule)
            if starts_with_mark(text) or is_harmless(text, Kind.OPAQUE):
                return before + text, _NOTHING
        itself, rules = redact_string(text, Budget(), Numbers(), is_claimed=True)
        if is_mark(itself):
            return before + itself, rules
        return before + mark_of(rule), frozenset({rule})

    def _json_text(self, text: str, inner: JSON, meaning: Meaning) -> Outcome:
        """A string that holds JSON: redacted as a document, and written back if that changed it."""
        nested = DocumentRedaction(self._numbers, self._people)
        nested._depth = self._depth
        met = len(self._people)
        result = nested.value(inner, meaning)
        if len(self._people) > met:
            self._clean.clear()
        if not nested.removed:
            return text, _NOTHING
        if isinstance(result, str):
            return result, frozenset({"too-deep"})
        return written(result, text), frozenset(rule for _, rule in nested.removed)

    def _literal(self, literal: Literal, meaning: Meaning) -> str:
        digits = literal.removeprefix("-")
        if not digits.isdigit() or len(digits) > _LONGEST_INTEGER:
            return literal
        rule = rule_for_number(int(literal), meaning)
        return self._marked(rule, digits) if rule else literal

    def _marked(self, rule: str, value: str) -> str:
        self._remove([rule])
        return self._numbers.mark(rule, value)

    def _remove_at(self, names: list[str], rule: str) -> None:
        for name in names:
            self._path.append(name)
            self._remove([rule])
            self._path.pop()

    def _remove(self, rules: Iterable[str]) -> None:
        for rule in sorted(rules):
            # RFC 6901 section 3.
            parts = (part.replace("~", "~0").replace("/", "~1") for part in self._path)
            self.removed["".join(f"/{part}" for part in parts), rule] = None
