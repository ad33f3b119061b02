"""Judges values: what is no secret, and what is the id, code or time that it claims to be."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from application.redaction.marks import starts_with_mark, without_marks
from application.redaction.meaning.harmless_words import FUNCTION_WORDS, HARMLESS_WORDS
from application.redaction.meaning.keys import PERSONAL_KINDS, SECRET_KINDS, Kind
from application.redaction.meaning.words import PARTICLES, is_random

_PLACEHOLDER: Final = re.compile(
    r"(?i:(?:your|insert|enter|paste|replace)[-_ ][a-z][a-z_ -]{2,40}+)"
    r"|[*•●xX.\-_#?…]{3,}+|[|>][+-]?|\$\{[^{}]*+\}|\{\{[^{}]*+\}\}|<[A-Za-z][\w .-]*+>"
    r"|%[sd]|\$[A-Z_][A-Z0-9_]*+|\[[A-Za-z_ -]{3,30}+\]"
    # Where it is kept, or a parameter's place.
    r"|\{\{[^{}]*+|(?:\w+\.)?env(?:iron)?(?:\[|\.[A-Z_][A-Z0-9_]*+|\.get\()[^\s]*+|[?]|:[a-z_]{2,30}|\$\d{1,2}"
    r"|\{[A-Za-z_]++\}|\([a-z ]{1,30}+\)|(?:~|\.{1,2})?(?:/[a-z.][a-z_.-]{1,24}\d{0,3}){1,8}"
)
_CODE_WORDS: Final = re.compile(r"[A-Z]{2,}+(?:_[A-Z]+[0-9]{0,3})++")
_PLAIN_WORD: Final = re.compile(
    r"_{0,2}(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,12})(?:[-_./ ](?:[a-z]{1,15}|[A-Z]{1,12})){0,2}"
)
# RFC 6265 section 4.1.1: a token, an equals sign.
_COOKIE_PAIR: Final = re.compile(r"[\w!#$%&'*.^`|~+-]{1,200}+=")
# Section 5.2: how a cookie is kept, without the cookie.
_COOKIE_ATTRIBUTES: Final = re.compile(
    r"(?i)(?:(?:secure|httponly|partitioned|(?:samesite|path|domain|max-age|expires)=[\w/., :-]*+)"
    r"(?:; ?|$))++"
)
_ATTRIBUTES_AT_END: Final = re.compile(
    r"(?i); ?(?:(?:secure|httponly|partitioned|(?:samesite|path|domain|max-age|expires)="
    r"[\w/., :-]*+)(?:; ?|(?![\w=])))++[^=;]*\Z"
)
_LONGEST_ATTRIBUTES: Final = 300
_PLAIN_START: Final = re.compile(r"[A-Za-z]+(?:[ .,;:]|$)")
_SEVERAL: Final = 2
_SHORT_PIN: Final = 3
_SMALL_NUMBER_DIGITS: Final = 5
_SEED_DIGITS: Final = 10
"""Those of 32 bits."""
# BIP 39: twelve words or more.
_SEED_PHRASE: Final = re.compile(r"[^\W\d_]{3,8}(?:[ ,]{1,2}[^\W\d_]{3,8}){11,23}")

_ISO_TIME: Final = (
    r"\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?)?"
)
# When a secret was set, or ends.
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::[\d.,]{2,12})?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
_CLAIMS: Final[dict[Kind, re.Pattern[str]]] = {
    Kind.ID: re.compile(r"\|?[A-Za-z0-9][A-Za-z0-9._:@|~#/$+-]{0,199}={0,2}"),
    Kind.CODE: re.compile(r"[A-Za-z0-9][A-Za-z0-9]*+(?:[_.:/ -][A-Za-z0-9]++)*+"),
    Kind.TIME: re.compile(
        rf"{_ISO_TIME}|\d{{9,19}}(?:\.\d{{1,9}})?"
        r"|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"
        r"|\d{1,2}:\d\d(?::\d\d)?"
    ),
    Kind.VERSION: re.compile(
        r"(?:[A-Za-z][\w-]{0,20}[ /@-])?[vV]?\d{1,8}(?:\.\d{1,8}){0,4}"
        r"(?:[-+.][A-Za-z0-9.+-]{1,60}+)?|[0-9a-f]{7,64}"
    ),
    Kind.ROUTE: re.compile(r"(?:[A-Z]{3,7} )?/[A-Za-z0-9_./:{}\[\]@~*$%,;()+-]*+"),
    Kind.DIGEST: re.compile(r'(?:W/)?"?(?:[a-z0-9]{2,10}[:-])?[A-Za-z0-9+/_=-]{6,150}"?'),
    Kind.AMOUNT: re.compile(
        r"[<>~≤≥]?[-+]?[$€£¥]?\d[\d.,' ]{0,23}(?: ?(?:%|[A-Za-zµ]{1,12}(?:/[A-Za-z]{1,10})?))?"
    ),
}
# Forms that ids do not have and personal data do: IP addresses, SSN, CPF, telephones, cards.
_NO_ID: Final = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|\d{3}-\d\d-\d{4}|\d{3}\.\d{3}\.\d{3}-\d\d"
    r"|\d{3}[-.]\d{3}[-.]\d{4}|\d{4}-\d{4}-\d{4}-\d{4}"
    # Belgium, Korea, Malaysia, Thailand, Switzerland, the Emirates and Chile, whose check digits
    # decide.
    r"|\d{1,2}\.\d{3}\.\d{3}-[\dkK]|\d\d\.\d\d\.\d\d-\d{3}\.\d\d|\d{6}-(?:[1-8]\d{6}|\d\d-\d{4})"
    r"|\d-\d{4}-\d{5}-\d\d-\d|756\.\d{4}\.\d{4}\.\d\d|784-\d{4}-\d{7}-\d"
)

# Codes are short, and made of words and few digits.
_NO_CODE: Final = re.compile(r"[A-Za-z0-9]{32}|(?:\d[^A-Za-z\d]?){9}")


def is_what_it_claims(value: str, kind: Kind) -> bool:
    """Whether a value has the form that a field of this kind promises.

    Such a value is spared by the rules that go by digits and randomness alone; those that know a
    secret by its own form (vendor keys, tokens, e-mail addresses) are run all the same.
    """
    pattern = _CLAIMS.get(kind)
    if pattern is None or pattern.fullmatch(value) is None:
        return False
    if kind is Kind.CODE and _NO_CODE.search(value):
        return False
    return kind is Kind.VERSION or _NO_ID.fullmatch(value) is None


def has_to_go(value: str, kind: Kind) -> bool:
    """Whether a text has to go for its name, which tells that it is of this kind."""
    if kind in SECRET_KINDS:
        return not is_harmless(value, kind)
    return kind in PERSONAL_KINDS and looks_the_part(value, kind)


def is_placeholder(value: str) -> bool:
    """Whether it stands for a value: a mask, a variable, where the value is kept."""
    return _PLACEHOLDER.fullmatch(value) is not None


def is_harmless(value: str, kind: Kind, *, is_said: bool = False) -> bool:
    """Whether a value under a name that tells of a secret plainly is none.

    Empty ones, placeholders, states, error codes, sentences about the secret; for generated
    secrets also small numbers, and plain words where the name, or a text that `is_said` by
    somebody, as often speaks of a secret as it gives it.
    """
    stripped = value.strip(" \t\r\n\"'")
    stripped = stripped[stamp_of(stripped) :]
    if not stripped or starts_with_mark(stripped):
        return True
    if stripped.lower().rstrip(".,;:!") in HARMLESS_WORDS or _PLACEHOLDER.fullmatch(stripped):
        return True
    if _CODE_WORDS.fullmatch(stripped) or _MOMENT.fullmatch(stripped):
        return True
    if kind is Kind.COOKIE:
        if _COOKIE_ATTRIBUTES.fullmatch(stripped):
            return True
        if _COOKIE_PAIR.match(stripped) is not None or is_random(stripped):
            return False
        return _PLAIN_START.match(stripped) is not None
    if kind is Kind.KEY:
        return not is_random_key(stripped)
    if kind is Kind.SEED:
        if stripped.isdigit():
            return len(stripped) <= _SEED_DIGITS
        if _SEED_PHRASE.fullmatch(stripped):
            return False
        kind = Kind.SUBJECT
    if " " in stripped and _is_about(stripped[:400], kind):
        return True
    return _is_harmless_generated(stripped, kind, is_said=is_said)


def stamp_of(text: str) -> int:
    """How long the time is with which a signature begins, as in "t=1771581600,v1=..."."""
    stamp = _STAMP.match(text)
    return stamp.end() if stamp else 0


_STAMP: Final = re.compile(r"t(?:s|ime(?:stamp)?)?=\d{10,13}(?:[,;]|$)")


def end_of_cookie(text: str) -> int:
    """Where what is set ends, and how it is kept begins."""
    attributes = _ATTRIBUTES_AT_END.search(text, max(0, len(text) - _LONGEST_ATTRIBUTES))
    return attributes.start() if attributes else len(text)


def _is_harmless_generated(stripped: str, kind: Kind, *, is_said: bool) -> bool:
    """The same for what machines make up."""
    if kind is Kind.PIN:
        plain = not any(c.isdigit() for c in stripped) and not is_random(stripped)
        return plain or len(stripped) < _SHORT_PIN
    if kind in {Kind.OPAQUE, Kind.SUBJECT}:
        if stripped.isdigit():
            return len(stripped) <= _SMALL_NUMBER_DIGITS
        if _SETTING.fullmatch(stripped):
            return True
        may_be_word = is_said or kind is Kind.SUBJECT
        if not may_be_word or _PLAIN_WORD.fullmatch(stripped) is None:
            return False
        return not is_random(stripped)
    return False


# "3600s", "2026-01-03", "2.11.8", "https://id.example.com/oauth": how secrets are handled, since
# when, and by whom.
_SETTING: Final = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d|v?\d{1,3}(?:\.\d{1,4}){2}"
    r"|\d{1,6} ?(?:ms|[smhd]|sec\w{0,4}|min\w{0,4}|hours?|days?|weeks?|months?|[kmgKMG]?i?[bB]|%)"
    r"|[a-z][a-z0-9+.-]{1,15}://[\w.-]+(?::\d{2,5})?(?:/[a-z._-]{1,24}){0,6}/?"
)


def is_random_key(text: str) -> bool:
    """Whether it is long, in one word, and of small letters, capitals and digits in disorder."""
    if _RANDOM_KEY.fullmatch(text) is None:
        return False
    kinds = [c.isdigit() + 2 * c.isupper() for c in text]
    changes = sum(a != b for a, b in pairwise(kinds))
    return len(set(kinds)) == len("aA1") and 5 * changes >= 2 * len(text)


_RANDOM_KEY: Final = re.compile(r"[A-Za-z0-9_+/.=-]{20,400}")


def _is_about(text: str, kind: Kind) -> bool:
    """Whether words say something about a secret; of words alone only a password is made."""
    if len(FUNCTION_WORDS.findall(text)) >= _SEVERAL:
        return True
    words = text.split()
    if kind is Kind.PASSWORD and not (len(words) >= _SENTENCE_WORDS and text.endswith(".")):
        return False
    return len(words) >= _SEVERAL and all(map(_WORD_OF_PROSE.fullmatch, words))


_SENTENCE_WORDS: Final = 4
_WORD_OF_PROSE: Final = re.compile(
    r"[\"'(]?(?:[^\W\d_][^\W\d_A-Z]{0,24}|[A-Z]{1,8}|\d{1,4}%?)"
    r"(?:[-/'\u2019][A-Za-z]?[^\W\d_A-Z]{0,16})?[.,;:!?)\"']{0,3}"
)


def is_harmless_number(value: float, kind: Kind, key: str) -> bool:
    """Whether a number under a name that tells of a secret is a count, a limit or a flag."""
    if not isinstance(value, int):
        return True
    digits = len(str(abs(value)))
    if kind is Kind.PIN:
        return digits < _SHORT_PIN
    if kind is Kind.PASSWORD:
        return digits <= _SHORT_PIN
    if kind in {Kind.SEED, Kind.KEY}:
        return kind is Kind.KEY or digits <= _SEED_DIGITS
    plural = key.lower().endswith("s")
    return plural or digits <= _SMALL_NUMBER_DIGITS


_LETTERS_AND_DIGITS: Final = 5
_SHORTEST_PHONE: Final = 6
_CARD_LENGTHS: Final = range(12, 20)
_LONGEST_NAME: Final = 120
_LONGEST_ADDRESS: Final = 300


def looks_the_part(value: str, kind: Kind) -> bool:
    """Whether a value under a name that tells of personal data can be such data."""
    if starts_with_mark(value.strip()):
        return False
    stripped = without_marks(value).strip()
    if not stripped or stripped.lower() in HARMLESS_WORDS:
        return False
    if _CODE_WORDS.fullmatch(stripped) or _PLACEHOLDER.fullmatch(stripped):
        return False
    digits = sum(c.isdigit() for c in stripped)
    letters = sum(c.isalpha() for c in stripped)
    match kind:
        case Kind.PHONE:
            return digits >= _SHORTEST_PHONE and letters <= _LETTERS_AND_DIGITS
        case Kind.NATIONAL_ID:
            compact = sum(c.isalnum() for c in stripped)
            return (digits >= _SHORT_PIN or _PAPER.fullmatch(stripped) is not None) and (
                _LETTERS_AND_DIGITS <= compact <= 2 * len("ABCDEF123456")
            )
        case Kind.CARD:
            return digits in _CARD_LENGTHS and not letters
        case Kind.BANK_ACCOUNT:
            return digits >= _LETTERS_AND_DIGITS
        case Kind.BIRTH_DATE:
            return digits >= _SHORT_PIN
        case Kind.EMAIL:
            # A whole message is none.
            return "\n" not in stripped and _AT.search(stripped) is not None
        case Kind.NAME:
            if len(stripped) > _LONGEST_NAME or not letters:
                return False
            return _OPAQUE_ID.fullmatch(stripped) is None
        case Kind.PERSON:
            return _FULL_NAME.fullmatch(stripped) is not None
        case Kind.ADDRESS:
            return len(stripped) <= _LONGEST_ADDRESS and not _HOST_OR_HASH.fullmatch(stripped)
        case _:
            return False


def is_full_name(value: str) -> bool:
    """Whether it can be nothing but a person's first and last name, of some length."""
    return len(value) >= _SHORTEST_FULL_NAME and _FULL_NAME.fullmatch(value) is not None


_SHORTEST_FULL_NAME: Final = 7
_AT: Final = re.compile(r"(?i)@|[\[({]at[\])}]| at ")
_FULL_NAME: Final = re.compile(
    r"[^\W\d_a-z][^\W\d_]*+(?:['\u2019-][^\W\d_]++)?"
    rf"(?:(?: (?:{PARTICLES})){{0,2}} [^\W\d_a-z][\w.'\u2019-]*+){{1,3}}"
)
# Passports of nine characters may have a single digit, the plates of cars two.
_PAPER: Final = re.compile(
    r"(?=[A-Z]*\d)[A-Z0-9]{8,9}"
    r"|(?=[A-Z \d-]*[A-Z])(?=(?:[A-Z -]*\d){2})[A-Z\d]{1,4}(?:[ -]?[A-Z\d]{1,4}){1,2}"
)
_OPAQUE_ID: Final = re.compile(r"[a-z]{2,10}_[A-Za-z0-9]*\d[A-Za-z0-9]*|[0-9a-f-]{24,}")
_HOST_OR_HASH: Final = re.compile(
    r"0x[0-9a-fA-F]{4,64}|[0-9a-f]{32,64}|https?://\S*|[\w.-]*:\d{2,5}"
)
