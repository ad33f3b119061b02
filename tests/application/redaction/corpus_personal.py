"""Formats of personal data, of machines' addresses, and of disguises."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Final

import phonenumbers
from stdnum import iban, luhn, verhoeff
from stdnum.es import dni
from stdnum.fi import hetu
from stdnum.it import codicefiscale
from stdnum.pl import pesel

from tests.application.redaction.corpus import DIGITS, HEX, LOWER, UPPER, Format, pick
from tests.application.redaction.corpus_secrets import _around, _document, _TOKEN, _whole

_FIRST: Final = ("jane", "ravi", "maria", "olu", "chen", "ana")
_LAST: Final = ("doe", "keller", "o.brien", "silva", "novak", "tanaka")


def _email(rng: random.Random) -> str:
    domain = rng.choice(["example.com", "mail.example.co.uk", "acme.io", "uni-bonn.example.de"])
    return f"{rng.choice(_FIRST)}.{rng.choice(_LAST)}{rng.randint(1, 99)}@{domain}"


_EMAILS: Final = (
    Format("email", "plain", _email),
    Format("email", "plus", lambda r: _email(r).replace("@", "+news@")),
    Format("email", "upper", lambda r: _email(r).upper()),
    Format("email", "subdomain", lambda r: _email(r).replace("@", "@eu.mail.")),
    Format("email", "field", _email, ("email", "userEmail", "contact", "owner", "createdBy")),
    _around("email", "angle", "From: Jane Doe <@@>", _email),
    _around("email", "mailto", "see mailto:@@?subject=x", _email),
    _whole("email", "as id", lambda r: ({"requestId": (e := _email(r)), "status": 200}, e)),
    _whole("email", "as key", lambda r: ({"members": {(e := _email(r)): "admin"}}, e)),
    _around("email", "in route", "/api/v1/users/@@/files", _email),
)
_REGIONS: Final = (
    "US GB DE FR IT ES NL BE CH AT SE NO DK FI PL CZ PT BR MX AR IN JP KR CN AU NZ ZA NG KE TR IL UA"
).split()


def _phone(
    region: str, form: int, kind: int = phonenumbers.PhoneNumberType.MOBILE
) -> Callable[[random.Random], str]:
    example = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(
        region
    )

    def make(rng: random.Random) -> str:
        for _ in range(50):
            national = str(example.national_number)
            changed = national[:-4] + pick(rng, DIGITS, 4)
            number = phonenumbers.PhoneNumber(
                example.country_code, int(changed), None, example.italian_leading_zero
            )
            if phonenumbers.is_valid_number(number):
                break
        else:
            number = example
        return phonenumbers.format_number(number, form)

    return make


_INTERNATIONAL: Final = phonenumbers.PhoneNumberFormat.INTERNATIONAL
_E164: Final = phonenumbers.PhoneNumberFormat.E164
_NATIONAL: Final = phonenumbers.PhoneNumberFormat.NATIONAL
_FIXED: Final = phonenumbers.PhoneNumberType.FIXED_LINE
_PHONES: Final = (
    *(Format("phone", f"{r} international", _phone(r, _INTERNATIONAL)) for r in _REGIONS),
    *(Format("phone", f"{r} e164", _phone(r, _E164, _FIXED)) for r in _REGIONS[::2]),
    *(
        Format(
            "phone", f"{r} field", _phone(r, _NATIONAL), ("phone", "mobile", "phoneNumber", "tel")
        )
        for r in _REGIONS[::2]
    ),
    *(
        _around("phone", f"{r} called", "please call me at @@ today", _phone(r, _NATIONAL))
        for r in _REGIONS[::3]
    ),
    *(Format("phone", f"{r} bare", _phone(r, _NATIONAL)) for r in ("US", "GB", "DE", "FR")),
)


def _card(
    prefix: str, length: int, grouping: tuple[int, ...] = (), joint: str = " "
) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        body = prefix + pick(rng, DIGITS, length - len(prefix) - 1)
        digits = body + luhn.calc_check_digit(body)
        if not grouping:
            return digits
        pieces, position = [], 0
        for size in grouping:
            pieces.append(digits[position : position + size])
            position += size
        return joint.join(pieces)

    return make


_CARDS: Final = (
    Format("card", "visa", _card("4", 16)),
    Format("card", "visa grouped", _card("4", 16, (4, 4, 4, 4))),
    Format("card", "mastercard dashed", _card("52", 16, (4, 4, 4, 4), "-")),
    Format("card", "mastercard 2", _card("2221", 16)),
    Format("card", "amex", _card("37", 15)),
    Format("card", "amex grouped", _card("34", 15, (4, 6, 5))),
    Format("card", "discover", _card("6011", 16, (4, 4, 4, 4))),
    Format("card", "jcb", _card("3530", 16)),
    Format("card", "diners", _card("36", 14)),
    Format("card", "unionpay", _card("62", 16, (4, 4, 4, 4))),
    Format("card", "field", _card("4", 16), ("cardNumber", "card_number", "pan", "creditCard")),
    _whole("card", "integer", lambda r: ({"value": int(c := _card("51", 16)(r))}, c)),
    _whole("card", "posing", lambda r: ({"requestId": (c := _card("4", 16, (4, 4, 4, 4))(r))}, c)),
    _around("card", "sentence", "I paid with @@, exp 12/27", _card("5555", 16)),
)


def _iban(
    country: str, length: int, bank: str = "", joint: str = ""
) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        body = bank + pick(rng, DIGITS, length - 4 - len(bank))
        number = country + iban.calc_check_digits(country + "00" + body) + body
        return joint.join(number[i : i + 4] for i in range(0, length, 4)) if joint else number

    return make


_IBANS: Final = tuple(
    Format("iban", f"{country} {joint!r}", _iban(country, length, bank, joint))
    for country, length, bank in (
        ("DE", 22, ""),
        ("GB", 22, "NWBK"),
        ("FR", 27, ""),
        ("NL", 18, "ABNA"),
        ("ES", 24, ""),
        ("CH", 21, ""),
        ("PL", 28, ""),
        ("IE", 22, "AIBK"),
        ("NO", 15, ""),
        ("AT", 20, ""),
    )
    for joint in ("", " ")
)


def _checked(
    body: Callable[[random.Random], str], check: Callable[[str], str]
) -> Callable[[random.Random], str]:
    def make(rng: random.Random) -> str:
        digits = body(rng)
        return digits + check(digits)

    return make


def _cpf(rng: random.Random) -> str:
    digits = [rng.randint(0, 9) for _ in range(9)]
    for size in (10, 11):
        total = sum(d * w for d, w in zip(digits, range(size, 1, -1), strict=True))
        digits.append((total * 10 % 11) % 10)
    text = "".join(map(str, digits))
    return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"


def _birth(rng: random.Random) -> str:
    return f"{rng.randint(50, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"


def _ssn(rng: random.Random) -> str:
    return f"{rng.randint(100, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"


def _nino(rng: random.Random) -> str:
    return rng.choice(["AB", "CE", "JK"]) + pick(rng, DIGITS, 6) + rng.choice("ABCD")


def _aadhaar(rng: random.Random) -> str:
    body = rng.choice("23456789") + pick(rng, DIGITS, 10)
    digits = body + str(verhoeff.calc_check_digit(body))
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def _codice(rng: random.Random) -> str:
    body = pick(rng, "BCDFGLMN", 6) + f"{rng.randint(10, 99)}" + rng.choice("ABCDEHLMPRST")
    body += f"{rng.randint(10, 28)}" + rng.choice("AFH") + pick(rng, DIGITS, 3)
    return body + codicefiscale.calc_check_digit(body)


def _nir(rng: random.Random) -> str:
    body = (
        rng.choice("12") + f"{rng.randint(50, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 75):02d}"
    )
    body += f"{rng.randint(1, 990):03d}{rng.randint(1, 990):03d}"
    return body + f"{97 - int(body) % 97:02d}"


def _personnummer(rng: random.Random) -> str:
    body = _birth(rng) + pick(rng, DIGITS, 3)
    return f"{body[:6]}-{body[6:]}{luhn.calc_check_digit(body)}"


def _hetu(rng: random.Random) -> str:
    birth = _birth(rng)
    day = birth[4:] + birth[2:4] + birth[:2]
    number = f"{rng.randint(2, 899):03d}"
    return f"{day}-{number}{hetu._calc_checksum(day + number)}"


_NATIONAL: Final = (
    Format("national id", "us ssn", _ssn),
    Format("national id", "br cpf", _cpf),
    Format("national id", "gb nino", _nino),
    Format("national id", "es dni", _checked(lambda r: pick(r, DIGITS, 8), dni.calc_check_digit)),
    Format(
        "national id",
        "pl pesel",
        _checked(lambda r: _birth(r) + pick(r, DIGITS, 4), pesel.calc_check_digit),
    ),
    Format("national id", "in aadhaar", _aadhaar),
    Format("national id", "it codice fiscale", _codice),
    Format("national id", "fr nir", _nir),
    Format("national id", "se personnummer", _personnummer),
    Format("national id", "fi hetu", _hetu),
    Format(
        "national id",
        "field",
        lambda r: pick(r, DIGITS, 9),
        ("ssn", "nationalId", "taxId", "passportNumber", "bsn"),
    ),
    _around(
        "national id", "passport", "my passport number is @@", lambda r: "C" + pick(r, DIGITS, 8)
    ),
    _around("national id", "nhs", "NHS number: @@", lambda r: pick(r, DIGITS, 10)),
    _around("national id", "bare ssn", "SSN @@ was rejected", lambda r: pick(r, DIGITS, 9)),
)


def _ip(first: str) -> Callable[[random.Random], str]:
    return lambda rng: f"{first}.{rng.randint(1, 254)}.{rng.randint(1, 254)}"


_IPS: Final = (
    Format("ip", "private 10", _ip("10.12")),
    Format("ip", "private 192", _ip("192.168")),
    Format("ip", "private 172", _ip("172.16")),
    Format("ip", "public", _ip("203.0")),
    Format("ip", "public 2", _ip("81.2")),
    _around("ip", "port", "dial tcp @@:5432: connection refused", _ip("10.1")),
    _around("ip", "url", "GET http://@@:8080/health failed", _ip("10.1")),
    _around(
        "ip", "access log", '@@ - - [20/Feb/2026:10:00:00] "GET / HTTP/1.1" 200', _ip("93.184")
    ),
    Format("ip", "v6", lambda r: f"2001:db8:{pick(r, HEX, 4)}::{pick(r, HEX, 3)}1"),
    Format("ip", "v6 full", lambda r: ":".join("2" + pick(r, HEX, 3) for _ in range(8))),
    Format("ip", "v6 link", lambda r: f"fe80::{pick(r, HEX, 4)}:1{pick(r, HEX, 3)}"),
    Format("ip", "field", _ip("198.51"), ("ip", "clientIp", "remote_addr", "x-forwarded-for")),
)


def _host(template: str) -> Format:
    return Format(
        "internal host",
        template,
        lambda r: template.replace("@", f"{r.choice(['db', 'api', 'cache'])}-{r.randint(1, 99)}"),
    )


_HOSTS: Final = tuple(
    map(
        _host,
        """@.prod.internal @.acme.local @.lan @.corp @.corp.acme.com @.internal.acme.com @.intranet
        @.default.svc.cluster.local @.shop.svc @.home.arpa @.eu-west-1.compute.internal
        ip-10-0-3-17.ec2.internal @.acme.intra @.c.project-1.internal @.private @.lan.acme.de""".split(),
    )
)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _hidden(text: str) -> str:
    return "\u200b".join(text)


def _arabic(text: str) -> str:
    return "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in text)


def _percent(text: str) -> str:
    return "".join(f"%{ord(c):02X}" if not c.isalnum() else c for c in text)


def _entities(text: str) -> str:
    return "".join(f"&#{ord(c)};" if not c.isalnum() else c for c in text)


_VISA: Final = _card("4", 16)
_GROUPED: Final = _card("4", 16, (4, 4, 4, 4))
_DISGUISED: Final = (
    Format("unicode tricks", "wide card", lambda r: _wide(_VISA(r))),
    Format("unicode tricks", "wide email", lambda r: _wide(_email(r))),
    Format("unicode tricks", "hidden email", lambda r: _hidden(_email(r))),
    Format("unicode tricks", "hidden card", lambda r: _hidden(_VISA(r))),
    Format("unicode tricks", "arabic card", lambda r: _arabic(_GROUPED(r))),
    Format("unicode tricks", "percent email", lambda r: _percent(_email(r))),
    Format("unicode tricks", "entity email", lambda r: _entities(_email(r))),
    Format("unicode tricks", "twice percent", lambda r: _percent(_percent(_email(r)))),
    Format("unicode tricks", "nbsp card", lambda r: _GROUPED(r).replace(" ", "\u00a0")),
    Format("unicode tricks", "dash card", lambda r: _GROUPED(r).replace(" ", "\u2013")),
    Format("unicode tricks", "wide phone", lambda r: _wide("+4915112345" + pick(r, DIGITS, 3))),
    Format(
        "unicode tricks",
        "hidden key",
        lambda r: _hidden("sk" + "_live_" + pick(r, LOWER + DIGITS, 24)),
    ),
    Format("unicode tricks", "soft hyphen", lambda r: "\u00ad".join(_ssn(r))),
    _around("unicode tricks", "wide password", "\uff50\uff41\uff53\uff53word\uff1a @@", _TOKEN),
    Format(
        "unicode tricks", "bold card", lambda r: "".join(chr(0x1D7CE + int(c)) for c in _VISA(r))
    ),
    Format("unicode tricks", "wide ip", lambda r: _wide(_ip("10.2")(r))),
)
_NAMES: Final = (
    Format(
        "names and addresses",
        "full name",
        lambda r: f"{r.choice(_FIRST).title()} {r.choice(_LAST).title()}",
        ("fullName", "firstName", "last_name", "customerName"),
    ),
    Format(
        "names and addresses",
        "street",
        lambda r: f"{r.randint(1, 99)} Elm Street",
        ("street", "addressLine1", "address", "shippingAddress"),
    ),
    _whole(
        "names and addresses",
        "user",
        lambda r: ({"user": {"id": "usr_1", "name": (n := f"{r.choice(_FIRST).title()} Roe")}}, n),
    ),
    _whole(
        "names and addresses",
        "postcode",
        lambda r: (
            {"address": {"country": "GB", "postcode": (n := f"SW1A {r.randint(1, 9)}AA")}},
            n,
        ),
    ),
)


def _split_key(rng: random.Random) -> tuple[object, str]:
    whole = "gh" + "p_" + pick(rng, LOWER + DIGITS, 36)
    return {"parts": [whole[:20], whole[20:]]}, whole[20:]


_SPLIT: Final = (
    _whole(
        "split over fields",
        "header pair",
        lambda r: ({"headers": [{"name": "X-Api-Key", "value": (t := _TOKEN(r))}]}, t),
    ),
    _whole(
        "split over fields",
        "field pair",
        lambda r: ({"key": "password", "value": (t := pick(r, LOWER, 9))}, t),
    ),
    _whole(
        "split over fields", "argv", lambda r: (["psql", "--password", (t := pick(r, LOWER, 9))], t)
    ),
    _whole(
        "split over fields",
        "argv user",
        lambda r: ({"argv": ["curl", "-u", f"bob:{(t := _TOKEN(r))}", "x"]}, t),
    ),
    _whole(
        "split over fields",
        "two lists",
        lambda r: ({"headers": [["authorization", f"Bearer {(t := _TOKEN(r))}"]]}, t),
    ),
    _whole("split over fields", "cut key", _split_key),
    _whole(
        "split over fields",
        "numbered",
        lambda r: ({"token_part1": (t := pick(r, LOWER + DIGITS, 14)), "n": 1}, t),
    ),
    _whole(
        "split over fields",
        "env",
        lambda r: ({"env": [{"name": "DB_PASSWORD", "value": (t := _TOKEN(r))}]}, t),
    ),
    _whole(
        "split over fields",
        "label",
        lambda r: ({"label": "Phone", "value": (t := "0151 " + pick(r, DIGITS, 7))}, t),
    ),
    _whole(
        "split over fields",
        "form",
        lambda r: ({"field": "cardNumber", "content": (t := _VISA(r))}, t),
    ),
)
PERSONAL: Final = (
    *_EMAILS,
    *_PHONES,
    *_CARDS,
    *_IBANS,
    *_NATIONAL,
    *_IPS,
    *_HOSTS,
    *_DISGUISED,
    *_NAMES,
    *_SPLIT,
)
del json, UPPER, _document
