"""Telephone numbers, payment cards and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from application.redaction.budget import Budget
from application.redaction.spans import Span
from application.redaction.words import ALNUM

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
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{12}(?:\d{3})?"
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


_PHONE: Final = re.compile(
    rf"(?<![+.#=@/-])(?<!{ALNUM})(?:\+|00(?=[1-9]))?\(?\d(?:[ ().\-/\u00b7]{{0,3}}\d){{6,16}}"
    rf"(?!{ALNUM}|@|[.:,-]\d)"
)
_PHONE_AFTER_SIGN: Final = re.compile(
    rf"(?<!\+)(?<!{ALNUM})"
    r"\+\(?[1-9](?:[ ().\-/]{0,3}\d){6,15}(?!\d)"
)
_TOLD: Final = re.compile(
    r"(?i)(?:电话|電話|手机|手機|携帯|전화|휴대폰|핸드폰"
    r"|(?<!\w)(?:\w{0,12}phone|\w{0,8}fone|t[eé]l[eé]?fo{1,2}n\w{0,8}|t[eé]l\b|mob(?:ile?)?\b"
    r"|hp(?=[ :.]{1,2}(?:[0+]|[89]\d{3} \d{4}))|cel\b|tlm\b|telem\w{0,6}|s[đd]t\b"
    r"|mobil(?:nummer|nr|telefon)\b|cell(?:ulare)?\b"
    r"|call(?:ed|ing)?\b(?! stack| site)|fax\b|whatsapp|sms\b|handy|celular|m[oó]vil"
    r"|dial\w{0,3}|ring\b|text me|reach (?:me|us|him|her)|reachable|erreichbar|anruf\w{0,2}"
    r"|contact(?::| (?:number|me|us|phone|no))|msisdn|signal|rufnummer"
    r"|[\u260e\u260f\u2706\U0001f4de\U0001f4f1]"
    r"|\bpuh\w{0,8}\.?|tlf\b\.?|โทร|טלפון|נייד|κινητ\w{0,2}|جوال|мобил\w{0,8}|kom[oó]rk\w{0,3}|gsm\b|cep\b"
    r"|điện thoại|no hp|telp\w{0,4}|телефон\w{0,3}|тел\b"
    r"|τηλ\w{0,6}|هاتف|फ़ोन))"
    r"(?P<between>[^\d\n]{0,24}?)"
    rf"(?<![+/.#=@-])(?<!{ALNUM})(?P<number>[+(]{{0,2}}\d(?:[ ().\-/\u00b7]{{0,3}}\d){{6,16}})"
    rf"(?!{ALNUM}|@|[.:,-]\d)"
)
# "SMS quota 1000000", "ring buffer 1048576 bytes", "call 88213451 took 32 ms".
_MEASURED: Final = re.compile(
    r"(?i)\b(?:quota|limits?|used|took|timeout|buffer|size|count|total|ids?|duration|offset|max"
    r"|min|with|queue|batch|rate|balance|credits?)\b"
)
_VERSION: Final = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,5}\.\d{1,5}")
_LINK: Final = re.compile(
    r"(?:\bwa\.me/|\b(?:tel|sms|callto|facetime):)\+?(\d[\d.-]{5,16}\d)(?!\w)"
)
# A number after "call [phone] about" or "the phone app says order" is another one.
_ABOUT_ELSE: Final = re.compile(
    r"(?i)\]|\b(?:about|app|os|model|firmware|client|order|invoice|ticket|case|job|request|ref\w{0,7}|error|code|fehler|version"
    r"|build|port|bestell\w*|rechnung|auftrag|pedido|commande|ordine)\b"
)
_UNIT_AFTER: Final = re.compile(
    r"(?i) ?(?:[mnuµ]s|s|sec\w*|min\w*|[kmgt]i?b|bytes?|bits?|rows?|items?|records?|requests?|times"
    r"|took|of|messages?|users?|events?|entries|tokens?|chars?|characters|calls?|credits?|points?"
    r"|%)(?!\w)"
)
_NORTH_AMERICAN: Final = re.compile(r"[2-9]\d\d[-. ]\d{3}[-. ]\d{4}")
_NATIONAL_FORMS: Final = re.compile(
    r"\(\d{2,5}\)[ -]?\d[\d -]{4,11}"  # an area code in brackets
    r"|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}"  # North America
    r"|0\d{1,5} ?[ /-] ?\d[\d /-]{4,12}"  # a trunk zero and an area code
    r"|0\d(?:[ .]\d\d){4}"  # France
    r"|8 ?\(\d{3}\) ?\d{3}[- ]\d\d[- ]\d\d"  # Russia
)
_REGIONS_WITH_ZERO: Final = (
    "GB DE FR IT NL BE CH AT SE AU NZ ZA IN JP KR IE FI TR IL ID VN EG NG KE PK BD MY TH PH TW UA"
).split()
_REGIONS_WITHOUT_ZERO: Final = "US BR MX CN ES AR CO SG HK IN CL PE RU".split()
_COST_OF_A_PARSE: Final = 4_000


def find_phones(text: str, budget: Budget) -> Iterator[Span]:
    """Telephone numbers, international, or in a country's own form.

    Numbering plans of two hundred countries change every month; `phonenumbers` follows them (it is
    the port of the library that Android uses). It is asked only about a passage that has the form.
    """
    for match in _PHONE_AFTER_SIGN.finditer(text):
        budget.spend(_COST_OF_A_PARSE)
        if _number_is(match.group(), None):
            yield Span(match.start(), match.end(), "phone")
    for match in _PHONE.finditer(text):
        written = match.group()
        budget.spend(100)
        if written.startswith("+"):
            continue
        if _is_phone(written, budget):
            yield Span(match.start(), match.end(), "phone")


def find_told_phones(text: str) -> Iterator[Span]:
    """Numbers that what stands before them calls a telephone number."""
    for match in _TOLD.finditer(text):
        start, end = match.span("number")
        if _ABOUT_ELSE.search(match["between"]):
            continue
        if _VERSION.fullmatch(text, start, end):
            continue
        is_count = text[start:end].isdigit() and text[start] != "0"
        if is_count and (_UNIT_AFTER.match(text, end) or _MEASURED.search(match["between"])):
            continue
        yield Span(start, end, "phone")
    for match in _LINK.finditer(text):
        yield Span(match.start(1), match.end(1), "phone")


def _is_phone(written: str, budget: Budget) -> bool:
    if written.lstrip("(").startswith("00"):
        budget.spend(_COST_OF_A_PARSE)
        return _number_is("+" + written.lstrip("(")[2:], None)
    if _NATIONAL_FORMS.fullmatch(written) is None:
        return False
    regions = _REGIONS_WITH_ZERO if written.lstrip("(").startswith("0") else _REGIONS_WITHOUT_ZERO
    if _NORTH_AMERICAN.fullmatch(written):
        regions = ["US"]
    for region in regions:
        budget.spend(_COST_OF_A_PARSE)
        if _number_is(written, region):
            return True
    return False


@cache
def _phone_parser() -> Callable[[str, str | None], bool]:
    """The library's judgement; imported on first use, because that takes 40 ms."""
    import phonenumbers  # noqa: PLC0415 - see above

    def is_number(written: str, region: str | None) -> bool:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            return False
        if region is None:
            return phonenumbers.is_possible_number(number)
        return phonenumbers.is_valid_number(number)

    return is_number


def _number_is(written: str, region: str | None) -> bool:
    return _phone_parser()(written, region)
