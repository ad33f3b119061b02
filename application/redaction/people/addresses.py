"""Postal addresses that stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.meaning.words import CAPITAL, PARTICLES
from application.redaction.spans import Span

_NUMBER = r"\d{1,5}(?:[ -]?[A-Za-z]\b|/\d{1,4})?"
_ANY_WORDS = r"(?:[^\W\d_][\w'\u2019.-]* ){0,4}?"
_NAME = rf"{CAPITAL}[\w'\u2019.-]*"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,4}}"
_PLACE = rf"{CAPITAL}[^\W\d_]++(?:[ -]{CAPITAL}[^\W\d_]++){{0,2}}"
_ROOM = (
    r"(?:,? (?i:apt|apartment|flat|unit|suite|ste|floor|room|app|wohnung|piso|apto|int|lok|m)\b\.?"
    r" ?#?\w{1,5}|,? #\w{1,5}|, ?\d{1,2}[ºª°]?[A-Za-z]?(?=,))?"
)
_CODE_AND_PLACE = (
    rf"(?:(?:[A-Z]{{1,2}}-)?\d{{2,5}}(?:[ -]\d{{2,3}}| [A-Z]{{2}})? {_PLACE}"
    rf"|{_PLACE}(?:, {_PLACE})?,? (?:[A-Z]{{2,3}} )?\d{{4,5}}(?:-\d{{3,4}})?"
    # Britain, Canada, Ireland.
    rf"|(?:{_PLACE},? )?[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}"
    rf"|{_PLACE},? [A-Z]\d[A-Z] ?\d[A-Z]\d|{_PLACE},? [A-Z]\d[\dW] ?[A-Z\d]{{4}})"
)
_BEFORE = r"(?<![\w./:#-])"

# The number before the street, behind it, or a box.
_ENGLISH = (
    rf"(?:(?i:apt|flat|unit|suite)\.? \w{{1,5}},? )?{_NUMBER} (?:[NSEW]{{1,2}}\.? )?"
    rf"(?:{_NAME} |\d{{1,3}}(?:st|nd|rd|th) ){{1,4}}?"
    r"(?:Street|Road|Avenue|Boulevard|Lane|Crescent|Terrace|Highway|Parkway"
    r"|(?:St|Rd|Ave|Blvd|Ln|Cres|Pkwy|Hwy)\b)\.?"
)
_FRENCH = (
    rf"{_NUMBER},? (?:bis |ter )?(?i:rue|avenue|boulevard|impasse|chemin|quai|allée) "
    rf"{_ANY_WORDS}{_NAMES}"
)
_SOUTHERN_AND_SLAVIC = (
    r"(?:[Cc]alle|C/|[Aa]venida|[Aa]vd?a?\.|[Aa]vda|[Pp]aseo|[Rr]ua|[Vv]iale|[Pp]iazza|[Cc]orso"
    rf"|[Uu]l\.|[Uu]lica|ул\.) {_ANY_WORDS}{_NAMES},? (?:n[º°.o]{{1,2}} ?|д\. ?)?{_NUMBER}"
)
_GERMANIC = (
    rf"{CAPITAL}[\w-]*(?:straße|strasse|str\.|gasse|allee|straat|laan|gracht|gatan|vägen|veien"
    rf"|gata|katu|utca|tie) {_NUMBER}"
)
_BOX = (
    r"(?i:p\.? ?o\.? ?box|postfach|apartado(?: postal)?|caixa postal) (?:no\.? )?"
    r"\d(?:[\d ]{0,6}\d)?"
)
_STREET: Final = re.compile(
    rf"{_BEFORE}(?:{_ENGLISH}|{_FRENCH}|{_SOUTHERN_AND_SLAVIC}|{_GERMANIC}|{_BOX})(?![\w%])"
    rf"{_ROOM}(?:,? {_CODE_AND_PLACE})?"
)
# These words name other things as well, unless a post code and a town follow.
_PERHAPS_STREET: Final = re.compile(
    rf"{_BEFORE}(?:{_NUMBER} (?:{_NAME} ){{1,3}}?"
    r"(?:Drive|Dr\.?|Way|Court|Ct\.?|Place|Pl\.?|Close|Square|Sq\.?|Circle|Cir\.?|Grove|Gardens"
    r"|Trail|Row|Mews)"
    rf"|{CAPITAL}[\w-]*(?:weg|platz|ring|damm|ufer|plein|singel|kade|dijk|vej|vei) {_NUMBER}"
    rf"|(?:A[mn]|Auf|Zu[mr]?|I[mn])(?: de[mnr])? {CAPITAL}[\w-]* {_NUMBER}"
    rf"|Via {_ANY_WORDS}{_NAMES},? {_NUMBER}){_ROOM},? {_CODE_AND_PLACE}"
)
# A house's number before or after names, and nothing that it counts.
_HOUSE = (
    rf"(?=(?-i:\d{{1,5}}[A-Za-z]?,? {CAPITAL}"
    rf"|(?:(?:{CAPITAL}(?:[^\W\d]|['\u2019.-]){{0,40}}+|{PARTICLES}),? ?){{1,6}}+"
    r"\d{1,4}[A-Za-z]?(?![\w%]| [a-z])))"
)
_LIVING: Final = re.compile(
    r"(?i)(?<!\w)(?:my (?:(?:new|old|home|postal|mailing|shipping|billing|delivery|street|current"
    r"|full) ){0,2}"
    r"address (?:is(?: now)?|to|:)|i(?:'m| am)? (?:now )?(?:live|living|reside) (?:at|in)"
    r"|ich wohne (?:in der|in|am|an der)"
    r"|wohnhaft(?: in)?|meine (?:neue )?(?:adresse|anschrift) (?:ist|lautet)"
    r"|j['\u2019]habite(?: au| à)?"
    r"|mon adresse est|vivo en|mi direcci[oó]n es|mi domicilio es|moro na|meu endereço é|abito in"
    r"|il mio indirizzo è|ik woon (?:op|aan|in)|mijn adres is|jag bor på|min adress är"
    r"|jeg bor (?:i|på)"
    r"|min adresse er|mieszkam (?:przy|na)|mój adres to|adresim|мой адрес|我的地址是|我住在|住所は"
    r"|제 주소는)[ :]{0,2}"
    rf"({_HOUSE}[^\W_](?:[^.\n;!?@。]|(?<=\w\w)\.(?=(?-i: [a-z\d]))){{5,100}}+)"
)
# A post code that is somebody's, as no format or limit is.
_POST_CODE: Final = re.compile(
    r"(?i)(?<!\w)(?:(?:my|our|his|her|their|meine|mein|mon|mi) (?:new |home |billing |shipping )?"
    r"|(?:live|living|reside|based|moved|ship(?:ped|ping)?|deliver(?:ed|y)?|wohne)"
    r" (?:in|to|at) (?:the )?)"
    r"(?:zip|post(?:al)?|postcode|plz|postleitzahl|code postal|c[oó]digo postal)(?:[ -]?code)?"
    r"(?: (?:is|was|ist|lautet|est|es))?[ :=]{1,3}"
    r"(\d{4,5}(?:-\d{3,4})?|\d{3} \d\d"
    r"|(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d))(?![\w-])"
)
# From the prefecture or the town to the house, without a space.
_EASTERN: Final = re.compile(
    r"[\u4e00-\u9fff]{2,3}[都道府県县省市][々ヶ\u4e00-\u9fff]{1,8}[市区區町村郡县縣][々ヶ\u4e00-\u9fff]*\Z"
)
_EASTERN_HOUSE: Final = re.compile(
    r"(?<=[\u3040-\u9fff])\d{1,4}(?:(?:[-\u2010\u2212]\d{1,4}){1,3}|(?:丁目|番|号|號)"
    r"[\d号號番地室楼階弄-]{0,12})"
)
_LONGEST_EASTERN: Final = 28
_ABOUT: Final = re.compile(r"(?i)\b(?:not|wrong|missing|invalid|error|still|shown|shows?|\w+:/)\b")
# The clause goes on after it.
_GOES_ON: Final = re.compile(
    r"(?i)(?:,? (?:and|but|because|since|so|und|aber|et|mais|y|pero|e|ma|en|maar|och|men|i|ale|и)"
    r"|, [^\W\d_]{3,20} #?[A-Z]{1,6}-\d+"
    r"|, (?:my |the |our )?(?:account|case|customer|error|invoice|job|order|plan|ticket|user))\b.*"
)


def find_streets(text: str) -> Iterator[Span]:
    """Postal addresses: a street with a house's number, and where somebody says they live."""
    for pattern in (_STREET, _PERHAPS_STREET):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "address")
    for match in _EASTERN_HOUSE.finditer(text):
        street = _EASTERN.search(text, max(0, match.start() - _LONGEST_EASTERN), match.start())
        if street:
            yield Span(street.start(), match.end(), "address")
    for match in _POST_CODE.finditer(text):
        yield Span(match.start(1), match.end(1), "address")
    for match in _LIVING.finditer(text):
        told = _GOES_ON.sub("", match.group(1)).rstrip(" ,")
        if any(c.isdigit() for c in told) and not _ABOUT.search(told):
            yield Span(match.start(1), match.start(1) + len(told), "address")
