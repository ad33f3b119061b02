"""Numbers in prose: amounts, limits, HTTP statuses, counts, and those that claim nothing."""

import re

from domain.grounding.claims import Amount, Number
from domain.grounding.clauses import sentence_before
from domain.grounding.numbers import multiples
from domain.grounding.numbers.number_words import NUMBER_WORDS, WORDS, value_of
from domain.grounding.numbers.purposes import (
    is_limit_of,
    is_loose,
    is_status,
    noun_after,
    purpose_of,
    times_of,
)
from domain.grounding.numbers.quantities import (
    MINUTE,
    NUMERAL,
    SCALE,
    UNITS,
    Dimension,
    Reading,
    read,
    scaled,
    thousands,
)
from domain.grounding.page import Page
from domain.grounding.times import durations

_HARMLESS = (
    re.compile(r"(?m)^[ \t>]*\d{1,3}[.)][ \t]"),
    re.compile(r"(?<!\w)(?:say|something like),? [$€£]?\d{1,4}(?:[.,]\d{1,3})?(?!\w)"),
    re.compile(r"\d{1,3} ?% (?:sure|certain|confident)(?!\w)"),
    re.compile(r"(?<![\w/])(?:24(?:/7(?![\w/])| hours a day)|7 days a week)"),
)
_LABELS = frozenset(
    word + plural
    for word in "step option part page section chapter figure example point item question number no"
    " way level phase".split()
    for plural in ("", "s")
)
_LABELLED = re.compile(
    r"(?:(?<!\w)(?:step|option|part|page|section|chapter|figure|example|point|item|question"
    r"|number|no\.|way|level|phase)s? ?|#)\d{1,3}(?: (?:of|to|and|or) \d{1,3})?(?![\w%])",
    re.IGNORECASE,
)

_PICTURES = frozenset({"2K", "4K", "5K", "8K"})
"""Sizes of pictures and films, and no thousands."""
_THOUSANDS_OF = re.compile(
    r" (?:k(?:g|m|Wh?|VA|Hz|cal)|[Kk]ilo[a-zè]{3,8}|tonn?es?|Tonnen|tonnellate"
    r"|[Ll]it(?:re|er|ro)s?)(?!\w)"
)
"""Units that hosts rather count in thousandths: grams, metres, watt-hours, millilitres."""

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,/])(?<![A-Za-z]-)(?P<money>(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF)) ?)?"
    r"(?P<numeral>" + NUMERAL + r")"
    rf"(?P<scale>{SCALE})?(?P<half> and a half(?!\w))?(?P<gap>[ -]?)"
    r"(?:(?:business|working|calendar|full|consecutive) )?(?P<unit>[%€£$]|[A-Za-zÀ-ÿ]*+)"
)
_WORD_NUMBER = re.compile(
    rf"(?<![\w-])(?P<word>{WORDS})(?P<half> and a half(?!\w))?"
    r"(?:[ -](?:(?:business|working|calendar|full) )?(?P<unit>[^\W\d_]++))?",
    re.IGNORECASE,
)
# "Kept for a year", but not "a minute", which says little.
_ONE_PERIOD = re.compile(
    r"(?<!\w)(?:for|within|after|lasts?|takes?) "
    r"(?P<period>(?:an?|one) (?P<unit>week|month|year))(?!\w)"
)
# ISO 31-0, and the custom of Switzerland: groups of three, apart by a space or an apostrophe. Of
# "three 500 errors" in figures the second number is a status.
_GROUPED = re.compile(
    r"(?<![\w.,:/$€-])(?<![A-Z]{4} )(?<!tus )(?<!ode )(?<!ror )(?<!tep )"
    r"[1-9]\d{0,2}(?:[ '\u2019]\d{3}){1,4}"
    r"(?![\w.:/-]\w|,\d{3})"
    r"(?! ?(?:errors?|responses?|status|Fehler|erreurs?|errores))(?! ?[-\u2013] ?\d)"
)
_GROUPING = re.compile(r"[ '\u2019]")
_UNIT = re.compile(r"[ -]?([A-Za-z]++)")
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d{1,15}"
_PAIR = re.compile(
    rf"(?<![\w./,])({_WHOLE})(?: ?/ ?| (?:out )?of(?: the| your| its)? "
    r"| (?:von|sur|de|di|su|van)(?: de| den)? )"
    rf"({_WHOLE})(?![\w/%]|[.,]\d)(?! ?%)"
)

_SHARED = re.compile(
    r" ?(?P<by>to|/|(?:out )?of(?: the| your| its)?|(?:von|sur|de|di|su|van)(?: de| den)?)"
    rf" ?{NUMERAL}[ -]?(?P<unit>[%€£$]|[A-Za-zÀ-ÿ]++)"
)
"""What follows where two numbers have one unit, as in "from 20 to 25 EUR" and "9.7 of 10 GB"."""
_OF_ALL = re.compile(r"(?<!\w)of (?:(?:the|your|our|its|these|those) )?$", re.IGNORECASE)
_ADVISED_AT_MOST = 15 * MINUTE
"""Longer waits than this are promises, which must stand somewhere."""
_FEW = 12
"""Up to here a number in words claims something only where it is said what it is for."""
_INDEFINITE = re.compile(r"an? ", re.IGNORECASE)
"""As in "a thousand apologies"."""


def take(page: Page) -> None:
    """Take the numbers out of a page."""
    multiples.take(page)
    if page.has_digits:
        _take_numerals(page)
    for found in _ONE_PERIOD.finditer(page.text):
        dimension, factors = UNITS[found["unit"]]
        text, at = found["period"], found.start("period")
        page.claims.append(Amount(text, at, Reading(1.0, 0), dimension, factors))
    if not NUMBER_WORDS.isdisjoint(page.words):
        for found in _WORD_NUMBER.finditer(page.text):
            _take_word(page, found)


def _take_numerals(page: Page) -> None:
    for pattern in _HARMLESS:
        page.blank(pattern)
    if "#" in page.text or not _LABELS.isdisjoint(page.words):
        page.blank(_LABELLED)
    page.text = _GROUPED.sub(lambda found: _GROUPING.sub("", found.group()), page.text)
    _take_composed(page)
    spans: list[tuple[int, int]] = []
    for found in _PAIR.finditer(page.text):
        known = _unit_after(page.text, found.end())
        for group in (1, 2):
            reading = read(found[group])
            at = found.start(group)
            if reading is not None and known is not None:
                page.claims.append(Amount(found.group(), at, reading, *known))
            elif reading is not None:
                noun = noun_after(page.text, found.end())
                of = _whole(found) if group == 1 else None
                page.claims.append(Number(found[group], at, reading, "limit", noun=noun, of=of))
        spans.append(found.span())
    page.blank_spans(spans)
    spans = []
    for found in _NUMBER.finditer(page.text):
        _take_number(page, found)
        spans.append(found.span("numeral") if found["scale"] is None else found.span())
    # "48 thousand" is one number, and not a thousand, too.
    page.blank_spans(spans)


def _whole(pair: re.Match[str]) -> float | None:
    """What "4 of 6" is of."""
    reading = read(pair[2])
    return None if reading is None else reading.value


def _take_composed(page: Page) -> None:
    for pattern, unit, told_by in durations.COMPOSED:
        if told_by.isdisjoint(page.words):
            continue
        spans: list[tuple[int, int]] = []
        for found in pattern.finditer(page.text):
            more = found["more"]
            # An article is one.
            many = float(more) if more.isdecimal() else max(value_of(more), 1.0)
            reading = Reading(many * 60 + int(found["less"]), 0)
            before = sentence_before(page.text, found.start())
            _take_amount(page, found, reading, "seconds", (unit,), before=before, loose=False)
            spans.append(found.span())
        page.blank_spans(spans)


def _take_number(page: Page, found: re.Match[str]) -> None:
    reading = read(found["numeral"].rstrip(".,"))
    unit, gap = found["unit"], found["gap"]
    scale = found["scale"] or ""
    written = found["numeral"].rstrip(".,") + scale
    numeral_at, numeral_end = found.start("numeral"), found.end("scale" if scale else "numeral")
    if reading is None:
        page.claims.append(Number(found["numeral"], numeral_at, Reading(float("inf"), 0), "any"))
        return
    if written in _PICTURES:
        return
    if scale:
        reading = scaled(reading, scale)
    if found["half"]:
        reading = Reading(reading.value + 0.5, 1)
    before = sentence_before(page.text, found.start())
    loose = is_loose(before)
    if found["money"]:
        text = page.text[found.start() : numeral_end]
        page.claims.append(Amount(text, found.start(), reading, "money", (1.0,), loose))
        return
    if found["numeral"][-1] in ".," and not scale:
        unit, gap = "", ""
    if unit == "m" and not gap and durations.LASTING.search(before):
        unit = "min"
    if unit == "s" and not gap and is_status(reading.value, before):
        # "The 429s" are no seconds.
        unit = ""
    known = _unit(_shared(page.text, found, before) or unit, gap)
    if known is not None:
        dimension, factors = known
        other = None if scale else thousands(written)
        _take_amount(
            page, found, reading, dimension, factors, before=before, loose=loose, other=other
        )
        return
    if unit and not gap:
        return
    purpose = purpose_of(page.text, before, reading, numeral_end)
    if purpose is not None:
        noun = noun_after(page.text, numeral_end) or times_of(before, page.text, numeral_end)
        other = None if scale else thousands(written)
        if other is not None and written.endswith("000"):
            # Nobody counts 5.000 of something to three decimals.
            reading, other = other, None
        elif other is None and _THOUSANDS_OF.match(page.text, numeral_end):
            other = scaled(reading, "k")
        page.claims.append(Number(written, numeral_at, reading, purpose, loose, noun, other))


def _take_amount(
    page: Page,
    found: re.Match[str],
    reading: Reading,
    dimension: Dimension,
    factors: tuple[float, ...],
    *,
    before: str,
    loose: bool,
    other: Reading | None = None,
) -> None:
    if dimension == "percent":
        if reading.value in {0, 100}:
            return
        if loose:
            # "About 97 %" was computed, and is no more than some points off.
            reading, loose = Reading(reading.value, -1), False
    if (
        dimension == "seconds"
        and reading.value * factors[0] <= _ADVISED_AT_MOST
        and durations.ADVICE.search(before)
    ):
        return
    if dimension == "seconds" and durations.is_patience(before, page.text, found.end()):
        return
    ago = durations.counts_back(before, page.text, found.end())
    # "Answered in 412 ms" is how long it took, and "over two hours ago" is past.
    may_be_ahead = dimension == "seconds" and factors[0] >= MINUTE and not ago
    ahead = may_be_ahead and durations.counts_on(before, page.text, found.end())
    text = found.group().strip()
    page.claims.append(
        Amount(text, found.start(), reading, dimension, factors, loose, ago, ahead, other)
    )


def _take_word(page: Page, found: re.Match[str]) -> None:
    reading = Reading(value_of(found["word"]), 0)
    if found["half"]:
        reading = Reading(reading.value + 0.5, 1)
    if reading.value <= 1:
        return
    before = sentence_before(page.text, found.start())
    if before.endswith("per "):
        return
    unit, noun = found["unit"] or "", noun_after(page.text, found.end("word"))
    if noun.startswith("failed ") and _OF_ALL.search(before):
        # Of "two of the three runs failed" the second number is how many there are.
        return
    known = _unit(unit, " ")
    if known is not None:
        _take_amount(page, found, reading, *known, before=before, loose=is_loose(before))
    elif is_status(reading.value, before):
        page.claims.append(Number(found["word"], found.start(), reading, "status"))
    elif noun := noun or times_of(before, page.text, found.end("word")):
        page.claims.append(Number(found.group(), found.start(), reading, "count", noun=noun))
    elif unit and is_limit_of(unit, before):
        page.claims.append(Number(found.group(), found.start(), reading, "limit"))
    elif reading.value > _FEW and not _INDEFINITE.match(found["word"]):
        purpose = purpose_of(page.text, before, reading, found.end("word"))
        if purpose is not None:
            page.claims.append(Number(found["word"], found.start(), reading, purpose))


def _shared(text: str, found: re.Match[str], before: str) -> str:
    """The unit that a number has in common with the next."""
    shared = _SHARED.match(text, found.end("numeral"))
    if shared is None or (shared["by"] == "to" and not before.endswith("from ")):
        return ""
    return shared["unit"]


def _unit(word: str, gap: str) -> tuple[Dimension, tuple[float, ...]] | None:
    if word == "B":
        return "bytes", (1.0,)
    if len(word) == 1 and gap == "-":
        return None
    return UNITS.get(word.lower())


def _unit_after(text: str, at: int) -> tuple[Dimension, tuple[float, ...]] | None:
    found = _UNIT.match(text, at)
    return None if found is None else _unit(found[1], " ")
