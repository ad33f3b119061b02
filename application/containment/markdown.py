"""Simple Markdown that renders as text: no HTML, no images, no link but an allowed one.

Renderers differ, so nothing rests on reading Markdown exactly as one of them does. Only code that
every renderer takes for code is left alone (a span on one line, a fence at the margin), and in
code, too, what would harm outside is broken up.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from application.containment.links import (
    ASIDE,
    as_followed,
    disarm,
    disarm_hosts,
    is_allowed,
    is_to_be_opened,
)

_OPEN, _CLOSE = ASIDE

_TILDE_FENCE = re.compile(r"~{3,}")
_FENCE = re.compile(
    r"^(?P<indent> {0,3})```[^`\n]*\n(?P<code>(?:(?!.*```).*\n)*?)(?P=indent)```[ \t]*$",
    re.MULTILINE,
)
_SPAN = re.compile(r"(?<![`\\])(?P<run>`{1,2})(?!`)(?P<code>[^`\n]+)(?<!`)(?P=run)(?!`)")

_DESTINATION = re.compile(
    r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*+))"
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?\s*\)"""
)
_ODD_DESTINATION = re.compile(r"\]\([^()\n]{0,500}+(?:\([^()\n]{0,500}+\)[^()\n]{0,500}+)*+\)")
# What follows `[label]:` defines a link, unless it is plainly the next word of a sentence.
_DEFINITION = re.compile(r"\]:(?P<space>\s*)(?P<to>\S+)")
_PROSE = re.compile(rf"[\w,;'\u2019\"!?…\u2013\u2014{_OPEN}{_CLOSE}-]+[.:]?")
_AUTOLINK = re.compile(r"<(?P<to>[a-z][a-z0-9+.-]{1,31}:[^\s<>]*)>", re.IGNORECASE)
_LABEL_LENGTH = 300
# Attributes as kramdown, Pandoc and Python-Markdown take them: `[x](/a){onclick=…}`.
_ATTRIBUTE_LIST = re.compile(
    r"\{(?P<list>[^{}\n]{0,500}\b(?:on[a-z]+|href|src|srcdoc|style|action|formaction)\s*=[^{}\n]{0,500})\}",
    re.IGNORECASE,
)

# WHATWG HTML, "List of elements", with SVG, MathML and what is obsolete but still does something.
_ELEMENTS = (
    "a|abbr|acronym|address|animate|applet|area|article|aside|audio|b|base|bdi|bdo|bgsound|big|"
    "blink|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|"
    "dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|"
    "frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|image|img|input|ins|isindex|kbd|"
    "label|legend|li|link|listing|main|map|mark|marquee|math|menu|meta|meter|nav|nobr|noembed|"
    "noframes|noscript|object|ol|optgroup|option|output|p|param|picture|plaintext|portal|pre|"
    "progress|q|rp|rt|ruby|s|samp|script|search|section|select|set|slot|small|source|span|strike|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|"
    "tr|track|tt|u|ul|use|var|video|wbr|xmp"
)
_HARMFUL_EVEN_BARE = (
    "applet|base|embed|form|frame|frameset|iframe|img|math|meta|noembed|noscript|object|plaintext|"
    "portal|script|style|svg|template|textarea|xmp"
)
_WITH_CONTENT = re.compile(
    r"<(?P<name>script|style|iframe|object|svg|math|template|noscript|textarea)\b[^<>]*>"
    r".*?</(?P=name)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[!?][a-z][^<>]*>", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTES = r"""(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*+\s*/?"""
_TAG = re.compile(rf"</?(?:{_ELEMENTS}){_ATTRIBUTES}>", re.IGNORECASE)
_ODD_TAG = re.compile(
    rf"<(?:(?:{_ELEMENTS})[\s/][^<>]*=|[a-z][\w:-]*[\s/](?:[^<>]*[\s/\"'])?on\w+\s*=)[^<>]*(?:>|\Z)",
    re.IGNORECASE,
)
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_HARMFUL_TAG_START = re.compile(
    rf"<(?=/?(?:{_HARMFUL_EVEN_BARE})\b|/?[a-z][^\s/<>]*[\s/][^<>]*=|[a-z/!?][^>]*\Z)",
    re.IGNORECASE,
)


def harmless(text: str, hosts: frozenset[str], *, shown: bool = False) -> str:
    """Take out or break up whatever would render as more than text, code and allowed links; in what
    is `shown` as prose, hosts that stand alone, too.

    What does no harm comes back as it was. What is left may mean something new when it stands
    together: do it again until nothing changes.
    """
    kept: list[str] = []

    def set_aside(piece: str) -> str:
        kept.append(piece)
        return f"{_OPEN}{len(kept) - 1}{_CLOSE}"

    def fence(match: re.Match[str]) -> str:
        indent = match["indent"]
        lines = match["code"].splitlines()
        # A line further out ends the list item that the fence may stand in, and the fence with it.
        if any(line.strip() and not line.startswith(indent) for line in lines):
            return match[0]
        return set_aside(_harmless_code(match[0], hosts))

    def span(match: re.Match[str]) -> str:
        # In a table a bar ends the cell, also inside code.
        if (
            "|" in match["code"]
            and _Prose(hosts, set_aside, shown=shown).of(match["code"]) != match["code"]
        ):
            return match[0]
        code = _harmless_code(match[0], hosts)
        is_host = shown and is_to_be_opened(match.string, match.start())
        return set_aside(disarm_hosts(code, hosts) if is_host else code)

    text = _TILDE_FENCE.sub("~~", as_followed(text, hosts))
    text = _SPAN.sub(span, _FENCE.sub(fence, text))
    # A lone backtick could pair with another, and turn text into code and code into text.
    text = _Prose(hosts, set_aside, shown=shown).of(text.replace("`", "'"))
    return re.sub(f"{_OPEN}([0-9]+){_CLOSE}", lambda match: kept[int(match[1])], text)


def may_render(text: str) -> bool:
    """Whether a text that must stay as it is would do harm in a page that forgets to escape it."""
    return _HARMFUL_TAG_START.search(text) is not None


def _harmless_code(code: str, hosts: frozenset[str]) -> str:
    # Not an escape, which would be read as it stands in code, but a mark that looks alike: U+2039.
    return disarm(_HARMFUL_TAG_START.sub("\u2039", code), hosts)


class _Prose:
    """The rules for what is not code; an allowed link is set aside as it stands."""

    def __init__(
        self, hosts: frozenset[str], set_aside: Callable[[str], str], *, shown: bool
    ) -> None:
        self._hosts = hosts
        self._shown = shown
        self._set_aside = set_aside

    def of(self, text: str) -> str:
        text = _DEFINITION.sub(self._definition, self._links(text.replace("![", "[")))
        text = _ATTRIBUTE_LIST.sub(r"(\g<list>)", _AUTOLINK.sub(self._autolink, text))
        text = _ODD_TAG.sub("", _TAG.sub("", _WITH_CONTENT.sub("", _COMMENT.sub("", text))))
        text = disarm(_TAG_START.sub("&lt;", text), self._hosts)
        return disarm_hosts(text, self._hosts) if self._shown else text

    def _links(self, text: str) -> str:
        done, start = "", 0
        while (end := text.find("](", start)) >= 0:
            done += text[start:end]
            link = _DESTINATION.match(text, end)
            to = (link["angled"] or link["bare"] or "") if link else ""
            if link and is_allowed(to, self._hosts):
                done += self._set_aside(f"]({to})")
                start = link.end()
            elif odd := link or _ODD_DESTINATION.match(text, end):
                done = _without_last_bracket(done)
                start = odd.end()
            else:
                done += "] ("
                start = end + 2
        return done + text[start:]

    def _definition(self, match: re.Match[str]) -> str:
        to = match["to"]
        if _PROSE.fullmatch(to) or is_allowed(to, self._hosts):
            return match[0]
        return f"] :{match['space']}{to}"

    def _autolink(self, match: re.Match[str]) -> str:
        to = match["to"]
        return self._set_aside(match[0]) if is_allowed(to, self._hosts) else to


def _without_last_bracket(text: str) -> str:
    """Drop the `[` that the label of a link began with."""
    deep = 0
    for index in range(len(text) - 1, max(len(text) - _LABEL_LENGTH, 0) - 1, -1):
        if text[index] == "]":
            deep += 1
        elif text[index] == "[":
            if deep == 0:
                return text[:index] + text[index + 1 :]
            deep -= 1
    return text
