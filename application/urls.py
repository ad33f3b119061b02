"""What a URL, an origin and a host name must look like in the configuration, and why."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote

Address = IPv4Address | IPv6Address

# RFC 3986, 2.2 and 2.3: the characters of a URL, with whole percent encodings.
_URL = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# WHATWG URL, "ends in a number": such a host is an IPv4 address or nothing.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#@]+)")
_DEFAULT_PORT = {"http": "80", "https": "443"}

_NAME_LENGTH = 253
_HIGHEST_PORT = 65535

# RFC 6052 and RFC 2765: IPv4 addresses behind a translator. RFC 4291, 2.5.5.1: IPv4-compatible.
TRANSLATED = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("::ffff:0:0:0/96"),
    IPv6Network("::/96"),
)
"""Where the last four bytes are an IPv4 address."""

# `is_global` of older Pythons takes these for public: RFC 8215, RFC 3879, RFC 9602, RFC 9637,
# RFC 9780; RFC 6890, RFC 7526.
_NOT_GLOBAL = (
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("fec0::/10"),
    IPv6Network("5f00::/16"),
    IPv6Network("3fff::/20"),
    IPv6Network("100:0:0:1::/64"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
)


def is_private(address: Address) -> bool:
    """Whether an address is anything but a public unicast one, also when IPv6 wraps an IPv4 one."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and any(address in network for network in TRANSLATED):
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_private(wrapped)
    return (
        not address.is_global
        or address.is_multicast
        or any(address in network for network in _NOT_GLOBAL)
    )


def host_mistake(host: str) -> str | None:
    """What is wrong with a host name or address in lower case, or None; IPv6 stands in brackets."""
    if host.startswith("["):
        return None if _address(host) else "holds no valid IPv6 address"
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return None if _address(host) else "holds no valid IPv4 address; write four decimal numbers"
    if len(host) > _NAME_LENGTH or not all(_LABEL.fullmatch(label) for label in labels):
        return "holds no valid host name (in ASCII, and without a dot at its end)"
    return None


def base_url_mistake(url: str, *, allow_private: bool) -> str | None:
    """What is wrong with the base URL of a server that the gateway calls, or None if nothing is.

    It is http or https, a host, perhaps a port and a path. Private addresses and plain http need
    `allow_private`. A name may still lead to a private address: only who connects can tell.
    """
    if not _URL.fullmatch(url):
        return "is empty or holds a character that no URL may hold; percent-encode it"
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in _DEFAULT_PORT:
        return "is no web address; write https://…"
    if "?" in rest or "#" in rest:
        return "has a query or a fragment; leave it out"
    authority, _, path = rest.partition("/")
    if "@" in authority:
        return "carries a user name or a password; leave it out"
    mistake = _authority_mistake(authority)
    if mistake:
        return mistake
    segments = path.removesuffix("/").split("/") if path else []
    if any(unquote(segment) in {"", ".", ".."} for segment in segments):
        return "has an empty, a . or a .. segment in its path; leave it out"
    if allow_private:
        return None
    if scheme == "http":
        return "is plain http; write https://… or set allow_private = true"
    if _is_private_host(authority):
        return "is a private address; write a public one or set allow_private = true"
    return None


def origin_mistake(origin: str) -> str | None:
    """What is wrong with an allowed origin, or None; it is `*` or as a browser writes it.

    That is RFC 6454, 6.2: scheme, host in lower case, and the port unless it is the scheme's own.
    """
    if origin == "*":
        return None
    match = _ORIGIN.fullmatch(origin)
    if not match:
        return 'is no origin; write https://app.example.com (no path, no slash at the end) or "*"'
    authority = match["authority"]
    if authority != authority.lower():
        return "is no origin as a browser sends it; write it in lower case"
    if authority.endswith(":" + _DEFAULT_PORT[match["scheme"]]):
        return "names the port that browsers leave out; leave it out"
    return _authority_mistake(authority)


def _authority_mistake(authority: str) -> str | None:
    match = _AUTHORITY.fullmatch(authority)
    if not match:
        return "has no valid host and port; write a host, or host:port"
    port = match["port"]
    if port is not None and not 0 < int(port) <= _HIGHEST_PORT:
        return "has no valid port; write one from 1 to 65535"
    return host_mistake(match["host"].lower())


def _is_private_host(authority: str) -> bool:
    match = _AUTHORITY.fullmatch(authority)
    host = match["host"].lower() if match else authority
    address = _address(host)
    if address:
        return is_private(address)
    # RFC 6761, 6.3: these names are loopback wherever they are looked up.
    return host == "localhost" or host.endswith(".localhost")


def _address(host: str) -> Address | None:
    if "%" in host:
        # RFC 4007: a zone is a name of this machine's own.
        return None
    try:
        return IPv6Address(host[1:-1]) if host.startswith("[") else ip_address(host)
    except ValueError:
        return None
