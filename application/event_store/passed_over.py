"""Documents of views that were altered: said aloud once, and not at every look at the view."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from application.event_store.append import ViewDocument

AGAIN: Final = timedelta(hours=1)
"""After which it is said again of a document that is still as it was."""

Place = tuple[str, int]


class PassedOver:
    """What was said of which document, and when."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Nothing was said yet."""
        self._now = now
        self._said: dict[str, dict[Place, tuple[int, datetime]]] = {}

    def is_news(self, document: ViewDocument, wrong: str) -> bool:
        """Whether to say what is wrong with a document; the next time it is known to be said."""
        said = self._said.setdefault(document.view, {})
        content, now = hash((document, wrong)), self._now()
        known, at = said.get(place_in_view(document), (None, now))
        if known == content and now - at < AGAIN:
            return False
        said[place_in_view(document)] = content, now
        return True

    def are_all(self, view: str, altered: Collection[Place]) -> None:
        """Forget what was said of other documents of a view than these: they are whole, or gone."""
        said = self._said.get(view, {})
        self._said[view] = {place: said[place] for place in said if place in altered}


def place_in_view(document: ViewDocument) -> Place:
    """Where a document stands in its view."""
    return document.key, document.ordinal
