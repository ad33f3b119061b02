"""Names of people, where somebody gives them in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.meaning.harmless_words import is_word_about_secrets
from application.redaction.meaning.words import CAPITAL, PARTICLES
from application.redaction.spans import Span

_NAME = (
    rf"(?:(?:{PARTICLES}) ){{0,2}}"
    rf"{CAPITAL}[^\W\d_]*+\.?(?:['\u2019-][^\W\d_]++)*+"
)
_NAMES = rf"{_NAME}(?: {_NAME}){{0,3}}"
_CALLED: Final = re.compile(
    r"(?<!\w)(?i:(?:my|the account holder's|the (?:customer|patient|user)'s) (?:full |real "
    r"|legal )?"
    r"name(?: is|'s|\u2019s|:)|(?<!\w )name['\u2019]s|(?:i am|i'm|i\u2019m) (?:called|named)"
    r"|ich hei(?:ß|ss)e|mein (?:voller )?name (?:ist|lautet)|je m['\u2019]appelle"
    r"|mon nom (?:complet )?(?:est|:)|me llamo|mi nombre (?:completo )?es|mi chiamo"
    r"|il mio nome (?:completo )?è|(?:eu )?me chamo|(?:o )?meu nome (?:completo )?é|mijn naam is"
    r"|ik heet|jag heter|mitt namn är|jeg he(?:dd|t)er|mitt navn er|mit navn er|nimeni on"
    r"|nazywam się|mam na imię|jmenuji se|volám sa|mă numesc|numele meu este|zovem se|ime mi je"
    r"|(?:benim )?ad[\u0131]m|меня зовут|мене звати|моё имя|με λένε|nama saya|tên tôi là)[ :]{1,2}"
    rf"(?:({_NAMES})|([^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}}){{1,2}})(?=\s*(?:[.,;!?)\n]|\Z)))"
)
_CALLED_UNSPACED: Final = re.compile(
    r"(?:我叫|我的名字(?:是|叫)|私の名前は|(?:제|내) 이름은) ?"
    r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,6}?)"
    r"(?=[,.\uff0c\u3002\u3001\s]|です|と申|이고|입니다|이에요|\Z)"
)
_TITLED: Final = re.compile(
    r"(?<![\w.])(?:Mrs?\.?|Ms\.|Dr\.|Prof\.|Herrn?|Frau|Madame|Mme\.?|Monsieur|Señora?|Sra\."
    r"|Signora?|Mevrouw|Dhr\.|Mevr\.|Pani|Say[\u0131]n|Fru|Kundin"
    r"|(?i:(?:account|card|policy) ?holder|(?:konto|karten)inhaber(?:in)?|titula(?:r|ire)"
    r"|intestatario):?)"
    rf"(?: (?:Dr|Prof)\.?){{0,2}} (?!(?:Dr|Prof)\b)"
    rf"({_NAME}(?: {_NAME}){{0,2}})(?![\w@])"
)
# RFC 5322 section 3.4: a display name before the address, which may be a mark by now.
_MAILBOX: Final = re.compile(
    rf"(?<![\w.])({CAPITAL}[^\W\d_]++(?:[ ,]{{1,2}}{_NAME}){{1,3}})[\"']? "
    r"[<(](?=[^\s<>@]{1,64}@|\[email)"
)
# How letters end; what only thanks is followed by what it thanks for.
_SIGNED: Final = re.compile(
    r"(?i:(?<!\w)(?:(regards|sincerely|yours truly|grü(?:ße|ßen|sse|ssen)|gruss|gruß|cordialement"
    r"|salutations|saludos|atentamente|saluti|cumprimentos|groet(?:en)?|hälsningar|hilsen|terveisin"
    r"|pozdrawiam|pozdravem|üdvözlettel|уважением)|thanks|thank you|cheers|best"
    r"|merci|gracias|grazie|danke|obrigad[oa]|bedankt|tack|takk?|dziękuję|děkuji|спасибо))"
    rf"(?:[,.!]?[ \t]*\r?\n\s{{0,4}}|, |(?(1) |(?!)))({_NAME}(?: {_NAME}){{1,3}})[ \t]*\r?$",
    re.MULTILINE,
)
_LONGEST_CLOSE: Final = 100


# RFC 4514: the first part of a directory's name for somebody; RFC 5545 section 3.2.2.
_DISTINGUISHED: Final = re.compile(
    rf"(?i:\bcn=)\"?({_NAME}(?: {_NAME}){{1,3}})"
    r"(?=, ?(?i:ou|dc|o|cn|l)=|\"?(?:;[^:\r\n]{0,120})?:(?i:mailto))"
)
_ACCOUNT: Final = re.compile(
    r"(?i)\b(?:uid|samaccountname)=([a-z][\w.-]{1,40}+)(?=, ?(?:ou|dc|o|cn)=)"
)
# Whom somebody says they spoke to, or who did what a person does, and is no part of a company.
_SPOKEN_TO: Final = re.compile(
    r"(?i:(?<!\w)(?:(?:speak|spoken?|talk(?:ed)?|chatted) (?:to|with)"
    r"|(?:signed|approved|reported|reviewed|invited|requested|submitted) by)) "
    rf"(?!(?:Mrs?|Ms|Dr|Prof)\b)({_NAME}(?: {_NAME}){{1,2}})(?![\w@])"
)
_OF_COMPANY: Final = re.compile(
    r"(?i)\b(?:support|team|services?|sales|(?:help)?desk|success|care|department|center|centre|bot"
    r"|manager|agent|billing|finance|engineering|security|server|internal|account|owner|admin\w*"
    r"|users?|members?|lead|director|head|officer|developer|customer"
    r"|plan|plus|pro|business|enterprise|premium|starter|basic|standard|free)\b"
)
# Who somebody is to the one who writes, or who calls.
_RELATED: Final = re.compile(
    r"(?i:(?<!\w)(?:my|our) (?:wife|husband|partner|spouse|son|daughter|mother|father|mom|mum|dad"
    r"|brother|sister|colleague|coworker|co-worker|boss|friend|assistant|accountant|lawyer|landlord"
    r"|roommate|nurse|doctor)|(?:meine?|unser) (?:frau|mann|sohn|tochter|kollegin|kollege|chefin"
    r"|chef)|(?:ma|mon) (?:femme|mari|fils|fille|coll[eè]gue)"
    r"|mi (?:esposa|marido|hijo|hija|colega))(?:,| is)? "
    rf"(?=[^\W\d_][^\W\d_A-Z])({_NAMES})(?![\w@])"
)
# "This is" also begins what is no person, unless somebody calls; "I am" is one at the clause's end.
_CALLING: Final = re.compile(
    r"(?i:(?<!\w)(?:(i am|i['\u2019]m|ich bin|hier (?:ist|spricht)|je suis|soy|ik ben|jag är"
    r"|jestem)|this is|it['\u2019]s|ici)) "
    rf"(?=[^\W\d_][^\W\d_A-Z])({_NAME}(?: {_NAME}){{1,3}})"
    r"(?= (?:calling|writing|speaking|from|here)\b"
    r"|(?(1)(?:[.!]?\s*\Z|[.!] | (?i:and (?:i|my)|und (?:ich|mein)|et (?:je|mon|ma)|y|och|von|vom"
    r"|du|de la|van|från|z)\b)|(?!)))"
)


def find_introduced(text: str) -> Iterator[Span]:
    """Names that somebody says are somebody's, under a title, or before an address of e-mail."""
    for match in _CALLED.finditer(text):
        group = match.lastindex or 0
        if not is_word_about_secrets(match.group(group).split()[0]):
            yield Span(match.start(group), match.end(group), "name")
    for pattern in _SURE:
        for match in pattern.finditer(text):
            yield Span(match.start(1), match.end(1), "name")
    for pattern in (_SPOKEN_TO, _CALLING):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            if not _OF_COMPANY.search(match[group]) and not any(
                map(is_word_about_secrets, match[group].split())
            ):
                yield Span(match.start(group), match.end(group), "name")
    yield from find_signed(text, max(0, len(text) - _LONGEST_CLOSE))


_SURE: Final = (_CALLED_UNSPACED, _TITLED, _MAILBOX, _DISTINGUISHED, _ACCOUNT, _RELATED)


def find_signed(text: str, start: int = 0) -> Iterator[Span]:
    """Names at the end of a letter, behind what it ends with."""
    for match in _SIGNED.finditer(text, start):
        if not _OF_COMPANY.search(match[2]):
            yield Span(match.start(2), match.end(2), "name")
