"""HTML of texts, code and tables; whatever is put in comes out as text."""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

_CODE = re.compile(r"`([^`]+)`")
_BULLET = "* "


def inline(text: str) -> str:
    """A line of text, in which backticks mark code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def prose(text: str) -> str:
    """Paragraphs and lists, as Markdown writes them."""
    return "\n".join(_block(block) for block in text.strip().split("\n\n"))


def code(text: str, label: str) -> str:
    """A block of code, which the script gives a button to copy it with."""
    label = escape(label, quote=True)
    return f'<pre tabindex="0" aria-label="{label}" data-copy><code>{escape(text)}</code></pre>'


def as_json(value: Any, label: str) -> str:
    """A JSON value as a block of code."""
    return code(json.dumps(value, indent=2, ensure_ascii=False), label)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; nothing without rows. The first cell names a row."""
    body = [
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    ]
    if not body:
        return ""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _block(block: str) -> str:
    if not block.startswith(_BULLET):
        return f"<p>{inline(' '.join(block.split()))}</p>"
    items = re.split(r"^\* ", block, flags=re.MULTILINE)[1:]
    listed = "".join(f"<li>{inline(' '.join(item.split()))}</li>" for item in items)
    return f"<ul>{listed}</ul>"
