"""Where a link may lead, and what becomes of one that leads elsewhere."""

from __future__ import annotations

import re
from functools import partial

LINK_LENGTH = 1_000

# RFC 3986, 3.3 to 3.5: the characters of path, query and fragment, with whole percent encodings.
# Brackets and quotes are left out: they end links in Markdown and attributes in HTML.
_TAIL = r"(?:[A-Za-z0-9\-._~!$&()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_REST = rf"(?:[/?]{_TAIL})?(?:\#{_TAIL})?"
_WEB = re.compile(rf"https://(?P<host>[a-z0-9.-]+)(?::443)?{_REST}", re.IGNORECASE)
_PATH = re.compile(rf"/(?:(?!/){_TAIL})?(?:\#{_TAIL})?")

ASIDE = ("\ue000", "\ue001")
"""Private-use characters that stand around what was set aside; no text that comes in has them."""

# What the linkifiers of chat widgets take for a link: GitHub Flavored Markdown, 6.9 (extended
# autolinks), and the schemes of markdown-it's linkify. To a browser `https:/x` is a URL, too.
_BARE = re.compile(
    r"(?:https?:[/\\]|(?:ftps?|file):[/\\]{2}|(?<![\w.])www\.(?=[^\s.])"
    r"|(?<![\w:/.])//(?=[\w-]+\.\w))"
    rf"[^\s<>{''.join(ASIDE)}]*",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:[a-z]+:[/\\]*|//)", re.IGNORECASE)
_SPOKEN = re.compile(r"(?P<host>(?:[^\s/\\?#@]*@)?[\w.-]*(?::\d+)?)(?P<path>(?:/[\w.~%+-]*)*)")
_TRAILING = re.compile(r"""[.,;:!?'"*_~`\]}»”\u2019…]+\Z""")
_SCRIPT = re.compile(
    r"(?:java|vb|live)script:(?=\S)|\bdata:(?=[\w.+-]+/[\w.+-]+[;,]|[;,])", re.IGNORECASE
)


def is_allowed(link: str, hosts: frozenset[str]) -> bool:
    """Whether a link leads to one of these hosts by https, or is a path of the host application.

    A host is compared exactly, but for case; user names, ports but 443, and whatever a browser
    might read in another way than this (https://url.spec.whatwg.org/#url-parsing) are no link.
    """
    if len(link) > LINK_LENGTH:
        return False
    if _PATH.fullmatch(link):
        return True
    web = _WEB.fullmatch(link)
    return web is not None and web["host"].lower() in hosts


def disarm(text: str, hosts: frozenset[str]) -> str:
    """Write bare links that lead elsewhere so that nothing makes them clickable: `evil[.]example`.

    What is told of them is host and path; user name, query and fragment go, for they may carry
    something out. `javascript:` and `data:` lose their scheme.
    """
    return _SCRIPT.sub("", _BARE.sub(partial(_disarmed, hosts=hosts), text))


def _disarmed(match: re.Match[str], *, hosts: frozenset[str]) -> str:
    link, trailing = _untrailed(match[0])
    web = f"https://{link}" if link.lower().startswith("www.") else link
    if is_allowed(web, hosts) and not _BARE.search(link, 1):
        return match[0]
    spoken = _SPOKEN.match(_SCHEME.sub("", link, count=1))
    host, path = (spoken["host"], spoken["path"]) if spoken else ("", "")
    return host.rpartition("@")[2].replace(".", "[.]") + path + trailing


def _untrailed(link: str) -> tuple[str, str]:
    """Part a link from the punctuation of the sentence that it stands in."""
    bare = link
    while True:
        shorter = _TRAILING.sub("", bare)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == bare:
            return bare, link[len(bare) :]
        bare = shorter
