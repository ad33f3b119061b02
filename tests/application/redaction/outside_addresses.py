"""Where people and machines can be reached: email, telephone, IP, hosts, names, street addresses.

Numbering from the national plans as ITU-T E.164 and E.123 have them written; addresses from
RFC 5321, 4291, 5952, 1918, 6598 and 6762; hosts as Kubernetes' and AWS's documentation name them.
"""

from __future__ import annotations

import random

from tests.application.redaction.corpus import DIGITS, HEX, LOWER, pick
from tests.application.redaction.outside import Form, Make, Piece, items

_PHONES = {
    "US": (
        "+1 415-7xx-xxxx",
        "(212) 5xx-xxxx",
        "646-2xx-xxxx",
        "1-312-5xx-xxxx",
        "+1312555xxxx",
        "415.7xx.xxxx",
    ),
    "CA": ("+1 (604) 6xx-xxxx", "416-9xx-xxxx"),
    "GB": (
        "+44 20 7946 0xxx",
        "+44 7700 900xxx",
        "07700 900xxx",
        "(020) 7946 0xxx",
        "0161 496 0xxx",
    ),
    "DE": (
        "+49 30 2345xxxx",
        "+49 151 2345xxxx",
        "0151 2345xxxx",
        "030 / 2345xxxx",
        "+49 (0)89 1234xxx",
        "0049 170 555xxxx",
        "0171-234xxxx",
    ),
    "FR": ("+33 6 12 xx xx xx", "06 12 xx xx xx", "01.42.xx.xx.xx", "+33 (0)1 42 xx xx xx"),
    "ES": ("+34 612 xxx xxx", "612 34 xx xx", "+34 91 123 xx xx"),
    "IT": ("+39 06 6982 xxxx", "+39 347 123 xxxx", "347 123 xxxx"),
    "NL": ("+31 6 1234xxxx", "06-1234xxxx", "+31 20 123 xxxx", "020 123 xxxx"),
    "BE": ("+32 470 12 xx xx", "0470 12 xx xx"),
    "AT": ("+43 664 123xxxx", "0664 123 xxxx", "+43 1 234 xxxx"),
    "CH": ("+41 79 123 xx xx", "079 123 xx xx", "044 668 xx xx"),
    "PL": ("+48 512 xxx xxx", "512-xxx-xxx"),
    "PT": ("+351 912 xxx xxx", "912 xxx xxx"),
    "SE": ("+46 70 123 xx xx", "070-123 xx xx"),
    "NO": ("+47 412 xx xxx", "412 xx xxx"),
    "DK": ("+45 20 12 xx xx", "20 12 xx xx"),
    "FI": ("+358 40 123xxxx", "040 123 xxxx"),
    "IE": ("+353 85 123 xxxx", "085 123 xxxx"),
    "CZ": ("+420 601 xxx xxx",),
    "GR": ("+30 691 234 xxxx",),
    "HU": ("+36 20 123 xxxx", "06 20 123 xxxx"),
    "RO": ("+40 712 xxx xxx", "0712 xxx xxx"),
    "TR": ("+90 532 123 xx xx", "0532 123 xx xx"),
    "RU": ("+7 912 345-xx-xx", "8 (912) 345-xx-xx"),
    "UA": ("+380 67 123 xx xx",),
    "IN": ("+91 98765 xxxxx", "098765 xxxxx", "+91-98765-xxxxx"),
    "JP": ("+81 90 1234 xxxx", "090-1234-xxxx", "03-1234-xxxx"),
    "CN": ("+86 138 1234 xxxx", "138 1234 xxxx"),
    "KR": ("+82 10 1234 xxxx", "010-1234-xxxx"),
    "SG": ("+65 9123 xxxx",),
    "AU": ("+61 412 xxx xxx", "0412 xxx xxx", "(02) 9374 xxxx"),
    "NZ": ("+64 21 123 xxxx", "021 123 xxxx"),
    "BR": ("+55 11 98765-xxxx", "(11) 98765-xxxx"),
    "MX": ("+52 55 1234 xxxx", "55 1234 xxxx"),
    "AR": ("+54 9 11 2345-xxxx",),
    "ZA": ("+27 82 123 xxxx", "082 123 xxxx"),
    "NG": ("+234 803 123 xxxx",),
    "AE": ("+971 50 123 xxxx",),
    "IL": ("+972 52-123-xxxx", "052-123-xxxx"),
    "EG": ("+20 100 123 xxxx",),
    "KE": ("+254 712 xxxxxx",),
    "ID": ("+62 812-3456-xxxx",),
    "PH": ("+63 917 123 xxxx",),
    "TH": ("+66 81 234 xxxx",),
    "VN": ("+84 91 234 xx xx",),
}
_LEADS = ("Tel. @@", "call me at @@", "phone: @@", "@@", "reachable under @@", "☎ @@", "SMS to @@")
_SENDS = (
    "@@",
    "user @@ not found",
    "mailto:@@",
    "<@@>",
    "from=@@ to=queue",
    "Ann Lee <@@>",
    "(@@)",
)


def _fill(rng: random.Random, shape: str) -> str:
    return "".join(rng.choice(DIGITS[1:]) if char == "x" else char for char in shape)


def _phone(shape: str) -> Make:
    # A national number with neither sign nor word may as well be an order number.
    leads = (
        _LEADS
        if shape.startswith(("+", "00", "("))
        else tuple(lead for lead in _LEADS if lead != "@@")
    )

    def make(rng: random.Random) -> Piece:
        number = _fill(rng, shape)
        return Piece(rng.choice(leads).replace("@@", number), (number,))

    return make


def _mail(shape: str) -> Make:
    def make(rng: random.Random) -> Piece:
        address = shape.replace("LOCAL", pick(rng, LOWER, 7)).replace("HOST", pick(rng, LOWER, 6))
        return Piece(rng.choice(_SENDS).replace("@@", address), (address,))

    return make


_MAILS = (
    "LOCAL@HOST.com",
    "LOCAL.doe@HOST.co.uk",
    "LOCAL+tag@HOST.io",
    "LOCAL_x@mail.HOST.example",
    "LOCAL-9@HOST.museum",
    "LOCAL@HOST.de",
    "Jörg.LOCAL@HOST.de",
    "LOCAL@müller-HOST.de",
    "LOCAL@xn--mller-kva.HOST.de",
    "用户LOCAL@例え.jp",
    "LOCAL@HOST.xn--p1ai",
    '"LOCAL doe"@HOST.com',
    "LOCAL%40HOST.com",
    "LOCAL@HOST.COM",
    "l.o'LOCAL@HOST.ie",
    "LOCAL@[192.0.2.7]",
    "LOCAL@HOST.internal",
    "LOCAL=HOST.com@bounce.HOST.net",
    "LOCAL@HOST.cloud",
    "1LOCAL@HOST.app",
    "a@HOST.co",
    "LOCAL!x@HOST.org",
    "LOCAL@sub.sub2.HOST.com.br",
    "LOCAL&#64;HOST.com",
    "LOCAL\\u0040HOST.com",
)
_V4_PUBLIC = ("81.2.69.", "93.184.216.", "203.0.113.", "198.51.100.", "8.8.4.", "185.199.108.")
_V4_PRIVATE = ("10.1.22.", "192.168.178.", "172.20.3.", "100.64.7.", "169.254.9.", "127.0.0.")
_V6 = (
    "2001:db8:85a3::8a2e:370:",
    "fe80::1ff:fe23:4567:",
    "fd12:3456:789a:1::",
    "2a00:1450:4001:81b::",
    "::ffff:10.0.0.",
    "2001:0db8:0000:0000:0000:ff00:0042:",
)
_AROUND_IP = items(
    r"""@@ | client @@ refused | [@@] | http://@@:8080/health | from @@:51422 | ip=@@ |
    X-Forwarded-For: @@, 10.0.0.1 | dial tcp @@:5432: connect: connection refused | @@/24 |
    @@ - - [20/Feb/2026:10:00:00 +0000] "GET /api/files HTTP/1.1" 413 91"""
)
_AROUND_V6 = (
    "@@",
    "client [@@]:443 refused",
    "http://[@@]:8080/health",
    "from @@ port 51422",
    "ip=@@",
    "@@/64",
)


def _ip(prefixes: tuple[str, ...], around: str, tail: str) -> Make:
    def make(rng: random.Random) -> Piece:
        prefix = rng.choice(prefixes)
        decimal = tail == "4" or prefix.endswith(".")
        address = prefix + (
            str(rng.randint(2, 254))
            if decimal
            else pick(rng, "123456789abcdef", 1) + pick(rng, HEX, 3)
        )
        return Piece(around.replace("@@", address), (address,))

    return make


_HOSTS = items(
    r"""db-HOST.internal | HOST.acme.local | HOST.corp | HOST.acme.corp |
    HOST.default.svc.cluster.local | HOST.prod.svc |
    HOST-7d9f8b6c5d-x2x9z.default.pod.cluster.local | ip-10-0-3-17.eu-west-1.compute.internal |
    HOST.lan | HOST.intranet.acme.example | HOST.home.arpa | HOST.intra |
    HOST.eu-west-1.rds.amazonaws.com | HOST.abc123.0001.euw1.cache.amazonaws.com | HOST.private |
    redis-HOST.prod.internal | HOST.ad.acme.local | HOST.vpn.corp | HOST.consul |
    ec2-52-3-4-5.compute-1.amazonaws.com"""
)
_AROUND_HOST = (
    "@@",
    "http://@@:8080/x",
    "getaddrinfo ENOTFOUND @@",
    "@@:5432",
    "upstream=@@",
    'could not translate host name "@@" to address',
    "Host: @@",
)


def _host(shape: str) -> Make:
    def make(rng: random.Random) -> Piece:
        host = shape.replace("HOST", pick(rng, LOWER, 6))
        return Piece(rng.choice(_AROUND_HOST).replace("@@", host), (host,))

    return make


ADDRESSES = (
    *(Form("email", shape, _mail(shape)) for shape in _MAILS),
    *(
        Form("phone", f"{country} {shape}", _phone(shape))
        for country, shapes in _PHONES.items()
        for shape in shapes
    ),
    *(Form("IPv4 public", around, _ip(_V4_PUBLIC, around, "4")) for around in _AROUND_IP),
    *(Form("IPv4 private", around, _ip(_V4_PRIVATE, around, "4")) for around in _AROUND_IP),
    *(Form("IPv6", around, _ip(_V6, around, "6")) for around in _AROUND_V6),
    *(Form("internal hosts", shape, _host(shape)) for shape in _HOSTS),
)
