"""Takes secrets and personal data out of a JSON document, with a view to its field names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, cast

from application.redaction.field_text import FieldTexts
from application.redaction.json_numbers import rule_for_number
from application.redaction.json_text import JSON, Literal
from application.redaction.layout import LOCAL_PART, QUALIFYING, Layout, is_address, layout_of
from application.redaction.marks import TOO_DEEP, DistinctKeys, Numbers, mark_of
from application.redaction.meaning.keys import NEUTRAL, TELLING, Kind, Meaning, meaning_of
from application.redaction.neighbours import (
    are_pairs,
    columns_of,
    following,
    glued_password,
    holds_rows,
    inherited,
    is_body,
    is_cut_at_end,
    joined_secret,
    may_hold,
    named,
    rest_of_key,
    tells,
)
from application.redaction.parts import of_fields, of_parts
from application.redaction.secrets.byte_lists import look_like_bytes
from application.redaction.secrets.credentials import closes_private_key, opens_private_key

MAX_DEPTH: Final = 200
"""Levels of nesting that are looked into; what lies deeper is replaced by a mark."""

Columns = tuple[Meaning, ...]

_SHORTEST_CARD: Final = 10**13
"""Card numbers have fourteen digits or more."""
_LONGEST_INTEGER: Final = 25


class DocumentRedaction:
    """One pass over one document; remembers what it removed."""

    def __init__(
        self,
        numbers: Numbers | None = None,
        people: dict[str, re.Pattern[str]] | None = None,
        *,
        depth: int = 0,
    ) -> None:
        """`people` are full names that were met before, and `depth` says how far down this is."""
        self._numbers = Numbers() if numbers is None else numbers
        self._people = {} if people is None else people
        self._texts = FieldTexts(self._numbers, self._people)
        self.removed: dict[tuple[str, str], None] = {}
        self._path: list[str] = []
        self._depth = depth
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
            rule = rule_for_number(node, meaning, self._key)
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
        meanings = _meanings(fields, layout, outer, of_person=of_person)
        columns = columns_of(fields[layout.columns]) if layout.columns else ()
        result: dict[str, JSON] = {}
        may_join = False
        for (key, child), field, meaning in zip(
            fields.items(), layout.fields, meanings, strict=True
        ):
            if self._stays(child, meaning):
                result[key] = child
                continue
            self._path.append(key)
            holder = field.holds_person and not isinstance(child, str)
            rows = columns if columns and holds_rows(key) else ()
            value = result[key] = self.value(child, meaning, of_person=holder, columns=rows)
            may_join = may_join or (
                isinstance(value, str) and (value.endswith("]") or self._texts.may_begin(value))
            )
            self._path.pop()
        if may_join:
            self._join(result, list(result))
        return result

    def _stays(self, child: JSON, meaning: Meaning) -> bool:
        """Whether nothing can be found in a value, as is seen of most without a search."""
        if type(child) is str:
            is_plain = child in self._texts.plain and meaning.kind not in TELLING
            return is_plain or self._texts.stays(child, meaning)
        # A `Literal` has another type.
        is_small = type(child) is float or (type(child) is int and child < _SHORTEST_CARD)
        return (
            child is None
            or child is True
            or child is False
            or (is_small and meaning.kind not in TELLING)
        )

    def _layout(self, fields: dict[str, JSON]) -> Layout:
        """What the names of an object's fields say; found out once for all objects of a kind."""
        keys = tuple(fields)
        if self._path and self._path[-1] in QUALIFYING:
            return layout_of(keys, self._path[-1])
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
                elif is_cut_at_end(cast("str", container[before])) and _are_parts(before, key):
                    end = rest_of_key(value)
                    if end:
                        value = container[key] = mark_of("secret:key") + value[end:]
                        self._remove_at([str(key)], "secret:key")
            before = key if isinstance(value, str) and self._may_go_on(value) else None

    def _may_go_on(self, text: str) -> bool:
        return is_cut_at_end(text) or self._texts.may_begin(text)

    def _array(
        self, node: list[JSON], outer: Meaning, *, of_person: bool, columns: Columns
    ) -> JSON:
        result: list[JSON] = []
        inside_key = False
        previous: JSON = None
        if node and type(node[0]) is int and look_like_bytes(node):
            self._remove(["secret:blob"])
            return [mark_of("secret:blob")]
        pairs = are_pairs(node)
        outer = of_parts(node, outer)
        for index, child in enumerate(node):
            self._path.append(str(index))
            if inside_key and isinstance(child, str):
                inside_key = not closes_private_key(child)
                result.append(self._marked("secret:private-key", child))
            elif isinstance(child, str) and (begin := glued_password(node, child)):
                result.append(child[:begin] + self._marked("secret:password", child[begin:]))
            else:
                told = following(previous, child, node)
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
        outcomes = {key: self._texts.searched(key) for key in node}
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
        result, rules = self._texts.redacted(text, meaning, self._inside)
        self._remove(rules)
        return result

    def _inside(self, inner: JSON, meaning: Meaning) -> tuple[JSON, frozenset[str]]:
        """A document that stands in a text of this one."""
        nested = DocumentRedaction(self._numbers, self._people, depth=self._depth)
        result = nested.value(inner, meaning)
        return result, frozenset(rule for _, rule in nested.removed)

    def _literal(self, literal: Literal, meaning: Meaning) -> str:
        digits = literal.removeprefix("-")
        if not digits.isdigit() or len(digits) > _LONGEST_INTEGER:
            return literal
        rule = rule_for_number(int(literal), meaning, self._key)
        return self._marked(rule, digits) if rule else literal

    @property
    def _key(self) -> str:
        return self._path[-1] if self._path else ""

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


def _meanings(
    fields: dict[str, JSON], layout: Layout, outer: Meaning, *, of_person: bool
) -> Sequence[Meaning]:
    """What each field of an object means: by its name, by what stands beside it, or by where the
    object stands.
    """
    by_name = layout.meanings if of_person else layout.meanings_else
    told = named(fields, layout.naming) if layout.naming and layout.is_held else None
    mailbox = layout.mailbox if layout.mailbox and is_address(fields, layout.mailbox) else ()
    split: tuple[str, ...] = ()
    of_part = NEUTRAL
    if layout.series or outer.kind is Kind.CARD:
        split, of_part = of_fields(fields, layout.series, outer)
    if told is None and not mailbox and not split and outer is NEUTRAL:
        return by_name
    meanings: list[Meaning] = []
    for (key, child), field, usual in zip(fields.items(), layout.fields, by_name, strict=True):
        meaning = usual
        if told is not None and field.holds_value and may_hold(key, told):
            meaning = usual if is_body(layout.naming, child) else told
        if key in mailbox[:1]:
            meaning = LOCAL_PART
        if key in split:
            meaning = of_part
        if outer is not NEUTRAL and (meaning is not told or meaning is NEUTRAL):
            meaning = inherited(meaning, outer, key)
        meanings.append(meaning)
    return meanings


def _are_parts(first: str | int, second: str | int) -> bool:
    """Whether two neighbours may hold the parts of one text: in an array, or as key1 and key2."""
    if isinstance(first, int) or isinstance(second, int):
        return True
    return first != second and first.rstrip("0123456789") == second.rstrip("0123456789")
