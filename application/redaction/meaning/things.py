"""Words for things that have a digest for a name."""

from __future__ import annotations

import re
from typing import Final

_LAST_WORD: Final = re.compile(
    r"(?<!\w)([^\W\d_]{3,20})[\s\"'\\]{0,3}(?:is|was|of|at|no\.?|number)?[\s:=@#<(\"'\\-]{0,4}\Z"
)
# And what is done to them.
_THINGS: Final = frozenset(
    """artifact block snapshot manifest chunk segment shard archive asset bundle backup entry
    attachment thread deploy import importing retry retrying load loading process processing see
    tarefa zadanie zadania zlecenie zamówienie zamówienia taak opdracht bestelling
    datei fichier archivo arquivo ficheiro plik bestand photo video model dataset release comment
    conversation bericht rapport raport informe relatório rechnung facture factura fatura faktura
    projekt projet proyecto projeto""".split()
)


def ends_with_thing(text: str) -> bool:
    """Whether what stands before a digest ends with a word for such a thing, as "chunk #" does."""
    last = _LAST_WORD.search(text)
    return last is not None and last[1].lower() in _THINGS
