"""The page's sections, in the order in which an analyst asks: how many, how fast, how well, why."""

from typing import Final

from api.operators.pages.analytics.answer_sections import ANSWERS, GROUNDING, HOSTS, TOKENS
from api.operators.pages.analytics.case_sections import (
    CASES,
    CONFIDENCE,
    ESCALATION,
    RESOLUTION,
    SATISFACTION,
    TIMES,
)
from api.operators.pages.analytics.layout import Shown

GLANCE: Final = (
    Shown("cases", "Cases"),
    Shown("firstResponseMsP50", "First response, median", "no answered case"),
    Shown("confirmedRate", "Confirmed resolution"),
    Shown("assumedRate", "Assumed resolution"),
    Shown("escalationRate", "Escalation"),
    Shown("csat", "Satisfied (CSAT)"),
)
"""What stands at the top, defined again where its section is."""

TENANTS: Final = (
    Shown("cases", "Cases"),
    Shown("firstResponseMsP50", "First response, p50", "no answered case"),
    Shown("firstResponseMsP90", "First response, p90", "no answered case"),
    Shown("confirmedRate", "Confirmed"),
    Shown("assumedRate", "Assumed"),
    Shown("escalationRate", "Escalated"),
    Shown("csat", "CSAT"),
    Shown("builtinRate", "Built-in answers"),
    Shown("heldRate", "Held at once"),
    Shown("hostHealth", "Good host calls"),
    Shown("tokensPerCase", "Tokens a case"),
)
"""The columns of the table of tenants."""

SECTIONS: Final = (
    CASES,
    TIMES,
    RESOLUTION,
    ESCALATION,
    SATISFACTION,
    CONFIDENCE,
    ANSWERS,
    GROUNDING,
    HOSTS,
    TOKENS,
)
