"""The built-in answerer: answers from the snapshot by plain code, without any model.

`conversation` decides which answer a question gets. It goes by what the question says and wants
(`question`), what is wrong for the user (`troubles`), what the host tells of itself (`knowledge`)
and what was said before (`history`); `material` holds all of it for one turn. The answers stand in
`replies`, `asides`, `timing`, `outcomes`, `jobs`, `references`, `allotted`, `changes`, `things`,
`stands`, `wishes`, `lookups`, `rejoinders` and `courtesies`. They are made by `writing`, `telling`
and `offers` of sentences from `phrases`, into which `spoken` and `inert` put the host's data.
"""

from typing import Final

from application.adapters.builtin import conversation
from application.adapters.builtin.material import Material
from application.adapters.builtin.phrases import ENGLISH
from application.aside import aside
from application.ports import Proposal, Turn

__all__ = ["Builtin"]

VERSION: Final = "builtin-2"
"""The version of the rules and phrases, which stands in the record in place of a prompt's."""


class Builtin:
    """An `Assistant` that needs no key, no network and no clock.

    The same turn gives the same answer, byte for byte. What a user or a log line says is only
    compared, never followed.
    """

    async def propose(self, turn: Turn) -> Proposal:
        """Answer from the snapshot; never raises `AssistantFailed`."""
        material = Material(turn, ENGLISH)
        answer = await aside(turn.is_large, conversation.answer, material)
        return Proposal(answer=answer, prompt_version=VERSION)
