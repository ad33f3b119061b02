"""Long random strings that nothing calls an id, a digest or a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from application.redaction.meaning.harmless_words import is_word_about_secrets
from application.redaction.meaning.keys import SECRET_KINDS, Kind, meaning_of
from application.redaction.secrets.credentials import RANDOM_CHANGES, changes_of_class
from application.redaction.secrets.id_names import named_after
from application.redaction.spans import Span

_RANDOM_CHANGES_WITH_DIGITS: Final = 0.22
_HEX_BLOB: Final = re.compile(r"(?<![A-Za-z0-9_-])(?:0x)?[0-9a-fA-F]{32,}+(?![\w-])")
# A line of a dump: eight words or sixteen bytes.
_DUMP: Final = re.compile(
    r"(?<![\w.-])(?=[0-9 ]{0,20}[a-fA-F])(?:(?:[0-9a-fA-F]{4} ){7}|(?:[0-9a-fA-F]{2} {1,2}){15})"
    r"[0-9a-fA-F]{2}(?:[0-9a-fA-F]| (?=[0-9a-fA-F]{2}))*+(?![\w-])"
)
_BLOB: Final = re.compile(r"(?<![A-Za-z0-9+/_-])(?<!==)[A-Za-z0-9+/_-]{24,}+={0,3}")
_BASE32_BLOB: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z2-7]{32,}+={0,6}(?![\w])")
_DIGEST: Final = re.compile(
    r"[0-9a-fA-F]{32}(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{32}|[0-9a-fA-F]{96})?(?:-\d{1,5})?"
)
_FILE_OR_REF_AFTER: Final = re.compile(
    r" [ *][\w./-]{1,200}\.[a-z0-9]{1,8}(?!\S)| (?:->|\u2192) (?:refs|heads|origin)/"
)
# Subresource Integrity, section 3.1.
_INTEGRITY: Final = re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/]{43,86}={0,2}")
# As in "5d41402abc4b2a76b9719d911017c592 was not found", which nobody says of a secret.
_SAID_TO_LACK: Final = re.compile(
    r"[\"']? (?:was |is |could |does |has |already )?"
    r"(?:not (?:be )?(?:found|exist)|missing|timed out|exists)"
)
# As in "parcel 5d41402abc4b2a76b9719d911017c592 lost": a thing, and what is said of it.
_GOES_ON: Final = re.compile(r"[\"']? [^\W\d_]")
_THING: Final = re.compile(r"(?<![\w.-])([^\W\d_]{3,20}) [\"']?\Z")
_NO_THINGS: Final = frozenset(
    """body value payload data string text content header blob bytes dump buffer frame raw hex
    secret key token password passwort session sitzung cookie auth bearer signature sig hmac nonce
    salt seed pepper cipher ciphertext input output field param parameter state code credential
    credentials that this what where which there here but then into onto about after before via per
    like than also only even really maybe please thanks hello yes saw got see sent gave put took
    read found said says held told wrote kept made ran won lost uses sends gets shows prints returns
    logs takes mit aber dann sah hat avec dans pour puis con pero vio com mas dla oraz""".split()
)
# Spring's logs: the application, the trace and the span in one bracket.
_SPAN_AFTER: Final = re.compile(r",[0-9a-f]{16}(?:,\w{0,5})?\]")
# Google's tracing header: a trace, and a span of 64 bits in decimal.
_DECIMAL_SPAN_AFTER: Final = re.compile(r"/\d{15,20}(?:;o=\d)?(?![\w/;=+-])")
_LONGEST_ID: Final = 40
_PREFIXED_ID: Final = re.compile(r"[a-z]{2,12}(?:[_-][A-Za-z0-9]{6,31}|_[0-9a-f]{32,64})")
_UUID: Final = re.compile(
    r"(?:[a-zA-Z]{2,12}[_-])?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_ULID: Final = re.compile(r"(?:[a-zA-Z]{1,12}[_-])?01[0-9A-HJKMNP-TV-Z]{24}(?:[_-]\w{1,8})?")
# W3C Trace Context section 3.2; AWS X-Ray's tracing header; B3's single header.
_TRACEPARENT: Final = re.compile(
    r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}|1-[0-9a-f]{8}-[0-9a-f]{24}"
    r"|[0-9a-f]{16,32}-[0-9a-f]{16}(?:-[01d](?:-[0-9a-f]{16})?)?|[0-9a-f]{32}/\d{15,20}"
)
# What clusters call their pods, sets and nodes: a name, short hashes, and the namespace.
_OF_CLUSTER: Final = re.compile(
    r"[a-z]{3,20}(?:-[a-z0-9]{1,16}){1,6}(?:_[a-z]{2,20}(?:-[a-z]{2,20}){0,3})?"
)
# Twilio's ids of messages, calls and accounts; those of keys begin with SK. Stripe's of checkouts.
_SID: Final = re.compile(r"(?!SK)[A-Z]{2}[0-9a-f]{32}|cs_(?:live|test)_[A-Za-z0-9]{20,80}")
_IDS_AND_DIGESTS: Final = (_PREFIXED_ID, _SID, _UUID, _ULID, _TRACEPARENT, _OF_CLUSTER, _INTEGRITY)
_SHORTEST_MIXED: Final = 30
_SHORTEST_PADDED: Final = 20


def find_blobs(text: str) -> Iterator[Span]:
    """Long hexadecimal, base32 and base64 strings that nothing before them calls an id."""
    for match in _HEX_BLOB.finditer(text):
        if not _is_named(text, *match.span()):
            yield Span(match.start(), match.end(), "secret:blob")
    for match in _DUMP.finditer(text):
        yield Span(match.start(), match.end(), "secret:blob")
    for match in _BASE32_BLOB.finditer(text):
        if any(c.isdigit() for c in match.group()) and not _is_named(text, *match.span()):
            yield Span(match.start(), match.end(), "secret:blob")
    for match in _BLOB.finditer(text):
        if _is_route(text, match):
            yield from _blobs_in_route(match.group(), match.start())
        elif _is_blob(match.group()) and not _is_named(text, *match.span()):
            words = _LAST_WORDS.search(match.group(), max(0, len(match.group()) - _LONGEST_END))
            yield Span(
                match.start(),
                words.start() + match.start() if words else match.end(),
                "secret:blob",
            )


_LONGEST_END: Final = 200
# Seldom the end of what is random.
_LAST_WORDS: Final = re.compile(r"(?:/(?=[A-Za-z]{5})[a-z]{2,16}(?:[A-Z][a-z]{1,16}){0,4})+\Z")
# Words, and what random letters seldom leave between two strokes: "b", "v2", "2026".
_STEP: Final = re.compile(r"[a-z]{3,24}(?:[-_][a-z]{2,24}){0,4}|[a-z]{1,2}\d{0,2}|\d{1,4}")
_ID_IN_ROUTE: Final = re.compile(r"[0-9a-fA-F]{16,64}|[0-9A-Z]{16,40}|[0-9a-z]{16,40}|[\w-]{16,28}")
"""What stands for a resource: ObjectId, ULID, digest, KSUID, nanoid. What is longer may be a token,
unless the step before it says what it is.
"""
_LONG_ID: Final = re.compile(r"[\w-]{16,44}")
_RESOURCES: Final = frozenset(
    "d doc docs document documents spreadsheets file files folder folders board page".split()
)
_URL_BEFORE: Final = re.compile(r"://[\w.-]{1,80}(?::\d{2,5})?/?\Z")
_LONGEST_HOST: Final = 90


_LONGEST_ROUTE: Final = 400


def _is_route(text: str, token: re.Match[str]) -> bool:
    """Whether a token is the path of a URL or of a file: a scheme stands before it, or one in three
    of its steps is a word, or every other where neither a stroke nor a host stands before it, or
    one is a UUID.
    """
    steps = token.group().split("/")
    if len(steps) == 1 or len(token.group()) > _LONGEST_ROUTE:
        return False
    if any(map(_UUID.fullmatch, steps)):
        return True
    if _URL_BEFORE.search(text, max(0, token.start() - _LONGEST_HOST), token.start()):
        return True
    is_rooted = not steps[0] or text[max(0, token.start() - 1) : token.start()] in {".", ":"}
    words = sum(map(bool, map(_STEP.fullmatch, steps)))
    return words * (3 if is_rooted else 2) >= len(steps)


def _blobs_in_route(route: str, at: int) -> Iterator[Span]:
    before = ""
    for step in route.split("/"):
        form = _LONG_ID if before in _RESOURCES else _ID_IN_ROUTE
        if form.fullmatch(step) is None and _is_blob(step):
            yield Span(at, at + len(step), "secret:blob")
        at += len(step) + 1
        before = step


# A path; a weak validator (RFC 9110 section 8.8.3).
_BEFORE_ID: Final = ("/", 'W/"')


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether what stands around names an id or a digest, or it is a segment of a path."""
    if _SAID_TO_LACK.match(text, end) and (
        end - start <= _LONGEST_ID or _DIGEST.fullmatch(text, start, end)
    ):
        return True
    before = text[max(0, start - 100) : start]
    if _is_of_thing(text, start, end, before):
        return True
    if before.endswith(",") and _SPAN_AFTER.match(text, end):
        return True
    if _DECIMAL_SPAN_AFTER.match(text, end):
        return True
    namings = named_after(before)
    if _DIGEST.fullmatch(text, start, end) and (
        "digests" in namings or _FILE_OR_REF_AFTER.match(text, end)
    ):
        return True
    if end - start <= _LONGEST_ID and "commit" in namings:
        return True
    return "id" in namings or before.endswith(_BEFORE_ID)


def _is_of_thing(text: str, start: int, end: int, before: str) -> bool:
    """Whether a digest stands behind the word for a thing, of which something is said."""
    if _GOES_ON.match(text, end) is None or _DIGEST.fullmatch(text, start, end) is None:
        return False
    thing = _THING.search(before, max(0, len(before) - _LONGEST_THING))
    if thing is None or end - start > _LONGEST_DIGEST:
        return False
    word = thing[1].lower()
    if word in _NO_THINGS or is_word_about_secrets(word):
        return False
    # Nor a cookie, or a vendor, whose keys may look so.
    return meaning_of(thing[1]).kind not in SECRET_KINDS and (
        meaning_of(f"{word} key").kind not in _OF_VENDORS
    )


_LONGEST_DIGEST: Final = 64
_LONGEST_THING: Final = 23
_OF_VENDORS: Final = frozenset({Kind.OPAQUE, Kind.SUBJECT, Kind.PASSWORD})


def _is_blob(token: str) -> bool:
    if any(form.fullmatch(token) for form in _IDS_AND_DIGESTS):
        return False
    longest = max(re.split(r"[/_-]", token), key=len) if _is_path_like(token) else token
    if len(longest) < (_SHORTEST_PADDED if token.endswith("=") else _SHORTEST_MIXED):
        return False
    sample = longest[:4000]
    if not any(c.isdigit() for c in sample):
        return len(sample) > 2 * _SHORTEST_MIXED and changes_of_class(sample) >= RANDOM_CHANGES
    if sample.isdigit():
        return False
    return changes_of_class(sample) >= _RANDOM_CHANGES_WITH_DIGITS


def _is_path_like(token: str) -> bool:
    """Whether the token is words joined by strokes rather than one random string."""
    parts = [part for part in re.split(r"[/_-]", token) if part]
    plain = sum(len(part) for part in parts if _PLAIN_PART.fullmatch(part))
    return 2 * plain >= len(token)


_PLAIN_PART: Final = re.compile(
    r"[A-Za-z]?[a-z]+|[A-Z]+|\d+|[a-z]+\d{1,3}|[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*"
)
