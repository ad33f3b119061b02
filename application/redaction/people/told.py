"""Dates of birth and bank accounts that somebody tells in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.spans import Span

_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.? (?:de )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일])"
)
_BIRTH: Final = re.compile(
    r"(?i)(?:生年月日|出生日期|生日|생년월일"
    r"|(?<!\w)(?:born(?: on)?|date of birth|birth ?date|birthday"
    r"|d\.?o\.?b\.?|geboren(?: am| op)?|geburts(?:datum|tag)|geb\.|n[eé]e? le|date de naissance"
    r"|nac(?:id[oa]|[ií]|i[oó]) el|fecha de nacimiento|nat[oa] il|data di nascita"
    r"|data de nascimento|nascid[oa] em|urodzon[ya]|data urodzenia|дата рождения|родил(?:ся|ась)"
    r"|do[gğ]um tarihi(?:m)?|geboortedatum|f[oø]dselsdato|f[oö]delsedatum))"
    rf"[ :=(\"'\uff1a是はは은는]{{0,4}}(?:(?:is|was|ist|war|est|es|è|é) )?({_DATE})(?!\d)"
)
_BANK: Final = re.compile(
    r"(?i)\b(?:bank|sort ?code|routing|blz|bsb|ifsc|clabe|iban|swift|bic|wire|ach|transit)"
)
_ACCOUNT: Final = re.compile(
    r"(?i)(?<!\w)(?:account|acct?|konto)[ _.-]{0,2}(?:number|num|no|nr|#)?\.?[ :=#\"']{1,3}(?:is )?"
    r"(\d(?:[ -]?\d){5,16})(?![\w-])"
)
_KONTO: Final = re.compile(
    r"(?i)(?<!\w)(?:kontonummer|konto-?nr\.?|bankkonto|kto\.?-?nr\.?|clabe|cbu"
    r"|계좌(?:번호)?|口座番号|银行账号|銀行帳號|no\.? rek\w{0,6}(?: [A-Z]{2,8})?)"
    r"(?: (?:for|til|för|für|zur?) [^\W\d_]{2,20})?[ :=]{1,3}(?:(?:ist|is|er|är) )?"
    r"(\d(?:[ -]?\d){5,21})(?![\w-])"
)
_SORT: Final = re.compile(
    r"(?i)(?<!\w)(?:sort ?code|bsb|blz|bankleitzahl"
    r"|(?:aba |bank )?routing(?: (?:number|no\.?|nr))?)"
    r"[ :=#]{1,3}(?:is )?(\d{2,3}[ -]?\d{2,3}(?:[ -]?\d{2,3})?)(?![\w-])"
)

# Without one of these there is nothing to look for.
_BIRTHS: Final = (
    "born|birth|dob|d.o.b|gebor|geburt|geb.|né |née |ne le|naiss|nac|nat|nasc|urodz|рожд|родил|出生"
    "|生|생|tarihi|geboorte|dsels"
).split("|")
_ACCOUNTS: Final = (
    "acc konto cbu 계좌 口座 银行 銀行 rek kto clabe sort bsb blz bankleitzahl routing".split()
)


def find_told_births(text: str) -> Iterator[Span]:
    """Dates that what stands before them calls somebody's birth."""
    words = text.lower()
    births = _BIRTH.finditer(text) if any(sign in words for sign in _BIRTHS) else ()
    for match in births:
        yield Span(match.start(1), match.end(1), "birth-date")


def find_told_accounts(text: str) -> Iterator[Span]:
    """Bank accounts that what stands before them calls so; beside a bank's code any account."""
    words = text.lower()
    if not any(sign in words for sign in _ACCOUNTS):
        return
    patterns = (_SORT, _KONTO, _ACCOUNT) if _BANK.search(text) else (_KONTO,)
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Span(match.start(1), match.end(1), "bank-account")
