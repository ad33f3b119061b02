"""Makes up secrets, personal data and what must be kept, as hosts really send them.

Formats come from the vendors' and states' public descriptions; every value is drawn from a seeded
generator, so that nothing in these files looks like a credential. Each class's formats are dealt
by turns into two halves: the rules were tuned while looking at failures of the first half alone;
the second is held out, and only its figures were looked at.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from application.redaction import JSON

Make = Callable[[random.Random], str]

DIGITS: Final = "0123456789"
HEX: Final = "0123456789abcdef"
LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
UPPER: Final = LOWER.upper()
BASE62: Final = LOWER + UPPER + DIGITS
BASE64URL: Final = BASE62 + "-_"


def pick(rng: random.Random, alphabet: str, length: int) -> str:
    """A random string over the alphabet, in length characters."""
    return "".join(rng.choice(alphabet) for _ in range(length))


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which a class's data is written.

    `fields` are field names under which it goes; without any it goes wherever a text can.
    """

    group: str
    name: str
    make: Make
    fields: tuple[str, ...] = ()
    is_document: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A document, and the passage of it that has to go (or, of what is kept, to stay)."""

    group: str
    format: str
    is_held_out: bool
    document: JSON
    passage: str


def _embeddings(rng: random.Random, value: str) -> Iterator[JSON]:
    """A text in the places where hosts put texts."""
    time = f"2026-02-{rng.randint(10, 28)}T{rng.randint(10, 23)}:05:{rng.randint(10, 59)}.120Z"
    request = f"req_{pick(rng, HEX, 16)}"
    yield {"ts": time, "event": "note_added", "note": value}
    yield {"message": f"{time} ERROR worker-3 upload failed: {value} after 3 retries"}
    yield {"entities": [{"type": "file", "metadata": {"last": [value, "ok"]}}]}
    yield {"payload": json.dumps({"requestId": request, "detail": value, "size": 52428800})}
    yield {"log": f'level=error requestId={request} msg="{value}" status=413'}
    yield {"content": f"Hello, it does not work. I sent {value} and got an error. Please help!"}


def _under_fields(rng: random.Random, value: str, fields: Sequence[str]) -> Iterator[JSON]:
    """A value under a field's name, in the forms that fields take."""
    field = rng.choice(fields)
    yield {field: value}
    yield {"config": {"id": "cfg_8123", field: value, "enabled": True}}
    yield {"body": json.dumps({"id": 12, field: value})}
    yield {"log": f'{{"level":"info","{field}":"{value}","status":200}}'}
    yield {"attributes": [{"name": field, "value": value}, {"name": "page", "value": "2"}]}


def samples(formats: Sequence[Format], seed: int, rounds: int = 2) -> Iterator[Sample]:
    """Every format in every place, `rounds` times."""
    rng = random.Random(seed)  # noqa: S311 - to be the same each time is the point
    counts: dict[str, int] = {}
    for form in formats:
        turn = counts.get(form.group, 0)
        counts[form.group] = turn + 1
        for _ in range(rounds):
            value = form.make(rng)
            if form.is_document:
                document: JSON = json.loads(value)
                passage = str(document.pop("passage")) if isinstance(document, dict) else value
                documents: list[JSON] = [document]
            elif form.fields:
                passage, documents = value, list(_under_fields(rng, value, form.fields))
            else:
                passage, documents = value, list(_embeddings(rng, value))
            for document in documents:
                yield Sample(form.group, form.name, bool(turn % 2), document, passage)


def key(prefix: str, alphabet: str, length: int, suffix: str = "") -> Make:
    return lambda rng: prefix + pick(rng, alphabet, length) + suffix


def _document(make: Callable[[random.Random], tuple[object, str]]) -> Make:
    def made(rng: random.Random) -> str:
        document, passage = make(rng)
        return json.dumps({"document": document, "passage": passage}, ensure_ascii=False)

    return made


def whole(group: str, name: str, make: Callable[[random.Random], tuple[object, str]]) -> Format:
    return Format(group, name, _document(make), is_document=True)


def around(group: str, name: str, template: str, value: Make) -> Format:
    """The value inside a text; `@@` is where."""

    def make(rng: random.Random) -> tuple[object, str]:
        secret = value(rng)
        return {"ts": "2026-02-20T10:00:00.000Z", "line": template.replace("@@", secret)}, secret

    return whole(group, name, make)


def in_groups(text: str, size: int) -> str:
    """The text with a space after every `size` characters."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def contains(document: JSON, passage: str) -> bool:
    """Whether the passage stands in a string, a key or a number of the document."""
    if isinstance(document, dict):
        return any(contains(k, passage) or contains(v, passage) for k, v in document.items())
    if isinstance(document, list):
        return any(contains(item, passage) for item in document)
    text = document if isinstance(document, str) else json.dumps(document)
    return passage in text or json.dumps(passage)[1:-1] in text


def one_of(*values: str) -> Make:
    """One of the values."""
    return lambda rng: rng.choice(values)


TOKEN: Final = key("", BASE62, 32)
