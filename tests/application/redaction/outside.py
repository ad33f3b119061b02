"""An outsider's measure of the redaction: what vendors, states and RFCs publish, in host documents.

Written from public formats alone, without a look at the rules, so that rules and measure have not
one author's blind spots. Every value is drawn from a seeded generator. Each class's forms are
dealt by a fixed shuffle into two halves: failures of the first half may be looked at and the
rules be mended; of the second only the figures are. `python -m tests.application.redaction.outside`
prints both, and the failures of the first.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from application.redaction import JSON, redact
from tests.application.redaction.corpus import contains


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that holds something, and the passages of it that have to go (or to stay).

    With `key` it stands under that name; with `document` it is a whole document instead.
    """

    text: str
    passages: tuple[str, ...]
    key: str = ""
    document: JSON = None


Make = Callable[[random.Random], Piece]


def items(text: str) -> tuple[str, ...]:
    """The items of a list that is written with ` | ` between them, over several lines."""
    return tuple(" ".join(item.split()) for item in " ".join(text.split("\n")).split(" | "))


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write what a class holds; `places` are where it goes, by default everywhere."""

    group: str
    name: str
    make: Make
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Specimen:
    """A document with something in it, made once by one form."""

    form: Form
    place: str
    document: JSON
    passages: tuple[str, ...]


Place = Callable[[random.Random, str], JSON]


def _stamp(rng: random.Random) -> str:
    return f"2026-02-{rng.randint(10, 28)}T{rng.randint(10, 23)}:{rng.randint(10, 59)}:07.250Z"


def _entity(**members: JSON) -> JSON:
    entity: dict[str, JSON] = {"type": "export", "status": "failed", **members}
    return {"userId": "usr_81", "plan": "team", "entities": [entity]}


PROSE: dict[str, Place] = {
    "entity description": lambda _rng, text: _entity(
        id="exp_20", description=f"Last run said: {text}"
    ),
    "entity metadata": lambda rng, text: _entity(
        id="exp_20", metadata={"at": _stamp(rng), "note": text, "tries": 3}
    ),
    "event intent": lambda rng, text: {
        "events": [{"ts": _stamp(rng), "event": "form_sent", "page": "/settings", "intent": text}]
    },
    "job stage": lambda rng, text: {
        "jobs": [
            {
                "jobId": "job_77",
                "queue": "exports",
                "status": "failed",
                "lastStage": f"connect: {text}",
                "createdAt": _stamp(rng),
                "updatedAt": _stamp(rng),
            }
        ]
    },
    "runbook": lambda _rng, text: {
        "runbooks": [
            {
                "id": "rb_4",
                "title": "Stuck exports",
                "content": f"Look at the worker.\nExample: {text}\nThen restart it.",
                "category": "ops",
            }
        ]
    },
    "log line": lambda rng, text: _entity(
        id="wrk_1",
        metadata={
            "lines": [f"{_stamp(rng)} WARN [worker-7] c.a.Sync - attempt 3 failed: {text}", "ok"]
        },
    ),
    "logfmt": lambda rng, text: _entity(
        id="wrk_1",
        metadata={"raw": f'ts={_stamp(rng)} level=warn component=sync msg="{text}" attempt=3'},
    ),
    "JSON in a string": lambda _rng, text: _entity(
        id="wh_9",
        metadata={"body": json.dumps({"kind": "echo", "detail": {"text": text}, "size": 112})},
    ),
    "stack trace": lambda _rng, text: _entity(
        id="wrk_1",
        metadata={"trace": f"java.io.IOException: {text}\n\tat com.acme.Main.main(Main.java:9)"},
    ),
    "Python trace": lambda _rng, text: _entity(
        id="wrk_1",
        metadata={
            "trace": f'Traceback:\n  File "/srv/app/sync.py", line 41, in run\nRuntimeError: {text}'
        },
    ),
    "context": lambda _rng, text: {
        "page": "/projects/4/files",
        "lastToast": text,
        "viewport": "1280x720",
    },
    "message": lambda _rng, text: (
        f"Hi, since this morning the sync is broken. It shows {text} and then stops. Can you look?"
    ),
    "German message": lambda _rng, text: (
        f"Guten Tag, seit heute geht nichts mehr. Angezeigt wird {text} und dann bricht es ab."
    ),
}
"""Where a host, a browser or a user puts a text."""

KEYED: dict[str, Callable[[random.Random, str, str], JSON]] = {
    "metadata": lambda rng, key, value: _entity(
        id="int_3", metadata={"updatedAt": _stamp(rng), key: value, "enabled": True}
    ),
    "nested metadata": lambda _rng, key, value: _entity(
        id="int_3", metadata={"connection": {"settings": {key: value}}}
    ),
    "context member": lambda _rng, key, value: {
        "page": "/login",
        "form": {key: value, "remember": False},
    },
    "JSON in a string": lambda _rng, key, value: _entity(
        id="int_3", metadata={"payload": json.dumps({"id": 5, key: value})}
    ),
    "name and value rows": lambda _rng, key, value: _entity(
        id="int_3",
        metadata={"headers": [{"name": "accept", "value": "*/*"}, {"name": key, "value": value}]},
    ),
    "key and value rows": lambda _rng, key, value: _entity(
        id="int_3",
        metadata={"params": [{"key": "page", "value": "2"}, {"key": key, "value": value}]},
    ),
    "pairs": lambda _rng, key, value: _entity(
        id="int_3", metadata={"env": [["REGION", "eu-1"], [key, value]]}
    ),
    "logfmt": lambda rng, key, value: _entity(
        id="int_3", metadata={"raw": f"ts={_stamp(rng)} level=debug {key}={value} status=401"}
    ),
    "JSON log": lambda rng, key, value: _entity(
        id="int_3",
        metadata={"raw": f'{{"level":"debug","{key}":{json.dumps(value)},"at":"{_stamp(rng)}"}}'},
    ),
    "colon in prose": lambda _rng, key, value: (
        f"It printed {key}: {value}\nand I do not know what it means."
    ),
    "Python repr": lambda _rng, key, value: _entity(
        id="int_3", metadata={"dump": f"Config({{'region': 'eu', '{key}': '{value}'}})"}
    ),
}
"""Where a named value stands."""


def _is_held_out(form: Form) -> bool:
    return hashlib.sha256(f"{form.group}/{form.name}".encode()).digest()[0] % 2 == 1


def specimens(
    forms: Iterable[Form], *, seed: int, held_out: bool | None = None
) -> Iterator[Specimen]:
    """Every form in every place that it goes, each time with a new value."""
    for form in forms:
        if held_out is not None and _is_held_out(form) is not held_out:
            continue
        rng = random.Random(f"{seed}/{form.group}/{form.name}")  # noqa: S311 - to be the same each time is the point
        piece = form.make(rng)
        if piece.document is not None:
            for turn in range(4):
                yield Specimen(form, f"document {turn}", piece.document, piece.passages)
                piece = form.make(rng)
            continue
        for name in form.places or (KEYED if piece.key else PROSE):
            piece = form.make(rng)
            document = (
                KEYED[name](rng, piece.key, piece.text)
                if piece.key
                else PROSE[name](rng, piece.text)
            )
            yield Specimen(form, name, document, piece.passages)


def is_removed(specimen: Specimen) -> bool:
    """Whether nothing is left of any passage, nor of a long passage's halves."""
    result, _ = redact(specimen.document)
    return not any(contains(result, part) for whole in specimen.passages for part in _parts(whole))


def is_kept(specimen: Specimen) -> bool:
    """Whether every passage stands unchanged."""
    result, _ = redact(specimen.document)
    return all(contains(result, passage) for passage in specimen.passages)


def _parts(passage: str) -> tuple[str, ...]:
    half = len(passage) // 2
    return (passage,) if half < 10 else (passage, passage[:half], passage[half:])


@dataclass(slots=True)
class Score:
    """Right outcomes of each class, and what went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[Specimen]] = field(default_factory=lambda: defaultdict(list))

    def share(self, groups: Sequence[str] = ()) -> float:
        """Of the classes named, or of all."""
        named = groups or tuple(self.total)
        return sum(self.right[g] for g in named) / sum(self.total[g] for g in named)


def score(
    forms: Iterable[Form], right: Callable[[Specimen], bool], *, seed: int, held_out: bool | None
) -> Score:
    """Try every form."""
    outcome = Score()
    for specimen in specimens(forms, seed=seed, held_out=held_out):
        group = specimen.form.group
        outcome.total[group] += 1
        if right(specimen):
            outcome.right[group] += 1
        else:
            outcome.wrong[group].append(specimen)
    return outcome


def main(seed: int) -> None:
    """Print the table, and the failures that may be looked at."""
    from tests.application.redaction.outside_forms import CREDENTIALS, KEPT, PERSONAL  # noqa: PLC0415 - they are made of what stands here

    for title, forms, right in (
        ("credentials removed", CREDENTIALS, is_removed),
        ("personal data removed", PERSONAL, is_removed),
        ("kept", KEPT, is_kept),
    ):
        looked = score(forms, right, seed=seed, held_out=False)
        unseen = score(forms, right, seed=seed, held_out=True)
        print(f"{title:34} {looked.share():8.4f} {unseen.share():8.4f}")  # noqa: T201 - a command's output
        for group in sorted(looked.total | unseen.total):
            shares = (
                s.right[group] / s.total[group] if s.total[group] else 1 for s in (looked, unseen)
            )
            print(f"    {group:30} " + " ".join(f"{share:8.4f}" for share in shares))  # noqa: T201 - a command's output
        for group, wrong in looked.wrong.items():
            for name, count in Counter(w.form.name for w in wrong).items():
                one = next(w for w in wrong if w.form.name == name)
                print(f"  - {group} / {name}: {count}, as in {one.place}")  # noqa: T201 - a command's output
                print(f"    {redact(one.document)[0]!r:.300} of {one.passages!r:.100}")  # noqa: T201 - a command's output


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
