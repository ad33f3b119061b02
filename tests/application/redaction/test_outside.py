"""What the redaction does with forms that an outsider wrote, in two halves and as whole cases."""

from collections.abc import Sequence

import pytest

from tests.application.redaction.outside import Form, Score, is_kept, is_removed, score
from tests.application.redaction.outside_forms import CREDENTIALS, KEPT, PERSONAL
from tests.application.redaction.outside_whole import WHOLE_KEPT, WHOLE_PERSONAL, WHOLE_SECRETS

_SEED = 11
_NEVER_TOUCHED = ("error codes", "ids", "traces", "times")


@pytest.fixture(params=[False, True], ids=["looked at", "held out"])
def held_out(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def _least(outcome: Score) -> float:
    return min(outcome.share([group]) for group in outcome.total)


def test_credentials_are_removed(held_out: bool):
    outcome = score(CREDENTIALS, is_removed, seed=_SEED, held_out=held_out)
    assert outcome.share() >= 0.99
    assert _least(outcome) >= 0.95


def test_personal_data_is_removed(held_out: bool):
    outcome = score(PERSONAL, is_removed, seed=_SEED, held_out=held_out)
    assert outcome.share() >= 0.98
    assert _least(outcome) >= 0.85


def test_what_a_diagnosis_needs_is_kept(held_out: bool):
    outcome = score(KEPT, is_kept, seed=_SEED, held_out=held_out)
    assert outcome.share() >= 0.99
    for group in _NEVER_TOUCHED:
        assert not outcome.wrong[group]


@pytest.mark.parametrize("forms", [(WHOLE_SECRETS, WHOLE_PERSONAL)])
def test_nothing_private_is_left_of_whole_cases(forms: Sequence[Form]):
    assert not score(forms, is_removed, seed=_SEED, held_out=None).wrong


def test_nothing_that_is_needed_is_lost_from_whole_cases():
    assert not score([WHOLE_KEPT], is_kept, seed=_SEED, held_out=None).wrong
