"""What kind of thing an id is of, and prose that calls it another."""

import re
from functools import cached_property
from typing import Final

from domain.grounding.facts import Document, written

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
_LABELLED: Final = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(_KIND_OF)}) [#\"'(]?(?P<id>\w[\w-]*\w)", re.IGNORECASE
)
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

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for leaf in self._document.named(_NAMED.__contains__):
            kind = _NAMED[leaf.inside.replace("_", "").replace("-", "").lower()]
            value = leaf.value if isinstance(leaf.value, str) else written(leaf.value)
            found.setdefault(value, set()).add(kind)
        return found

    def mistaken(self, prose: str) -> list[str]:
        """Ids with the name of a kind that they are not of, as in "job req_7"."""
        return [
            found.group()
            for found in _LABELLED.finditer(prose)
            if not self._may_be(found["id"], _KIND_OF[found["word"].lower()])
        ]

    def _may_be(self, name: str, kind: str) -> bool:
        # An error's resource may be a job.
        kinds = self._known.get(name, set())
        certain = kinds - {"resource"}
        return kind in kinds or not certain
