"""What earlier answers of a conversation spoke of, read from the evidence that they showed."""

from dataclasses import dataclass

from application.adapters.builtin.material import Material
from application.adapters.builtin.question import languages
from application.adapters.builtin.troubles.trouble import Trouble
from application.ports import Said


@dataclass(frozen=True, slots=True)
class History:
    """The troubles that came up, in the order in which they did.

    `laid_out` are those that were explained; the rest of `discussed` was only named. `named_last`
    are those that the last answer named only.
    """

    answered: bool
    first_question: str
    discussed: tuple[Trouble, ...]
    laid_out: tuple[Trouble, ...]
    named_last: tuple[Trouble, ...]

    @property
    def last(self) -> Trouble | None:
        """The trouble that the conversation is about."""
        return (self.laid_out or self.discussed or (None,))[-1]

    @classmethod
    def of(cls, material: Material) -> "History":
        """Read a turn's conversation."""
        said = material.turn.conversation
        only_named = {material.phrases.evidence_aside, material.phrases.evidence_candidate}
        discussed: list[Trouble] = []
        laid_out: list[Trouble] = []
        named: list[Trouble] = []
        for answer in said:
            if answer.role != "assistant":
                continue
            found = _spoken_of(answer, material.troubles)
            named = [
                trouble
                for trouble in found
                if any(
                    piece.label in only_named and piece.value in _values(trouble)
                    for piece in answer.evidence
                )
            ]
            for trouble in found:
                _move_to_end(discussed, trouble)
                if trouble not in named:
                    _move_to_end(laid_out, trouble)
        first = next((one.content for one in said if one.role == "user"), "")
        return cls(
            answered=any(one.role == "assistant" for one in said),
            first_question=languages.in_english(first),
            discussed=tuple(discussed),
            laid_out=tuple(laid_out),
            named_last=tuple(named),
        )


def _spoken_of(answer: Said, troubles: list[Trouble]) -> list[Trouble]:
    values = {piece.value for piece in answer.evidence if piece.type in {"error_code", "job_id"}}
    resources = {piece.value for piece in answer.evidence if piece.type == "resource_id"}
    by_code = [trouble for trouble in troubles if values & set(trouble.ids())]
    by_limit = [trouble for trouble in troubles if resources & _values(trouble)]
    return by_code or by_limit


def _values(trouble: Trouble) -> set[str]:
    return set(trouble.ids()) | ({str(trouble.limit.max)} if trouble.limit is not None else set())


def _move_to_end(listed: list[Trouble], trouble: Trouble) -> None:
    if trouble in listed:
        listed.remove(trouble)
    listed.append(trouble)
