"""What a field tells about its neighbour: names beside values, flags before arguments, cut keys."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.json_text import JSON
from application.redaction.marks import mark_of
from application.redaction.meaning.keys import (
    NEUTRAL,
    NUMBERED_KINDS,
    SECRET_KINDS,
    TELLING,
    Kind,
    Meaning,
    meaning_of,
)
from application.redaction.meaning.values import is_harmless
from application.redaction.secrets.commands import switch_before_password
from application.redaction.secrets.credentials import find_jwts, looks_random
from application.redaction.secrets.vendors import find_vendor_secrets

_NAMING: Final = frozenset(
    """name key header headername field fieldname param parameter attribute label variable var
    option flag argument property k n type title parameterkey parametername paramname variablename
    attributename settingname propertyname documenttype doctype idtype
    setting question prompt system column col attr""".split()
)
_HOLDING: Final = frozenset(
    """value values val v content data string current default stringvalue headervalue
    from to text input answer newvalue oldvalue newval oldval before after previous new old
    number documentnumber documentno docnumber docno parametervalue paramvalue variablevalue
    attributevalue settingvalue propertyvalue response reply entered typed""".split()
)
_NUMBERS_OF_PAPERS: Final = frozenset(
    "number documentnumber documentno docnumber docno idnumber".split()
)
_CHANGED: Final = frozenset({"from", "to"})
_PATCH: Final = frozenset({"op", "path", "value"})
_NAME: Final = re.compile(r"[\w][\w .:/'\u2019-]{0,79}[?]?")
# A name that is itself an object, or the end of a path or of a system's URI.
_CALLED: Final = ("text", "name", "label", "display", "key")
_PATHS: Final = frozenset({"path", "system"})
_SPACES: Final = re.compile(r"[\W_]+")


def names_neighbour(key: str) -> bool:
    """Whether a field of this name may tell what another one holds, as `name` tells of `value`."""
    return _plain(key) in _NAMING


def holds_value(key: str) -> bool:
    """Whether a field of this name holds what a neighbour names."""
    return _plain(key) in _HOLDING


def naming_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that tell what others hold; in an operation of RFC 6902 that is its path."""
    names = tuple(key for key in keys if names_neighbour(key))
    return (*names, "path") if _PATCH.issubset(keys) else names


def named(fields: dict[str, JSON], naming: tuple[str, ...]) -> Meaning | None:
    """What the first of some naming fields that says anything says, as in `"name": "Cookie"`."""
    for key in naming:
        child = fields[key]
        if isinstance(child, dict):
            child = next((child[name] for name in _CALLED if name in child), None)
        if isinstance(child, str):
            if key in _PATHS:
                parts = [
                    part for part in child.split("/") if part.strip("-") and not part.isdigit()
                ]
                child = parts[-1] if parts else ""
            if _NAME.fullmatch(child):
                meaning = meaning_of(child)
                if meaning.kind is not Kind.NEUTRAL:
                    return meaning
    return None


def may_hold(key: str, told: Meaning) -> bool:
    """Whether a field that holds a value may hold this: a `number` has that of a paper or phone,
    and of what was changed `from` and `to` something, passwords are told.
    """
    if _plain(key) in _CHANGED:
        return told.kind is Kind.PASSWORD
    return told.kind in NUMBERED_KINDS or _plain(key) not in _NUMBERS_OF_PAPERS


def is_body(naming: tuple[str, ...], child: JSON) -> bool:
    """Whether it is the text under a title, which is no field's name."""
    return naming == ("title",) and isinstance(child, str) and " " in child.strip()


def _plain(key: str) -> str:
    return _SPACES.sub("", key).lower()


_SAME_SECRET: Final = frozenset(
    """value values val raw plain text old new current previous confirm confirmation hash data id
    key content""".split()
)
# As in "card": {"number": ...}.
_NUMBER_FIELDS: Final = frozenset("number value no id raw formatted national international".split())
_PARTS_OF_NUMBER: Final = frozenset(
    "area areacode group serial exchange prefix subscriber line".split()
)
_PARTS_OF_DATE: Final = frozenset("year yyyy jahr annee anno ano rok".split())
_LOCAL_PARTS: Final = frozenset("local localpart user username mailbox account".split())
_OPEN_PARTS_OF_ADDRESS: Final = frozenset(
    "country countrycode type kind label state region".split()
)


def inherited(own: Meaning, outer: Meaning, key: str) -> Meaning:
    """What a field means inside an object whose own name told of a secret, or of an address."""
    if outer.kind in SECRET_KINDS:
        if _plain(key) == "answer":
            return meaning_of("secretanswer")
        if _plain(key) in _SAME_SECRET:
            return outer
        return Meaning(Kind.SUBJECT, outer.rule) if own.kind is Kind.NEUTRAL else own
    if outer.kind in NUMBERED_KINDS and _plain(key) in _NUMBER_FIELDS:
        return outer
    if outer.kind in {Kind.NATIONAL_ID, Kind.PHONE} and _plain(key) in _PARTS_OF_NUMBER:
        return Meaning(Kind.PIN, outer.rule)
    if outer.kind is Kind.BIRTH_DATE and _plain(key) in _PARTS_OF_DATE:
        return Meaning(Kind.PIN, outer.rule)
    if outer.kind is Kind.EMAIL and _plain(key) in _LOCAL_PARTS:
        return Meaning(Kind.PASSWORD, outer.rule)
    if outer.kind is Kind.ADDRESS and own.kind is Kind.NEUTRAL:
        return own if _plain(key) in _OPEN_PARTS_OF_ADDRESS else outer
    return own


_FLAG: Final = re.compile(r"--?([A-Za-z][\w-]*)")
_PROMPT: Final = re.compile(r"\A(?:[A-Za-z'\u2019]{2,12} ){1,4}(?=[A-Za-z]{2,20}[:?])")
_IDENTIFIER: Final = re.compile(r"[A-Za-z][\w.-]{1,60}[:?]?(?<!-\d)(?<!-\d\d)(?<!-\d\d\d)")
_CODE: Final = re.compile(
    r"[A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)+|[A-Z]{1,12}\d{1,6}|\d{1,5}(?:[.-]\d{1,5})*"
    r"|[a-z]{2,20}(?:[_-](?:[a-z]{2,20}|v?\d{1,3}))+"
)
# INVALID_API_KEY is no header, and what follows it is the next code.
_FAULT: Final = re.compile(
    r"(?i)(?:invalid|missing|expired|bad|no|unknown|wrong|revoked|duplicate|unsupported"
    r"|err\w{0,2})[_ .-]"
)
_SHORTEST_RANDOM: Final = 6
_ARGUMENT_WITH_PASSWORD: Final = re.compile(r"[^\s:@/]{1,80}:[^\s/]{3,}")


def following(item: JSON, successor: JSON, node: list[JSON]) -> Meaning:
    """What an item of an array says of the next: a flag of its argument, a header of its value.

    The array's first items may be the program that takes the arguments.
    """
    if not isinstance(item, str) or not isinstance(successor, str):
        return NEUTRAL
    flag = _FLAG.fullmatch(item)
    if flag:
        if item in {"-u", "--user"} and _ARGUMENT_WITH_PASSWORD.fullmatch(successor):
            return meaning_of("password")
        if _switch(node) == item:
            return meaning_of("password")
        meaning = meaning_of(flag.group(1))
        return meaning if meaning.kind in SECRET_KINDS else NEUTRAL
    item = _PROMPT.sub("", item)
    if _IDENTIFIER.fullmatch(item) is None or _FAULT.match(item):
        return NEUTRAL
    meaning = meaning_of(item)
    if meaning.kind in {Kind.AUTHORIZATION, Kind.COOKIE}:
        return meaning
    if " " in successor or _CODE.fullmatch(successor):
        return NEUTRAL
    if meaning.kind in SECRET_KINDS and looks_random(successor, _SHORTEST_RANDOM):
        return meaning
    return NEUTRAL


def _switch(node: list[JSON]) -> str | None:
    """The switch before a password of the program that an array begins with, as "docker login"."""
    program, *more = node[:2]
    if not isinstance(program, str):
        return None
    switch = switch_before_password(program)
    if switch is None and more and isinstance(more[0], str):
        switch = switch_before_password(f"{program} {more[0]}")
    return switch


def glued_password(node: list[JSON], item: str) -> int:
    """Where the password begins in `-pSecret`, among the arguments of a program; 0 if in none."""
    if not _GLUED.match(item):
        return 0
    if _switch(node) != item[: len("-p")] or is_harmless(item[len("-p") :], Kind.PASSWORD):
        return 0
    return len("-p")


_GLUED: Final = re.compile(r"-[A-Za-z][^-]")

_COLUMNS: Final = frozenset("columns headers header headings fields names keys labels".split())
_ROWS: Final = frozenset("rows values data records row cells body".split())


def names_columns(key: str) -> bool:
    """Whether a field of this name may list the names of a table's columns."""
    return key.lower() in _COLUMNS


def holds_rows(key: str) -> bool:
    """Whether a field of this name may hold a table's rows, or its only one."""
    return key.lower() in _ROWS


def columns_of(names: JSON) -> tuple[Meaning, ...]:
    """What each column's name says; nothing if none says anything."""
    if not isinstance(names, list):
        return ()
    said = [item.get("name") if isinstance(item, dict) else item for item in names]
    columns = tuple(meaning_of(name) if isinstance(name, str) else NEUTRAL for name in said)
    return columns if any(tells(column) for column in columns) else ()


def tells(meaning: Meaning) -> bool:
    """Whether a value of this meaning may have to go for its name."""
    return meaning.kind in TELLING


def are_pairs(node: list[JSON]) -> bool:
    """Whether an array holds nothing but pairs of a name and a value."""
    return all(
        isinstance(item, list) and len(item) == _PAIR and isinstance(item[0], str) for item in node
    )


_PAIR: Final = 2

_OPEN_END: Final = re.compile(
    r"(?=[AgxsprwSehnld])(?<![A-Za-z0-9])(?:AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|[spr]k_(?:live|test)_"
    r"|whsec_|AIza|sk-|SG\.|eyJ|hv[sb]\.|npm_|pypi-|shp[a-z]{2}_|dapi|lin_api_|ntn_|do[opr]_v1_)"
    r"[A-Za-z0-9_.-]{0,200}$"
)
_LONGEST_PART: Final = 400


def may_begin_secret(text: str) -> bool:
    """Whether a key or token may begin at the end of a text, and go on in the next one."""
    return len(text) <= _LONGEST_PART and _OPEN_END.search(text) is not None


_KEY_AT_END: Final = re.compile(r"\[secret:(?!blob|url|cookie|connection|password|pin)[\w-]+\]$")
_REST: Final = re.compile(r"[A-Za-z0-9_-]{8,400}+(?![\w.:@/-])")
_ID: Final = re.compile(r"[a-z]{2,12}[_-].*|[0-9a-fA-F-]+|[A-Z]+[_-].*|[0-9A-Z]+|[a-z]+\d*|[a-z-]+")


def is_cut_at_end(text: str) -> bool:
    """Whether a text ends with a key that was removed, and that may go on in the next one."""
    return text.endswith("]") and _KEY_AT_END.search(text) is not None


def rest_of_key(text: str) -> int:
    """Where the rest of a key ends with which a text begins; 0 if it begins with none."""
    rest = _REST.match(text)
    if rest is None or _ID.fullmatch(rest.group()):
        return 0
    return rest.end() if looks_random(rest.group(), 8) and not rest.group().isdigit() else 0


def joined_secret(first: str, second: str) -> tuple[str, str, str] | None:
    """Both texts with a mark for a key that was cut in two between them, and the rule.

    There is none unless the first `may_begin_secret`.
    """
    whole = first + second[:_LONGEST_PART]
    for span in (*find_vendor_secrets(whole), *find_jwts(whole)):
        if span.start < len(first) < span.end:
            mark = mark_of(span.rule)
            return first[: span.start] + mark, mark + second[span.end - len(first) :], span.rule
    return None
