"""The sections about cases: how many, how fast, how they ended, what users made of them."""

from typing import Final

from api.operators.pages.analytics.layout import (
    ESCALATIONS,
    Chart,
    Column,
    Ranked,
    Section,
    Shown,
    Words,
    one,
    percentiles,
)

CASES: Final = Section(
    "cases",
    "Cases",
    "How many there were, and how they ended. A case belongs to the day on which it was opened.",
    (
        Chart("Cases opened", one("cases", "Cases"), "bars"),
        Chart("Answered, of all cases", one("answeredRate", "Answered"), none="no cases"),
        Chart("Contained, of ended cases", one("containedRate", "Contained"), none="no ended case"),
    ),
    (
        Shown("cases", "Cases"),
        Shown("answeredRate", "Answered, of all cases"),
        Shown("unansweredCases", "Cases with an open question"),
        Shown("endedCases", "Ended cases"),
        Shown("containedRate", "Contained, of ended cases"),
        Shown("closedCases", "Closed cases"),
        Shown("unresolvedCases", "Closed as unresolved"),
    ),
)

TIMES: Final = Section(
    "times",
    "Response and resolution times",
    "A percentile is the time that so many of a hundred did not exceed, by nearest rank. The axes"
    " are logarithmic: the first two charts share one, and so do the last two.",
    (
        Chart(
            "First response",
            percentiles("firstResponseMs"),
            scale="response",
            none="no answered case",
        ),
        Chart("Making an answer", percentiles("answerMs"), scale="response", none="no answers"),
        Chart(
            "Resolution without a person",
            percentiles("resolutionMs"),
            scale="resolution",
            none="no confirmed resolution without a person",
        ),
        Chart(
            "Resolution with people",
            percentiles("resolutionWithPeopleMs"),
            scale="resolution",
            none="no confirmed resolution with people",
        ),
    ),
    across=2,
    ranked=(
        Ranked("firstResponseMs", "First response", "no answered case"),
        Ranked("answerMs", "Making an answer", "no answers"),
        Ranked(
            "resolutionMs",
            "Resolution without a person",
            "no confirmed resolution without a person",
        ),
        Ranked(
            "resolutionWithPeopleMs",
            "Resolution with people",
            "no confirmed resolution with people",
        ),
    ),
)

RESOLUTION: Final = Section(
    "resolution",
    "Resolution",
    "What users confirmed, and what is only assumed because they fell silent. The two are never"
    " added up: silence is not consent.",
    (
        Chart(
            "Confirmed, of answered cases",
            one("confirmedRate", "Confirmed"),
            none="no answered case",
        ),
        Chart(
            "Assumed, of answered cases",
            one("assumedRate", "Assumed"),
            pen=2,
            none="no answered case",
        ),
        Chart("Revoked after confirmation", one("revokedResolutions", "Revoked"), "bars", pen=3),
    ),
    (
        Shown("confirmedRate", "Confirmed, of answered cases"),
        Shown("assumedRate", "Assumed, of answered cases"),
        Shown("revokedResolutions", "Revoked resolutions"),
    ),
)

ESCALATION: Final = Section(
    "escalation",
    "Escalation",
    "When people were wanted, and what came before. The charts by reason share one axis.",
    (
        Chart("Escalated, of all cases", one("escalationRate", "Escalated"), none="no cases"),
        *(
            Chart(title, (Column(f"escalations:{word}", title, "count"),), "bars", "reasons", 2)
            for word, title in ESCALATIONS.items()
        ),
    ),
    (
        Shown("escalationRate", "Escalated, of all cases"),
        Shown("ticketsOwed", "Tickets owed"),
    ),
    lead=True,
    breakdowns=(
        Words(
            "escalations",
            "Escalated cases by reason",
            {
                "reason": ("Reason", None),
                "decidedBy": ("Decided by", None),
                "cases": ("Cases", "count"),
            },
            "cases",
            "No case was escalated.",
            {**ESCALATIONS, "user": "User", "operator": "Operator", "system": "Gateway"},
            heaviest_first=True,
        ),
    ),
)

SATISFACTION: Final = Section(
    "satisfaction",
    "Satisfaction",
    "Ratings of 1 to 10 that users gave when they closed a case.",
    (
        Chart("CSAT, of rated cases", one("csat", "CSAT"), none="no rated case"),
        Chart("Mean rating, of 10", one("meanRating", "Mean rating"), none="no rated case"),
    ),
    (
        Shown("csat", "CSAT, of rated cases"),
        Shown("ratingRate", "Rated, of closed cases"),
        Shown("meanRating", "Mean rating, of 10", "no rated case"),
    ),
    breakdowns=(
        Words(
            "ratings",
            "Rated cases by rating",
            {"rating": ("Rating", "count"), "cases": ("Cases", "count")},
            "cases",
            "No case was rated.",
            {},
            (
                Chart(
                    "Ratings",
                    (Column("cases", "Cases", "count"),),
                    "histogram",
                    counts=("cases",),
                    what="rated",
                ),
            ),
        ),
    ),
)

CONFIDENCE: Final = Section(
    "confidence",
    "Confidence against feedback",
    "Thumbs up and down, and whether answers that sound sure are those that users find good. A"
    " well-calibrated assistant stays on the diagonal.",
    (
        Chart(
            "Mean confidence of answers",
            (Column("meanConfidence", "Mean confidence", "share"),),
            none="no answer with a confidence",
        ),
        Chart("Thumbs up", one("positiveFeedback", "Thumbs up"), "bars", "thumbs"),
        Chart("Thumbs down", one("negativeFeedback", "Thumbs down"), "bars", "thumbs", 2),
    ),
    (
        Shown("positiveFeedback", "Thumbs up"),
        Shown("negativeFeedback", "Thumbs down"),
        Shown("brierScore", "Brier score", "no answer was judged"),
        Shown("meanConfidence", "Mean confidence", "no answer with a confidence"),
        Shown("meanConfidenceWhenPositive", "Mean confidence, thumbs up", "no thumbs up"),
        Shown("meanConfidenceWhenNegative", "Mean confidence, thumbs down", "no thumbs down"),
    ),
    across=2,
    breakdowns=(
        Words(
            "confidence",
            "Feedback by confidence",
            {
                "from": ("From", "share"),
                "meanConfidence": ("Mean", "share"),
                "positive": ("Up", "count"),
                "negative": ("Down", "count"),
                "positiveShare": ("Up, of all", "share"),
            },
            "positiveShare",
            "No answer was judged.",
            {},
            (
                Chart(
                    "Thumbs up, by confidence",
                    (Column("positiveShare", "Thumbs up, of all", "share"),),
                    "reliability",
                    counts=("positive", "negative"),
                    what="judged",
                ),
            ),
        ),
    ),
)
