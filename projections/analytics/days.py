"""Facts that never change, summed by day (UTC) while they are folded.

A figure over a year need not look at every answer of that year. `figures.SOURCES` says the same in
SQL, of the hours at both ends of a span that are no whole day.
"""

from typing import Any, Final, NamedTuple

from projections.analytics.facts import AnswerFacts, RedactionFacts, SourceFacts
from projections.views import Table

DAY_MS: Final = 86_400_000
"""A day (UTC), as views keep times: milliseconds since 1970 divided by this tell it."""

MILLIONTHS: Final = 1_000_000
"""Confidence, which has two digits, is summed as a whole number, so that a sum does not depend on
the order of adding.
"""


class AnswersOfDay(NamedTuple):
    """Answers of one kind; '' stands for no fallback or model. `sure` of them stated a confidence,
    and `confidence` is the sum of those.
    """

    tenant_id: str
    test: int
    day: int
    generator: str
    fallback: str
    model: str
    outcome: str
    n: int
    sure: int
    confidence: int
    evidence_kept: int
    evidence_dropped: int
    claims_held: int
    claims_failed: int
    input_tokens: int
    output_tokens: int
    cache_tokens: int


class ResponseTimesOfDay(NamedTuple):
    """Answers that took so many milliseconds."""

    tenant_id: str
    test: int
    day: int
    latency_ms: int
    n: int


class SourcesOfDay(NamedTuple):
    """Calls to one endpoint of a host application that had one fate."""

    tenant_id: str
    test: int
    day: int
    source: str
    status: str
    n: int
    ms: int
    rows_dropped: int


class RedactionsOfDay(NamedTuple):
    """What one rule found."""

    tenant_id: str
    test: int
    day: int
    rule: str
    n: int
    found: int


def _summed(name: str, shape: type[Any], keys: int) -> Table:
    return Table(name, shape, shape._fields[:keys], summed=True)


TABLES: Final[dict[type[Any], Table]] = {
    AnswersOfDay: _summed("answers_by_day", AnswersOfDay, 7),
    ResponseTimesOfDay: _summed("response_times_by_day", ResponseTimesOfDay, 4),
    SourcesOfDay: _summed("sources_by_day", SourcesOfDay, 5),
    RedactionsOfDay: _summed("redactions_by_day", RedactionsOfDay, 4),
}
"""Where the sums are kept."""


def answers_of_day(answer: AnswerFacts) -> tuple[AnswersOfDay, ResponseTimesOfDay]:
    """What one answer adds to its day."""
    place = answer.tenant_id, answer.test, answer.answered_at // DAY_MS
    answers = AnswersOfDay(
        *place,
        generator=answer.generator,
        fallback=answer.fallback or "",
        model=answer.model or "",
        outcome=answer.outcome,
        n=1,
        sure=int(answer.confidence is not None),
        confidence=round((answer.confidence or 0) * MILLIONTHS),
        evidence_kept=answer.evidence_kept,
        evidence_dropped=answer.evidence_dropped,
        claims_held=answer.claims_held,
        claims_failed=answer.claims_failed,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
        cache_tokens=answer.cache_tokens,
    )
    return answers, ResponseTimesOfDay(*place, latency_ms=answer.latency_ms, n=1)


def source_of_day(source: SourceFacts) -> SourcesOfDay:
    """What one call to a host application adds to its day."""
    return SourcesOfDay(
        source.tenant_id,
        source.test,
        source.captured_at // DAY_MS,
        source=source.source,
        status=source.status,
        n=1,
        ms=source.ms,
        rows_dropped=source.rows_dropped,
    )


def redaction_of_day(redaction: RedactionFacts) -> RedactionsOfDay:
    """What one rule adds to its day."""
    day = redaction.captured_at // DAY_MS
    return RedactionsOfDay(
        redaction.tenant_id, redaction.test, day, redaction.rule, n=1, found=redaction.found
    )
