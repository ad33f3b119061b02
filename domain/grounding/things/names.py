"""Codes, ids and versions in prose."""

import re

from domain.grounding.claims import Name
from domain.grounding.page import Page

_TOKEN = re.compile(r"(?<!\w)(?![A-Za-z][a-z]*+(?![\w-]))\w++(?:-\w++)*+", re.ASCII)
"""What may be a name: a plain word is none, and most are."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)++|[A-Z]{2,}+-?\d{2,}+|[A-Z]-?\d{3,}+")
_NO_CODE = re.compile(r"(?:SHA|AES|RSA|UTF|ISO|RFC|COVID|HTTP|CP|WIN|IPV|MP|TLS|UTC|GMT)-?\d++")
_DASHED_CODE = re.compile(r"(?!SHA|AES|RSA|ISO|UTF|TLS|EC)[A-Z]{2,}+(?:-[A-Z0-9]++){2,}")
_CLASS = re.compile(r"(?:[A-Z][a-z0-9]++){1,6}(?:Exception|Error)\d*+")
_CALLED_CODE = re.compile(
    r"(?<!\w)(?:[Ee]rror|[Rr]eason|[Ff]ailure) ?code(?: is| was|:)? [\"'(]{0,2}"
    r"(?P<code>(?!HTTP\b)[A-Z][A-Z0-9_-]{2,40})(?![\w-])"
)
# "Job 42 is still running", "invoice #77": an id in plain words. "Request 5 more seats" is none.
_NUMBERED = re.compile(
    r"(?<![\w-])(?:job|invoice|export|import|order|project|request|ticket|task|build|file|upload)"
    r" (?:#|no\.? |number |id:? )?(?P<id>\d[\w-]{0,40})"
    r"(?=[.,:](?!\d)|[;!?)\n]|\Z| (?:is|was|has|had|did|does|failed|finished|succeeded|stopped"
    r"|never|still|could|timed|ran|keeps)\b)",
    re.IGNORECASE,
)
_SNAKE = re.compile(
    r"(?!(?:open_docs|create_ticket|request_access)$)[a-z]{2,}+(?:_[a-z]{2,}+)++(?<!_ids)(?<!_id)"
    r"(?<!_type)(?<!_types)(?<!_status)(?<!_name)(?<!_key)(?<!_url)(?<!_path)(?<!_size)(?<!_code)"
)
_PREFIXED = re.compile(r"[A-Za-z]{1,16}[_-][A-Za-z0-9_-]*\d[A-Za-z0-9_-]*")
_ID_PREFIX = re.compile(
    r"(?:job|file|req|usr|ten|cas|scs|msg|evt|tkt|inv|prj|proj|ord|exp|doc|org|acc|sub|cus)_"
    r"(?!(?:ids?|type|status|name|queue|code|key|url|path|size|count|list|upload|limit|data)$)\w+"
)
_COMMIT = re.compile(r"(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7}")
_OPAQUE = re.compile(r"(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[0-9A-Za-z]{8,}")
_LIMIT_NAME = re.compile(r"[a-z]{2,24}(?:[A-Z][a-z0-9]{1,24}){1,6}")
_LIMIT_WORD = re.compile(r"max|min|limit|bytes|count|quota|size|rate|per|total", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_ELLIPSIS = ("…", "...")

_DOT = r"(?:\[\.\]| ?[\[(]dot[\])] ?)"
_ADDRESS = re.compile(rf"(?<![\w.-])[\w-]+(?:(?:{_DOT}|\.)[\w-]+)*{_DOT}[\w-]+")
"""A host that was written so that nothing leads to it, as containment does."""
_BETWEEN_LABELS = re.compile(_DOT)
_MARK = re.compile(r"\[(?:email|phone|card|iban|bank-account|secret:[\w-]+)\]")
"""What was taken out of an answer: only where as much stands elsewhere was it no invention."""
_VERSION = re.compile(
    r"(?<![\w./])(?:[vV]ersion v?(\d{1,5}(?:\.\d{1,5}){0,3})|v(\d{1,5}(?:\.\d{1,5}){1,3})"
    r"|(?!\d{1,3}(?:\.\d{3}){2,4}(?!\w|\.\d))(\d{1,5}(?:\.\d{1,5}){2,3}))(?![\w%])"
)


def take(page: Page) -> None:
    """Take versions, codes and ids out of a page."""
    if "[" in page.text or "(dot)" in page.text:
        page.claims += (Name(mark.group(), mark.start()) for mark in _MARK.finditer(page.text))
        addresses = list(_ADDRESS.finditer(page.text))
        page.claims += (
            Name(_BETWEEN_LABELS.sub(".", one.group()), one.start()) for one in addresses
        )
        page.blank_spans([one.span() for one in addresses])
    if page.has_digits:
        _take_numbered(page)
    if "code" in page.text:
        spans = [found.span("code") for found in _CALLED_CODE.finditer(page.text)]
        page.claims += (Name(page.text[start:end], start) for start, end in spans)
        page.blank_spans(spans)
    spans = list[tuple[int, int]]()
    for found in _TOKEN.finditer(page.text):
        for token, at in _tokens(found.group(), found.start()):
            end = at + len(token)
            page.claims.append(Name(token, at, page.text.startswith(_ELLIPSIS, end)))
            spans.append((at, end))
        if "-" in found.group():
            page.hyphenated.append((found.group().strip("_-"), found.start()))
    page.blank_spans(spans)


def _take_numbered(page: Page) -> None:
    spans: list[tuple[int, int]] = []
    for found in _VERSION.finditer(page.text):
        number = next(part for part in found.groups() if part)
        page.claims.append(Name(number, found.end() - len(number)))
        spans.append(found.span())
    page.blank_spans(spans)
    spans = [found.span("id") for found in _NUMBERED.finditer(page.text)]
    page.claims += (Name(page.text[start:end], start, part=True) for start, end in spans)
    page.blank_spans(spans)


def _tokens(token: str, at: int) -> list[tuple[str, int]]:
    bare = token.strip("_-")
    at += len(token) - len(token.lstrip("_-"))
    if _is_name(bare):
        return [(bare, at)]
    if "-" not in bare:
        return []
    parts: list[tuple[str, int]] = []
    for part in bare.split("-"):
        if _is_name(part):
            parts.append((part, at))
        at += len(part) + 1
    return parts


def _is_name(token: str) -> bool:
    if token.isalpha() and token.islower():
        # A word, as most are: whatever is a name has a capital, a digit or an underscore.
        return False
    if _CODE.fullmatch(token):
        return not _NO_CODE.fullmatch(token)
    if _DASHED_CODE.fullmatch(token) or _CLASS.fullmatch(token) or _SNAKE.fullmatch(token):
        return True
    if _DIGITS.search(token) is None:
        return bool(
            _ID_PREFIX.fullmatch(token)
            or (_LIMIT_NAME.fullmatch(token) and _LIMIT_WORD.search(token))
        )
    if _UUID.fullmatch(token) or _ID_PREFIX.fullmatch(token):
        return True
    digits = len(_DIGITS.findall(token))
    if _PREFIXED.fullmatch(token):
        # `sha-256` and `top-10` are words; `job-88213` and `file_7` are ids.
        return "_" in token or (digits > 2 and not _NO_CODE.fullmatch(token.upper()))  # noqa: PLR2004
    if _COMMIT.fullmatch(token):
        return True
    return digits > 2 and not token.isdigit() and _OPAQUE.fullmatch(token) is not None  # noqa: PLR2004
