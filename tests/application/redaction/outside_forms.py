"""All forms of the outsider's measure."""

from tests.application.redaction.outside_addresses import ADDRESSES
from tests.application.redaction.outside_identity import IDENTITY
from tests.application.redaction.outside_kept import CODES, IDS, TIMES
from tests.application.redaction.outside_kept_documents import DOCUMENTS
from tests.application.redaction.outside_kept_more import FIGURES, WORDS
from tests.application.redaction.outside_keys import NAMED
from tests.application.redaction.outside_people import PEOPLE
from tests.application.redaction.outside_tricks import TRICKS
from tests.application.redaction.outside_vendors import VENDORS
from tests.application.redaction.outside_wire import WIRE

CREDENTIALS = (*VENDORS, *WIRE, *NAMED)
PERSONAL = (*IDENTITY, *ADDRESSES, *PEOPLE, *TRICKS)
KEPT = (*CODES, *IDS, *TIMES, *FIGURES, *WORDS, *DOCUMENTS)
