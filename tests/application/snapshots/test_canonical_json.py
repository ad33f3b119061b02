"""Canonical JSON is what RFC 8785 says, byte for byte."""

import math
import struct

import orjson
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from application.snapshots.canonical_json import canonical, number, rough_size
from domain.model import JSON
from domain.snapshot.numbers import LARGEST_INTEGER

_bits = st.binary(min_size=8, max_size=8).map(lambda raw: float(struct.unpack("<d", raw)[0]))
_doubles = (st.floats(allow_nan=False, allow_infinity=False) | _bits).filter(math.isfinite)
_names = st.text(max_size=8) | st.text("a\ue000\uffff\U00010000\U0010ffff", max_size=3)


def _values(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[JSON]:
    integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    return st.recursive(
        st.none() | st.booleans() | integers | numbers | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(_names, inner),
    )


_json = _values(_doubles)


@given(_json)
@example({"\U00010000": 1, "\uffff": 2, "\ue000": 3})
@example('\x00\x08\x09\x0a\x0b\x0c\x0d\x1f"\\/\x7f\u2028é💥')
def test_it_writes_what_the_reference_writes(value: JSON):
    assert canonical(value) == rfc8785.dumps(value)


@given(_values(st.floats(-LARGEST_INTEGER, LARGEST_INTEGER)))
def test_what_was_read_back_has_the_same_form(value: JSON):
    assert canonical(orjson.loads(canonical(value))) == canonical(value)


@given(_doubles)
@example(5e-324)
@example(-0.0)
@example(1e21)
@example(999999999999999900000.0)
@example(1e-6)
@example(1e-7)
@example(1.7976931348623157e308)
@example(4.50)
@example(333333333.33333329)
def test_numbers_are_written_as_browsers_do(value: float):
    assert number(value).encode() == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, LARGEST_INTEGER + 1, -(2**80), "\ud800", {"\udfff": 1}]
)
def test_what_has_no_canonical_form_is_refused(value: JSON):
    with pytest.raises(ValueError, match=r"JSON|utf-8"):
        canonical([value])


@pytest.mark.parametrize("value", [2**80, "\ud800", [1.5, "é"], math.nan])
def test_a_rough_size_never_fails(value: JSON):
    assert rough_size(value) > 0
