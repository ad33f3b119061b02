"""Telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from application.redaction.budget import Budget
from application.redaction.meaning.words import ALNUM, DATE
from application.redaction.spans import Span

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
    r"|hp(?=[ :.]{1,2}(?:[0+]|[89]\d{3} \d{4}))|cel\b|tlm\b|telem\w{0,6}|s?đt\b|sdt\b|ph\b\.?"
    r"|mobil(?:nummer|nr|telefon)\b|cell(?:ulare)?\b"
    r"|call(?:ed|ing)?\b(?! stack| site)|fax\b|whatsapp|sms\b|handy|celular|m[oó]vil"
    r"|dial\w{0,3}|ring\b|text me|reach (?:me|us|him|her)|reachable|erreichbar|anruf\w{0,2}"
    r"|ruf(?:t|en sie)? (?:mich|uns)\b|belt? (?:mij|me|ons)\b"
    r"|contact(?=[ ][89]\d{3}[ ]\d{4}(?!\d))"
    r"|contact(?::| (?:number|me|us|phone|no))|msisdn|signal|(?:rück)?rufnummer"
    r"|festnetz\w{0,8}|callback"
    r"|ll[aá]ma\w{0,4}|r?appele[rz]|chiama\w{0,3}|ligue|позвон\w{0,4}|zadzwo\w{0,3}"
    r"|[\u260e\u260f\u2706\U0001f4de\U0001f4f1]"
    r"|\bpuh\w{0,8}\.?|tlf\b\.?|โทร|ה?טלפון|נייד|κινητ\w{0,2}|(?:ال)?جوال|мобил\w{0,8}|kom[oó]rk\w{0,3}|gsm\b|cep\b"
    r"|điện thoại|no hp|telp\w{0,4}|телефон\w{0,3}|тел\b"
    r"|τηλ\w{0,6}|(?:ال)?هاتف\w{0,3}|फ़ोन))"
    r"(?P<between>[^\d\n]{0,24}?)"
    r"(?:(?<![+/.#=@-])|(?<=[rR]ecipient=)|(?<=[nN]umber=)|(?<=[dD]estination=)|(?<=[ ,;&]to=))"
    rf"(?<!{ALNUM})(?P<number>[+(]{{0,2}}\d(?:[ ().\-/\u00b7]{{0,3}}\d){{6,16}})"
    rf"(?!{ALNUM}|@|[.:,-]\d)"
)
# What any of these numbers holds, as is seen sooner than what they are called.
_FEWEST_DIGITS: Final = re.compile(r"\d(?:[ ().\-/\u00b7]{0,3}\d){5}")
# "SMS quota 1000000", "ring buffer 1048576 bytes", "call 88213451 took 32 ms".
_MEASURED: Final = re.compile(
    r"(?i)\b(?:quota|limits?|used|took|timeout|buffer|size|count|total|ids?|duration|offset|max"
    r"|min|with|queue|batch|rate|balance|credits?|costs?|price|plan)\b"
)
_VERSION: Final = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,5}\.\d{1,5}")
# Since 1970, in milliseconds or seconds; a number of North America, whose code is 1 as well, has
# eleven digits, or ten and no code of an area that begins with 1.
_MOMENT: Final = re.compile(r"1[5-9]\d{11}|1[67]\d{8}(?:\.\d{1,9})?")
# "[phone] or 691447188": another of the same.
_ANOTHER: Final = re.compile(
    r"\[phone(?:#\d{1,4})?\],? (?:or|oder|ou|o|of|eller|lub|или)(?: (?:al|au|auf|on|at|op|på))?"
    r" (\+?\d(?:[ ().\-/]{0,2}\d){6,14})(?![\w-])"
)
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
    r"|8 ?(?:\(\d{3}\)|[ -]\d{3}[ -]) ?\d{3}[- ]\d\d[- ]\d\d"  # Russia
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
        if ")" not in written:
            written = written.removeprefix("(")
        if _is_phone(written, budget):
            yield Span(match.end() - len(written), match.end(), "phone")


_IN_ROUTE: Final = re.compile(r"(?<=/)\+[1-9]\d{7,14}(?![\w.-])")


def find_phones_in_routes(text: str) -> Iterator[Span]:
    """International numbers with their sign, which no other step of a path has."""
    for match in _IN_ROUTE.finditer(text):
        yield Span(match.start(), match.end(), "phone")


def find_told_phones(text: str) -> Iterator[Span]:
    """Numbers that what stands before them calls a telephone number."""
    if _FEWEST_DIGITS.search(text) is None:
        return
    for match in _TOLD.finditer(text):
        start, end = match.span("number")
        if _ABOUT_ELSE.search(match["between"]):
            continue
        if _VERSION.fullmatch(text, start, end) or DATE.match(text, start, end):
            continue
        if _MOMENT.fullmatch(text, start, end):
            continue
        is_count = text[start:end].isdigit() and text[start] != "0"
        if is_count and (_UNIT_AFTER.match(text, end) or _MEASURED.search(match["between"])):
            continue
        yield Span(start, end, "phone")
    for match in (*_LINK.finditer(text), *_ANOTHER.finditer(text)):
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
