"""The sections about answers: who gave them, whether they held, what they rest on and took."""

from typing import Final

from api.operators.pages.analytics.layout import (
    ENDPOINTS,
    Chart,
    Column,
    Section,
    Shown,
    Words,
    one,
)

STAND_INS: Final = {
    "no_key": "No key for a model",
    "no_budget": "The day's tokens were spent",
    "timeout": "The model took too long",
    "unreachable": "The provider was unreachable",
    "unavailable": "The provider was unavailable",
    "rate_limited": "The provider limited the rate",
    "breaker_open": "The model had failed too often, and was not asked",
    "rejected": "The provider rejected the request",
    "refused": "The model refused",
    "cut_off": "The reply was cut off",
    "tool_use": "The model wanted a tool",
    "paused": "The model paused",
    "empty": "The reply was empty",
    "malformed": "The reply had not the right form",
    "uncontainable": "The reply could not be contained",
    "not_borne_out": "The reply did not hold twice",
    "error": "A mistake in the gateway",
}
"""Why the built-in answerer stood in, by the words that are on record; there may be more."""

FATES: Final = {
    "ok": "Answered",
    "timeout": "Timed out",
    "failed": "Failed",
    "too_large": "Too large",
    "invalid": "Not understood",
}
"""Fates of host calls."""

ANSWERS: Final = Section(
    "answers",
    "Who answered",
    "Answers by a model, by the built-in answerer because a tenant wants it so, and by the built-in"
    " answerer standing in. An answer belongs to the day on which it was given.",
    (
        Chart("Answers", one("answers", "Answers"), "bars"),
        Chart("Built-in, of all answers", one("builtinRate", "Built-in"), none="no answers"),
        Chart("Standing in, of all answers", one("standInRate", "Standing in"), none="no answers"),
    ),
    (
        Shown("answers", "Answers"),
        Shown("builtinRate", "Built-in, of all answers"),
        Shown("standInRate", "Standing in, of all answers"),
    ),
    breakdowns=(
        Words(
            "generators",
            "Answers by what made them",
            {
                "generator": ("Made by", None),
                "model": ("Model", None),
                "answers": ("Answers", "count"),
                "tokens": ("Tokens", "count"),
            },
            "answers",
            "No answer was given.",
            {"claude": "Claude", "builtin": "Built-in answerer"},
            heaviest_first=True,
        ),
        Words(
            "standIns",
            "Stand-in answers by reason",
            {"reason": ("Why no model answered", None), "answers": ("Answers", "count")},
            "answers",
            "The built-in answerer never had to stand in.",
            STAND_INS,
            heaviest_first=True,
        ),
    ),
)

_OUTCOMES: Final = (
    ("held", "Held at once"),
    ("repaired", "Held when asked again"),
    ("replaced", "Replaced"),
    ("abstained", "Abstained"),
)

GROUNDING: Final = Section(
    "grounding",
    "Grounding",
    "Whether what answers claim stands in the snapshot that they were given. Every answer is one of"
    " these four; their shares are of all answers.",
    tuple(Chart(title, one(f"{word}Rate", title), none="no answers") for word, title in _OUTCOMES),
    (
        *(Shown(f"{word}Rate", title) for word, title in _OUTCOMES),
        Shown("evidenceKept", "Evidence shown"),
        Shown("evidenceDropped", "Evidence dropped"),
        Shown("claimsHeld", "Claims borne out"),
        Shown("claimsFailed", "Claims not borne out"),
    ),
    across=2,
)

HOSTS: Final = Section(
    "sources",
    "Sources, snapshots and redaction",
    "How well the four endpoints of host applications answered, and what became of it. A snapshot"
    " belongs to the day on which it was taken.",
    (
        *(
            Chart(
                f"{title}, answered", (Column(f"sources:{word}", title, "share"),), none="no calls"
            )
            for word, title in ENDPOINTS.items()
        ),
        Chart("Snapshots cut", one("cutSnapshotRate", "Snapshots cut"), pen=2, none="no snapshots"),
        Chart(
            "Redactions a snapshot",
            one("redactionsPerSnapshot", "Redactions"),
            "bars",
            pen=3,
            none="no snapshots",
        ),
    ),
    (
        Shown("hostHealth", "Good calls, of all"),
        Shown("hostCalls", "Host calls"),
        Shown("rowsDropped", "Rows dropped"),
        Shown("snapshots", "Snapshots"),
        Shown("cutSnapshotRate", "Cut, of all snapshots"),
        Shown("meanSnapshotBytes", "Mean size of a snapshot", "no snapshots"),
        Shown("redactions", "Redactions"),
        Shown("redactionsPerSnapshot", "Redactions a snapshot"),
    ),
    beside=False,
    breakdowns=(
        Words(
            "sources",
            "Host calls by endpoint and fate",
            {
                "source": ("Endpoint", None),
                "status": ("Fate", None),
                "calls": ("Calls", "count"),
                "meanMs": ("Mean time", "time"),
                "rowsDropped": ("Rows dropped", "count"),
            },
            "calls",
            "No host application was called.",
            {**ENDPOINTS, **FATES},
        ),
        Words(
            "redactionRules",
            "Redactions by rule",
            {"rule": ("Rule", None), "redactions": ("Redactions", "count")},
            "redactions",
            "Nothing was redacted.",
            {},
            heaviest_first=True,
        ),
    ),
)

TOKENS: Final = Section(
    "tokens",
    "Tokens",
    "What the provider of the model counted. Prices change, so nothing here is money.",
    (
        Chart("Read", one("inputTokens", "Read"), "bars", "tokens"),
        Chart("From or to the cache", one("cacheTokens", "Cache"), "bars", "tokens", 3),
        Chart("Written", one("outputTokens", "Written"), "bars", "tokens", 2),
    ),
    (
        Shown("tokens", "Tokens"),
        Shown("inputTokens", "Tokens read"),
        Shown("cacheTokens", "Tokens from or to the cache"),
        Shown("outputTokens", "Tokens written"),
        Shown("tokensPerCase", "Tokens a case"),
        Shown("tokensPerConfirmedResolution", "Tokens a confirmed resolution"),
    ),
)
