"""Formats of e-mail addresses and telephone numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

import phonenumbers

from tests.application.redaction.corpus import (
    DIGITS,
    Format,
    around,
    pick,
    whole,
)

FIRST: Final = ("jane", "ravi", "maria", "olu", "chen", "ana")
LAST: Final = ("doe", "keller", "o.brien", "silva", "novak", "tanaka")


def email(rng: random.Random) -> str:
    domain = rng.choice(["example.com", "mail.example.co.uk", "acme.io", "uni-bonn.example.de"])
    return f"{rng.choice(FIRST)}.{rng.choice(LAST)}{rng.randint(1, 99)}@{domain}"


EMAILS: Final = (
    Format("email", "plain", email),
    Format("email", "plus", lambda r: email(r).replace("@", "+news@")),
    Format("email", "upper", lambda r: email(r).upper()),
    Format("email", "subdomain", lambda r: email(r).replace("@", "@eu.mail.")),
    Format("email", "field", email, ("email", "userEmail", "contact", "owner", "createdBy")),
    around("email", "angle", "From: Jane Doe <@@>", email),
    around("email", "mailto", "see mailto:@@?subject=x", email),
    whole("email", "as id", lambda r: ({"requestId": (e := email(r)), "status": 200}, e)),
    whole("email", "as key", lambda r: ({"members": {(e := email(r)): "admin"}}, e)),
    around("email", "in route", "/api/v1/users/@@/files", email),
)
_REGIONS: Final = (
    "US GB DE FR IT ES NL BE CH AT SE NO DK FI PL CZ PT BR MX AR IN JP KR CN AU NZ ZA NG KE TR IL"
    " UA"
).split()


def phone(
    region: str, form: int, kind: int = phonenumbers.PhoneNumberType.MOBILE
) -> Callable[[random.Random], str]:
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        example = phonenumbers.example_number(region)
    assert example is not None
    national, code = str(example.national_number), example.country_code
    zero = example.italian_leading_zero

    def make(rng: random.Random) -> str:
        for _ in range(50):
            changed = national[:-4] + pick(rng, DIGITS, 4)
            number = phonenumbers.PhoneNumber(code, int(changed), None, zero)
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, form)
        return phonenumbers.format_number(example, form)

    return make


_INTERNATIONAL: Final = phonenumbers.PhoneNumberFormat.INTERNATIONAL
_E164: Final = phonenumbers.PhoneNumberFormat.E164
_IN_COUNTRY: Final = phonenumbers.PhoneNumberFormat.NATIONAL
_FIXED: Final = phonenumbers.PhoneNumberType.FIXED_LINE
PHONES: Final = (
    *(Format("phone", f"{r} international", phone(r, _INTERNATIONAL)) for r in _REGIONS),
    *(Format("phone", f"{r} e164", phone(r, _E164, _FIXED)) for r in _REGIONS[::2]),
    *(
        Format(
            "phone", f"{r} field", phone(r, _IN_COUNTRY), ("phone", "mobile", "phoneNumber", "tel")
        )
        for r in _REGIONS[::2]
    ),
    *(
        around("phone", f"{r} called", "please call me at @@ today", phone(r, _IN_COUNTRY))
        for r in _REGIONS[::3]
    ),
    *(Format("phone", f"{r} bare", phone(r, _IN_COUNTRY)) for r in ("US", "GB", "DE", "FR")),
)
