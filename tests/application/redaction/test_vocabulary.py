"""Every name of the vocabulary tells of its value wherever a name and a value can stand."""

import json

import pytest

from application.redaction import JSON, redact
from application.redaction.meaning import key_words
from application.redaction.meaning.keys import Kind, meaning_of

_OPAQUE = "q7Xk2pLm9vTz"
_VALUES = {
    Kind.PASSWORD: "Winter77!xq",
    Kind.PIN: "552013",
    Kind.OPAQUE: _OPAQUE,
    Kind.SUBJECT: _OPAQUE,
    Kind.COOKIE: f"{_OPAQUE}=zx8",
    Kind.AUTHORIZATION: _OPAQUE,
    Kind.NAME: "Oluwaseun",
    Kind.ADDRESS: "Lindenallee",
    Kind.BIRTH_DATE: "1984-03-17",
    Kind.PHONE: "5550142",
    Kind.EMAIL: "ann(at)acme",
    Kind.NATIONAL_ID: "8001Z5009",
    Kind.CARD: "4539148803436460",
    Kind.BANK_ACCOUNT: "0012345678",
}
"""A value that is in one word, for each kind that has such; nothing but its name tells of it."""

_LISTS: list[frozenset[str]] = [
    words for name, words in vars(key_words).items() if name.isupper() and name != "PERSON_KEYS"
]
_NAMES = sorted({name for names in _LISTS for name in names if meaning_of(name).kind in _VALUES})


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_tells_in_a_field_and_in_a_text(name: str):
    value = _VALUES[meaning_of(name).kind]
    forms: list[JSON] = [
        {name: value},
        f"set {name}={value} ok",
        f"set {name}: {value}",
        f'log "{name}":"{value}" ok',
    ]
    left = [form for form in forms if value in json.dumps(redact(form)[0])]
    assert not left
