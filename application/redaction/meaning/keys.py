"""What a field's name says about its value."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from application.redaction.folding import in_latin
from application.redaction.meaning import key_words
from application.redaction.meaning.attributes import ATTRIBUTES


class Kind(Enum):
    """How the value of a field is judged because of the field's name."""

    # Members are singletons: to hash them by identity is right, and quicker than by name.
    __hash__ = object.__hash__

    NEUTRAL = auto()
    # The value goes as a whole, unless it plainly is no secret.
    PASSWORD = auto()
    PIN = auto()
    OPAQUE = auto()
    SUBJECT = auto()
    SEED = auto()
    KEY = auto()
    COOKIE = auto()
    AUTHORIZATION = auto()
    # The value goes as a whole if it looks the part.
    NAME = auto()
    WEAK_NAME = auto()
    PERSON = auto()
    ADDRESS = auto()
    WEAK_ADDRESS = auto()
    BIRTH_DATE = auto()
    PHONE = auto()
    EMAIL = auto()
    NATIONAL_ID = auto()
    CARD = auto()
    BANK_ACCOUNT = auto()
    IP = auto()
    HOST = auto()
    # The value stays if it is what the name claims.
    ID = auto()
    CODE = auto()
    TIME = auto()
    VERSION = auto()
    ROUTE = auto()
    DIGEST = auto()
    AMOUNT = auto()


SECRET_KINDS: Final = frozenset(
    {
        Kind.PASSWORD,
        Kind.PIN,
        Kind.OPAQUE,
        Kind.SUBJECT,
        Kind.SEED,
        Kind.KEY,
        Kind.COOKIE,
        Kind.AUTHORIZATION,
    }
)
PERSONAL_KINDS: Final = frozenset(
    {
        Kind.NAME,
        Kind.PERSON,
        Kind.ADDRESS,
        Kind.BIRTH_DATE,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.NATIONAL_ID,
        Kind.CARD,
        Kind.BANK_ACCOUNT,
        Kind.IP,
        Kind.HOST,
    }
)
NUMBERED_KINDS: Final = frozenset({Kind.CARD, Kind.PHONE, Kind.NATIONAL_ID, Kind.BANK_ACCOUNT})
TELLING: Final = SECRET_KINDS | PERSONAL_KINDS
"""Of such a kind a value may have to go for its name."""
SIGNS_OF_A_PERSON: Final = frozenset(
    {Kind.NAME, Kind.EMAIL, Kind.PHONE, Kind.BIRTH_DATE, Kind.NATIONAL_ID}
)
"""Beside a field of such a kind a mere `name` is a person's."""
CLAIM_KINDS: Final = frozenset(
    {Kind.ID, Kind.CODE, Kind.TIME, Kind.VERSION, Kind.ROUTE, Kind.DIGEST, Kind.AMOUNT}
)


class Meaning(NamedTuple):
    """A field's kind, and the rule that is named when its value is removed for it."""

    kind: Kind
    rule: str


NEUTRAL: Final = Meaning(Kind.NEUTRAL, "")

# In the order in which they decide where an ending stands in two of them.
_VOCABULARY: Final[tuple[tuple[frozenset[str], Kind, str], ...]] = (
    (frozenset(f"{thing}name" for thing in key_words.THINGS), Kind.NEUTRAL, ""),
    (key_words.IDS, Kind.ID, ""),
    (key_words.AMOUNTS, Kind.AMOUNT, ""),
    (key_words.ROUTES, Kind.ROUTE, ""),
    (key_words.DIGESTS, Kind.DIGEST, ""),
    (key_words.TIMES, Kind.TIME, ""),
    (key_words.CODES, Kind.CODE, ""),
    (key_words.VERSIONS, Kind.VERSION, ""),
    (key_words.HOSTS, Kind.HOST, "internal-host"),
    (key_words.ADDRESSES_OF_HOSTS, Kind.IP, "ip"),
    (key_words.WEAK_NAMES, Kind.WEAK_NAME, "name"),
    (key_words.PEOPLE, Kind.PERSON, "name"),
    (key_words.NAMES_OF_PEOPLE, Kind.NAME, "name"),
    (key_words.WEAK_ADDRESSES, Kind.WEAK_ADDRESS, "address"),
    (key_words.ADDRESSES, Kind.ADDRESS, "address"),
    (key_words.BIRTH_DATES, Kind.BIRTH_DATE, "birth-date"),
    (key_words.EMAILS, Kind.EMAIL, "email"),
    (key_words.PHONES, Kind.PHONE, "phone"),
    (key_words.NATIONAL_IDS, Kind.NATIONAL_ID, "national-id"),
    (key_words.ENDS_OF_NATIONAL_IDS, Kind.PIN, "national-id"),
    (key_words.CARDS, Kind.CARD, "card"),
    (key_words.BANK_ACCOUNTS, Kind.BANK_ACCOUNT, "bank-account"),
    (key_words.SESSIONS, Kind.SUBJECT, "secret:session"),
    (key_words.COOKIES, Kind.COOKIE, "secret:cookie"),
    (key_words.AUTHORIZATIONS, Kind.AUTHORIZATION, "secret:authorization"),
    (key_words.SUBJECTS, Kind.SUBJECT, "secret:token"),
    (key_words.SEEDS, Kind.SEED, "secret:token"),
    (key_words.TOKENS, Kind.OPAQUE, "secret:token"),
    (key_words.CODE_WORDS, Kind.PASSWORD, "secret:pin"),
    (key_words.PINS, Kind.PIN, "secret:pin"),
    (key_words.PASSWORDS, Kind.PASSWORD, "secret:password"),
)
# Accented letters are part of a word, marks of scripts that combine them are not.
_ACCENTED = "\u00c0-\u024f\u1e00-\u1eff"
_WORDS: Final = re.compile(
    rf"[A-Z]+(?![a-z{_ACCENTED}])|[A-Z]?[a-z{_ACCENTED}]+|\d+|[^\W\d_a-zA-Z{_ACCENTED}]+"
)


# What field names are cut short to, and what it stands for.
_ABBREVIATED: Final[dict[str, str]] = {
    "addr": "address",
    "cust": "customer",
    "fst": "first",
    "lst": "last",
    "nm": "name",
    "tkn": "token",
    "tok": "token",
    "usr": "user",
}


def _words_of(key: str) -> list[str]:
    words: list[str] = _WORDS.findall(key)
    return [_ABBREVIATED.get(word, word) for word in map(str.lower, words)]


_ENDINGS: Final[dict[str, Meaning]] = {
    "".join(_words_of(word)): NEUTRAL if kind is Kind.NEUTRAL else Meaning(kind, rule)
    for words, kind, rule in _VOCABULARY
    for word in words
}
_LONGEST_ENDING: Final = 4
# Scripts that put no space between words, and the longest of theirs in the vocabulary.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u2e80-\ud7ff]+")
_LONGEST_UNSPACED: Final = 8

# Words after the one that tells which do not change what the value is.
_TRAILING: Final = frozenset(
    """value values val raw plain plaintext text string str header field input old new current b64
    base64 hex encoded part parts fragment chunk half tail bban confirm confirmation again repeat
    hash hashed encrypted enc primary secondary previous next env var default
    national international e164 formatted c v prod production staging live
    entered typed given submitted provided supplied
    de del do da di du completo completa complet complete actual atual actuel actuelle nuevo nueva
    novo nova nouveau nouvelle cliente client titular titulaire usuario utilisateur utente paciente
    patient madre mae mere padre pai pere contacto contato contact electronico eletronico
    acceso acesso acces envio entrega livraison facturation facturacion cobranca fiscal movil
    portable fixe casa""".split()
)
"""Also those of languages that put what tells first: "nombre completo", "date de naissance"."""
# Words for secrets of languages that say behind them whose they are, or what for.
_TOLD_FIRST: Final = frozenset(
    """contrasena contraseña contrasenya senha parola parolă haslo hasło heslo lozinka geslo пароль
    токен секрет""".split()
)
# Field names without any separator, such as PGPASSWORD or githubtoken.
_RUN_TOGETHER: Final = re.compile(
    r"(?:password|passwd|pwd|passphrase|passwort|secret|apikey|authtoken|accesstoken|token|secretkey"
    r"|accesskey|privatekey|sessionid|clientsecret)\d{0,3}$"
)
_PASS: Final = re.compile(r"pass|pwd")
# "PESEL number" is what "PESEL" is.
_NUMBER_OF: Final = frozenset("number num no nr nro nummer numero numer broj".split())
_LONGEST_NAME: Final = 120


@lru_cache(maxsize=8192)
def meaning_of(key: str) -> Meaning:
    """What the name of a field says about its value, in any casing and with any separators."""
    if len(key) > _LONGEST_NAME:
        return NEUTRAL
    key = ATTRIBUTES.get(key.removeprefix("urn:oid:"), key)
    if key.isascii():
        return _meaning_of_words(_words_of(key))
    key = "".join(c for c in unicodedata.normalize("NFKC", key) if unicodedata.category(c) != "Cf")
    found = _meaning_of_words(_words_of(key))
    return _meaning_of_words(_words_of(in_latin(key))) if found is NEUTRAL else found


def _meaning_of_words(words: list[str]) -> Meaning:
    whole = "".join(words)
    if whole in _ENDINGS:
        return _ENDINGS[whole]
    while len(words) > 1 and (words[-1] in _TRAILING or words[-1].isdigit()):
        exact = _ending(words)
        if exact is not None:
            return exact
        words.pop()
    found = _ending(words)
    if len(words) > 1 and words[-1] in _NUMBER_OF:
        for written in (words[:-1], [*words[:-1], "number"]):
            whose = _ending(written)
            if whose is not None and whose.kind in NUMBERED_KINDS:
                return whose
    if found is not None:
        return found
    if words and _RUN_TOGETHER.search(words[-1]):
        return (
            Meaning(Kind.PASSWORD, "secret:password") if _PASS.search(words[-1]) else _SECRET_TOKEN
        )
    if len(words) > 1 and words[-1] in key_words.KEYS:
        return _SOME_KEY
    return _ENDINGS[words[0]] if words and words[0] in _TOLD_FIRST else NEUTRAL


_SECRET_TOKEN: Final = _ENDINGS["token"]
_SOME_KEY: Final = Meaning(Kind.KEY, "secret:key")
"""Any key that the vocabulary does not know: of a vendor, of a cache, of a table."""


def _ending(words: list[str]) -> Meaning | None:
    for length in range(min(_LONGEST_ENDING, len(words)), 0, -1):
        found = _ENDINGS.get("".join(words[-length:]))
        if found is not None:
            return found
    if words and _UNSPACED.fullmatch(words[-1]):
        last = words[-1][-_LONGEST_UNSPACED:]
        return next((_ENDINGS[last[i:]] for i in range(len(last)) if last[i:] in _ENDINGS), None)
    return None


_RECORDS: Final = frozenset("dto model entity record data info detail details vo".split())


def is_person(key: str) -> bool:
    """Whether a field of this name holds a person."""
    words = _words_of(key[:_LONGEST_NAME])
    if len(words) > 1 and words[-1] in _RECORDS:
        words.pop()
    return bool(words) and (
        words[-1] in key_words.PERSON_KEYS or "".join(words[-2:]) in key_words.PERSON_KEYS
    )
