"""The figures about answers and what they rest on: generators, grounding, tokens, host calls."""

from typing import Final

from projections.analytics.figures import Aggregate, Breakdown, Percentiles, counted

_ANSWERS: Final = (
    ("answers", "count(*)", "Answers that were given."),
    (
        "builtinAnswers",
        counted("generator = 'builtin'"),
        "Answers by the built-in answerer, wanted or standing in.",
    ),
    (
        "standInAnswers",
        counted("fallback IS NOT NULL"),
        "Answers by the built-in answerer because a model could not be used, or did not hold.",
    ),
    (
        "heldAnswers",
        counted("outcome = 'held'"),
        "Answers whose every checkable claim stood in the snapshot at once.",
    ),
    (
        "repairedAnswers",
        counted("outcome = 'repaired'"),
        "Answers that were sent back once and then held.",
    ),
    (
        "replacedAnswers",
        counted("outcome = 'replaced'"),
        "Answers that did not hold twice, so that the built-in answerer's took their place.",
    ),
    (
        "abstainedAnswers",
        counted("outcome = 'abstained'"),
        "Answers that rest on nothing in the snapshot, and say so.",
    ),
)

ANSWER_AGGREGATES: Final = (
    *(Aggregate(name, "answers", "answer_facts", sql, words) for name, sql, words in _ANSWERS),
    Aggregate(
        "meanConfidence", "ratio", "answer_facts", "avg(confidence)", "Mean confidence of answers."
    ),
    Aggregate(
        "evidenceKept",
        "count",
        "answer_facts",
        "coalesce(sum(evidence_kept), 0)",
        "Pieces of evidence that were shown; each stands in the snapshot.",
    ),
    Aggregate(
        "evidenceDropped",
        "count",
        "answer_facts",
        "coalesce(sum(evidence_dropped), 0)",
        "Pieces of evidence that an assistant cited and that stand nowhere in the snapshot.",
    ),
    Aggregate(
        "claimsHeld",
        "count",
        "answer_facts",
        "coalesce(sum(claims_held), 0)",
        "Checkable claims in given answers that the snapshot bears out.",
    ),
    Aggregate(
        "claimsFailed",
        "count",
        "answer_facts",
        "coalesce(sum(claims_failed), 0)",
        "Checkable claims in given answers that the snapshot does not bear out.",
    ),
    Aggregate(
        "inputTokens",
        "tokens",
        "answer_facts",
        "coalesce(sum(input_tokens), 0)",
        "Tokens that the provider counted as read, without those from its cache.",
    ),
    Aggregate(
        "outputTokens",
        "tokens",
        "answer_facts",
        "coalesce(sum(output_tokens), 0)",
        "Tokens that the provider counted as written.",
    ),
    Aggregate(
        "cacheTokens",
        "tokens",
        "answer_facts",
        "coalesce(sum(cache_tokens), 0)",
        "Tokens written to the provider's cache or read from it.",
    ),
    Aggregate(
        "tokens",
        "tokens",
        "answer_facts",
        "coalesce(sum(input_tokens + output_tokens + cache_tokens), 0)",
        "All tokens that the provider counted.",
    ),
    Aggregate(
        "hostCalls", "calls", "source_facts", "count(*)", "Calls to host applications: four a case."
    ),
    Aggregate(
        "hostCallsOk",
        "calls",
        "source_facts",
        counted("status = 'ok'"),
        "Calls to host applications that were answered in time and shape.",
    ),
    Aggregate(
        "rowsDropped",
        "count",
        "source_facts",
        "coalesce(sum(rows_dropped), 0)",
        "Rows of host applications that did not fit their type.",
    ),
    Aggregate(
        "redactions",
        "count",
        "redaction_facts",
        "coalesce(sum(found), 0)",
        "Places in snapshots where something was replaced by a mark.",
    ),
)


ANSWER_PERCENTILES: Final = (
    Percentiles(
        "answerMs", "answer_facts", "latency_ms", "Time that making an answer took, over all calls."
    ),
)


ANSWER_BREAKDOWNS: Final = (
    Breakdown(
        "generators",
        "answer_facts",
        {"generator": "generator", "model": "model"},
        {"answers": "count(*)", "tokens": "sum(input_tokens + output_tokens + cache_tokens)"},
        "1 = 1",
        "Answers and tokens by what made the answer.",
    ),
    Breakdown(
        "standIns",
        "answer_facts",
        {"reason": "fallback"},
        {"answers": "count(*)"},
        "fallback IS NOT NULL",
        "Stand-in answers by why no model's was given.",
    ),
    Breakdown(
        "sources",
        "source_facts",
        {"source": "source", "status": "status"},
        {"calls": "count(*)", "meanMs": "avg(ms)", "rowsDropped": "sum(rows_dropped)"},
        "1 = 1",
        "Calls to host applications by endpoint and fate.",
    ),
    Breakdown(
        "redactionRules",
        "redaction_facts",
        {"rule": "rule"},
        {"redactions": "sum(found)"},
        "1 = 1",
        "Redactions in snapshots by rule.",
    ),
)
