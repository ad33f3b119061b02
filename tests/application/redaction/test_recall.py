"""How much is removed that has to go, and how much is kept that has to stay.

Each class is scored in two halves, see `corpus`; the held-out half is the honest figure. The
thresholds are those of the best we set ourselves: 0.98 removed, no class under 0.85; 0.98 kept,
and codes, ids and times without exception.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from application.redaction import redact
from tests.application.redaction.corpus import Format, Sample, contains, samples
from tests.application.redaction.corpus_kept import KEPT
from tests.application.redaction.corpus_personal import PERSONAL
from tests.application.redaction.corpus_secrets import SECRETS
from tests.application.redaction.corpus_tricks import TRICKS

_SEEDS = (7, 2026)
_NEVER_TOUCHED = ("error codes", "ids", "times")


def _is_removed(sample: Sample) -> bool:
    result, _ = redact(sample.document)
    return not contains(result, sample.passage)


def _is_kept(sample: Sample) -> bool:
    result, _ = redact(sample.document)
    return contains(result, sample.passage)


def _scores(
    formats: Sequence[Format], is_right: Callable[[Sample], bool], *, held_out: bool
) -> dict[str, float]:
    """The share of right outcomes of each class, and of all under the empty name."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for seed in _SEEDS:
        for sample in samples(formats, seed):
            if sample.is_held_out == held_out:
                for group in (sample.group, ""):
                    total[group] += 1
                    right[group] += is_right(sample)
    return {group: right[group] / total[group] for group in total}


@pytest.fixture(params=[False, True], ids=["tuned", "held out"])
def held_out(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_credentials_are_removed(held_out: bool):
    scores = _scores(SECRETS, _is_removed, held_out=held_out)
    assert scores[""] >= 0.98, scores
    assert min(scores.values()) >= 0.85, scores


def test_personal_data_is_removed(held_out: bool):
    scores = _scores((*PERSONAL, *TRICKS), _is_removed, held_out=held_out)
    assert scores[""] >= 0.98, scores
    assert min(scores.values()) >= 0.85, scores


def test_what_a_diagnosis_needs_is_kept(held_out: bool):
    scores = _scores(KEPT, _is_kept, held_out=held_out)
    assert scores[""] >= 0.98, scores
    assert {group: scores[group] for group in _NEVER_TOUCHED} == dict.fromkeys(_NEVER_TOUCHED, 1.0)


@pytest.mark.parametrize(
    "formats",
    [SECRETS, PERSONAL, TRICKS, KEPT],
    ids=["secrets", "personal", "tricks", "kept"],
)
def test_every_document_of_the_corpus_is_at_rest_after_one_pass(formats: Sequence[Format]):
    for sample in samples(formats, seed=3, rounds=1):
        result, _ = redact(sample.document)
        assert redact(result) == (result, [])
