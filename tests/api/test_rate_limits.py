"""How often one user may ask in a minute, at a gateway that has limits."""

from collections.abc import Iterator

import pytest

from tests.api.conftest import ACME_ORIGIN, SECRETS
from tests.gateway import Answer, Gateway, claims, signed, tenant
from tests.hosts import SERVICE_TOKEN, Host


@pytest.fixture(scope="module")
def limited(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway with limits of 2 creates, 3 messages and 4 other requests."""
    folder = tmp_path_factory.mktemp("limited")
    config = "".join(
        tenant(
            name,
            secrets=SECRETS[name],
            host_url=host.url,
            service_token=SERVICE_TOKEN,
            origins=(ACME_ORIGIN,),
            more=f'[tenants.{name}.answers]\ngenerator = "builtin"',
        )
        for name in ("ten_acme", "ten_globex")
    )
    with Gateway(
        folder,
        database_url=f"sqlite:///{folder}/record.db",
        config=config,
        environ={"SUPPORT_GATEWAY_RATE_LIMITS": "2,3,4"},
    ) as gateway:
        yield gateway


def token_of(user: str, tenant_id: str = "ten_acme") -> str:
    """A good token."""
    return signed(claims(tenant_id, user), SECRETS[tenant_id][0])


def is_limited(answer: Answer) -> None:
    """See that it says when to come again."""
    assert (answer.status, answer.json["error"]) == (429, "RATE_LIMITED")
    seconds = answer.header("retry-after") or ""
    assert seconds.isdecimal()
    assert 1 <= int(seconds) <= 60
    assert answer.json["requestId"] == answer.header("x-request-id")


def test_creates_are_limited_for_one_user(limited: Gateway):
    token = token_of("usr_creates")
    limited.open_case(token)
    limited.open_case(token)

    is_limited(limited.post("/api/cases", {"message": "x"}, token=token))

    assert len(limited.get("/api/cases", token=token).json["data"]) == 2
    limited.open_case(token_of("usr_creates_2"))
    limited.open_case(token_of("usr_creates", "ten_globex"))


def test_messages_are_limited_apart(limited: Gateway):
    token = token_of("usr_messages")
    cases = [limited.open_case(token)["case"]["id"] for _ in range(2)]
    for n in range(3):
        path = f"/api/cases/{cases[n % 2]}/messages"
        assert limited.post(path, {"content": f"m{n}?"}, token=token).status == 200

    for case_id in cases:
        is_limited(limited.post(f"/api/cases/{case_id}/messages", {"content": "x"}, token=token))

    assert limited.case(token, cases[0])["case"]["messageCount"] == 6


def test_everything_else_is_limited_together(limited: Gateway):
    token = token_of("usr_others")
    case_id = limited.open_case(token)["case"]["id"]
    path = f"/api/cases/{case_id}"
    done = [
        limited.get(path, token=token),
        limited.get("/api/cases", token=token),
        limited.post(f"{path}/feedback", {"feedback": "positive"}, token=token),
        limited.post(f"{path}/escalate", {}, token=token),
    ]
    assert {answer.status for answer in done} == {200}

    is_limited(limited.get(path, token=token))
    is_limited(limited.get("/api/cases", token=token))
    is_limited(limited.post(f"{path}/close", {"resolution": "resolved"}, token=token))
    is_limited(
        limited.post(f"{path}/actions", {"action": {"type": "custom", "label": "x"}}, token=token)
    )
    assert limited.get("/api/health").status == 200


def test_replays_are_not_counted(limited: Gateway):
    token = token_of("usr_replays")
    first = limited.post("/api/cases", {"message": "x?"}, token=token, key="k")

    for _ in range(5):
        again = limited.post("/api/cases", {"message": "x?"}, token=token, key="k")
        assert (again.status, again.body) == (201, first.body)

    limited.open_case(token)
    is_limited(limited.post("/api/cases", {"message": "x?"}, token=token))
    still = limited.post("/api/cases", {"message": "x?"}, token=token, key="k")
    assert (still.status, still.header("idempotency-replayed")) == (201, "true")


def test_who_was_limited_is_not_remembered_for_it(limited: Gateway):
    token = token_of("usr_refused")
    limited.open_case(token)
    limited.open_case(token)

    is_limited(limited.post("/api/cases", {"message": "x"}, token=token, key="k"))
    is_limited(limited.post("/api/cases", {"message": "y"}, token=token, key="k"))


def test_no_token_is_no_user_to_count(limited: Gateway):
    for _ in range(10):
        assert limited.get("/api/cases").status == 401
        assert limited.get("/api/health").status == 200


def test_another_token_of_the_same_user_is_the_same_user(limited: Gateway):
    for plan in ("a", "b"):
        token = signed(claims("ten_acme", "usr_tokens", plan=plan), SECRETS["ten_acme"][0])
        limited.open_case(token)

    token = signed(claims("ten_acme", "usr_tokens", plan="c"), SECRETS["ten_acme"][1])
    is_limited(limited.post("/api/cases", {"message": "x"}, token=token))


def test_a_browser_can_read_when_to_come_again(limited: Gateway):
    token = token_of("usr_browser")
    for _ in range(2):
        limited.open_case(token)

    answer = limited.post(
        "/api/cases", {"message": "x"}, token=token, headers=[("Origin", ACME_ORIGIN)]
    )

    is_limited(answer)
    assert answer.header("access-control-allow-origin") == ACME_ORIGIN
    assert "Retry-After" in (answer.header("access-control-expose-headers") or "")
