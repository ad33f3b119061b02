"""The figures about cases: how they ended, how soon, and what users made of the answers."""

from typing import Final

from projections.analytics.figures import (
    GOOD_RATING,
    QUIET_HOURS,
    Aggregate,
    Breakdown,
    Percentiles,
    counted,
)

_QUIET: Final = (
    "answers > 0 AND confirmed_at IS NULL AND revoked = 0 AND closed_at IS NULL"
    " AND escalated_at IS NULL AND coalesce(feedback, '') <> 'negative'"
    " AND questions <= answers + failures AND last_said_at < {quiet}"
)
_ENDED: Final = "(closed_at IS NOT NULL OR escalated_at IS NOT NULL OR last_said_at < {quiet})"
_WITH_AI: Final = "CASE WHEN escalated_at IS NULL THEN confirmed_at - opened_at END"
_WITH_PEOPLE: Final = "CASE WHEN escalated_at IS NOT NULL THEN confirmed_at - opened_at END"
# Whole numbers: PostgreSQL would turn decimal ones into floats for each case, which takes about as
# long as all other figures together.
_MISS: Final = "(feedback_confidence - CASE feedback WHEN 'positive' THEN 1 ELSE 0 END)"

_FIFTH: Final = (
    "CASE WHEN feedback_confidence < 0.2 THEN 0 WHEN feedback_confidence < 0.4 THEN 0.2"
    " WHEN feedback_confidence < 0.6 THEN 0.4 WHEN feedback_confidence < 0.8 THEN 0.6"
    " ELSE 0.8 END"
)

_CASES: Final = (
    ("cases", "count(*)", "Cases that were opened."),
    (
        "answeredCases",
        counted("answers > 0"),
        "Cases with at least one answer, stand-ins included.",
    ),
    (
        "unansweredCases",
        counted("questions > answers + failures"),
        "Cases with a question that has no answer yet, nor a stated failure.",
    ),
    (
        "endedCases",
        counted(_ENDED),
        f"Cases that were closed, escalated, or quiet for {QUIET_HOURS} hours.",
    ),
    (
        "containedCases",
        counted(f"{_ENDED} AND escalated_at IS NULL"),
        "Ended cases in which no person was asked for. It says nothing about content users.",
    ),
    (
        "confirmedResolutions",
        counted("confirmed_at IS NOT NULL"),
        (
            "Cases that the user closed as resolved, or judged well after an answer, and in which"
            " no message, escalation, bad judgement or other outcome followed."
        ),
    ),
    (
        "assumedResolutions",
        counted(_QUIET),
        (
            f"Answered cases without an outcome that were quiet for {QUIET_HOURS} hours, with no"
            " question open and no sign of discontent. Never counted among the confirmed ones."
        ),
    ),
    (
        "revokedResolutions",
        counted("revoked = 1"),
        (
            "Cases that had been confirmed, until the user asked on, escalated, judged badly or"
            " closed them as unresolved. Neither confirmed nor assumed."
        ),
    ),
    ("unresolvedCases", counted("resolution = 'unresolved'"), "Cases closed as unresolved."),
    ("closedCases", counted("closed_at IS NOT NULL"), "Cases that were closed."),
    ("escalatedCases", counted("escalated_at IS NOT NULL"), "Cases handed to people."),
    (
        "ticketsOwed",
        counted("escalated_at IS NOT NULL AND ticket_at IS NULL"),
        "Escalated cases whose ticket the desk has not taken yet.",
    ),
    ("ratedCases", counted("rating IS NOT NULL"), "Cases with a rating."),
    (
        "satisfiedCases",
        counted(f"rating >= {GOOD_RATING}"),
        f"Cases rated {GOOD_RATING} to 10 of 10.",
    ),
    (
        "positiveFeedback",
        counted("feedback = 'positive'"),
        "Cases whose last feedback is positive.",
    ),
    (
        "negativeFeedback",
        counted("feedback = 'negative'"),
        "Cases whose last feedback is negative.",
    ),
    ("snapshots", counted("snapshot_bytes IS NOT NULL"), "Cases whose snapshot was taken."),
    (
        "cutSnapshots",
        counted("snapshot_cut = 1"),
        "Snapshots that were cut to the tenant's bound in bytes.",
    ),
)
CASE_AGGREGATES: Final = (
    *(Aggregate(name, "cases", "cases", sql, words) for name, sql, words in _CASES),
    Aggregate(
        "meanRating",
        "points",
        "cases",
        "avg(rating)",
        "Mean of the ratings, of 10 points.",
        mean=True,
    ),
    Aggregate(
        "meanSnapshotBytes",
        "bytes",
        "cases",
        "avg(snapshot_bytes)",
        "Mean size of a snapshot as canonical JSON.",
        mean=True,
    ),
    Aggregate(
        "brierScore",
        "ratio",
        "cases",
        f"avg({_MISS} * {_MISS})",
        "Mean square of the distance between the confidence of an answer and the feedback on it (1"
        " positive, 0 negative): 0 is perfect, 0.25 is what a constant 0.5 gets.",
        mean=True,
    ),
    Aggregate(
        "meanConfidenceWhenPositive",
        "ratio",
        "cases",
        "avg(CASE feedback WHEN 'positive' THEN feedback_confidence END)",
        "Mean confidence of answers that were judged well.",
        mean=True,
    ),
    Aggregate(
        "meanConfidenceWhenNegative",
        "ratio",
        "cases",
        "avg(CASE feedback WHEN 'negative' THEN feedback_confidence END)",
        "Mean confidence of answers that were judged badly.",
        mean=True,
    ),
)

CASE_PERCENTILES: Final = (
    Percentiles(
        "firstResponseMs",
        "cases",
        "first_response_ms",
        "Time from the opening of a case to its first answer, over all answered cases.",
    ),
    Percentiles(
        "resolutionMs",
        "cases",
        _WITH_AI,
        "Time from opening to confirmed resolution, of cases in which no person was asked for.",
    ),
    Percentiles(
        "resolutionWithPeopleMs",
        "cases",
        _WITH_PEOPLE,
        "Time from opening to confirmed resolution, of escalated cases.",
    ),
)

CASE_BREAKDOWNS: Final = (
    Breakdown(
        "escalations",
        "cases",
        {"reason": "escalation_reason", "decidedBy": "escalated_by"},
        {"cases": "count(*)"},
        "escalated_at IS NOT NULL",
        "Escalated cases by what came before: negative_feedback, no_answer, abstained (nothing in"
        " the snapshot answered), not_borne_out (a model's answer did not hold), stand_in (no model"
        " could be used) or asked (none of these); and by who decided it.",
    ),
    Breakdown(
        "ratings",
        "cases",
        {"rating": "rating"},
        {"cases": "count(*)"},
        "rating IS NOT NULL",
        "Rated cases by rating, 1 to 10.",
    ),
    Breakdown(
        "confidence",
        "cases",
        {"from": _FIFTH},
        {
            "positive": counted("feedback = 'positive'"),
            "negative": counted("feedback = 'negative'"),
            "meanConfidence": "avg(feedback_confidence)",
        },
        "feedback_confidence IS NOT NULL",
        "Feedback by the confidence of the answer that it was about, in fifths from `from` on.",
    ),
)
