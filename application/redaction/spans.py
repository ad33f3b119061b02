"""Passages that a rule claims, and how overlapping claims become one replacement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from application.redaction.marks import Numbers, marks_in


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text, and the rule that wants them gone."""

    start: int
    end: int
    rule: str


def merged(spans: Iterable[Span], text: str) -> list[Span]:
    """Disjoint spans in order: overlapping ones are united under the one that starts first.

    Of two that start together the longer gives the rule, of two alike the one given first.
    Spans that would cut into a mark that is already there are dropped.
    """
    marks = marks_in(text)
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    result: list[Span] = []
    next_mark = 0
    for span in ordered:
        while next_mark < len(marks) and marks[next_mark][1] <= span.start:
            next_mark += 1
        if _cuts(span, marks, next_mark):
            continue
        if result and span.start < result[-1].end:
            last = result[-1]
            result[-1] = Span(last.start, max(last.end, span.end), last.rule)
        else:
            result.append(span)
    return result


def _cuts(span: Span, marks: list[tuple[int, int]], first: int) -> bool:
    """Whether the span begins or ends inside one of the marks, or lies in one whole."""
    for index in range(first, len(marks)):
        start, end = marks[index]
        if start >= span.end:
            return False
        if span.start > start or span.end < end or (span.start, span.end) == (start, end):
            return True
    return False


def replaced(text: str, spans: list[Span], numbers: Numbers) -> str:
    """The text with each of the disjoint, ordered spans replaced by its rule's mark."""
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces.append(text[position : span.start])
        pieces.append(numbers.mark(span.rule, text[span.start : span.end]))
        position = span.end
    pieces.append(text[position:])
    return "".join(pieces)
