"""What sentences and field names tell is removed, and nothing else of what they stand in."""

import re

import pytest

from application.redaction import redact_text
from tests.application.redaction import introductions, lines, phrases, sentences, shapes

_MARKED = re.compile(r"«([^»]*)»")
_MARK = r"\[[a-z:-]+(?:#\d+)?\]"

_CASES = (
    *sentences.CODES,
    *sentences.NAMES,
    *sentences.SEEDS,
    *sentences.BELOW,
    *sentences.EMAILS,
    *sentences.PASSWORDS,
    *sentences.NUMBERS,
    *sentences.DOCUMENTS,
    *phrases.PASSWORDS,
    *phrases.NUMBERS,
    *phrases.PHONES,
    *phrases.PLACES,
    *shapes.FILES,
    *shapes.CODE,
    *shapes.TABLES,
    *shapes.TOLD,
    *shapes.DOCUMENTS,
    *shapes.DIGESTS,
    *shapes.REFERENCES,
    *shapes.LOGINS,
    *shapes.PARTS,
    *shapes.BY_POSITION,
    *shapes.FIELDS,
    *lines.SETTINGS,
    *lines.LOGS,
    *lines.THINGS,
    *lines.KEYS,
    *lines.SESSIONS,
    *lines.BYTES,
    *lines.MACHINES,
    *lines.NUMBERS,
    *lines.SAID,
    *lines.CALLED,
    *lines.LOGINS,
    *lines.MOMENTS,
    *introductions.NAMES,
    *introductions.ADDRESSES,
    *introductions.FIELDS,
)


@pytest.mark.parametrize("case", _CASES)
def test_what_is_marked_goes_and_the_rest_stays(case: str):
    plain = _MARKED.sub(r"\1", case)
    expected = _MARK.join(re.escape(part) for part in _MARKED.split(case)[::2])
    result = redact_text(plain)
    assert re.fullmatch(expected, result, re.DOTALL), result
    assert redact_text(result) == result
