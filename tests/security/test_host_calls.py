"""Where a host call leads, whatever a name, an answer or the environment says."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from pydantic import SecretStr

from application.adapters.breaker import Breaker
from application.adapters.host_app import HttpHostApp
from application.adapters.outbound import address_allowed, guarded_session
from tests.hosts import SERVICE_TOKEN, Host
from tests.hosts.behaviours import redirect, says

PUBLIC = "93.184.216.34"


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A host application that should not be reached."""
    async with Host() as host:
        yield host


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "0.1.2.3"),
        *("192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.1", "240.0.0.1"),
        *("::1", "fc00::1", "fd12::1", "fec0::1", "2001:db8::1", "2001::1", "100::1"),
        *("5f00::1", "3fff::1", "100:0:0:1::1", "64:ff9b:1::808:808"),
        *("::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::10.0.0.1"),
        *("2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_what_is_not_public_needs_the_tenants_leave(ip: str):
    assert not address_allowed(ip, allow_private=False)


@pytest.mark.parametrize(
    "ip",
    [
        *("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0"),  # noqa: S104 - refused
        *("::", "fe80::1", "fe80::1%1", "ff02::1", "224.0.0.1", "fd00:ec2::254", "fd20:ce::254"),
        *("::ffff:169.254.169.254", "::169.254.169.254", "::ffff:0:169.254.169.254"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::", "", "localhost"),
    ],
)
def test_metadata_and_link_local_are_never_called(ip: str):
    assert not address_allowed(ip, allow_private=True)
    assert not address_allowed(ip, allow_private=False)


@pytest.mark.parametrize("ip", [PUBLIC, "2606:4700::1111", "::ffff:93.184.216.34"])
def test_what_is_public_is_called(ip: str):
    assert address_allowed(ip, allow_private=False)


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "::ffff:127.0.0.1"],
        [PUBLIC, "169.254.169.254"],
    ],
    ids=" ".join,
)
async def test_a_name_that_leads_to_one_wrong_address_is_not_called_at_all(
    host: Host, monkeypatch: pytest.MonkeyPatch, found: list[str]
):
    _resolves(monkeypatch, found)
    async with guarded_session(allow_private=False) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://app.customer.example:{host.port}/")
    assert host.requests == []


async def test_a_name_that_changes_after_it_was_looked_up_is_not_followed(
    host: Host, monkeypatch: pytest.MonkeyPatch
):
    # What the resolver let pass is looked at once more where it is connected to.
    monkeypatch.setattr("application.adapters.outbound._GuardedResolver.resolve", _loopback)
    async with guarded_session(allow_private=False) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://app.customer.example:{host.port}/")
    assert host.requests == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_takes_no_token_along(host: Host, code: int):
    async with Host(service_token="another") as other:
        host.behave_everywhere(redirect(f"{other.url}/support/user-state", code))
        fates = await _ask(host)
        assert other.requests == []
    assert fates == {"failed"}


@pytest.mark.parametrize(
    "variable", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]
)
async def test_no_proxy_is_taken_from_the_environment(
    host: Host, monkeypatch: pytest.MonkeyPatch, variable: str
):
    async with Host() as proxy:
        monkeypatch.setenv(variable, proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert await _ask(host) == {"ok"}
        assert proxy.requests == []


async def test_no_credential_is_taken_from_a_netrc(
    host: Host, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert await _ask(host) == {"ok"}
    tokens = {request.headers["Authorization"] for request in host.requests}
    assert tokens == {f"Bearer {SERVICE_TOKEN}"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"userId": "usr_other"}',
        b'{"userId": null}',
        b'{"userId": 7}',
        b'{"userId": ["usr_1"]}',
        b"[" * 100_000,
        b'{"entities": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"x": 1e999999}',
        b'{"userId": "\xff"}',
        b"\xff\xfe{\x00}\x00",
        b'{"userId": "usr_1"} {"userId": "usr_1"}',
        b'"usr_1"',
    ],
)
async def test_an_answer_that_is_not_about_the_user_or_no_answer_is_invalid(
    host: Host, body: bytes
):
    host.behave("user-state", says(body))
    assert "invalid" in await _ask(host)


async def _ask(host: Host) -> set[str]:
    """Make the four calls; gives their fates."""
    async with guarded_session(allow_private=True) as session:
        clock = iter(range(10**6)).__next__
        app = HttpHostApp(
            session,
            base_url=host.url,
            service_token=SecretStr(SERVICE_TOKEN),
            breaker=Breaker(clock),
            clock=clock,
            timeout=5.0,
            max_bytes=5_242_880,
        )
        answers = await app.ask("usr_1", window_hours=72, request_id="req_1")
    sources = answers.sources
    return {
        source.status
        for source in (
            sources.user_state,
            sources.user_history,
            sources.user_logs,
            sources.business_rules,
        )
    }


def _resolves(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    async def resolve(
        self: object, host: str, port: int = 0, family: int = 0
    ) -> list[ResolveResult]:
        return [_result(host, ip, port) for ip in found]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)


async def _loopback(self: object, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
    return [_result(host, "127.0.0.1", port)]


def _result(host: str, ip: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    return {
        "hostname": host,
        "host": ip,
        "port": port,
        "family": family,
        "proto": 0,
        "flags": socket.AI_NUMERICHOST,
    }
