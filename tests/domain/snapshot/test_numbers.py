"""Numbers that some JSON parsers would change are made safe before they are stored."""

import math
from typing import cast

import pytest

from domain.model import JSON
from domain.snapshot.document import rows
from domain.snapshot.numbers import LARGEST_INTEGER, interoperable
from domain.snapshot.shape import LimitReached, ProductEntity, SupportContextSnapshot
from tests.domain.snapshot.documents import a_request, a_user, document


def _metadata(value: JSON) -> JSON:
    entity = ProductEntity(type="t", status="s", metadata={"value": value})
    safe = interoperable(document(entities=(entity,)))
    row = cast("dict[str, dict[str, JSON]]", rows(safe, "productState", "entities")[0])
    return row["metadata"]["value"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (LARGEST_INTEGER, LARGEST_INTEGER),
        (LARGEST_INTEGER + 1, "9007199254740992"),
        (-LARGEST_INTEGER - 1, "-9007199254740992"),
        (2**64 - 1, "18446744073709551615"),
        (1e300, "1e+300"),
        (0.1, 0.1),
        (True, True),
        (None, None),
        ([{"a": 2**60}], [{"a": "1152921504606846976"}]),
        (math.nan, None),
        (math.inf, None),
        ("é\ud800", "é?"),
    ],
)
def test_what_is_no_safe_number_is_kept_as_its_digits(sent: JSON, kept: JSON):
    assert _metadata(sent) == kept


def test_an_id_that_is_a_large_number_keeps_all_its_digits():
    entity = ProductEntity(type="t", id=1_152_921_504_606_846_977, status="s", metadata={})

    safe = interoperable(document(entities=(entity,)))

    assert SupportContextSnapshot.model_validate(safe).product_state.entities[0].id == (
        "1152921504606846977"
    )


@pytest.mark.parametrize("none", [2**63 - 1, 2**64, 1e300, math.inf])
def test_a_limit_without_a_bound_stays_a_number(none: float):
    limit = LimitReached(limit="seats", current=12, max=none)

    safe = interoperable(document(limits_reached=(limit,)))

    (read,) = SupportContextSnapshot.model_validate(safe).product_state.limits_reached
    assert (read.current, read.max) == (12, LARGEST_INTEGER)


def test_any_other_number_beyond_becomes_its_digits():
    limit = LimitReached(limit="seats", current=2**70, max=-(2**70))

    safe = interoperable(document(limits_reached=(limit,), requests=(a_request(timing_ms=1e99),)))

    (used,) = cast("list[dict[str, JSON]]", rows(safe, "productState", "limitsReached"))
    assert (used["current"], used["max"]) == (str(2**70), str(-(2**70)))
    (request,) = cast("list[dict[str, JSON]]", rows(safe, "backend", "recentRequests"))
    assert request["timingMs"] == "1e+99"


def test_everything_else_stays_as_it_is():
    whole = document(identity=a_user(plan="größer 💥"), requests=(a_request(),))

    assert interoperable(whole) == whole
