"""HTML that cannot be broken out of: text is escaped, and only elements made here are not."""

from html import escape
from typing import Final

_VOID: Final = frozenset({"link", "meta", "hr"})


class Markup(str):
    """HTML that is safe as it stands."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str) -> Markup:
    """An element. Children that are no `Markup` are text; `class_` is the attribute `class`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Pieces, one after the other."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    )


def document(title: str, *children: str) -> str:
    """A page to read, in the demo's own looks, without any script."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title} · Pinewell"),
        element("link", rel="icon", href="/page/mark.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href="/page/theme.css"),
        element("link", rel="stylesheet", href="/page/paper.css"),
    )
    home = element("a", "Pinewell", href="/", class_="brand")
    body = element(
        "body",
        element("header", home, class_="masthead"),
        element("main", element("h1", title), *children, class_="paper"),
    )
    return "<!doctype html>\n" + element("html", head, body, lang="en")
