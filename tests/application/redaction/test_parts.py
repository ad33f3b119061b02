"""What only the fields of an object, or the items of an array, tell together."""

import pytest

from application.redaction import JSON, redact

_BYTES = [133, 213, 4, 148, 223, 219, 73, 28, 184, 254, 3, 203, 239, 135, 213, 31, 254, 33, 201]


@pytest.mark.parametrize(
    ("document", "left"),
    [
        (
            {"local": "kim", "domain": "acme.example"},
            {"local": "[email]", "domain": "acme.example"},
        ),
        ({"user": "kim.orr", "host": "acme.io"}, {"user": "[email]", "host": "acme.io"}),
        (
            {"mail": {"user": "kim", "host": "acme.io"}},
            {"mail": {"user": "[email]", "host": "acme.io"}},
        ),
        ({"email": ["kim", "acme.io"]}, {"email": ["[email]", "[email]"]}),
        ({"dob": {"day": 4, "year": 1988}}, {"dob": {"day": 4, "year": "[birth-date]"}}),
        ({"parts": ["4539", "1345", "4831", "8566"]}, {"parts": ["[card]"] * 4}),
        ({"hostname": "bastion-eu-1"}, {"hostname": "[internal-host]"}),
        (
            {"question": "Date of birth?", "answer": "1991-07-14"},
            {"question": "Date of birth?", "answer": "[birth-date]"},
        ),
        (
            {"name": {"first": "Jane", "last": "Roe"}},
            {"name": {"first": "[name]", "last": "[name]"}},
        ),
        (
            {"setting": "smtp_password", "oldValue": "winter-otter", "newValue": "3"},
            {
                "setting": "smtp_password",
                "oldValue": "[secret:password]",
                "newValue": "[secret:password]",
            },
        ),
        (
            {"userInfo": {"name": "jane", "planName": "Pro", "countryName": "Norway"}},
            {"userInfo": {"name": "[name]", "planName": "Pro", "countryName": "Norway"}},
        ),
        (
            {"column": "pwd", "after": "winter-otter"},
            {"column": "pwd", "after": "[secret:password]"},
        ),
        (
            {"prompt": "Password:", "response": "winter-otter"},
            {"prompt": "Password:", "response": "[secret:password]"},
        ),
        (
            {"system": "phone", "use": "home", "value": "91234567"},
            {"system": "phone", "use": "home", "value": "[phone]"},
        ),
        (
            {"system": "http://hl7.example/sid/us-ssn", "value": "212345678"},
            {"system": "http://hl7.example/sid/us-ssn", "value": "[national-id]"},
        ),
        (
            {"type": {"text": "NHS number"}, "value": "9434765919"},
            {"type": {"text": "NHS number"}, "value": "[national-id]"},
        ),
        (
            {"iban": ["DE89", "3704", "0044", "0532", "0130", "00"]},
            {"iban": ["[bank-account]"] * 6},
        ),
        (
            {"chat": ["What's your password?", "winter-77-Otter"]},
            {"chat": ["What's your password?", "[secret:password]"]},
        ),
        ({"type": "Buffer", "data": _BYTES}, {"type": "Buffer", "data": ["[secret:blob]"]}),
    ],
)
def test_what_is_in_parts_goes(document: JSON, left: JSON):
    assert redact(document)[0] == left


@pytest.mark.parametrize(
    "document",
    [
        {"user": "usr_81", "host": "acme.io"},
        {"user": "app", "host": "app.acme.io"},
        {"login": "kim.orr", "domain": "uploads"},
        {"job": {"day": 4, "year": 1988}},
        {"parts": ["4539", "1345", "4831", "8567"]},
        ["ls", "-price-list", "main"],
        [1, 2, "-p", "main"],
        {"name": "Session", "from": "10:00", "to": "11:30"},
        {"type": "token", "from": "usr_81", "to": "usr_99"},
        {"attribute": "plan", "from": "free", "to": "team"},
        {"chat": ["Forgot your password?", "Sign in"]},
        {"perHour": sorted(_BYTES)},
        {"column": "plan", "after": "team"},
        {"column": "password", "value": "is too short"},
        {"system": "linux", "value": "91234567"},
        {"system": "https://acme.example/orders", "value": "212345678"},
        {"type": {"text": "Order number"}, "value": "9434765919"},
        {"prompt": "Password:", "response": "expired"},
        {"bank": ["DE89", "3704"]},
        {"perHour": [*_BYTES, 256]},
        {"flags": [False, True] * 12},
    ],
)
def test_what_only_looks_like_parts_stays(document: JSON):
    assert redact(document)[0] == document
