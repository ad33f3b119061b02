"""Formats of addresses and names of machines."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from tests.application.redaction.corpus import (
    HEX,
    Format,
    around,
    pick,
)


def ip(first: str) -> Callable[[random.Random], str]:
    return lambda rng: f"{first}.{rng.randint(1, 254)}.{rng.randint(1, 254)}"


IPS: Final = (
    Format("ip", "private 10", ip("10.12")),
    Format("ip", "private 192", ip("192.168")),
    Format("ip", "private 172", ip("172.16")),
    Format("ip", "public", ip("203.0")),
    Format("ip", "public 2", ip("81.2")),
    around("ip", "port", "dial tcp @@:5432: connection refused", ip("10.1")),
    around("ip", "url", "GET http://@@:8080/health failed", ip("10.1")),
    around("ip", "access log", '@@ - - [20/Feb/2026:10:00:00] "GET / HTTP/1.1" 200', ip("93.184")),
    Format("ip", "v6", lambda r: f"2001:db8:{pick(r, HEX, 4)}::{pick(r, HEX, 3)}1"),
    Format("ip", "v6 full", lambda r: ":".join("2" + pick(r, HEX, 3) for _ in range(8))),
    Format("ip", "v6 link", lambda r: f"fe80::{pick(r, HEX, 4)}:1{pick(r, HEX, 3)}"),
    Format("ip", "field", ip("198.51"), ("ip", "clientIp", "remote_addr", "x-forwarded-for")),
)


def _host(template: str) -> Format:
    return Format(
        "internal host",
        template,
        lambda r: template.replace("@", f"{r.choice(['db', 'api', 'cache'])}-{r.randint(1, 99)}"),
    )


HOSTS: Final = tuple(
    map(
        _host,
        """@.prod.internal @.acme.local @.lan @.corp @.corp.acme.com @.internal.acme.com @.intranet
        @.default.svc.cluster.local @.shop.svc @.home.arpa @.eu-west-1.compute.internal
        ip-10-0-3-17.ec2.internal @.acme.intra @.c.project-1.internal @.private
        @.lan.acme.de""".split(),
    )
)
