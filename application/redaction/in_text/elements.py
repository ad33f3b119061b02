"""XML elements inside a text, and members that name each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.meaning.keys import Kind, is_person, meaning_of
from application.redaction.meaning.values import has_to_go, looks_the_part
from application.redaction.spans import Span

_NAMED_VALUE: Final = re.compile(
    r"\b(?:key|name|id|property|param)[ ]?=[ ]?[\"']([\w][\w .:-]{0,60})[\"']\s{1,4}"
    r"(?:[\w:-]{1,30}=[\"'][^\"'<>]{0,60}[\"']\s{1,4}){0,2}value[ ]?=[ ]?[\"']([^\"'<>]{1,400}+)"
)
# The same in JSON inside a line.
_NAMED_MEMBER: Final = re.compile(
    r"\\{0,3}[\"'](?:name|key|Name|Key|field|parameter|header|variable|path)\\{0,3}[\"'][ ]?:[ ]?"
    r"\\{0,3}[\"'](?:[\w.:-]{0,60}+/){0,6}+([\w.:-]{2,60}+)\\{0,3}[\"'],[ ]?"
    r"\\{0,3}[\"'](?:value|Value|val|content)\\{0,3}[\"'][ ]?:[ ]?\\{0,3}[\"']([^\"'\\]{3,400}+)"
)
# What records print: "Cookie[name=sid, value=...]", "Header(name='Authorization', value='...')".
_NAMED_IN_RECORD: Final = re.compile(
    r"\b(?:[Nn]ame|[Kk]ey)=[\"']?(\w[\w.:-]{0,60}+)[\"']?[,;] ?"
    r"(?:\w{1,20}=[^,;=\s]{0,60}[,;] ?){0,2}"
    r"[Vv]alue=(?:\"([^\"\n]{3,400}+)|'([^'\n]{3,400}+)|([^\s\"',;)\]}]{3,400}+))"
)
# SAML 2.0 core, section 2.7.3.1; a claim's name is the end of a URI.
_ATTRIBUTE: Final = re.compile(
    r"\bName=[\"'](?:https?://[^\s\"'<>]{1,80}/)?([\w:. -]{1,80})[\"'][^<>]{0,200}>\s{0,9}"
    r"<(?:\w{1,12}:)?AttributeValue(?: [^<>]{0,120})?>\s{0,4}([^<\s][^<]{0,400}+)</"
)
# Property lists, Hadoop's and servlets' settings: the name in an element, the value in the next.
SIBLING: Final = re.compile(
    r"<(?:[\w-]{1,20}-)?(?:key|name|Key|Name)>\s{0,4}(\w[\w .:-]{0,60}?)\s{0,4}</[\w-]{3,24}>"
    r"\s{0,20}<(?:[\w-]{1,20}-)?(?:string|value|Value|data)>\s{0,4}([^<\s][^<]{0,400}+)</"
)
_ELEMENT: Final = re.compile(
    r"<([A-Za-z][\w:.-]{1,60}+)(?:[ ][^<>]{0,200}+)?>\s{0,4}([^<\s][^<]{0,400}+)</"
)


def find_elements(text: str) -> Iterator[Span]:
    """What XML elements hold whose name tells, and attributes that an attribute names."""
    for pattern in (_ELEMENT, SIBLING, _ATTRIBUTE, _NAMED_VALUE, _NAMED_MEMBER, _NAMED_IN_RECORD):
        for match in pattern.finditer(text):
            meaning = meaning_of(match.group(1))
            held = match.lastindex or 2
            if has_to_go(match.group(held), meaning.kind) or (
                meaning.kind is Kind.WEAK_NAME and _is_persons(text, match)
            ):
                yield Span(match.start(held), match.end(held), meaning.rule)


_PARENT: Final = re.compile(r"<([A-Za-z][\w:.-]{1,60})(?: [^<>]{0,100})?>\s{0,20}\Z")


def _is_persons(text: str, match: re.Match[str]) -> bool:
    """Whether an element with a full name is the first in that of a person."""
    parent = _PARENT.search(text[max(0, match.start() - 160) : match.start()])
    return (
        parent is not None and is_person(parent[1]) and looks_the_part(match.group(2), Kind.PERSON)
    )
