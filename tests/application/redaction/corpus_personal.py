"""Formats of cards, bank accounts and national ids, and all of personal data together."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from stdnum import iban, luhn, verhoeff
from stdnum.es import dni
from stdnum.fi import hetu
from stdnum.it import codicefiscale
from stdnum.pl import pesel

from tests.application.redaction.corpus import (
    DIGITS,
    Format,
    around,
    pick,
    whole,
)
from tests.application.redaction.corpus_contacts import EMAILS, FIRST, LAST, PHONES
from tests.application.redaction.corpus_network import HOSTS, IPS


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


VISA: Final = _card("4", 16)
GROUPED: Final = _card("4", 16, (4, 4, 4, 4))
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
    whole("card", "integer", lambda r: ({"value": int(c := _card("51", 16)(r))}, c)),
    whole("card", "posing", lambda r: ({"requestId": (c := _card("4", 16, (4, 4, 4, 4))(r))}, c)),
    around("card", "sentence", "I paid with @@, exp 12/27", _card("5555", 16)),
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


def ssn(rng: random.Random) -> str:
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
    Format("national id", "us ssn", ssn),
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
    around(
        "national id", "passport", "my passport number is @@", lambda r: "C" + pick(r, DIGITS, 8)
    ),
    around("national id", "nhs", "NHS number: @@", lambda r: pick(r, DIGITS, 10)),
    around("national id", "bare ssn", "SSN @@ was rejected", lambda r: pick(r, DIGITS, 9)),
)


_NAMES: Final = (
    Format(
        "names and addresses",
        "full name",
        lambda r: f"{r.choice(FIRST).title()} {r.choice(LAST).title()}",
        ("fullName", "firstName", "last_name", "customerName"),
    ),
    Format(
        "names and addresses",
        "street",
        lambda r: f"{r.randint(1, 99)} Elm Street",
        ("street", "addressLine1", "address", "shippingAddress"),
    ),
    whole(
        "names and addresses",
        "user",
        lambda r: ({"user": {"id": "usr_1", "name": (n := f"{r.choice(FIRST).title()} Roe")}}, n),
    ),
    whole(
        "names and addresses",
        "postcode",
        lambda r: (
            {"address": {"country": "GB", "postcode": (n := f"SW1A {r.randint(1, 9)}AA")}},
            n,
        ),
    ),
)


PERSONAL: Final = (
    *EMAILS,
    *PHONES,
    *_CARDS,
    *_IBANS,
    *_NATIONAL,
    *IPS,
    *HOSTS,
    *_NAMES,
)
