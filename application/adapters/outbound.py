"""HTTP sessions that connect only where the gateway may: no private, no metadata addresses."""

import errno
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from application.urls import TRANSLATED, Address, is_private

MOST_CONNECTIONS = 100
"""Connections of one session that are open to one host and port, at most."""

# Where clouds answer whoever asks with credentials: Alibaba Cloud, Oracle Cloud, Azure's
# WireServer, AWS and Google Cloud over IPv6. Everybody's 169.254.169.254 is link-local.
_METADATA: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("100.100.100.200/32"),
    IPv4Network("192.0.0.192/32"),
    IPv4Network("168.63.129.16/32"),
    IPv6Network("fd00:ec2::/32"),
    IPv6Network("fd20:ce::/32"),
)
# RFC 8215: a translator of one's own, mostly with the IPv4 address in the last four bytes.
_OWN_TRANSLATOR = IPv6Network("64:ff9b:1::/48")


def address_allowed(ip: str, *, allow_private: bool) -> bool:
    """Whether the gateway may connect to an address, as a resolver or a socket writes it.

    Link-local, multicast, unspecified and metadata addresses never; others that are not public
    only with `allow_private`; one that IPv6 wraps as what is wrapped.
    """
    try:
        address = _unwrapped(ip_address(ip))
    except ValueError:
        return False
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if any(address in network for network in _METADATA):
        return False
    if address in _OWN_TRANSLATOR:
        return allow_private and address_allowed(_last_four_bytes(address), allow_private=True)
    return allow_private or not is_private(address)


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address) or address.is_loopback or address.is_unspecified:
        return address
    if any(address in network for network in TRANSLATED):
        return ip_address(_last_four_bytes(address))
    return address.ipv4_mapped or address.sixtofour or IPv6Address(int(address))


def _last_four_bytes(address: Address) -> str:
    return str(IPv4Address(int(address) & 0xFFFFFFFF))


def guarded_session(
    *, allow_private: bool, resends: bool = True, reuses: bool = True
) -> aiohttp.ClientSession:
    """Open a session; must be called, and closed, in the event loop that uses it.

    It refuses a name any of whose addresses is not allowed, and again the address that it is about
    to connect to (with `OSError`, which aiohttp shows as `ClientConnectorError`). It keeps no
    cookies, takes no proxy from the environment and decodes no content coding; following redirects
    is for each request to forbid. It sends a GET whose connection breaks a second time by itself
    only if it `resends`, and each request over a connection of its own unless it `reuses` them.
    """
    connector = aiohttp.TCPConnector(
        resolver=_GuardedResolver(allow_private=allow_private),
        socket_factory=_SocketFactory(allow_private=allow_private),
        limit=0,
        limit_per_host=MOST_CONNECTIONS,
        force_close=not reuses,
    )
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        headers={"User-Agent": "support-gateway"},
    )
    # aiohttp has no option for it. A host may be asked twice at most, which its adapter sees to.
    session._retry_connection = resends  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return session


class _GuardedResolver(AbstractResolver):
    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        for result in found:
            _check(result["host"], allow_private=self._allow_private)
        return found

    async def close(self) -> None:
        await self._resolver.close()


class _SocketFactory:
    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    def __call__(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        family, kind, protocol, _, address = info
        _check(str(address[0]), allow_private=self._allow_private)
        return socket.socket(family, kind, protocol)


def _check(ip: str, *, allow_private: bool) -> None:
    if not address_allowed(ip, allow_private=allow_private):
        raise OSError(errno.EACCES, "the gateway may not connect to this address")
