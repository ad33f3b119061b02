"""What field names say of people: their names, street addresses and papers."""

from __future__ import annotations

import random

from tests.application.redaction.outside import Form, Make, Piece, items

_FIRST = ("Ingrid", "Mateusz", "Aoife", "Dimitri", "Yuki", "Fatima")
_LAST = ("Haraldsen", "Kowalczyk", "Byrne", "Papadakis", "Tanaka", "Benali")
_NAME_KEYS = items(
    r"""fullName | full_name | firstName | first_name | FIRST_NAME | lastName | last-name |
    surname |
    familyName | givenName | given_name | middleName | customerName | customer_name | contactName
    | ownerName | recipientName | cardholderName | accountHolder | employeeName | patientName |
    billingName | nickname | maidenName | displayName | Vorname | nachname | shippingName |
    assigneeName | authorName"""
)
_STREET_KEYS = items(
    r"""street | streetAddress | street_address | addressLine1 | address_line_1 | addressLine2
    | line1
    | billingAddress | shipping_address | homeAddress | postalAddress | mailingAddress | Strasse |
    straße | houseNumber | deliveryAddress | address1"""
)
_OTHER_KEYS = {
    "zip": "94107",
    "zipCode": "10115",
    "postalCode": "EC1A 1BB",
    "postcode": "80331",
    "plz": "50667",
    "dateOfBirth": "1984-03-17",
    "date_of_birth": "17.03.1984",
    "dob": "03/17/1984",
    "birthDate": "1984-03-17",
    "birthday": "17 March 1984",
    "ssn": "123-45-6789",
    "taxId": "12 345 678 903",
    "passportNumber": "C01X00T47",
    "driversLicense": "D1234567",
    "nationalId": "8001015009087",
    "phoneNumber": "5550142",
    "mobile": "0151234",
    "email": "ann(at)acme",
    "accountNumber": "0012345678",
    "macAddress": "00:1B:44:11:3A:B7",
}
_PLACES = (
    "metadata",
    "nested metadata",
    "context member",
    "JSON in a string",
    "name and value rows",
)


def _name(key: str) -> Make:
    def make(rng: random.Random) -> Piece:
        first, last = rng.choice(_FIRST), rng.choice(_LAST)
        lowered = key.lower()
        whole = (
            first
            if "first" in lowered
            or "given" in lowered
            or lowered in {"nickname", "vorname", "middlename"}
            else last
            if any(w in lowered for w in ("last", "sur", "family", "maiden", "nach"))
            else f"{first} {last}"
        )
        return Piece(whole, tuple(whole.split()), key)

    return make


def _street(key: str) -> Make:
    def make(rng: random.Random) -> Piece:
        text = (
            "17b"
            if key == "houseNumber"
            else rng.choice(
                (
                    "Lindenallee 17b",
                    "221 Baker Street",
                    "Rua das Flores 12, 3º",
                    "742 Evergreen Terrace",
                    "ul. Marszałkowska 4/8",
                )
            )
        )
        return Piece(text, (text,), key)

    return make


def _fixed(key: str, value: str) -> Make:
    return lambda _rng: Piece(value, (value,), key)


PEOPLE = (
    *(Form("names by key", key, _name(key), _PLACES) for key in _NAME_KEYS),
    *(Form("street addresses by key", key, _street(key), _PLACES) for key in _STREET_KEYS),
    *(
        Form("other personal fields", key, _fixed(key, value), _PLACES)
        for key, value in _OTHER_KEYS.items()
    ),
)
