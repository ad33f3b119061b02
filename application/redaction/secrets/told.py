"""Secrets that somebody tells in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.marks import starts_with_mark
from application.redaction.meaning.harmless_words import is_word_about_secrets
from application.redaction.meaning.keys import Kind
from application.redaction.meaning.values import is_harmless
from application.redaction.meaning.words import ALNUM, is_random, is_uuid
from application.redaction.secrets.told_names import (
    CODE_NAMES,
    LATER,
    NAMES,
    SHORT_CODE_NAMES,
    UNSPACED_CODE_NAMES,
)
from application.redaction.spans import Span

_VALUE = r"\s{0,3}(?:[\"'\u201c\u2018`(]|\u00ab\s?)?([^\s\"'\u201d\u2019`<>\u00ab\u00bb]{3,}+)"
_TOLD: Final = re.compile(
    rf"(?i){NAMES}"
    r"(?:\s(?:for|of)(?:\s[\w@.-]{1,30}){1,3}?)?"
    r"(?: (?:saya|anda|của tôi|của mình|mitt|min|mea|mia|мой|mój|ми|mi|mám|mam|μου|שלי|الخاصة بي))?"
    rf"(?: {LATER}|[ ]?\([^()\n]{{1,24}}\))?"
    r"(?:\s{0,3}(?:->|\u2192)\s{0,3}|\s-\s|[ ]{0,2}:\s{1,3}|['\u2019]s\s"
    r"|\s{1,3}(?:(?:has been |was |is )?(?:changed|set|reset|updated|now|still) )?"
    r"(?:is|to|was|are|as|ist|lautet|war|era|fue|foi|était|był|byl[oa]?|var|oli|был|est|c['\u2019]est|es|é|è|är|er|on|je|jest|este|là|adalah|это|és|\u0435|είναι|היא|הוא|هي|هو|=)\s{0,3}:?|\s(?!\w{1,30}=))"
    + _VALUE
)
_TOLD_COMPOUND: Final = re.compile(
    r"(?i)(?<![\w-])(?:wlan|wi-?fi|e-?mail|konto|router|admin|login|benutzer|app)"
    r"-(passwor[dt]|kennwort|wachtwoord|l[oö]senord)(?: (?:is|ist|war|lautet|är|was))?:?" + _VALUE
)
_TOLD_OF: Final = re.compile(
    rf"(?i){NAMES}(?:\sdo(?:\s[\w.-]{{1,30}}){{1,3}}?\sto\s"
    r"|\s(?:for|of|to|fürs?|zum|von|van|del?|per|pour|dla|do|till?|voor|для|от|на)"
    r"(?:\s[\w@.-]{1,30}){1,4}?(?:\s?:|\s(?:is|was|ist|lautet|est|es|è|é|är|er|это|jest)\s))"
    + _VALUE
)
_CHANGED: Final = re.compile(
    rf"(?i){NAMES}\s(?:(?:was |got )?(?:changed|reset|updated|set) )?(?:from|von|de|da|od)"
    + _VALUE
    + r"[\"'\u201d]?\s(?:to|auf|zu|in|à|a|en|para|na|на)"
    + _VALUE
)
# Languages that put no space before the verb.
_TOLD_UNSPACED: Final = re.compile(
    r"(?i)(密[码碼]|口令|パスワード|비밀번호|비번|패스워드|암호|暗証番号|password)\s{0,2}(?:是|为|為|は|는|은|(?=\u300c))\s{0,2}"
    r"[\"'\u201c\u2018\u300c`(]?([!-~]{4,200}+)"
)
# "My number" is no other than a telephone's.
_TOLD_PHONE: Final = re.compile(
    r"(?i)(?<!\w)(?:my|meine?|mon|mi|meu|mitt?) (?:cell |mobile |new |own )?"
    r"(?:number|nummer|num[eé]ro|n[uú]mero)(?: (?:is|ist|est|es|è|é|är|er))?\s?:?\s?"
    r"([+(]{0,2}\d(?:[ ().\-/]{0,2}\d){7,14})(?![\w@])"
)
# What opens an account when its password is forgotten is a plain word as often as not.
_TOLD_ANSWER: Final = re.compile(
    r"(?i)(?<!\w)(?:memorable (?:word|phrase|answer|information)"
    r"|(?:security|secret) (?:question )?answer"
    r"|(?:security|secret) question: [^?\n]{3,100}\?\s{1,3}(?:my |the )?answer"
    r"|answer to (?:my|the) (?:security|secret) question|mother'?s maiden name|sicherheitsantwort"
    r"|r[eé]ponse secr[eè]te|respuesta (?:secreta|de seguridad))"
    r"(?: is| was| ist| est| es)?(?:[:=]| (?=[\"']|(?-i:[A-Z])|[^\W\d_]{3,40}(?:\W*\Z|[.,;!?])))"
    r"\s{0,2}[\"'\u201c]?([^\s\"'\u201d.,;!?]{3,40}+)"
)
_TOLD_PHRASE: Final = re.compile(
    r"(?i)(?<![\w-])(?:seed|mnemonic"
    r"|(?:recovery|secret|backup|wallet|seed|mnemonic) (?:phrase|words|seed))"
    r"(?: (?:is|was|are|reads)\b)?(?:[:=]\s{0,3}|\s{1,3})[\"'\u201c(]?"
    r"([^\W\d_]{3,8}(?:[ ,]{1,2}[^\W\d_]{3,8}){11,23})(?![\w])"
)
_STRIPPED: Final = ".,;:!?)"
_MIXED_LENGTH: Final = 5
_MAY_BE_CODE: Final = re.compile(
    r"(?i)code|pin|otp|cv[vc]|[2m]fa|tan|one[ -]time|einmal|c[oó]digo|codice|kod|код"
    r"|验证码|驗證碼|認証|確認|인증"
)
_CODE = r"(?=[A-Za-z-]{0,11}\d|(?-i:[A-Z]){5})[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,12}){0,5}"
_GOT = (
    r"(?: (?:that )?(?:i|we) (?:just )?(?:got|received|have|had|was sent|used?|see|entered|typed)\b"
    r"(?: by (?:sms|e?mail))?)?"
)
_TOLD_CODE: Final = re.compile(
    rf"(?i)(?:(?<![\w-])(?:({CODE_NAMES})|{SHORT_CODE_NAMES})|({UNSPACED_CODE_NAMES}))"
    rf"{_GOT}(?:\s(?:for|of|to|für|pour|para)(?:\s[\w@.-]{{1,30}}){{1,3}}?)?"
    r"(?:(\s{0,2}(?:->|\u2192|[:=#-]|是|は|는|은)\s{0,3}"
    r"|\s{1,3}(?:is|was|ist|lautet|war|est(?: le)?|es|é|è|to|are|were|sind|waren)\s{0,3}:?\s{1,3})"
    r"|\s{1,3}|(?<=[码碼ド호드]))"
    rf"[\"'\u201c\u2018`(]?(\d{{2,4}} \d{{2,4}}(?![\w.-])"
    rf"|{_CODE}(?:(?:, ?(?:and )?| and ){_CODE}"
    r"(?=[,.;]|\W*$| (?:and|but|none|nothing|all|not|do|did|are|were)\b)){0,15})"
    rf"(?!{ALNUM}|[_%])"
)
# None of the words of BIP 39.
_OF_PROSE: Final = re.compile(
    r"(?i)\b(?:the|and|was|with|has|had|not|are|for|from|but|your|please|when|they)\b"
)
_DIGITS_OF_STATUS: Final = 3
_LENGTHS_OF_CODES: Final = range(3, 9)
_TOLD_LOGIN: Final = re.compile(
    r"(?i)(?<![\w-])(?:credentials|creds|login(?: data| details)?|zugangsdaten|logindaten"
    r"|(?:log|sign)(?:ged|ed|ging|ing)?[ -]in(?= (?:as|with) )|user(?:name)?(?= \S{2,60} pass )"
    r"|(?:user(?:name)?|login) ?[/&+] ?pass(?:word)?"
    r"|identifiants|credenciales|credenziali)"
    r"(?: (?:as|with)(?= \S{2,60} ?/)| are| is| sind| lauten| sont| son)? ?:? {1,2}"
    r"[\"'`]?([\w.@+-]{2,60})[\"'`]?(?: ?[/:|,] ?| (?:and|und|et|y|pass) )[\"'`]?([^\s\"'`]{5,}+)"
)
_CODE_IN_CAPITALS: Final = 5
# Without one of these there is nothing to look for.
_FROM: Final = (" from ", " von ", " de ", " da ", " od ")
_PHRASES: Final = ("phrase", "words", "seed", "mnemonic")
_COMPOUNDS: Final = ("-passwor", "-kennwort", "-wachtwoord", "-lösenord", "-losenord")
_ANSWERS: Final = ("memorable", "answer", "maiden", "antwort", "secrète", "secrete", "respuesta")
_LOGINS: Final = ("cred", "login", "log in", "sign", "logg", "user", "zugangs", "identifiants")


def find_told_secrets(text: str) -> Iterator[Span]:
    """What somebody says their password, key, PIN or number is."""
    patterns = (_TOLD, _TOLD_OF) if text.isascii() else (_TOLD, _TOLD_OF, _TOLD_UNSPACED)
    words = text.lower()
    if any(word in words for word in _COMPOUNDS):
        patterns = (*patterns, _TOLD_COMPOUND)
    for pattern in patterns:
        for match in pattern.finditer(text):
            value = match.group(2).rstrip(_STRIPPED)
            if starts_with_mark(value) or is_harmless(value, Kind.PASSWORD, is_said=True):
                continue
            digits = sum(c.isdigit() for c in value)
            # A UUID is the id of a key, unless it is said to be the key.
            is_key = is_uuid(value) and (
                ":" in match.group()
                or _SAID.search(match.group()) is not None
                or _BEARERS.fullmatch(match.group(1)) is not None
            )
            is_chosen = _is_chosen(value, digits) and (is_key or not _PLAIN_ID.fullmatch(value))
            if (
                is_random(value)
                or is_chosen
                or _is_told_in_digits(match, value)
                or _is_somebodys(match, value)
            ):
                yield Span(match.start(2), match.start(2) + len(value), "secret:password")
    changed = _CHANGED.finditer(text) if any(word in words for word in _FROM) else ()
    for match in changed:
        for group in (2, 3):
            value = match.group(group).rstrip(_STRIPPED)
            is_chosen = _is_chosen(value, sum(c.isdigit() for c in value))
            if is_chosen and not _PLAIN_ID.fullmatch(value):
                start = match.start(group)
                yield Span(start, start + len(value), "secret:password")
    for match in _TOLD_PHONE.finditer(text):
        yield Span(match.start(1), match.end(1), "phone")
    yield from _words_of_recovery(text, words)
    if any(word in words for word in _LOGINS):
        yield from _logins(text)
    if _MAY_BE_CODE.search(text):
        yield from _codes(text)


# What lets in whoever holds it has seldom an id of its own.
_BEARERS: Final = re.compile(r"(?i)\w+_token|session ?id|session cookie")


def _words_of_recovery(text: str, words: str) -> Iterator[Span]:
    """Seed phrases, and answers to the questions that are asked instead of a password."""
    for match in _TOLD_PHRASE.finditer(text) if any(word in words for word in _PHRASES) else ():
        if not _OF_PROSE.search(match.group(1)):
            yield Span(match.start(1), match.end(1), "secret:password")
    for match in _TOLD_ANSWER.finditer(text) if any(word in words for word in _ANSWERS) else ():
        word = match.group(1)
        if not is_harmless(word, Kind.PASSWORD, is_said=True) and not is_word_about_secrets(word):
            yield Span(match.start(1), match.end(1), "secret:password")


def _logins(text: str) -> Iterator[Span]:
    """Passwords beside the user's name."""
    for match in _TOLD_LOGIN.finditer(text):
        # As in "login failed: AUTH-0042", which names no user.
        if is_word_about_secrets(match.group(1)):
            continue
        value = match.group(2).rstrip(_STRIPPED)
        if _is_chosen(value, sum(c.isdigit() for c in value)) and not _PLAIN_ID.fullmatch(value):
            yield Span(match.start(2), match.start(2) + len(value), "secret:password")


def _codes(text: str) -> Iterator[Span]:
    """One-time codes and PINs that somebody passes on."""
    for match in _TOLD_CODE.finditer(text):
        value = match.group(4)
        # A step of a route, and the status of the answer: "/security/2fa 409".
        if text[match.start() - 1 : match.start()] == "/" and len(value) == _DIGITS_OF_STATUS:
            continue
        is_long_name = bool(match.group(1) or match.group(2))
        if _is_code(value, is_sure=is_long_name and match.group(3) is not None):
            yield Span(match.start(4), match.end(4), "secret:pin")


def _is_code(value: str, *, is_sure: bool) -> bool:
    """Whether it can be a code; where the words before it are not sure, of digits alone."""
    compact = "".join(c for c in value if c.isalnum())
    if compact.isdigit():
        return len(compact) in _LENGTHS_OF_CODES or (is_sure and len(compact) > len("12345678"))
    if not is_sure or len(compact) not in range(4, 200):
        return False
    if any(c.isdigit() for c in compact):
        return True
    return len(compact) >= _CODE_IN_CAPITALS and compact.isupper() and is_random(compact)


_PLAIN_ID: Final = re.compile(
    r"[a-z]{2,12}_[A-Za-z0-9]{1,40}|[A-Z]+(?:_[A-Z0-9]+)+|[A-Z]\d{2,5}|\d+(?:[.,:/-]\d+)*\w{0,3}|/[\w/.:-]*"
    r"|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[a-z]{2}-[a-z]{4,9}-\d|v\d[\d.]*|\d{4}-\d\d-\d\dT.*|[a-z]+(?:-[a-z]+)*"
)


_SAID_TO_BE: Final = re.compile(
    r"(?i)\A(?:pass|kenn|contra|senha|mot|mdp|wacht|has|l[oö]sen|adgang|sala|heslo|jelsz|parol|[sş]ifre"
    r"|mậ|kata|пароль)[^:]*\s(?:is|ist|lautet|est|es|é|è|är|er|это|to|was|war)\s"
)
_COUNTED: Final = re.compile(r" ?-? ?[a-zA-Z%]")
_FEWEST_DIGITS: Final = 4


def _is_told_in_digits(match: re.Match[str], value: str) -> bool:
    """Whether a password is said to be a number, and not to have a length or an age."""
    return (
        value.isdigit()
        and len(value) >= _FEWEST_DIGITS
        and _SAID_TO_BE.search(match.group()) is not None
        and _COUNTED.match(match.string, match.start(2) + len(value)) is None
    )


# "My password is sunshine." says it; "my password is case sensitive" goes on.
_OF_SOMEBODY: Final = re.compile(
    r"(?i)(?<!\w)(?:my|mein|meine|mi|mon|meu|minha|mijn|mitt|min|mit|moje|mój|la mia|мой)"
    r"(?: [^\W\d_]{2,10})?\Z"
)
_OF_MINE: Final = re.compile(r" (?:saya|mitt|min|mea|mia|мой|μου|שלי|של|الخاصة بي) ")
_SAID: Final = re.compile(
    r"(?i)\s(?:is|ist|lautet|es|est|es|é|è|är|er|to|jest|это|είναι|היא|adalah)[\s:]"
)
_CLAUSE_ENDS: Final = re.compile(
    r"(?i)[\"'\u201d`]?(?:\Z|[.,;!?)]|\n| (?:and|but|und|aber|et|mais|y|pero|och|e|en|i|a|и)\b)"
)
_WORD: Final = re.compile(r"[^\W\d](?:\w|-(?=\w)){3,40}")


def _is_somebodys(match: re.Match[str], value: str) -> bool:
    """Whether somebody says a plain word to be the password that is theirs."""
    if _WORD.fullmatch(value) is None or _SAID.search(match.group()) is None:
        return False
    text = match.string
    if _CLAUSE_ENDS.match(text, match.start(2) + len(value)) is None:
        return False
    before = text[max(0, match.start() - 24) : match.start()].rstrip()
    return bool(_OF_SOMEBODY.search(before) or _OF_MINE.search(match.group()))


def _is_chosen(value: str, digits: int) -> bool:
    """Whether a word is rather a password than a word: letters with digits, or signs in it."""
    if len(value) < _MIXED_LENGTH:
        return False
    if digits:
        return digits < len(value)
    return any(c in "!@#$%^&*?~+=" for c in value[:-1])
