"""What the answerer works with in one turn."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from application.adapters.builtin import knowledge, ranking, troubles
from application.adapters.builtin.phrases import Phrases
from application.ports import Turn
from domain.grounding.moments import parse
from domain.snapshot.shape import SupportContextSnapshot

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Material:
    """A turn, its snapshot taken apart, and the language to answer in."""

    turn: Turn
    phrases: Phrases

    @property
    def snapshot(self) -> SupportContextSnapshot:
        """What the answer rests on."""
        return self.turn.snapshot.value

    @cached_property
    def knowledge(self) -> knowledge.Knowledge:
        """What the host application knows about itself."""
        return knowledge.read(self.snapshot)

    @cached_property
    def library(self) -> ranking.Library:
        """Its documents and rules, ready to be asked."""
        return ranking.Library(self.knowledge)

    @cached_property
    def troubles(self) -> list[troubles.Trouble]:
        """What is wrong."""
        return troubles.collect(self.snapshot, self.knowledge.catalogue)

    @property
    def now(self) -> datetime:
        """When the snapshot was taken: the only clock that there is."""
        return parse(self.snapshot.meta.created_at) or _EPOCH

    @property
    def page(self) -> str:
        """The page that the browser said the question was asked from."""
        page = (self.turn.context or {}).get("page")
        return page if isinstance(page, str) else ""

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The sources that gave nothing, as people call them."""
        sources = self.snapshot.meta.sources
        return tuple(
            name
            for source, name in (
                (sources.user_state, self.phrases.source_user_state),
                (sources.user_history, self.phrases.source_user_history),
                (sources.user_logs, self.phrases.source_user_logs),
                (sources.business_rules, self.phrases.source_business_rules),
            )
            if source.status != "ok"
        )

    @property
    def health(self) -> float:
        """The share of the sources that answered."""
        return 1 - len(self.missing) / 4
