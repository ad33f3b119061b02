"""Every refusal has a code of its own, and every code a status."""

import api.errors
from api.errors import STATUS
from domain.errors import Refused


def _refusals() -> list[type[Refused]]:
    assert api.errors
    return Refused.__subclasses__()


def test_every_refusal_has_a_code_and_every_code_a_status() -> None:
    assert {refusal.code for refusal in _refusals()} == set(STATUS)


def test_no_two_refusals_share_a_code() -> None:
    codes = [refusal.code for refusal in _refusals()]
    assert len(codes) == len(set(codes))


def test_every_refusal_says_in_its_docstring_what_a_client_is_told() -> None:
    assert all(refusal().message for refusal in _refusals())
