"""What a browser is told: who may call, and how every answer is to be treated."""

import pytest

from tests.api.conftest import ACME_ORIGIN, GATEWAY_ORIGIN, GLOBEX_ORIGIN, World
from tests.gateway import Answer, Gateway

# What is tested here is the same over every engine.
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")

FOREIGN = "https://evil.example"


def asked_from(gateway: Gateway, origin: str, *, path: str = "/api/cases") -> Answer:
    """A preflight."""
    return gateway.request(
        "OPTIONS",
        path,
        headers=[
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"),
        ],
    )


def names(value: str | None) -> set[str]:
    """The names in a header that lists some."""
    return {name.strip().lower() for name in (value or "").split(",")}


@pytest.mark.parametrize("origin", [GATEWAY_ORIGIN, ACME_ORIGIN, GLOBEX_ORIGIN])
@pytest.mark.parametrize("path", ["/api/cases", "/api/cases/cas_1/messages", "/api/health"])
def test_a_preflight_of_an_allowed_origin_is_answered(gateway: Gateway, origin: str, path: str):
    answer = asked_from(gateway, origin, path=path)

    assert answer.status in {200, 204}
    assert answer.body == b""
    assert answer.header("access-control-allow-origin") == origin
    assert names(answer.header("access-control-allow-methods")) == {"get", "post"}
    assert names(answer.header("access-control-allow-headers")) == {
        "authorization",
        "content-type",
        "idempotency-key",
        "if-none-match",
    }
    assert answer.header("access-control-max-age") == "600"
    assert "origin" in names(answer.header("vary"))
    assert answer.header("x-request-id")


@pytest.mark.parametrize(
    "origin",
    [
        FOREIGN,
        "null",
        "http://localhost:3001",
        "https://localhost:3000",
        "http://localhost:3000.evil.example",
        "https://app.acme.example.evil.example",
        "https://evil-app.acme.example",
        "HTTP://LOCALHOST:3000",
        "*",
        "",
    ],
)
def test_a_foreign_origin_is_told_nothing(gateway: Gateway, token: str, origin: str):
    preflight = asked_from(gateway, origin)
    read = gateway.get("/api/cases", token=token, headers=[("Origin", origin)])

    for answer in (preflight, read):
        assert not [name for name, _ in answer.headers if name.startswith("access-control-")]
        assert "origin" in names(answer.header("vary"))


@pytest.mark.parametrize(
    ("tenant", "origin", "allowed"),
    [
        ("ten_acme", GATEWAY_ORIGIN, True),
        ("ten_acme", ACME_ORIGIN, True),
        ("ten_acme", GLOBEX_ORIGIN, False),
        ("ten_globex", GATEWAY_ORIGIN, True),
        ("ten_globex", GLOBEX_ORIGIN, True),
        ("ten_globex", ACME_ORIGIN, False),
        ("ten_down", ACME_ORIGIN, False),
    ],
)
def test_a_tenants_origin_counts_for_its_own_users(
    world: World, tenant: str, origin: str, allowed: bool
):
    token = world.token(tenant, "usr_cors")
    headers = [("Origin", origin)]

    answers = [
        world.gateway.get("/api/cases", token=token, headers=headers),
        world.gateway.post("/api/cases", {"message": ""}, token=token, headers=headers),
        world.gateway.get("/api/cases/cas_1", token=token, headers=headers),
    ]

    for answer in answers:
        assert answer.header("access-control-allow-origin") == (origin if allowed else None)


def test_exposed_headers_are_named(gateway: Gateway, token: str):
    answer = gateway.get("/api/cases", token=token, headers=[("Origin", GATEWAY_ORIGIN)])

    assert names(answer.header("access-control-expose-headers")) == {
        "etag",
        "retry-after",
        "x-request-id",
        "idempotency-replayed",
    }
    assert answer.header("access-control-allow-credentials") is None


def test_errors_carry_the_cors_headers_too(gateway: Gateway, token: str):
    headers = [("Origin", GATEWAY_ORIGIN)]
    refusals = [
        gateway.get("/api/cases", headers=headers),
        gateway.get("/nothing", headers=headers),
        gateway.request("DELETE", "/api/cases", headers=headers),
        gateway.post("/api/cases", b"{", token=token, headers=headers),
        gateway.get("/" + "x" * 9000, headers=headers),
        gateway.post("/api/cases/cas_1/close", {"resolution": 1}, token=token, headers=headers),
    ]

    assert [answer.status for answer in refusals] == [401, 404, 405, 400, 414, 400]
    for answer in refusals:
        assert answer.header("access-control-allow-origin") == GATEWAY_ORIGIN
        assert "x-request-id" in names(answer.header("access-control-expose-headers"))


def test_every_answer_is_dressed_alike(gateway: Gateway, token: str, case_id: str):
    etag = gateway.get(f"/api/cases/{case_id}", token=token).header("etag") or ""
    answers = [
        gateway.get("/api/health"),
        gateway.get("/api/cases"),
        gateway.get("/api/cases", token=token),
        gateway.get(f"/api/cases/{case_id}", token=token),
        gateway.get(f"/api/cases/{case_id}", token=token, headers=[("If-None-Match", etag)]),
        gateway.post("/api/cases", {"message": "x?"}, token=token),
        gateway.post(f"/api/cases/{case_id}/escalate", {}, token=token),
        gateway.get("/nothing"),
        gateway.request("PUT", "/api/cases"),
        asked_from(gateway, GATEWAY_ORIGIN),
        asked_from(gateway, FOREIGN),
        gateway.get("/" + "x" * 9000),
    ]

    assert len({answer.header("x-request-id") for answer in answers}) == len(answers)
    for answer in answers:
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("x-frame-options") == "DENY"
        assert "default-src 'none'" in (answer.header("content-security-policy") or "")
        assert "no-store" in (answer.header("cache-control") or "")
        assert answer.header("server") is None
        assert answer.header("x-powered-by") is None


def test_a_request_id_of_the_callers_own_is_not_taken_over(gateway: Gateway):
    plain = gateway.get("/api/health", headers=[("X-Request-Id", "mine")])

    assert plain.header("x-request-id") != "mine"


def test_what_happens_twice_has_two_request_ids(gateway: Gateway, token: str):
    first = gateway.get("/api/cases", token=token)
    second = gateway.get("/api/cases", token=token)

    assert first.header("x-request-id") != second.header("x-request-id")
