"""What the answerer works with in one turn."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from application.adapters.builtin import inert, spoken
from application.adapters.builtin.knowledge import allowances, known, ranking
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.phrases import Phrases
from application.adapters.builtin.question import languages, questions, words
from application.adapters.builtin.troubles import joining
from application.adapters.builtin.troubles.trouble import Trouble
from application.ports import Said, Turn
from domain.answer import Answer
from domain.cached import cached_property
from domain.grounding.times.moments import ISO, parse
from domain.snapshot.shape import ProductEntity, Source, SupportContextSnapshot

_OF_THE_SNAPSHOT = ("knowledge", "library", "troubles", "things", "ranking")
"""What is made of the snapshot alone, whatever is asked."""
_ROLES = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _time(found: re.Match[str]) -> str:
    # Only a whole moment is put as people read it; a date is that already.
    return (found["time"] and spoken.time(found.group().strip())) or found.group()


@dataclass(frozen=True)
class Material:
    """A turn, its snapshot taken apart, and the language to answer in."""

    turn: Turn
    phrases: Phrases

    def asking(self, content: str) -> "Material":
        """The same with another question; what both rest on is made once."""
        question = replace(self.turn.question, content=content)
        other = Material(replace(self.turn, question=question), self.phrases)
        vars(other).update({name: getattr(self, name) for name in _OF_THE_SNAPSHOT})
        return other

    def after(self, content: str, told: Answer) -> "Material":
        """The same with a question and its answer added to what was said before."""
        asked = replace(self.turn.question, content=content)
        answered = Said(asked.message_id, "assistant", told.content, told.evidence)
        conversation = (*self.turn.conversation, asked, answered)
        other = Material(replace(self.turn, conversation=conversation), self.phrases)
        vars(other).update({name: getattr(self, name) for name in _OF_THE_SNAPSHOT})
        return other

    @property
    def snapshot(self) -> SupportContextSnapshot:
        """What the answer rests on."""
        return self.turn.snapshot.value

    @cached_property
    def question(self) -> str:
        """The question, in English words where it is in another language."""
        return languages.in_english(self.turn.question.content)

    @cached_property
    def language(self) -> languages.Language:
        """The language of the question."""
        return languages.language(self.turn.question.content)

    @cached_property
    def asked(self) -> questions.Query:
        """The question as it is compared."""
        content = self.turn.question.content
        return questions.query(content, self.page, english=self.question)

    @cached_property
    def knowledge(self) -> known.Knowledge:
        """What the host application knows about itself."""
        return known.read(self.snapshot)

    @cached_property
    def library(self) -> ranking.Library:
        """Its documents and rules, ready to be asked."""
        return ranking.Library(self.knowledge)

    def rules_setting(self, limit: str) -> list[RuleLine]:
        """The rule that sets a limit, and for each plan another."""
        stems = words.stems(limit)
        return [
            line
            for line in self.knowledge.rules
            if line.by_case and stems and stems <= words.stems(" ".join(line.path))
        ][:1]

    def knows(self, asked: questions.Query) -> bool:
        """Whether anything here holds a word of a question, however little."""
        in_trouble = any(one.relevance for one in self.ranking.rank(asked))
        return in_trouble or self.library.doc(asked)[1] > 0 or bool(self.library.rules(asked))

    @cached_property
    def allowances(self) -> list[allowances.Allowance]:
        """What the user may have of what is bounded."""
        product, plan = self.snapshot.product_state, self.snapshot.identity.plan
        return allowances.collect(
            self.knowledge.rules, product.limits_reached, product.entities, plan
        )

    @cached_property
    def troubles(self) -> list[Trouble]:
        """What is wrong."""
        return joining.collect(self.snapshot, self.knowledge.catalogue)

    @property
    def nothing_is_wrong(self) -> bool:
        """Whether there is no trouble, as far as the user's state could be read."""
        return not self.troubles and self.snapshot.meta.sources.user_state.status == "ok"

    @cached_property
    def ranking(self) -> ranking.Ranking:
        """The troubles, ready to be asked."""
        return ranking.Ranking(self.troubles, things=self.things, now=self.now)

    @cached_property
    def things(self) -> dict[str, ProductEntity]:
        """The user's things in the product, by their ids."""
        entities = self.snapshot.product_state.entities
        return {str(entity.id): entity for entity in entities if entity.id is not None}

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
        return tuple(name for source, name in self._sources if source.status != "ok")

    @property
    def missing_in_part(self) -> tuple[str, ...]:
        """The sources of which some rows could not be read."""
        read = (one for one in self._sources if one[0].status == "ok")
        return tuple(name for source, name in read if source.rows_dropped)

    @property
    def logs_read(self) -> bool:
        """Whether requests and jobs could be read."""
        return self.snapshot.meta.sources.user_logs.status == "ok"

    @property
    def advice_read(self) -> bool:
        """Whether the whole of the error catalogue could be read."""
        rules = self.snapshot.meta.sources.business_rules
        return rules.status == "ok" and not rules.rows_dropped

    @property
    def _sources(self) -> tuple[tuple[Source, str], ...]:
        sources = self.snapshot.meta.sources
        return (
            (sources.user_state, self.phrases.source_user_state),
            (sources.user_history, self.phrases.source_user_history),
            (sources.user_logs, self.phrases.source_user_logs),
            (sources.business_rules, self.phrases.source_business_rules),
        )

    @property
    def health(self) -> float:
        """The share of the sources that answered."""
        return 1 - len(self.missing) / 4

    @property
    def trust(self) -> float:
        """What is left of an answer's confidence that one source bears out by itself."""
        return 0.5 + 0.5 * self.health

    @property
    def roles(self) -> list[str]:
        """The user's roles, as far as they can be said: the first few."""
        return [role for role in self.snapshot.identity.roles if inert.name(role)][:_ROLES]

    @property
    def roles_told(self) -> str:
        """A sentence with the roles, to go behind another; empty where there are none."""
        said = ", ".join(self.roles)
        return self.phrases.permission_roles.format(roles=said) if said else ""

    def quoted(self, text: str, *, longest: int = 400) -> str:
        """A passage of the host's as plain words; links that the tenant allows stay."""
        text = ISO.sub(_time, text[: longest * 8])
        return inert.prose(text, longest=longest, hosts=self.turn.link_hosts)
