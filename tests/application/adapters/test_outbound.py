"""The gateway connects to public addresses, to private ones where it may, to metadata never."""

import aiohttp
import pytest

from application.adapters.outbound import address_allowed, guarded_session
from tests.hosts import Host

PUBLIC = [
    "8.8.8.8",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]
PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "240.0.0.1",
    "::1",
    "fd12:3456::1",
    "fec0::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
]
NEVER = [
    "169.254.169.254",
    "169.254.170.2",
    "169.254.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%lo",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "::169.254.169.254",
    "0.0.0.0",  # noqa: S104 - connecting, not binding
    "::",
    "::ffff:0.0.0.0",
    "224.0.0.1",
    "239.1.1.1",
    "ff02::1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "",
]


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_allowed(ip: str):
    assert address_allowed(ip, allow_private=False)
    assert address_allowed(ip, allow_private=True)


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_are_allowed_where_the_tenant_says_so(ip: str):
    assert not address_allowed(ip, allow_private=False)
    assert address_allowed(ip, allow_private=True)


@pytest.mark.parametrize("ip", NEVER)
def test_metadata_and_what_is_no_host_is_never_allowed(ip: str):
    assert not address_allowed(ip, allow_private=False)
    assert not address_allowed(ip, allow_private=True)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
async def test_a_session_does_not_connect_to_a_private_address(name: str):
    async with Host() as host, guarded_session(allow_private=False) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://{name}:{host.port}/")

        assert host.requests == []


async def test_a_name_that_leads_to_a_private_address_is_refused_before_it_is_connected_to():
    async with guarded_session(allow_private=False) as session:
        with pytest.raises(aiohttp.ClientConnectorDNSError):
            await session.get("http://localhost:1/")


async def test_a_session_that_may_connects_by_name_and_by_address():
    async with Host() as host, guarded_session(allow_private=True) as session:
        for name in ("127.0.0.1", "localhost"):
            async with session.get(f"http://{name}:{host.port}/") as response:
                assert response.status == 404


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1"])
async def test_a_session_that_may_connect_to_private_addresses_keeps_off_metadata(address: str):
    async with guarded_session(allow_private=True) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://{address}/latest/meta-data/")
