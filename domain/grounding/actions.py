"""What an action refers to must stand somewhere, and what it says in words is prose."""

from collections.abc import Iterator
from typing import Final

from domain.answer import SuggestedAction
from domain.grounding.lookup import Lookup

_REFERENCES: Final = frozenset(
    {"jobId", "resourceId", "requestId", "errorCode", "docId", "permission", "role"}
)
_ABOUT_SOMETHING: Final = frozenset({"retry", "open_docs"})
"""Types of actions that do nothing without a reference."""


def borne_out(actions: tuple[SuggestedAction, ...], lookup: Lookup) -> Iterator[SuggestedAction]:
    """The actions without references that stand nowhere, save those with nothing left to act on."""
    for action in actions:
        payload = {
            name: value
            for name, value in action.payload.items()
            if name not in _REFERENCES or (isinstance(value, str) and lookup.stands(value))
        }
        if payload == action.payload:
            yield action
        elif action.type not in _ABOUT_SOMETHING or not payload.keys() <= {"title"}:
            yield action.model_copy(update={"payload": payload})


def words(action: SuggestedAction) -> list[str]:
    """What an action says in words, and not as a name or an address."""
    values = (value for value in action.payload.values() if isinstance(value, str))
    return [action.label, *(value for value in values if " " in value)]
