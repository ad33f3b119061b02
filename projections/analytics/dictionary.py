"""The dictionary of all figures, and the number of its definitions.

A definition that changes in substance takes `DEFINITION` up. Nothing is an estimate: a figure that
the record cannot bear out (deflection, money saved) is not here.
"""

from typing import Final

from projections.analytics.answer_figures import (
    ANSWER_AGGREGATES,
    ANSWER_BREAKDOWNS,
    ANSWER_PERCENTILES,
)
from projections.analytics.case_figures import (
    CASE_AGGREGATES,
    CASE_BREAKDOWNS,
    CASE_PERCENTILES,
)
from projections.analytics.figures import Ratio

DEFINITION: Final = 1
"""The number of these definitions."""

AGGREGATES: Final = (*CASE_AGGREGATES, *ANSWER_AGGREGATES)
PERCENTILES: Final = (*CASE_PERCENTILES, *ANSWER_PERCENTILES)
BREAKDOWNS: Final = (*CASE_BREAKDOWNS, *ANSWER_BREAKDOWNS)
RATIOS: Final = (
    Ratio("answeredRate", "answeredCases", "cases", "Answered cases among all."),
    Ratio("containedRate", "containedCases", "endedCases", "Contained cases among ended ones."),
    Ratio(
        "confirmedRate",
        "confirmedResolutions",
        "answeredCases",
        "Confirmed resolutions among answered cases.",
    ),
    Ratio(
        "assumedRate",
        "assumedResolutions",
        "answeredCases",
        "Assumed resolutions among answered cases; not part of the confirmed rate.",
    ),
    Ratio("escalationRate", "escalatedCases", "cases", "Escalated cases among all."),
    Ratio("csat", "satisfiedCases", "ratedCases", "Satisfied cases among rated ones."),
    Ratio("ratingRate", "ratedCases", "closedCases", "Rated cases among closed ones."),
    Ratio("builtinRate", "builtinAnswers", "answers", "Built-in answers among all."),
    Ratio("standInRate", "standInAnswers", "answers", "Stand-in answers among all."),
    Ratio("heldRate", "heldAnswers", "answers", "Answers that held at once among all."),
    Ratio("repairedRate", "repairedAnswers", "answers", "Repaired answers among all."),
    Ratio("replacedRate", "replacedAnswers", "answers", "Replaced answers among all."),
    Ratio("abstainedRate", "abstainedAnswers", "answers", "Answers that abstained among all."),
    Ratio("cutSnapshotRate", "cutSnapshots", "snapshots", "Cut snapshots among all."),
    Ratio("hostHealth", "hostCallsOk", "hostCalls", "Good host calls among all."),
    Ratio(
        "redactionsPerSnapshot", "redactions", "snapshots", "Redactions by snapshot.", unit="count"
    ),
    Ratio("tokensPerCase", "tokens", "cases", "All tokens by case.", unit="tokens"),
    Ratio(
        "tokensPerConfirmedResolution",
        "tokens",
        "confirmedResolutions",
        "All tokens, those of other cases included, by confirmed resolution.",
        unit="tokens",
    ),
)
