"""However long an answer is, to look it up is work in proportion to its length."""

import pytest

from domain.answer import Answer
from domain.grounding import Index, ground
from tests.calls import calls_in
from tests.domain import lifelike

FIGURES = {
    "bare": "{number} ",
    "of things": "It took {number} minutes and 1{number} files failed. ",
    "ids and times": "job_{number} failed at 1{number}:10 UTC. ",
    "money": "EUR {number} of 2{number} MB. ",
}


@pytest.mark.parametrize("unit", FIGURES.values(), ids=FIGURES)
def test_twice_as_many_figures_that_stand_nowhere_are_twice_the_work(unit: str):
    index = Index(lifelike.document())

    def looked_up(many: int) -> int:
        said = "".join(unit.format(number=7_000 + number) for number in range(many))
        answer = Answer(content=said, confidence=0.5)
        return calls_in(lambda: ground(answer, snapshot=index, conversation=()))

    looked_up(1)
    assert looked_up(2_000) < 3 * looked_up(1_000)
