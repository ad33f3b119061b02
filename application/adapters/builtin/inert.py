"""Data from hosts as plain words: nothing of it is markup, a link or an instruction any more."""

import html
import re
import unicodedata
from typing import Final

_LINK: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:[a-z][a-z0-9+.-]{1,20}:/{1,3}|www\.|(?:javascript|data|vbscript|mailto|file):"
    r"|//(?=[a-z0-9]))"
    r"[^\s<>\"'`()\[\]]*",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]{0,400}>")
_MARKUP: Final = str.maketrans({"<": " ", "[": "(", "]": ")", "`": "'"})
_ARROW: Final = re.compile(r"(?<=[^\s>] )>(?= [^\s>])")
"""`Settings > Members` keeps its sign; any other may begin a quotation or end a tag."""
_STRONG: Final = re.compile(r"[*~#|!\\]+(?=\S)|(?<=\S)[*~|\\]+|_{2,}")
_NAME: Final = re.compile(r"[A-Za-z0-9/][A-Za-z0-9._:@/+~#=-]{0,127}")
_ROUTE: Final = re.compile(r"(?:[A-Z]{3,7} )?/[A-Za-z0-9._~/{}:-]{0,160}")
LINK_REMOVED: Final = "(link removed)"


def name(value: object) -> str | None:
    """An id, a code or another single word of data as it is; None where it is more than that."""
    text = str(value)
    if value is None or not _NAME.fullmatch(text) or "//" in text or _LINK.search(text):
        return None
    return text


def route(value: str) -> str | None:
    """A route, with its method, as it is; None where it is no plain one."""
    plain = value.split("?", 1)[0]
    linked = "//" in plain or "www." in plain
    return plain if _ROUTE.fullmatch(plain) and not linked else None


def prose(text: str, *, longest: int = 400) -> str:
    """A passage of a document on one line, cut at the end of a word, without markup and links."""
    text = text[: longest * 8]
    for _ in range(2):
        text = html.unescape(text)
    text = "".join(
        " " if c in "\n\r\t" else c
        for c in text
        if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"}
    )
    text = _LINK.sub(LINK_REMOVED, _TAG.sub(" ", text)).translate(_MARKUP)
    text = _ARROW.sub("\0", text).replace(">", " ").replace("\0", ">")
    text = " ".join(_STRONG.sub("", text).replace("!(", "(").replace(")(", ") (").split())
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')} …"
