"""What the names of an object's fields say, found out once for all objects of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from application.redaction.json_text import JSON
from application.redaction.meaning.keys import (
    NEUTRAL,
    SIGNS_OF_A_PERSON,
    Kind,
    Meaning,
    is_person,
    meaning_of,
)
from application.redaction.neighbours import (
    holds_rows,
    holds_value,
    names_columns,
    naming_of,
)
from application.redaction.parts import numbered
from application.redaction.people.emails import is_mailbox

_KEPT: Final = 1_024
_SHORT: Final = 1_000
"""Characters of the names of an object, up to which what they say is kept for other documents."""

_PARTS_OF_A_NAME: Final = (frozenset({"first", "last"}), frozenset({"given", "family"}))


class _Beside(NamedTuple):
    """What some names mean in an object that has one of the signs, or a field of the kind."""

    signs: frozenset[str]
    kind: Kind | None
    names: frozenset[str]
    meaning: Meaning


_BESIDE: Final = (
    _Beside(
        frozenset("cvv cvc brand exp expiry expmonth expyear cardtype cardholder scheme".split()),
        None,
        frozenset({"number"}),
        Meaning(Kind.CARD, "card"),
    ),
    _Beside(
        frozenset("bank bankname bic swift swiftcode bankcode blz ifsc bsb".split()),
        Kind.BANK_ACCOUNT,
        frozenset("accountnumber accountno account acctno acctnum acctnumber".split()),
        Meaning(Kind.BANK_ACCOUNT, "bank-account"),
    ),
    _Beside(
        frozenset(),
        Kind.BIRTH_DATE,
        frozenset("number documentnumber documentno docnumber docno".split()),
        Meaning(Kind.NATIONAL_ID, "national-id"),
    ),
    _Beside(
        frozenset(
            """dialcode dialingcode diallingcode callingcode countrycallingcode phonecode
            phoneprefix areacode indicatif vorwahl""".split()
        ),
        None,
        frozenset(
            """number nationalnumber natnumber localnumber subscriber subscribernumber numero
            nummer""".split()
        ),
        Meaning(Kind.PHONE, "phone"),
    ),
)
_NAME: Final = Meaning(Kind.NAME, "name")
_ADDRESS: Final = Meaning(Kind.ADDRESS, "address")
LOCAL_PART: Final = Meaning(Kind.PASSWORD, "email")


_LOCAL_PARTS: Final = frozenset(
    """local localpart mailbox user username login emailuser emaillocal emaillocalpart mailuser
    maillocal""".split()
)
_DOMAINS: Final = frozenset(
    "domain host server emaildomain emailhost maildomain mailhost mailserver".split()
)


QUALIFYING: Final = frozenset(
    "recovery backup twoFactor mfa vehicle car seed api private license licence".split()
)
"""Names that go on in those of the fields inside them, as in recovery: {codes}."""
_QUALIFIED: Final = frozenset("code codes backup recovery key keys phrase words plate".split())


class Field(NamedTuple):
    """What else the name of one field says."""

    holds_value: bool
    holds_person: bool


class Layout(NamedTuple):
    """What the names of an object's fields say, in their order. `meanings` are those in an object
    about a person, `meanings_else` those in any other.
    """

    fields: tuple[Field, ...]
    meanings: tuple[Meaning, ...]
    meanings_else: tuple[Meaning, ...]
    naming: tuple[str, ...]
    is_held: bool
    columns: str
    mailbox: tuple[str, str] | None
    """The fields that may hold what stands before and after the @ of an address."""
    series: tuple[str, ...]
    """The fields that have one name but for a number after it, as part1 and part2."""

    @classmethod
    def of(cls, keys: tuple[str, ...], within: str = "") -> Layout:
        """The layout of an object with these keys, which a field of that name holds."""
        fields = tuple(Field(holds_value(key), is_person(key)) for key in keys)
        alone = tuple(
            meaning_of(f"{within} {key}" if within and _plain(key) in _QUALIFIED else key)
            for key in keys
        )
        plain = frozenset(map(_plain, keys))
        for beside in _BESIDE:
            if beside.names.isdisjoint(plain):
                continue
            if beside.signs.isdisjoint(plain) and all(one.kind is not beside.kind for one in alone):
                continue
            alone = tuple(
                beside.meaning if _plain(key) in beside.names else meaning
                for key, meaning in zip(keys, alone, strict=True)
            )
        of_address = any(meaning.kind is Kind.ADDRESS for meaning in alone)
        of_person = any(meaning.kind in SIGNS_OF_A_PERSON for meaning in alone) or (
            any(parts <= plain for parts in _PARTS_OF_A_NAME)
        )
        meanings, meanings_else = (
            tuple(_together(one, of_person=person, of_address=of_address) for one in alone)
            for person in (True, of_person)
        )
        return cls(
            fields,
            meanings,
            meanings_else,
            naming_of(keys),
            any(field.holds_value for field in fields),
            next((k for k in keys if names_columns(k)), "") if any(map(holds_rows, keys)) else "",
            _mailbox(keys),
            numbered(keys),
        )


def _mailbox(keys: tuple[str, ...]) -> tuple[str, str] | None:
    local = next((key for key in keys if _plain(key) in _LOCAL_PARTS), None)
    domain = next((key for key in keys if _plain(key) in _DOMAINS), None)
    return None if local is None or domain is None else (local, domain)


def _plain(key: str) -> str:
    return key.replace("_", "").replace("-", "").replace(" ", "").lower()


def _together(alone: Meaning, *, of_person: bool, of_address: bool) -> Meaning:
    """What a field means in an object that is about a person, or holds an address, or neither."""
    if alone.kind is Kind.WEAK_NAME:
        return _NAME if of_person else NEUTRAL
    if alone.kind is Kind.WEAK_ADDRESS:
        return _ADDRESS if of_address else NEUTRAL
    return alone


def is_address(fields: Mapping[str, JSON], parts: tuple[str, str]) -> bool:
    """Whether two fields hold the parts of an address: a person's, or what is called one's."""
    local, domain = (fields[key] for key in parts)
    if not isinstance(local, str) or not isinstance(domain, str):
        return False
    is_called = "local" in parts[0].lower() or "mail" in parts[0].lower()
    return is_mailbox(local, domain, is_called=is_called)


def layout_of(keys: tuple[str, ...], within: str = "") -> Layout:
    """The layout of an object with these keys, which documents of one host have again and again.

    `within` is the name of the field that holds it, if that is `QUALIFYING`.
    """
    short = sum(map(len, keys)) <= _SHORT
    return _layout_of(keys, within) if short else Layout.of(keys, within)


@lru_cache(_KEPT)
def _layout_of(keys: tuple[str, ...], within: str) -> Layout:
    return Layout.of(keys, within)
