"""JSON is read strictly: where it leaves room for two opinions, it is refused."""

import pytest

from tests.api.test_errors import is_refused
from tests.gateway import Gateway

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")

MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n ",
    "half a document": b'{"message":"x"',
    "two documents": b'{"message":"x"}{}',
    "a comma too many": b'{"message":"x",}',
    "single quotes": b"{'message':'x'}",
    "a comment": b'{"message":"x"}//',
    "a name without quotes": b'{message:"x"}',
    "a control character": b'{"message":"a\nb"}',
    "not UTF-8": b'{"message":"\xff\xfe"}',
    "Latin-1": '{"message":"é"}'.encode("latin-1"),
    "UTF-16": '{"message":"x"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"message":"x"}'.encode("utf-16-le"),
    "an overlong encoding": b'{"message":"\xc0\xaf"}',
    "an encoded surrogate": b'{"message":"\xed\xa0\x80"}',
    "a byte order mark": b'\xef\xbb\xbf{"message":"x"}',
    "NaN": b'{"message":"x","context":{"n":NaN}}',
    "Infinity": b'{"message":"x","context":{"n":Infinity}}',
    "-Infinity": b'{"message":"x","context":{"n":-Infinity}}',
    "1e999": b'{"message":"x","context":{"n":1e999}}',
    "-1e999": b'{"message":"x","context":{"n":-1e999}}',
    "a number of 5000 digits": b'{"message":"x","context":{"n":%s}}' % (b"9" * 5000),
    "2 to the 64th": b'{"message":"x","context":{"n":18446744073709551616}}',
    "below -2 to the 63rd": b'{"message":"x","context":{"n":-9223372036854775809}}',
    "a leading zero": b'{"message":"x","context":{"n":01}}',
    "a plus": b'{"message":"x","context":{"n":+1}}',
    "hexadecimal": b'{"message":"x","context":{"n":0x1}}',
    "a bare point": b'{"message":"x","context":{"n":.5}}',
    "the same member twice": b'{"message":"x","message":"y"}',
    "the same member alike twice": b'{"message":"x","message":"x"}',
    "the same member escaped": b'{"message":"x","m\\u0065ssage":"y"}',
    "the same member further in": b'{"message":"x","context":{"a":{"b":1,"b":1}}}',
    "the same unknown member": b'{"message":"x","y":1,"y":2}',
    "65 deep": b'{"message":"x","context":' + b'{"a":' * 64 + b"1" + b"}" * 64 + b"}",
    "65 lists deep": b'{"message":"x","y":' + b"[" * 64 + b"]" * 64 + b"}",
    "100,000 deep": b'{"message":"x","context":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "100,000 deep and open": b"[" * 100_000,
    "100,000 objects deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a bad escape": b'{"message":"\\x41"}',
    "a cut escape": b'{"message":"\\u00"}',
    "form data": b"message=x",
    "XML": b"<message>x</message>",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_strict_json_is_malformed(gateway: Gateway, token: str, body: bytes):
    is_refused(gateway.post("/api/cases", body, token=token), 400, "MALFORMED_JSON")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"message":x}', "it is broken off or misspelt at character 12."),
        (b'{"message":"\xff"}', "byte 13 is no UTF-8."),
        (b'{"message":"x","message":"y"}', "an object names a member twice."),
        (b'{"message":"x","context":{"n":1e999}}', "a number is too large to be kept exactly."),
        (b'{"message":"x","context":{"n":NaN}}', "NaN and Infinity are no numbers."),
        (b'{"a":' * 65, "it is nested more than 64 levels deep."),
    ],
)
def test_it_says_why(gateway: Gateway, token: str, body: bytes, reason: str):
    said = gateway.post("/api/cases", body, token=token).json["message"]

    assert said == f"The body is not valid JSON: {reason}"


@pytest.mark.parametrize("body", [b"[]", b'[{"message":"x"}]', b'"x"', b"5", b"null", b"true"])
def test_a_body_that_is_no_object_is_not_valid(gateway: Gateway, token: str, body: bytes):
    answer = gateway.post("/api/cases", body, token=token)

    assert (answer.status, answer.json["error"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("verb", ["messages", "feedback", "close", "actions"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"null"])
def test_no_post_takes_a_body_that_is_none(
    gateway: Gateway, token: str, case_id: str, verb: str, body: bytes
):
    answer = gateway.post(f"/api/cases/{case_id}/{verb}", body, token=token)

    assert answer.status == 400
    assert answer.json["error"] in {"MALFORMED_JSON", "VALIDATION_ERROR"}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"reason":', b'"x"'])
def test_an_escalation_takes_an_object_or_nothing(
    gateway: Gateway, token: str, case_id: str, body: bytes
):
    assert gateway.post(f"/api/cases/{case_id}/escalate", body, token=token).status == 400
    assert gateway.case(token, case_id)["case"]["status"] == "active"


def test_64_deep_is_not_too_deep(gateway: Gateway, token: str):
    body = b'{"message":"x","context":' + b'{"a":' * 63 + b"1" + b"}" * 63 + b"}"

    assert gateway.post("/api/cases", body, token=token).status == 201


def test_brackets_in_a_string_are_not_deep(gateway: Gateway, token: str):
    assert gateway.post("/api/cases", {"message": '"[{' * 1000}, token=token).status == 201
