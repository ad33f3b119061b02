"""Takes secrets and personal data out of one text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Final

from application.redaction.budget import Budget, OverBudgetError
from application.redaction.detectors import Family, families_of
from application.redaction.folding import fold
from application.redaction.in_text.across_lines import find_across_lines
from application.redaction.in_text.by_position import find_by_position
from application.redaction.in_text.elements import find_elements
from application.redaction.in_text.pairs import find_pairs
from application.redaction.in_text.tabular import find_inserted
from application.redaction.marks import TOO_COMPLEX, Numbers
from application.redaction.meaning.words import ALNUM
from application.redaction.network import (
    find_colon_addresses,
    find_internal_hosts,
    find_ip_addresses,
)
from application.redaction.people.addresses import find_streets
from application.redaction.people.emails import find_emails
from application.redaction.people.introduced import find_introduced
from application.redaction.people.national import (
    find_national_ids,
    find_national_ids_in_routes,
    find_told_national_ids,
)
from application.redaction.people.payment import find_cards, find_cards_in_routes, find_ibans
from application.redaction.people.phones import (
    find_phones,
    find_phones_in_routes,
    find_told_phones,
)
from application.redaction.people.told import find_told_accounts, find_told_births
from application.redaction.secrets.blobs import find_blobs
from application.redaction.secrets.byte_lists import find_spelt_bytes
from application.redaction.secrets.commands import find_command_secrets, find_lines_of_files
from application.redaction.secrets.credentials import (
    find_authorizations,
    find_jwts,
    find_password_hashes,
    find_private_keys,
)
from application.redaction.secrets.told import find_told_secrets
from application.redaction.secrets.told_fields import find_told_fields
from application.redaction.secrets.told_near import (
    find_codes_near,
    find_passphrases,
    find_passwords_after_addresses,
    find_passwords_near,
)
from application.redaction.secrets.urls import (
    find_one_time_links,
    find_url_parameters,
    find_userinfo,
)
from application.redaction.secrets.vendors import (
    find_unmarked_vendor_secrets,
    find_vendor_like_secrets,
    find_vendor_secrets,
)
from application.redaction.spans import Span, merged, replaced

_ROUNDS: Final = 6
"""A replacement may let another rule see more; a text that never comes to rest is given up."""
_GIVEN_UP: Final = frozenset({"too-complex"})
_COST_OF_A_LOOK: Final = 100
_COST_OF_A_TEXT: Final = 250
_COST_OF_A_SPAN: Final = 200


def redact_string(
    text: str, budget: Budget, numbers: Numbers, *, is_claimed: bool = False
) -> tuple[str, frozenset[str]]:
    """The text with marks for what was found, and the rules that found it.

    With `is_claimed` the text is an id, a code, a time or the like that has the form of one: only
    what tells itself by its own form is looked for. The result is at rest: given in again, it
    comes out the same. A text of several lines is taken line by line, but for what spans them.
    """
    if "\n" not in text or is_claimed:
        try:
            return _at_rest(text, budget, numbers, is_claimed=is_claimed)
        except OverBudgetError:
            return TOO_COMPLEX, _GIVEN_UP
    spanning = merged(find_across_lines(text), text)
    lines = replaced(text, spanning, numbers).split("\n")
    rules = {span.rule for span in spanning}
    results: list[str] = []
    # Logs repeat themselves.
    seen: dict[str, str] = {"": ""}
    for after, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        result = seen.get(line)
        if result is None:
            share = budget.share(after)
            try:
                share.spend(_COST_OF_A_LOOK)
                result, found = _at_rest(line, share, numbers, is_claimed=False)
            except OverBudgetError:
                result, found = TOO_COMPLEX, _GIVEN_UP
            budget.settle(share)
            seen[line] = result
            rules |= found
        if result != TOO_COMPLEX or not results or results[-1] != TOO_COMPLEX:
            results.append(result)
    return "\n".join(results), frozenset(rules)


def _at_rest(
    text: str, budget: Budget, numbers: Numbers, *, is_claimed: bool
) -> tuple[str, frozenset[str]]:
    rules: frozenset[str] = frozenset()
    for _ in range(_ROUNDS):
        spans = _spans(text, budget, is_claimed=is_claimed)
        if not spans:
            return text, rules
        rules |= {span.rule for span in spans}
        text = replaced(text, spans, numbers)
    raise OverBudgetError


def _spans(text: str, budget: Budget, *, is_claimed: bool) -> list[Span]:
    families = families_of(text)
    if not families:
        return []
    budget.spend(_COST_OF_A_TEXT + len(text))
    find = _speaking if is_claimed else _all
    spans = list(find(text, families, budget))
    if Family.DISGUISES in families:
        budget.spend(_COST_OF_A_TEXT + 25 * len(text))
        folded = fold(text)
        if folded is not None:
            plain = folded.text
            for span in find(plain, families_of(plain), budget):
                start, end = folded.original(span.start, span.end)
                spans.append(Span(start, end, span.rule))
    budget.spend(_COST_OF_A_SPAN * len(spans))
    return merged(spans, text) if spans else []


def _speaking(text: str, families: AbstractSet[Family], budget: Budget) -> Iterator[Span]:
    """What tells itself by its own form, wherever it stands."""
    size = len(text)
    if Family.PRIVATE_KEYS in families:
        budget.spend(size)
        yield from find_private_keys(text)
    if Family.VENDORS in families:
        budget.spend(10 * size)
        yield from find_vendor_secrets(text)
        yield from find_password_hashes(text)
    if Family.BLOBS in families:
        budget.spend(2 * size)
        yield from find_unmarked_vendor_secrets(text)
    if Family.JWTS in families:
        budget.spend(size)
        yield from find_jwts(text)
    userinfo: list[Span] = []
    if Family.URLS in families:
        budget.spend(7 * size)
        userinfo = list(find_userinfo(text))
        yield from userinfo
        yield from find_url_parameters(text)
        yield from find_one_time_links(text)
    if Family.EMAILS in families:
        budget.spend(2 * size)
        spared = sorted((span.start, span.end) for span in userinfo)
        yield from _outside(spared, find_emails(text))
    if Family.IBANS in families:
        budget.spend(size)
        yield from find_ibans(text, budget)
    if Family.COLON_ADDRESSES in families:
        budget.spend(2 * size)
        yield from find_colon_addresses(text)
    if Family.HOSTS in families:
        budget.spend(size)
        yield from find_internal_hosts(text)
    if Family.SCHEMES in families:
        budget.spend(size)
        yield from find_authorizations(text)
    if Family.NUMBERS in families and "/" in text:
        budget.spend(2 * size)
        yield from find_cards_in_routes(text)
        yield from find_phones_in_routes(text)
        yield from find_national_ids_in_routes(text, budget)


def _all(text: str, families: AbstractSet[Family], budget: Budget) -> Iterator[Span]:
    """Everything, but for what stands in a field of the text that is what it claims to be."""
    size = len(text)
    yield from _speaking(text, families, budget)
    claims: list[tuple[int, int]] = []
    if Family.PAIRS in families or _SPARING & families:
        budget.spend(4 * size)
        pairs = find_pairs(text, budget)
        yield from pairs.spans
        claims = pairs.claims
    if Family.VENDORS in families:
        budget.spend(2 * size)
        yield from find_vendor_like_secrets(text)
    if Family.EMAILS in families:
        budget.spend(size)
        yield from find_passwords_after_addresses(text)
    if Family.TOLD in families:
        budget.spend(8 * size)
        yield from find_told_secrets(text)
        yield from find_told_fields(text)
        yield from find_lines_of_files(text)
        yield from find_passwords_near(text, budget)
        yield from find_passphrases(text)
        yield from find_codes_near(text, budget)
    if "|" in text or " [" in text:
        budget.spend(2 * size)
        yield from find_by_position(text)
    if "</" in text or "alue" in text:
        budget.spend(2 * size)
        yield from find_elements(text)
    if Family.COMMANDS in families:
        budget.spend(9 * size)
        yield from find_command_secrets(text, budget)
        if "nsert" in text or "NSERT" in text:
            yield from find_inserted(text)
    if Family.TOLD_NUMBERS in families:
        budget.spend(11 * size)
        yield from find_told_national_ids(text)
        yield from find_told_phones(text)
        yield from find_told_births(text)
        yield from find_told_accounts(text)
    if Family.INTRODUCED in families:
        budget.spend(12 * size)
        yield from find_introduced(text)
        yield from find_streets(text)
    if _SPARING & families:
        spans = list(_by_digits(text, families, budget))
        if spans:
            spared = claims + [match.span() for match in _SPARED.finditer(text)]
            spared.sort()
            yield from _outside(spared, spans)


_SPARING: Final = {Family.NUMBERS, Family.LETTERED_NUMBERS, Family.IP, Family.BLOBS}
# Times and UUIDs, which rules that go by digits alone might take for something else.
_SPARED: Final = re.compile(
    r"(?=[0-9a-fA-F])(?:(?<!\d)\d{4}([-/.])\d\d\1\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?: ?(?:Z|[+-]\d\d:?\d\d))?)?(?!\d)"
    r"|(?<![\d./-])\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d(?:,? \d\d?:\d\d(?::\d\d)?)?(?![\d-])"
    r"|(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-]))"
)

# What is called an order is none of a person's numbers, whatever its digits add up to.
_ORDER_NUMBER: Final = re.compile(
    rf"(?i)(?<!{ALNUM})(?:订单|訂單|注文|주문|заказ|pedido|commande|ordine|sipariş|zamówieni|bestelling"
    r"|awb|fact(?:ura|ure)|fattura|order|invoice|receipt|shipment|tracking|ticket|case|job|request|batch|serial|part|sku|gtin|upc|article|item|artikel\w{0,10}"
    r"|trabajo|tarea|t[aâ]che|aufgabe|run|task|export|import|build|upload|event|row|record|process|thread"
    r"|transaction|reference|rechnung\w{0,10}|bestell\w{0,10}|auftrag\w{0,10}|sendung\w{0,10}|vorgang\w{0,10})"
    r"(?:[ -]?(?:number|num|no|nr|id|号|番号|번호))?[.:#= \u00b0\uff1a]{0,3}(\d[\d-]{4,24}+)"
)


def _by_digits(text: str, families: AbstractSet[Family], budget: Budget) -> Iterator[Span]:
    """What only digits, their number and a checksum tell, and random strings."""
    size = len(text)
    if Family.NUMBERS in families or Family.LETTERED_NUMBERS in families:
        budget.spend(9 * size)
        numbers = list(find_national_ids(text, budget))
        if Family.NUMBERS in families:
            budget.spend(6 * size)
            yield from find_cards(text, budget)
            numbers += find_phones(text, budget)
        if numbers:
            ordered = [match.span(1) for match in _ORDER_NUMBER.finditer(text)]
            yield from _outside(ordered, numbers)
    if Family.IP in families:
        budget.spend(size)
        yield from find_ip_addresses(text)
    if Family.BLOBS in families:
        budget.spend(4 * size)
        yield from find_blobs(text)
        yield from find_spelt_bytes(text)


def _outside(spared: list[tuple[int, int]], spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that overlap none of the spared stretches, which are in order of their start."""
    starts = [start for start, _ in spared]
    reaches = list(accumulate((end for _, end in spared), max))
    for span in spans:
        before = bisect_left(starts, span.end)
        if not before or reaches[before - 1] <= span.start:
            yield span
