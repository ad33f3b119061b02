"""What kind of thing an id is of, and prose that calls it another."""

import re
from typing import Final

from domain.cached import cached_property
from domain.grounding.check import Told
from domain.grounding.claims import Name
from domain.grounding.facts import Citable, written
from domain.grounding.page import Page

_CALLED: Final = {
    "job": "job auftrag tâche trabajo trabalho tarefa taak processo",
    "request": "request anfrage requête solicitud petición solicitação requisição pedido richiesta"
    " verzoek aanvraag",
    "resource": "file project datei projekt fichier projet archivo proyecto arquivo projeto"
    " progetto bestand",
    "user": "user benutzer utilisateur usuario usuário utente gebruiker",
}
"""What the kinds of ids are called in seven languages."""
_KIND_OF: Final = {word: kind for kind, words in _CALLED.items() for word in words.split()}
_LABEL: Final = re.compile(r"(?<![\w-])(?P<word>[^\W\d_]+) [#\"'(]?$")
_REACH: Final = 16
"""The longest word for a kind and a mark or two, in characters."""
_SHORT: Final = re.compile(r"(?=[a-z]*\d)[0-9a-z]{1,12}")
"""What may follow the hyphen of a short id."""
_TOLD: Final = 3
"""So many letters of a word begin the ids that are made from it, as "request" does `req_7`."""
_NAMED: Final = {
    "jobid": "job",
    "requestid": "request",
    "correlationrequestid": "request",
    "userid": "user",
    "resourceid": "resource",
    "id": "resource",
}


class Kinds:
    """Tells of ids what they are of; those that stand nowhere are not its concern."""

    def __init__(self, document: Citable) -> None:
        self._document = document

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for leaf in self._document.named(_NAMED.__contains__):
            kind = _NAMED[leaf.inside.replace("_", "").replace("-", "").lower()]
            value = leaf.value if isinstance(leaf.value, str) else written(leaf.value)
            found.setdefault(value, set()).add(kind)
        return found

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """How the hyphenated ids of the snapshot begin, as `srv` does `srv-4a`."""
        parted = (name.partition("-") for name in self._known)
        return frozenset(start for start, _, rest in parted if _SHORT.fullmatch(rest))

    def take(self, page: Page) -> None:
        """Take the hyphenated ids that the snapshot has, and short ones that begin as its do:
        `srv-4a` is one beside `srv-1b`, and else a word.
        """
        taken = {claim.at for claim in page.claims} if page.hyphenated else set[int]()
        for token, at in page.hyphenated:
            start, _, rest = token.partition("-")
            if at not in taken and (
                token in self._known or (start in self._prefixes and _SHORT.fullmatch(rest))
            ):
                page.claims.append(Name(token, at))

    def mistaken(self, page: Page, _: Told) -> list[str]:
        """Ids with the name of a kind that they are not of, as in "job req_7"."""
        found: list[str] = []
        for claim in page.claims:
            if isinstance(claim, Name) and not claim.text.isupper():
                label = _LABEL.search(page.prose, max(0, claim.at - _REACH), claim.at)
                if label is not None and not self._may_be(claim.text, label["word"].lower()):
                    found.append(label.group() + claim.text)
        return found

    def _may_be(self, name: str, word: str) -> bool:
        kind = _KIND_OF.get(word)
        if kind is None or name.lower().startswith(word[:_TOLD]):
            return True
        kinds = self._known.get(name, set())
        # An error's resource may be a job.
        return kind in kinds or not kinds - {"resource"}
