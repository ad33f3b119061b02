"""The figures about answers and what they rest on: generators, grounding, tokens, host calls."""

from typing import Final

from projections.analytics.days import MILLIONTHS
from projections.analytics.figures import Aggregate, Breakdown, Percentiles, summed

_ANSWERS: Final = (
    ("answers", summed("n"), "Answers that were given."),
    (
        "builtinAnswers",
        summed("n", "generator = 'builtin'"),
        "Answers by the built-in answerer, wanted or standing in.",
    ),
    (
        "standInAnswers",
        summed("n", "fallback <> ''"),
        "Answers by the built-in answerer because a model could not be used, or did not hold.",
    ),
    (
        "heldAnswers",
        summed("n", "outcome = 'held'"),
        "Answers whose every checkable claim stood in the snapshot at once.",
    ),
    (
        "repairedAnswers",
        summed("n", "outcome = 'repaired'"),
        "Answers that were sent back once and then held.",
    ),
    (
        "replacedAnswers",
        summed("n", "outcome = 'replaced'"),
        "Answers that did not hold twice, so that the built-in answerer's took their place.",
    ),
    (
        "abstainedAnswers",
        summed("n", "outcome = 'abstained'"),
        "Answers that rest on nothing in the snapshot, and say so.",
    ),
)

ANSWER_AGGREGATES: Final = (
    *(Aggregate(name, "answers", "answers", sql, words) for name, sql, words in _ANSWERS),
    Aggregate(
        "meanConfidence",
        "ratio",
        "answers",
        f"sum(confidence) / {MILLIONTHS}.0 / nullif(sum(sure), 0)",
        "Mean confidence of answers.",
        mean=True,
    ),
    Aggregate(
        "evidenceKept",
        "count",
        "answers",
        summed("evidence_kept"),
        "Pieces of evidence that were shown; each stands in the snapshot.",
    ),
    Aggregate(
        "evidenceDropped",
        "count",
        "answers",
        summed("evidence_dropped"),
        "Pieces of evidence that an assistant cited and that stand nowhere in the snapshot.",
    ),
    Aggregate(
        "claimsHeld",
        "count",
        "answers",
        summed("claims_held"),
        "Checkable claims in given answers that the snapshot bears out.",
    ),
    Aggregate(
        "claimsFailed",
        "count",
        "answers",
        summed("claims_failed"),
        "Checkable claims in given answers that the snapshot does not bear out.",
    ),
    Aggregate(
        "inputTokens",
        "tokens",
        "answers",
        summed("input_tokens"),
        "Tokens that the provider counted as read, without those from its cache.",
    ),
    Aggregate(
        "outputTokens",
        "tokens",
        "answers",
        summed("output_tokens"),
        "Tokens that the provider counted as written.",
    ),
    Aggregate(
        "cacheTokens",
        "tokens",
        "answers",
        summed("cache_tokens"),
        "Tokens written to the provider's cache or read from it.",
    ),
    Aggregate(
        "tokens",
        "tokens",
        "answers",
        summed("input_tokens + output_tokens + cache_tokens"),
        "All tokens that the provider counted.",
    ),
    Aggregate(
        "hostCalls", "calls", "sources", summed("n"), "Calls to host applications: four a case."
    ),
    Aggregate(
        "hostCallsOk",
        "calls",
        "sources",
        summed("n", "status = 'ok'"),
        "Calls to host applications that were answered in time and shape.",
    ),
    Aggregate(
        "rowsDropped",
        "count",
        "sources",
        summed("rows_dropped"),
        "Rows of host applications that did not fit their type.",
    ),
    Aggregate(
        "redactions",
        "count",
        "redactions",
        summed("found"),
        "Places in snapshots where something was replaced by a mark.",
    ),
)


ANSWER_PERCENTILES: Final = (
    Percentiles(
        "answerMs",
        "response_times",
        "latency_ms",
        "Time that making an answer took, over all calls.",
    ),
)


ANSWER_BREAKDOWNS: Final = (
    Breakdown(
        "generators",
        "answers",
        {"generator": "generator", "model": "nullif(model, '')"},
        {"answers": summed("n"), "tokens": summed("input_tokens + output_tokens + cache_tokens")},
        "1 = 1",
        "Answers and tokens by what made the answer.",
    ),
    Breakdown(
        "standIns",
        "answers",
        {"reason": "fallback"},
        {"answers": summed("n")},
        "fallback <> ''",
        "Stand-in answers by why no model's was given.",
    ),
    Breakdown(
        "sources",
        "sources",
        {"source": "source", "status": "status"},
        {
            "calls": summed("n"),
            "meanMs": "sum(ms) * 1.0 / sum(n)",
            "rowsDropped": summed("rows_dropped"),
        },
        "1 = 1",
        "Calls to host applications by endpoint and fate.",
    ),
    Breakdown(
        "redactionRules",
        "redactions",
        {"rule": "rule"},
        {"redactions": summed("found")},
        "1 = 1",
        "Redactions in snapshots by rule.",
    ),
)
