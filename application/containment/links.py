"""Where a link may lead, and what becomes of one that leads elsewhere."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import partial
from urllib.parse import unquote

from application.containment.glance import Glance

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
# autolinks), and what markdown-it's linkify adds: any scheme, and hosts under a country's domain or
# one of the most used others. Those that rather end the name of a file (`setup.sh`) or of a member
# (`a.id`) are missing, or count only with a path. To a browser `https:/x` and `https:x` are URLs.
_COUNTRIES = (
    "a[cdefgiloqrtuwxz]|b[abdefghijmnorstvwz]|c[adfghiklmnoruvwxyz]|d[ejkmz]|e[cegrstu]|f[ijkmor]"
    "|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[elmoqrt]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]"
    "|m[aceghnqrtuvwxz]|n[acefgilpruz]|om|p[aefghknrtw]|qa|r[eouw]|s[abcdegijklmnrsuvxyz]"
    "|t[cdghjklmnrtvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
_FOREIGN = r"xn--[a-z0-9-]{2,59}|(?:(?![a-z])[^\W\d_]){2,24}"
"""Top-level domains in other scripts, as they are and in Punycode."""
_ALONE = (
    rf"{_COUNTRIES}|com|org|net|biz|edu|gov|app|dev|pro|shop|online|website|support|cloud|tech|asia"
    r"|xyz|icu|vip|club|xxx|example"
)
_WITH_PATH = (
    rf"{_ALONE}|{_FOREIGN}|am|by|cc|id|in|is|my|no|pl|st|tk|to|info|name|top|site|store|link|click"
    r"|live|help|page|space|fun|life|world|test"
)
_LABELS = r"(?:[\w-]{1,63}\.){1,6}"
_PRODUCTS = frozenset({"asp.net", "ado.net", "vb.net", "system.net", "socket.io", "draw.io"})
"""What looks like a host, and is said to be used."""
_BARE = re.compile(
    r"(?:https?:(?=[^\s])|(?:ftps?|file):[/\\]{2}|(?<![\w+.-])(?!(?:s3|gs|abfss?):)[a-z][a-z0-9+.-]{1,19}:[/\\]{2}"
    r"|(?<![\w.])www\.(?=[^\s.])|(?<![\w:/.\\])(?://|\\\\)(?=[\w-]+\.\w)"
    rf"|(?<![\w@./\\-]){_LABELS}(?:{_WITH_PATH})(?::\d{{1,5}})?/(?=\w))"
    r"[!-;=?-~\w»”\u2019…]*",
    re.IGNORECASE,
)
"""A link ends before the punctuation of other scripts, which set no space before or after it."""
# A domain may end at a letter of another script, and a host at a line of emphasis.
_HOST = re.compile(
    rf"(?<![\w@./\\-])(?P<host>{_LABELS}(?:{_ALONE}|xn--[a-z0-9-]{{2,59}}|рф)"
    rf"|(?:{_LABELS})?xn--[a-z0-9-]{{2,59}}\.[a-z0-9-]{{2,59}})"
    r"(?![a-z0-9-]|_+[^\W_]|\.\w)",
    re.IGNORECASE,
)
_NEWER = (
    r"(?:info|site|store|link|click|live|help|page|space|fun|life|world|top|bank|finance|money|email"
    r"|center|today|zip|services|agency|digital|solutions|rest|cyou|buzz|lol|test|invalid)"
)
_TO_OPEN = (
    r"\b(?:visit|go\sto|open|browse\sto|head\s(?:over\s)?to|navigate\sto"
    r"|(?:log|sign)\s?in\s(?:\w{1,10}\s)?(?:at|on|to|via)|(?:pay|register|order|write|find\sus|reach\sus)\s(?:at|on|via)"
    r"|besuchen\ssie|öffnen\ssie|gehen\ssie\s(?:auf|zu)|allez\ssur|visitez|ouvrez|visite|abra|vaya\sa"
    r"|visiti|apra|vada\ssu|acesse|bezoek|ga\snaar)\s[*_\"'(\[]{0,3}"
)
_OPENED = re.compile(rf"{_TO_OPEN}(?P<host>{_LABELS}{_NEWER})(?![\w-]|\.\w)", re.IGNORECASE)
"""A host under a domain that would rather end the name of a file, where one is told to open it."""
_TOLD_TO_OPEN = re.compile(rf"{_TO_OPEN}\Z", re.IGNORECASE)
_LONGEST_TO_OPEN = 40
_DOT = r"(?:dot|punkt|point|punto|ponto|punt)"
_SPELT = rf"(?:[({{<]\s?(?:\.|{_DOT})\s?[)}}>]|\[\s?{_DOT}\s?\])"
SPELT_DOT = rf"{_SPELT}|\s{_DOT}\s|\w\s\.\s\w"
SPELT_HOST = (
    rf"[\w-]\s?{_SPELT}\s?(?:{_ALONE}|{_NEWER})(?![\w(-])"
    rf"|{_TO_OPEN}[\w-]{{2,63}}\s{_DOT}\s(?:{_ALONE}|{_NEWER})(?![\w-])"
    r"|(?<!\S)(?:[\w-]\s){3,40}\.(?:\s\w){2,12}(?!\S)"
)
"""A host whose dot is spelt out so that nothing takes it for one: `evil(.)com`, "go to evil dot
com", `e v i l . c o m`. `evil[.]com` is what becomes of one here.
"""
SENT_AWAY = rf"{_TO_OPEN}`?(?P<host>[\w-]{{1,63}}(?:\[\.\][\w-]{{1,63}}){{1,6}})"
"""A host that is none of those allowed, as it is written here, where one is told to open it."""
# Full-width, small, circled, squared, raised, lowered, letterlike and mathematical ones, and a dot.
_STYLED = (
    "\u1d2c-\u1d6a\u2024\u2070-\u209c\u2100-\u214f\u24b6-\u24e9\ufe50-\ufe6b\uff01-\uff5e"
    "\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
)
_FULL_STOP = r"[\u3002\uff61](?=[A-Za-z0-9])"
"""A dot between labels to browsers, and the end of a sentence to who reads Chinese or Japanese."""
_STYLED_WORD = re.compile(
    rf"(?<![!-~{_STYLED}])[!-~]*+(?:[{_STYLED}]|{_FULL_STOP})(?:[!-~{_STYLED}]|{_FULL_STOP})*"
)
_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:https?|ftps?|javascript|data):|www\.", re.IGNORECASE)
"""What a page follows; a log may well name a file or a data store by its URL."""
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:[/\\]*|//|\\\\)", re.IGNORECASE)
_SCHEMED = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_ONWARD = re.compile(
    r"\A//|/\.{1,2}(?=/).*//|\\|[\0-\x1f]|(?:java|vb|live)script:|[a-z]:/|[?#].*(?://|@)",
    re.IGNORECASE | re.DOTALL,
)
"""What would lead on from the host that a link leads to, or break its line: without its dots
`/.//evil` is `//evil`, too.
"""
_QUERY = re.compile(r"[?#]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_SPOKEN = re.compile(r"(?P<host>(?:[^\s/\\?#@]*@)?[\w.-]*(?::\d+)?)(?P<path>(?:/[\w.~%+-]+)*/?)")
_TRAILING = re.compile(r"""[.,;:!?'"*_~`\]}»”\u2019…]+\Z""")
_SCRIPT = re.compile(
    r"(?:java|vb|live)script:(?=\S)|\bdata:(?=[\w.+-]+/[\w.+-]+[;,]|[;,])", re.IGNORECASE
)
_MAY_LEAD = Glance(
    (_BARE, r"https?:\S|[a-z0-9+.-]:[/\\]{2}|www\.|//|\\\\|\.[^\s./]+/"),
    (_SCRIPT, r"script:|data:"),
)
_MAY_BE_HOST = Glance((_HOST, r"\.(?:[a-z]{2}|[^\x00-\x7f])"))
_BEHIND_HOST = re.compile(r"[/?#][!-~]*")
"""What other scripts add to it stays on the host, whatever it says."""


def is_allowed(link: str, hosts: frozenset[str]) -> bool:
    """Whether a link leads to one of these hosts by https, or is a path of the host application.

    A host is compared exactly, but for case; user names, ports but 443, and whatever a browser
    might read in another way than this (https://url.spec.whatwg.org/#url-parsing) are no link.
    """
    if len(link) > LINK_LENGTH:
        return False
    plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), link)
    if plain != link and not is_allowed(plain, hosts):
        # To Markdown `/&#47;evil` is `//evil`.
        return False
    if _PATH.fullmatch(link):
        return not _leads_on(link)
    web = _WEB.fullmatch(link)
    return web is not None and web["host"].lower() in hosts and not _leads_on(link[web.end(1) :])


def _leads_on(tail: str) -> bool:
    """Whether path, query or fragment hold another address, as `/login?next=//evil` does."""
    plain = unquote(unquote(tail))
    if _ONWARD.search(plain) or _BARE.search(plain):
        return True
    query = _QUERY.search(plain)
    return query is not None and _HOST.search(plain, query.start()) is not None


def disarm(text: str, hosts: frozenset[str]) -> str:
    """Write bare links that lead elsewhere so that nothing makes them clickable: `evil[.]example`.

    What is told of them is host and path; user name, query and fragment go, for they may carry
    something out. `javascript:` and `data:` lose their scheme.
    """
    if not _MAY_LEAD.may_match(text):
        return text
    return _SCRIPT.sub("", _BARE.sub(partial(_disarmed, hosts=hosts), text))


def as_followed(text: str, hosts: frozenset[str]) -> str:
    """The text with each link elsewhere, host or tag in ASCII that is written in styled letters:
    browsers and what stores a text take them for plain ones (NFKC; UTS 46, 4).
    """
    if text.isascii():
        return text

    def plain(word: re.Match[str]) -> str:
        read = unicodedata.normalize("NFKC", word[0]).replace("\u3002", ".")
        harms = disarm_hosts(disarm(read, hosts), hosts) != read or _TAG.search(read)
        return read if harms else word[0]

    return _STYLED_WORD.sub(plain, text)


def leads_away(value: str, hosts: frozenset[str]) -> bool:
    """Whether a text that must stay as it is has a link to elsewhere that a page would follow."""
    return _FOLLOWED.search(value) is not None and disarm(value, hosts) != value


def disarm_hosts(prose: str, hosts: frozenset[str]) -> str:
    """Write hosts that stand alone and are none of these so that nothing makes them clickable."""
    if not _MAY_BE_HOST.may_match(prose):
        return prose
    known = hosts | _PRODUCTS

    def disarmed(found: re.Match[str]) -> str:
        host = found["host"]
        if host.lower() in known:
            return found[0]
        return found[0].replace(host, host.replace(".", "[.]"))

    return _OPENED.sub(disarmed, _HOST.sub(disarmed, prose))


def is_to_be_opened(text: str, at: int) -> bool:
    """Whether one is told to open what stands at a place."""
    return _TOLD_TO_OPEN.search(text, max(at - _LONGEST_TO_OPEN, 0), at) is not None


def _disarmed(match: re.Match[str], *, hosts: frozenset[str]) -> str:
    link, trailing = _untrailed(match[0])
    web = link if _SCHEMED.match(link) else f"https://{link}"
    behind = _BEHIND_HOST.search(web, len("https://"))
    ascii_part = web[: behind.end()] if behind else web
    # To a browser a sign of another script right behind the host could go on in its name.
    ends = behind is not None or match.string[match.end() :][:1].isascii()
    if ends and is_allowed(ascii_part, hosts) and not (behind and _leads_on(web[behind.start() :])):
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
