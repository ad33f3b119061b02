"""Redaction stays quick and safe whatever it is given."""

import json

import pytest

from application.redaction import JSON, Removal, redact, redact_text
from application.redaction.budget import WORK_PER_FIELD, Budget
from application.redaction.document import MAX_DEPTH
from application.redaction.marks import TOO_COMPLEX, TOO_DEEP, Numbers
from application.redaction.text import redact_string

_HOSTILE = (
    "1", "a", "A", "0f", "=", ":", "/", "-", "_", ".", "@", "%", "&", "#", "\\", '"', "'", "(", "[",
    "{", "<", " ", "\n", "\t", "a@", "a@a.", "a.", "a:", "a=", "a=b&", "a;", "1 ", "1-", "1.",
    "+1 ",     '{"a":', "eyJ", "-eyJ", "eyJabcdefghij.", "a://", "a://b:c@", "?token=", "password=",
    "password: ", "password is ", "password='", "Bearer ", "authorization: ", "cookie: ", "name: ",
    "%25", "&amp;", "\\u0041", "\uff14", "a\u200b", "e\u0308", "-----BEGIN PRIVATE KEY-----",
    "415-555-2671 ", "4242424242424241 ", "123-45-6789 ", "12345678901 ", "10.0.0.1 ", "fe80::1 ",
    "DE89370400440532013001 ", "a.internal ", "a@b.co ", "--token ", "mysql ", "sk-", "ghp_", "SG.",
    "aA1", "ip-1-", "tel 123 4567 ", "phone:x-", "password:[email]", "email:x-", "pin:x/", "id:",
    "authorization: digest is the ", 'token=\\"is the ', "--token 'is the ", "postgres://",
    "cookie: is the ", "ssn 123456789 ", "<password>", "live_", "/reset/",
    "a at b dot ", "a(dot)", "a @ b.", "pin code is ", "your code: ", "code to a b ", "1234 1234 ",
    "insert into t (password) values (", "('a', 'b'), ", "insert into t (a,password) values ('a',",
    "password | a b | ", "| a b ", "password,a\n", "name: password\n", "name: password\nvalue: ",
    "password:\n", ':password "', "('password', '", "password from a1 to ", "login a / ",
    "seed apple ", "credentials: bob ", "wa.me/1", "born 1/1/", "born on 1 may ",
    "account number 1", "sort code 1", "bank account 12 ", "ENV password ", "$6$", "{SSHA}",
    'variable "password" {\n',
    '"name":"password","value":"', "rolled back from 7edf3 to ",
    "sms code ", "code 1234 from ", "setPassword('", "auth=('a', '", "(password: string = ",
    "password a b ", "a1b2c3d4 is my ", "1234 is your ", "your a code is ", "sms code a b 1234 ",
    "requirepass a1b2c3 ", "a:5432:b:c:d\n", "<password a='", "net use /user:a ", "me at ",
    "my pw is ", "12-34-", "hooks.zapier.com/hooks/catch/", "message-id: a@", "a@upi ",
    "echo a | ", "memorable word is A ", "password a b c d e f ", "otp code: 123", "A1B2C-",
    "USER a ", "USER a PASS ", "schtasks ", "AUTH LOGIN a", "1234 as code ", " /v ab /d a", "ww a ",
    "a:b1cd@1.1.1.1 ", "a:b1", "jwt.sign(a,'", "snmpget ", "texted 1234 ", "SetEnv password a",
    "session cookie ", "a arobase b.co ", "log in as a /", "user a pass ", "mail me: a @ b.",
    f"see {'0f' * 16} ", f"{'0f' * 16}/{'1' * 16} ", "cl\xe9 d'api ", "api key: 0a-",
    "call 1.1.2026 ", "version of the app 1.2.", "DESKTOP-1", "paszport ", "No such token: a ",
    "133, 213, ", "1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, x ", "\\xa6\\x7c, ", "<~abc",
    "session a1B2c3D4e5F6a1B2c3D4 ", "fooBar is x1!y ", "cookie a=", "name=a,a=b,a=b,",
    "db-1:5432 ",
    "to a-1 port 22", "a@b-1:/", "http://a:80", "a[.]b", "sign in as a with ",
    "a / b!c is the login ",
    f"meter {'0f' * 16} x ",
)  # fmt: skip


def _work(text: str) -> int:
    budget = Budget()
    redact_string(text, budget, Numbers())
    return WORK_PER_FIELD - budget.left


@pytest.mark.parametrize("unit", _HOSTILE)
def test_work_grows_no_faster_than_the_text(unit: str):
    small, large = unit * (2_000 // len(unit)), unit * (16_000 // len(unit))
    # A little for what is spent once; a text that grows eightfold may cost eight times as much.
    assert _work(large) <= 9 * _work(small) + 10_000


@pytest.mark.parametrize(
    "text",
    ["f" * 60 + "1000", "I typed " + "1" * 60 + "a! as my password", "/vvpcNf" * 60_000],
    ids=["hexadecimal", "digits", "a path without end"],
)
def test_a_long_word_holds_up_nothing(text: str):
    assert redact_text(text) != text


@pytest.mark.parametrize("unit", _HOSTILE)
def test_a_hostile_field_is_redacted_to_rest_or_replaced(unit: str):
    once = redact_text(unit * (50_000 // len(unit)))
    assert redact_text(once) == once


def test_a_field_that_asks_for_too_much_work_is_replaced_and_never_passed():
    hostile = "jane@example.com 415-555-2671 " * 20_000
    result, removals = redact({"ok": "E1234", "bad": hostile, "mail": "jane@example.com"})
    assert result == {"ok": "E1234", "bad": TOO_COMPLEX, "mail": "[email]"}
    assert removals == [Removal("/bad", "too-complex"), Removal("/mail", "email")]


_COSTLY = "jane@example.com 415-555-2671 " * 20_000


def test_a_line_that_asks_for_too_much_work_takes_no_other_with_it():
    before, after = (
        "\n".join(f"row {n}: {n} ms E1234" for n in rows) for rows in (range(9), range(99))
    )
    assert redact_text(f"{before}\n{_COSTLY}\n{after}") == f"{before}\n{TOO_COMPLEX}\n{after}"


def test_lines_that_are_given_up_in_a_row_share_one_mark():
    text = f"first\n{_COSTLY}1\n{_COSTLY}2\nlast E1234"
    assert redact_text(text) == f"first\n{TOO_COMPLEX}\nlast E1234"


def test_a_secret_below_its_name_goes_also_when_the_name_is_given_up():
    text = f"{_COSTLY} password:\nhunter22\nE1234"
    assert redact_text(text) == f"{TOO_COMPLEX}\n[secret:password]\nE1234"


def test_a_private_key_goes_also_when_lines_around_it_are_given_up():
    key = "-----BEGIN PRIVATE " + "KEY-----\nabcdefgh\n-----END PRIVATE " + "KEY-----"
    text = f"{_COSTLY}\n{key}\nE1234"
    assert redact_text(text) == f"{TOO_COMPLEX}\n[secret:private-key]\nE1234"


def test_a_log_of_many_short_lines_is_searched_to_its_end():
    lines = [f"{n} 10.1.{n % 250}.{n // 250} GET /v1/items/{n} 200" for n in range(4_000)]
    result = redact_text("\n".join(lines)).split("\n")
    assert [line.split()[0] for line in result] == [line.split()[0] for line in lines]
    assert {line.split()[1].partition("#")[0].strip("[]") for line in result} == {"ip"}


def test_lines_past_the_budget_are_given_up_and_those_before_it_stay():
    lines = [f"{n} a{n}@b.example 10.1.2.3 415-555-2671" for n in range(20_000)]
    once = redact_text("\n".join(lines))
    kept = once.split("\n")
    assert kept[-1] == TOO_COMPLEX
    assert kept[0] == "0 [email] [ip] [phone]"
    assert 2_000 < len(kept) < 20_000
    assert redact_text(once) == once


def test_a_key_that_asks_for_too_much_work_is_replaced():
    assert redact({"415-555-2671 " * 20_000: 1})[0] == {TOO_COMPLEX: 1}


def test_a_long_field_with_a_few_finds_is_within_its_budget():
    line = "2026-02-20T10:00:00.000Z INFO upload of file_1234567890 took 1500 ms status=200\n"
    text = line * 1_000 + "password=hunter22 from 10.1.2.3\n" + line * 1_000
    assert redact_text(text) == text.replace("hunter22", "[secret:password]").replace(
        "10.1.2.3", "[ip]"
    )


def _nested(levels: int, leaf: JSON) -> JSON:
    document = leaf
    for level in range(levels):
        document = [document] if level % 2 else {"a": document}
    return document


def test_nesting_is_looked_into_to_the_limit():
    result, removals = redact(_nested(MAX_DEPTH, "jane@example.com"))
    assert "[email]" in json.dumps(result)
    assert [removal.rule for removal in removals] == ["email"]


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 900, 50_000])
def test_what_is_nested_deeper_is_replaced(levels: int):
    result, removals = redact(_nested(levels, "jane@example.com"))
    assert [removal.rule for removal in removals] == ["too-deep"]
    text = json.dumps(result)
    assert TOO_DEEP in text
    assert "example" not in text
    assert redact(result) == (result, [])


def test_json_nested_too_deep_in_a_string_is_not_passed():
    text = '{"a":' * 300 + '"jane@example.com"' + "}" * 300
    assert "example" not in redact_text(text)


def test_json_in_a_string_that_is_too_deep_to_parse_is_read_as_text():
    text = "[" * 100_000 + '"jane@example.com"' + "]" * 100_000
    assert "example" not in redact_text(text)


def test_a_number_of_many_digits_does_no_harm():
    digits = "9" * 5_000
    assert redact_text('{"n": ' + digits + ', "mail": "jane@example.com"}').endswith('"[email]"}')
