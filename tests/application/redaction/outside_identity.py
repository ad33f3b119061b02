"""Numbers that states and banks give: check digits are computed as the issuers publish them."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.application.redaction.corpus import DIGITS, UPPER, in_groups, pick
from tests.application.redaction.outside import Form, Make, Piece

_Drawn = Callable[[random.Random], str]


def _n(rng: random.Random, length: int) -> str:
    return rng.choice("123456789") + pick(rng, DIGITS, length - 1)


def luhn_digit(digits: str) -> str:
    """The digit that completes the number (ISO/IEC 7812-1)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def _card(prefix: str, length: int, groups: tuple[int, ...] = (), glue: str = "") -> _Drawn:
    def make(rng: random.Random) -> str:
        body = prefix + pick(rng, DIGITS, length - len(prefix) - 1)
        number = body + luhn_digit(body)
        parts: list[str] = []
        for size in groups or (length,):
            parts.append(number[:size])
            number = number[size:]
        return glue.join(parts)

    return make


def _iban(country: str, shape: str, *, spaced: bool = False) -> _Drawn:
    """ISO 13616: the check digits make the rearranged number 1 modulo 97."""

    def make(rng: random.Random) -> str:
        body = "".join(
            pick(rng, {"n": DIGITS, "a": UPPER}[kind], int(count)) for kind, count in _pairs(shape)
        )
        value = int("".join(str(int(char, 36)) for char in f"{body}{country}00"))
        number = f"{country}{98 - value % 97:02}{body}"
        return in_groups(number, 4) if spaced else number

    return make


def _pairs(shape: str) -> list[tuple[str, str]]:
    return [(part[0], part[1:]) for part in shape.split()]


_IBANS = {
    "DE": "n18",
    "FR": "n23",
    "GB": "a4 n14",
    "NL": "a4 n10",
    "ES": "n20",
    "IT": "a1 n22",
    "AT": "n16",
    "CH": "n17",
    "BE": "n12",
    "PT": "n21",
    "PL": "n24",
    "SE": "n20",
    "NO": "n11",
    "DK": "n14",
    "FI": "n14",
    "IE": "a4 n14",
    "CZ": "n20",
    "RO": "a4 n16",
    "GR": "n23",
    "TR": "n22",
    "SA": "n20",
    "AE": "n19",
    "HU": "n24",
    "LU": "n16",
}


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _ssn(rng: random.Random) -> str:
    return (
        f"{rng.choice((123, 219, 457, 512, 661))}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"
    )


def _nino(rng: random.Random) -> str:
    return f"{rng.choice(('AB', 'CE', 'JG', 'SX'))}{pick(rng, DIGITS, 6)}{rng.choice('ABCD')}"


def _bsn(rng: random.Random) -> str:
    while True:
        body = _n(rng, 8)
        check = _weighted(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return body + str(check)


def _steuer_id(rng: random.Random) -> str:
    """ISO 7064 MOD 11,10, one digit twice."""
    digits = rng.sample("123456789", 9)
    body = "".join([*digits, digits[0]])
    product = 10
    for char in body:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    return body + str((11 - product) % 10)


def _dni(rng: random.Random) -> str:
    number = int(_n(rng, 8))
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def _nie(rng: random.Random) -> str:
    first, rest = rng.randint(0, 2), pick(rng, DIGITS, 7)
    return f"{'XYZ'[first]}{rest}{'TRWAGMYFPDXBNJZSQVHLCKE'[int(f'{first}{rest}') % 23]}"


_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        map(int, "1 0 5 7 9 13 15 17 19 21".split() * 2 + "2 4 18 20 11 3 6 8".split()
            + "12 14 16 10 22 25 24 23".split()),
        strict=True,
    )
)  # fmt: skip


def _codice(rng: random.Random) -> str:
    born = f"{rng.randint(50, 99)}{rng.choice('ABCDEHLMPRST')}{rng.randint(10, 28)}"
    body = f"RSS{rng.choice(('MRA', 'LGU', 'NNA'))}{born}{rng.choice('FHL')}{rng.randint(100, 999)}"
    total = sum(
        _ODD[c] if place % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65)
        for place, c in enumerate(body)
    )
    return body + chr(65 + total % 26)


def _cpf(rng: random.Random) -> str:
    body = _n(rng, 9)
    for length in (9, 10):
        rest = _weighted(body, tuple(range(length + 1, 1, -1))) * 10 % 11 % 10
        body += str(rest)
    return f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


def _pesel(rng: random.Random) -> str:
    body = (
        f"{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{pick(rng, DIGITS, 4)}"
    )
    return body + str(-_weighted(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def _personnummer(rng: random.Random) -> str:
    body = (
        f"{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{pick(rng, DIGITS, 3)}"
    )
    return f"{body[:6]}-{body[6:]}{luhn_digit(body)}"


_D = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_P = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def _aadhaar(rng: random.Random) -> str:
    """Verhoeff's check digit."""
    body, check = rng.choice("23456789") + pick(rng, DIGITS, 10), 0
    for place, char in enumerate(reversed(body)):
        check = int(_D[check][int(_P[(place + 1) % 8][int(char)])])
    digit = next(str(d) for d in range(10) if _D[check][d] == "0")
    return in_groups(body + digit, 4)


def _sin(rng: random.Random) -> str:
    body = rng.choice("1234567") + pick(rng, DIGITS, 7)
    return in_groups(body + luhn_digit(body), 3)


def _tfn(rng: random.Random) -> str:
    while True:
        number = _n(rng, 9)
        if _weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
            return in_groups(number, 3)


def _insee(rng: random.Random) -> str:
    born = f"{rng.choice('12')}{rng.randint(50, 99)}{rng.randint(1, 12):02}"
    body = f"{born}{rng.randint(1, 95):02}{rng.randint(1, 990):03}{rng.randint(1, 999):03}"
    return f"{body}{97 - int(body) % 97:02}"


def _ahv(rng: random.Random) -> str:
    body = "756" + pick(rng, DIGITS, 9)
    check = -_weighted(body, (1, 3) * 6) % 10
    return f"756.{body[3:7]}.{body[7:11]}.{body[11]}{check}"


def _rrn(rng: random.Random) -> str:
    born = f"{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{born}{rng.choice('12')}{pick(rng, DIGITS, 5)}"
    rest = _weighted(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11
    return f"{body[:6]}-{body[6:]}{(11 - rest) % 10}"


def _cnp_fi(rng: random.Random) -> str:
    body, tail = (
        f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(50, 99)}",
        f"{rng.randint(2, 899):03}",
    )
    return f"{body}-{tail}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(body + tail) % 31]}"


def _in(*templates: str) -> Callable[[_Drawn], Make]:
    def of(drawn: _Drawn) -> Make:
        def make(rng: random.Random) -> Piece:
            value = drawn(rng)
            return Piece(rng.choice(templates).replace("@@", value), (value,))

        return make

    return of


_bare = _in("@@")
_CARDS: dict[str, _Drawn] = {
    "Visa": _card("4", 16),
    "Visa spaced": _card("4", 16, (4, 4, 4, 4), " "),
    "Visa dashed": _card("4", 16, (4, 4, 4, 4), "-"),
    "Mastercard": _card("53", 16),
    "Mastercard 2-series": _card("2223", 16, (4, 4, 4, 4), " "),
    "Amex": _card("37", 15),
    "Amex spaced": _card("34", 15, (4, 6, 5), " "),
    "Discover": _card("6011", 16),
    "Diners": _card("3056", 14, (4, 6, 4), " "),
    "JCB": _card("3530", 16, (4, 4, 4, 4), "-"),
    "UnionPay": _card("6221", 19),
    "Maestro": _card("6759", 16),
    "Visa dotted": _card("4", 16, (4, 4, 4, 4), "."),
    "Mir": _card("2200", 16),
}
_NATIONAL: dict[str, tuple[_Drawn, tuple[str, ...]]] = {
    "SSN": (_ssn, ("@@", "SSN @@")),
    "NINO": (_nino, ("@@", "NI number @@")),
    "BSN": (_bsn, ("BSN @@", "bsn: @@", "burgerservicenummer @@")),
    "Steuer-ID": (_steuer_id, ("@@", "Steuer-ID @@", "IdNr. @@")),
    "DNI": (_dni, ("@@", "DNI @@")),
    "NIE": (_nie, ("@@",)),
    "codice fiscale": (_codice, ("@@",)),
    "CPF": (_cpf, ("@@", "CPF @@")),
    "PESEL": (_pesel, ("PESEL @@", "@@")),
    "personnummer": (_personnummer, ("@@", "personnummer @@")),
    "Aadhaar": (_aadhaar, ("@@", "Aadhaar @@")),
    "SIN": (_sin, ("SIN @@", "social insurance number @@")),
    "TFN": (_tfn, ("TFN @@", "tax file number @@")),
    "INSEE": (_insee, ("@@", "numéro de sécurité sociale @@")),
    "AHV": (_ahv, ("@@", "AHV @@")),
    "RRN": (_rrn, ("@@",)),
    "HETU": (_cnp_fi, ("@@", "hetu @@")),
    "passport": (
        lambda rng: "C" + pick(rng, DIGITS, 8),
        ("passport number @@", "passport no. @@", "Reisepass @@"),
    ),
}

IDENTITY = (
    *(Form("cards", name, _bare(drawn)) for name, drawn in _CARDS.items()),
    *(
        Form(
            "IBAN",
            f"{country}{' spaced' if spaced else ''}",
            _bare(_iban(country, shape, spaced=spaced)),
        )
        for country, shape in _IBANS.items()
        for spaced in (False, True)
    ),
    *(
        Form("national ids", name, _in(*templates)(drawn))
        for name, (drawn, templates) in _NATIONAL.items()
    ),
)
