"""What earlier answers of a conversation spoke of, read from the evidence that they showed."""

from collections.abc import Iterable
from dataclasses import dataclass

from application.adapters.builtin.material import Material
from application.adapters.builtin.question import languages
from application.adapters.builtin.troubles.trouble import Trouble
from domain.answer import Evidence


@dataclass(frozen=True, slots=True)
class History:
    """The troubles that came up, in the order in which they did.

    `laid_out` are those that were explained; the rest of `discussed` was only named. `named_last`
    are those that the last answer named only, `sources` what else it was taken from, and `things`
    the user's own that it told, by their ids; `told_trouble` says that it spoke of a trouble, and
    `said_last` is what it said.
    """

    answered: bool
    questions: tuple[str, ...]
    discussed: dict[Trouble, None]
    laid_out: dict[Trouble, None]
    named_last: tuple[Trouble, ...]
    sources: frozenset[str]
    things: tuple[str, ...]
    told_trouble: bool
    said_last: str

    @property
    def first_question(self) -> str:
        """What the conversation began with."""
        return self.questions[0] if self.questions else ""

    @property
    def last(self) -> Trouble | None:
        """The trouble that the conversation is about."""
        return next(reversed(self.laid_out or self.discussed), None)

    @classmethod
    def of(cls, material: Material) -> "History":
        """Read a turn's conversation."""
        said = material.turn.conversation
        own = material.phrases.evidence_thing
        only_named = {
            material.phrases.evidence_aside,
            material.phrases.evidence_candidate,
            own,
        }
        discussed: dict[Trouble, None] = {}
        laid_out: dict[Trouble, None] = {}
        named: list[Trouble] = []
        sources, things = frozenset[str](), tuple[str, ...]()
        told_trouble, said_last = False, ""
        names = _Names(material.troubles)
        for answer in said:
            if answer.role != "assistant":
                continue
            found = names.spoken_of(answer.evidence)
            told_trouble, said_last = bool(found), answer.content
            known = material.phrases.evidence_knowledge
            sources = frozenset(one.value for one in answer.evidence if one.label == known)
            things = tuple(one.value for one in answer.evidence if one.label == own)
            only = [piece for piece in answer.evidence if piece.label in only_named]
            only_these = names.bearing(piece.value for piece in only)
            named = [trouble for trouble in found if trouble in only_these]
            for trouble in found:
                _move_to_end(discussed, trouble)
                if trouble not in only_these:
                    _move_to_end(laid_out, trouble)
        return cls(
            answered=any(one.role == "assistant" for one in said),
            questions=tuple(
                languages.in_english(one.content) for one in said if one.role == "user"
            ),
            discussed=discussed,
            laid_out=laid_out,
            named_last=tuple(named),
            sources=sources,
            things=things,
            told_trouble=told_trouble,
            said_last=said_last,
        )


class _Names:
    """The troubles by what may stand for them: codes and ids, and what a limit allows at most."""

    def __init__(self, troubles: list[Trouble]) -> None:
        self._troubles = troubles
        self._by_id: dict[str, set[Trouble]] = {}
        self._by_limit: dict[str, set[Trouble]] = {}
        for trouble in troubles:
            for name in trouble.ids():
                self._by_id.setdefault(name, set()).add(trouble)
            if trouble.limit is not None:
                self._by_limit.setdefault(str(trouble.limit.max), set()).add(trouble)

    def spoken_of(self, evidence: tuple[Evidence, ...]) -> list[Trouble]:
        """The troubles that an answer shows codes or jobs of, or else resources, in their order."""
        values = {piece.value for piece in evidence if piece.type in {"error_code", "job_id"}}
        resources = {piece.value for piece in evidence if piece.type == "resource_id"}
        by_code = self._with(self._by_id, values)
        found = by_code or self.bearing(resources)
        return [trouble for trouble in self._troubles if trouble in found] if found else []

    def bearing(self, values: Iterable[str]) -> set[Trouble]:
        """The troubles that have one of these values."""
        listed = set(values)
        return self._with(self._by_id, listed) | self._with(self._by_limit, listed)

    @staticmethod
    def _with(named: dict[str, set[Trouble]], values: set[str]) -> set[Trouble]:
        return set[Trouble]().union(*(named.get(value, ()) for value in values))


def _move_to_end(listed: dict[Trouble, None], trouble: Trouble) -> None:
    listed.pop(trouble, None)
    listed[trouble] = None
