"""A snapshot once it is frozen: its text, and what is made of it when somebody asks."""

from dataclasses import dataclass

from domain.cached import cached_property
from domain.grounding import Index
from domain.grounding.facts import member
from domain.model import JSON
from domain.snapshot.shape import Sources, SupportContextSnapshot


@dataclass(frozen=True)
class FrozenSnapshot:
    """A snapshot as it is stored: its canonical text (RFC 8785), and the same parsed.

    What else is made of it is made when it is asked for, and goes with it.
    """

    snapshot_id: str
    text: str
    document: dict[str, JSON]

    @cached_property
    def value(self) -> SupportContextSnapshot:
        """The document, typed."""
        return SupportContextSnapshot.model_validate(self.document, by_alias=True, by_name=False)

    @cached_property
    def sources(self) -> Sources:
        """What became of each source: all that most answers need typed."""
        return Sources.model_validate(member(self.document, "meta", "sources"), by_name=False)

    @cached_property
    def index(self) -> Index:
        """What answers are looked up in."""
        return Index(self.document)
