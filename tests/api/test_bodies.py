"""Bodies: their media types, their sizes, and what is decided before one is read."""

import pytest

from tests.api.test_errors import is_refused
from tests.gateway import Gateway

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")

MIB = 1024 * 1024


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; profile=x; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "json",
        "*/*",
    ],
)
def test_another_media_type_is_not_supported(gateway: Gateway, token: str, media_type: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=b'{"message":"x"}',
        headers=[("Content-Type", media_type)],
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "Application/JSON",
        "application/json ; charset=utf-8",
    ],
)
def test_json_is_supported_however_it_is_written(gateway: Gateway, token: str, media_type: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=b'{"message":"x"}',
        headers=[("Content-Type", media_type)],
    )

    assert answer.status == 201


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd", "gzip, identity", "x"])
def test_no_content_coding_is_supported(gateway: Gateway, token: str, coding: str):
    answer = gateway.post(
        "/api/cases", {"message": "x"}, token=token, headers=[("Content-Encoding", coding)]
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


def test_an_escalation_without_a_body_has_no_coding_either(
    gateway: Gateway, token: str, case_id: str
):
    answer = gateway.post(
        f"/api/cases/{case_id}/escalate", b"", token=token, headers=[("Content-Encoding", "gzip")]
    )

    is_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_of_1_mib_is_read(gateway: Gateway, token: str):
    body = b'{"message":"x","padding":"' + b"y" * (MIB - 28) + b'"}'
    assert len(body) == MIB

    assert gateway.post("/api/cases", body, token=token).status == 201


def test_a_larger_body_is_too_large(gateway: Gateway, token: str):
    body = b'{"message":"x","padding":"' + b"y" * (MIB - 27) + b'"}'
    assert len(body) == MIB + 1

    is_refused(gateway.post("/api/cases", body, token=token), 413, "PAYLOAD_TOO_LARGE")


def test_a_larger_body_without_a_length_is_too_large(gateway: Gateway, token: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=[b'{"message":"x","padding":"', *[b"y" * 65_536] * 17, b'"}'],
        headers=[("Content-Type", "application/json")],
    )

    is_refused(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_body_in_chunks_is_read(gateway: Gateway, token: str):
    answer = gateway.request(
        "POST",
        "/api/cases",
        token=token,
        body=[b'{"mess', b'age":', b'"x"}'],
        headers=[("Content-Type", "application/json")],
    )

    assert answer.status == 201


def test_a_length_over_the_limit_is_refused_before_the_body_is_sent(gateway: Gateway, token: str):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + token.encode() + b"\r\nContent-Length: 99999999999\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"PAYLOAD_TOO_LARGE"' in answer


def test_a_token_is_looked_at_before_the_body_is_read(gateway: Gateway):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer bad\r\nContent-Length: 500\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 401")


def test_who_expects_to_be_asked_for_the_body_is_refused_at_once(gateway: Gateway):
    answer = gateway.raw(
        b"POST /api/cases HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        b"Content-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize("ending", ["Connection: close\r\n", ""])
def test_who_sends_too_much_may_finish_and_read_the_answer(
    gateway: Gateway, token: str, ending: str
):
    head = f"POST /api/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{ending}"
    head += f"Content-Length: {32 * MIB}\r\n\r\n"

    answer = gateway.raw(head.encode(), *[b" " * MIB] * 32)

    assert answer.startswith(b"HTTP/1.1 413\r\n")
    assert b"PAYLOAD_TOO_LARGE" in answer
