"""The table of rules for readers, as Markdown."""

from __future__ import annotations

import re
from typing import Final

from application.redaction.rules import RULES, Rule
from application.redaction.secrets.vendors import VENDOR_RULES

_LONG: Final = re.compile(r"([\w+/-]{10})[\w+/-]{10,}")
_PREFIX: Final = "secret:"


def rules_table() -> str:
    """Every rule with an example; the vendors, which all look alike, share one row."""
    named = [name for name in VENDOR_RULES if name != "secret:key"]
    rows = [_row(rule) for rule in RULES if rule.before and rule.name not in named]
    vendors = sorted(name.removeprefix(_PREFIX) for name in named)
    shown = next(rule for rule in RULES if rule.name == "secret:github")
    rows.append(_row(shown, mark="[secret:<vendor>]", recognises=", ".join(vendors)))
    size = [rule for rule in RULES if not rule.before]
    rows += [f"| `{rule.mark}` | {rule.recognises} | |" for rule in size]
    return "\n".join(("| mark | stands for | example |", "|---|---|---|", *rows)) + "\n"


def _row(rule: Rule, *, mark: str = "", recognises: str = "") -> str:
    first, more, _ = rule.example.partition("\n")
    example = _LONG.sub(r"\1…", first + (" …" if more else ""))
    return f"| `{mark or rule.mark}` | {recognises or rule.recognises} | `{example}` |"
