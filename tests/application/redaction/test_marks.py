"""Numbered marks: one value, one mark, in all that is redacted of a case."""

import hashlib

from application.redaction import Numbers, redact, redact_text
from domain.marks import NO_MARKS, Marks


def keyed_hash(rule: str, value: str) -> str:
    """Stands for a value, here without a key."""
    return hashlib.sha256(f"{rule} {value}".encode()).hexdigest()


def test_a_value_keeps_its_mark_in_the_texts_that_follow():
    first = Numbers(NO_MARKS, keyed_hash)
    assert redact_text("ann@a.example.com, bob@b.example.com", first) == "[email], [email#2]"
    assert first.given is not None

    then = Numbers(first.given, keyed_hash)
    redacted, _ = redact({"to": "BOB@B.example.com", "cc": "cy@c.example.com"}, then)

    assert redacted == {"to": "[email#2]", "cc": "[email#3]"}
    assert then.given == Marks(
        last={"email": 3}, known={keyed_hash("email", "cy@c.example.com"): "[email#3]"}
    )


def test_what_gives_no_new_mark_adds_nothing():
    first = Numbers(NO_MARKS, keyed_hash)
    redact_text("call +49 30 901820", first)
    assert first.given is not None

    again = Numbers(first.given, keyed_hash)

    assert redact_text("call 0049 30 901820 or +49 30 901820", again).count("[phone]") == 2
    assert again.given is None


def test_marks_hold_no_value():
    numbers = Numbers(NO_MARKS, keyed_hash)

    redact_text("ann@a.example.com at 203.0.113.9 and +49 30 901820", numbers)

    assert numbers.given is not None
    assert set(numbers.given.known.values()) == {"[email]", "[ip]", "[phone]"}
    text = numbers.given.model_dump_json()
    assert [word for word in ("ann", "203", "9018", "example") if word in text] == []


def test_a_document_full_of_addresses_is_known_again_by_its_first_ones_only():
    numbers = Numbers(NO_MARKS, keyed_hash)
    redact([f"user{number}@a.example.com" for number in range(300)], numbers)
    assert numbers.given is not None

    then = Numbers(numbers.given, keyed_hash)

    assert len(numbers.given.known) == 200
    assert redact_text("user7@a.example.com", then) == "[email#8]"
    assert redact_text("user299@a.example.com", then) == "[email#301]"


def test_marks_that_are_given_at_the_same_time_go_on_from_the_higher_number():
    both = Marks(last={"email": 4, "ip": 1}, known={"a": "[email#4]"}).followed_by(
        Marks(last={"email": 2, "phone": 1}, known={"b": "[email#2]"})
    )

    assert both == Marks(
        last={"email": 4, "ip": 1, "phone": 1}, known={"a": "[email#4]", "b": "[email#2]"}
    )
    assert both.followed_by(None) is both
