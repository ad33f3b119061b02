"""Payment cards and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.budget import Budget
from application.redaction.meaning.words import ALNUM
from application.redaction.spans import Span

# Lengths and leading digits: ISO/IEC 7812 and the schemes' published ranges.
_CARD_SCHEMES: Final = re.compile(
    r"4(?:\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|3(?:0[0-59]|[689]\d)\d{11}"
    r"|(?:6011\d\d|64[4-9]\d{3}|65\d{4})\d{10}(?:\d{3})?"
    r"|35(?:2[89]|[3-8]\d)\d{12}"
    r"|(?:62|81)\d{14}(?:\d{3})?"
    r"|220[0-4]\d{12}"
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{12}(?:\d\d\d?)?"
    r"|60(?:69|7\d|8\d)\d{12}"
    r"|(?:5067|4576|4011)\d{12}"
    r"|9792\d{12}"
)
# In one piece, in groups of at least two digits, or every digit by itself.
_DIGIT_GROUPS: Final = re.compile(
    # ISO/IEC 7813: on a card's stripe it stands behind "%B".
    rf"(?:(?<!\.)(?<!{ALNUM})(?<!\d-)|(?<=%B))"
    r"(?=(?:\d[ .\-·]{0,3}){13}\d)"
    r"(?=(\d{2,19}(?:[ .\-·]{1,3}\d{2,19}){0,8}|\d(?:[ .\-]\d){13,18}(?!\d)))"
)
_NO_DIGIT: Final = re.compile(r"\D+")
CARD_DIGITS: Final = range(14, 20)
_EVERY_SECOND: Final = str.maketrans("0123456789", "0246813579")


def passes_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1 annex B."""
    odd = digits[-1::-2]
    even = digits[-2::-2].translate(_EVERY_SECOND)
    return (sum(map(int, odd)) + sum(map(int, even))) % 10 == 0


def is_card_number(digits: str) -> bool:
    """Whether a run of digits has a scheme's beginning and length, and the right check digit."""
    return _CARD_SCHEMES.fullmatch(digits) is not None and passes_luhn(digits)


def find_cards(text: str, budget: Budget) -> Iterator[Span]:
    """Card numbers, in one piece or in groups."""
    taken = 0
    for match in _DIGIT_GROUPS.finditer(text):
        if match.start() < taken:
            continue
        budget.spend(600)
        start, written = match.start(), match.group(1)
        for end in _ends_of_groups(written):
            budget.spend(300)
            if is_card_number(_NO_DIGIT.sub("", written[:end])):
                taken = start + end
                yield Span(start, taken, "card")
                break


_CARD_IN_ROUTE: Final = re.compile(r"(?i)/cards?/(\d{14,19})(?!\w)")
_CARD_BELOW: Final = re.compile(r"(?<![\w.-])\d{4}(?:\r?\n\d{4}){3}(?![\w.-])")


def find_cards_in_routes(text: str) -> Iterator[Span]:
    """Card numbers in a path after a step that calls them so."""
    for match in _CARD_IN_ROUTE.finditer(text):
        if is_card_number(match.group(1)):
            yield Span(match.start(1), match.end(1), "card")


def find_cards_below(text: str) -> Iterator[Span]:
    """Card numbers whose groups stand one below the other."""
    for match in _CARD_BELOW.finditer(text):
        if is_card_number(_NO_DIGIT.sub("", match.group())):
            yield Span(match.start(), match.end(), "card")


def _ends_of_groups(written: str) -> list[int]:
    """Where a card number that is written in groups may end, longest first."""
    ends: list[int] = []
    digits = 0
    previous = ""
    for index, character in enumerate(written):
        if character.isdigit():
            digits += 1
        elif previous.isdigit() and digits in CARD_DIGITS:
            ends.append(index)
        if digits > CARD_DIGITS[-1]:
            break
        previous = character
    if digits in CARD_DIGITS:
        ends.append(len(written))
    return ends[::-1]


# Lengths by country: the IBAN registry (SWIFT, ISO 13616).
_IBAN_LENGTHS: Final = {
    code: int(length)
    for code, length in (
        entry.split(":")
        for entry in """AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BI:27 BR:29 BY:28
        CH:21 CR:22 CY:28 CZ:24 DE:22 DJ:27 DK:18 DO:28 EE:20 EG:29 ES:24 FI:18 FK:18 FO:18 FR:27
        GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HN:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30
        KW:30 KZ:20 LB:28 LC:32 LI:21 LT:20 LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MN:20 MR:27
        MT:31 MU:30 NI:28 NL:18 NO:15 OM:23 PK:24 PL:28 PS:29 PT:25 QA:29 RO:24 RS:22 RU:33 SA:24
        SC:31 SD:18 SE:24 SI:19 SK:24 SM:27 SO:23 ST:25 SV:28 TL:23 TN:24 TR:26 UA:29 VA:22 VG:24
        XK:20 YE:30""".split()
    )
}
_HEX_ONLY: Final = re.compile(r"[0-9a-f]{2}\d*[a-f][0-9a-f]*")
# No group of a UUID.
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9_])(?<![0-9A-Fa-f]{4}-)(?=([A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}))"
)


def find_ibans(text: str, budget: Budget) -> Iterator[Span]:
    """IBANs with the length of their country and the right check digits (ISO 7064, mod 97-10)."""
    for match in _IBAN.finditer(text):
        budget.spend(200)
        written = match.group(1)
        length = _IBAN_LENGTHS.get(written[:2].upper())
        if length is None:
            continue
        end = _end_of(written, length)
        if end is None or written[end : end + 1].isalnum() or _HEX_ONLY.fullmatch(written[:end]):
            continue
        compact = re.sub(r"[ -]", "", written[:end]).upper()
        number = "".join(str(int(c, 36)) for c in compact[4:] + compact[:4])
        if int(number) % 97 == 1:
            yield Span(match.start(), match.start() + end, "iban")


def _end_of(written: str, count: int) -> int | None:
    """The index after the first `count` letters and digits."""
    for index, character in enumerate(written):
        count -= character.isalnum()
        if not count:
            return index + 1
    return None
