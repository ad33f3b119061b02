"""What troubles, documents and rules are about: the terms that each holds, and how strongly."""

from typing import Final

from application.adapters.builtin import spoken
from application.adapters.builtin.knowledge.rules import RuleLine
from application.adapters.builtin.question import words
from application.adapters.builtin.troubles.trouble import Trouble
from domain.model import JSON
from domain.snapshot.shape import KnowledgeDoc, ProductEntity

Bag = dict[str, float]
"""For each stem, for its family as `^family` and for each topic as `~topic`, how much it says
here, 0 to 1.
"""

_FAMILY: Final = 6
"""Letters that words of one family begin with: "approve" and "approval"."""

_SENDING: Final = frozenset({"POST", "PUT", "PATCH"})
_FILES: Final = words.stems("file document attachment image photo video media asset upload")
"""What is uploaded where it is sent."""
_UPLOADED: Final = 0.8
_READ_OF_A_DOC: Final = 1_000
_CLASS_TOPICS: Final = {"permission": ("access", 0.7), "infra": ("outage", 0.5)}
_METHODS: Final = {"DELETE": ("delete", 0.7), "GET": ("open", 0.7), "POST": ("add create", 0.4)}


def keys(term: words.Term) -> tuple[str, str, str]:
    """Where a term stands in a bag: its stem, its family, its topic; empty where it has none."""
    family = f"^{term.stem[:_FAMILY]}" if len(term.stem) >= _FAMILY else ""
    return term.stem, family, f"~{term.topic}" if term.topic else ""


def of_trouble(trouble: Trouble, entities: dict[str, ProductEntity]) -> Bag:
    """Codes and limits say most, then routes, queues, the entity; the catalogue says least."""
    bag: Bag = {}
    _put(bag, trouble.code or "", 1.0)
    if trouble.limit is not None:
        _put(bag, f"{trouble.limit.limit} limit", 1.0)
        if spoken.is_size(trouble.limit.limit):
            _put(bag, "size", 0.9)
    topic, weight = _CLASS_TOPICS.get(trouble.error_class, ("", 0.0))
    bag[f"~{topic}"] = max(weight, bag.get(f"~{topic}", 0.0))
    for row in trouble.served[:3] + trouble.served[3:][-3:]:
        method, _, path = row.route.partition(" ")
        _put(bag, path or method, 0.9)
        _put(bag, *_METHODS.get(method, ("", 0.0)))
        if method in _SENDING and _FILES & words.stems(path):
            _put(bag, "upload", _UPLOADED)
    for job in trouble.jobs[:3]:
        _put(bag, job.queue, 1.0)
        _put(bag, str(job.last_stage or ""), 0.6)
    if trouble.entry is not None:
        # A code without words, as `PAY-1042`, leaves it to the catalogue to say what it is about.
        weight = 0.36 if spoken.code_title(trouble.code) else 0.6
        _put(bag, trouble.entry.resolution[:_READ_OF_A_DOC], weight, names=False)
    entity = entities.get(trouble.resource or "")
    if entity is not None:
        _put(bag, f"{entity.type} {entity.description or ''}", 0.7)
    return bag


def of_rule(line: RuleLine) -> Bag:
    """What a rule is called says more than what stands around it, and than its value."""
    bag: Bag = {}
    _put(bag, line.path[-1], 1.0)
    _put(bag, " ".join(line.path[:-1])[:_READ_OF_A_DOC], 0.8)
    for label, value in line.entries:
        _put(bag, label, 0.6)
        # What is listed has a name of its own: "add members", "export".
        _put(bag, _strings(value), 0.8 if isinstance(value, list) else 0.6)
    if any(spoken.is_size(name) for name in line.path):
        _put(bag, "size", 0.9)
    return _with_uploads(bag)


def of_doc(doc: KnowledgeDoc) -> Bag:
    """A document's title says more than its text."""
    bag: Bag = {}
    _put(bag, doc.title, 1.0)
    _put(bag, doc.content[:_READ_OF_A_DOC], 0.55, names=False)
    return _with_uploads(bag)


def _with_uploads(bag: Bag) -> Bag:
    """What says how large a file may be says it of an upload, and the other way round."""
    if "~size" in bag:
        for said, meant in (("~file", "upload"), ("~upload", "file")):
            if said in bag:
                _put(bag, meant, min(_UPLOADED, bag[said]))
    return bag


def of_names(names: str, *, is_size: bool) -> Bag:
    """Every word of a name says as much as the next."""
    bag: Bag = {}
    _put(bag, names, 1.0)
    if is_size:
        _put(bag, "size", 0.9)
    return _with_uploads(bag)


def of_sentence(text: str) -> Bag:
    """Every word of a sentence says as much as the next."""
    bag: Bag = {}
    _put(bag, text[:_READ_OF_A_DOC], 1.0, names=False)
    return bag


def _put(bag: Bag, text: str, weight: float, *, names: bool = True) -> None:
    for term in words.terms(text, names=names):
        for key in keys(term):
            bag[key] = max(weight, bag.get(key, 0.0))


def _strings(value: JSON) -> str:
    if isinstance(value, list):
        return " ".join(_strings(item) for item in value[:50])
    return value[:_READ_OF_A_DOC] if isinstance(value, str) else ""
