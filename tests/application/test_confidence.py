"""How sure an answer may be: by what it rests on, and never surer than the assistant is."""

import pytest

from application.answering import confidence
from domain.answer import Answer, Evidence
from domain.grounding import Grounded
from domain.snapshot.shape import SourceStatus
from tests.application.turns import snapshot

CODE = Evidence(type="error_code", label="Error", value="UPLOAD_TOO_LARGE")
FILE = Evidence(type="resource_id", label="File", value="file_381")
SOURCES = ("userState", "userHistory", "userLogs", "businessRules")


def sure(
    *cited: Evidence,
    own: float = 1.0,
    dropped: int = 0,
    failed: int = 0,
    sources: dict[str, SourceStatus] | None = None,
) -> float:
    """The confidence of an answer that cites this; `failed` of its claims stand nowhere."""
    grounded = Grounded(
        answer=Answer(content="x", evidence=cited, confidence=own),
        pointers=("/x",) * len(cited),
        evidence_dropped=dropped,
        claims_held=1,
        claims_failed=("job_99999",) * failed,
    )
    return confidence(grounded, snapshot(sources=sources))


def test_without_evidence_confidence_is_low():
    assert sure() == 0.3


def test_more_evidence_makes_surer():
    assert sure() < sure(FILE) < sure(FILE, CODE) <= 0.95


def test_evidence_that_was_dropped_makes_less_sure():
    assert sure(FILE, dropped=3) < sure(FILE)


def test_claims_of_which_half_hold_are_half_as_sure():
    assert sure(CODE, failed=1) == pytest.approx(sure(CODE) / 2, abs=0.01)


def test_a_code_that_the_catalogue_explains_makes_surer():
    unknown = Evidence(type="error_code", label="Error", value="EXPORT_TIMEOUT")
    assert sure(CODE) > sure(unknown)


def test_a_source_that_failed_makes_less_sure():
    assert sure(CODE, FILE, sources={"userLogs": "timeout"}) <= 0.8 < sure(CODE, FILE)


def test_nothing_is_sure_when_every_source_failed():
    assert sure(CODE, FILE, sources=dict.fromkeys(SOURCES, "failed")) <= 0.2


def test_an_assistant_that_is_unsure_is_believed():
    assert sure(CODE, FILE, own=0.1) < 0.1
    assert sure(CODE, FILE, own=0.0) == 0.0
