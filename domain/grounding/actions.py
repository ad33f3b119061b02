"""What an action refers to must stand somewhere, and what it says in words is prose."""

from collections.abc import Iterator
from typing import Final

from domain.answer import SuggestedAction
from domain.grounding.claims import Name
from domain.grounding.lookup import Lookup
from domain.grounding.page import Page
from domain.grounding.things import names
from domain.model import JSON

_REFERENCES: Final = frozenset(
    {"jobId", "resourceId", "requestId", "errorCode", "docId", "permission", "role", "route"}
)
_FEW: Final = 12
"""Up to here a number may tell a page or a step."""
_ABOUT_SOMETHING: Final = frozenset({"retry", "open_docs"})
"""Types of actions that do nothing without a reference."""


def borne_out(actions: tuple[SuggestedAction, ...], lookup: Lookup) -> Iterator[SuggestedAction]:
    """The actions without references that stand nowhere, save those with nothing left to act on."""
    for action in actions:
        payload = {
            name: value for name, value in action.payload.items() if _may_stand(name, value, lookup)
        }
        if payload == action.payload:
            yield action
        elif action.type not in _ABOUT_SOMETHING or not payload.keys() <= {"title"}:
            yield action.model_copy(update={"payload": payload})


def _may_stand(name: str, value: JSON, lookup: Lookup) -> bool:
    if name in _REFERENCES:
        return isinstance(value, str) and lookup.stands(value)
    match value:
        case bool():
            return True
        case int() | float():
            return abs(value) <= _FEW or lookup.stands(str(value))
        case str() if " " not in value and name != "url":
            page = Page(value)
            names.take(page)
            return all(lookup.stands(one.text) for one in page.claims if isinstance(one, Name))
        case _:
            return True


def words(action: SuggestedAction) -> list[str]:
    """What an action says in words, and not as a name or an address."""
    values = (value for value in action.payload.values() if isinstance(value, str))
    return [action.label, *(value for value in values if " " in value)]
