"""Names of the attributes of people that directories and SAML know by number."""

from __future__ import annotations

from typing import Final

ATTRIBUTES: Final = {
    "2.5.4.3": "fullname",
    "2.5.4.4": "surname",
    "2.5.4.9": "street",
    "2.5.4.16": "postaladdress",
    "2.5.4.17": "postalcode",
    "2.5.4.20": "telephone",
    "2.5.4.42": "givenname",
    "0.9.2342.19200300.100.1.1": "username",
    "0.9.2342.19200300.100.1.3": "mail",
    "0.9.2342.19200300.100.1.41": "mobile",
    "1.3.6.1.4.1.5923.1.1.1.6": "username",
    "2.16.840.1.113730.3.1.241": "fullname",
}
"""By the numbers that X.520, RFC 4524 and eduPerson give them."""
