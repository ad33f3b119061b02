"""What is stored and was never recorded: said in words wherever it is met."""

from collections.abc import Generator
from contextlib import contextmanager

from cryptography.exceptions import InvalidTag

from application.case_keys import WrongEncryptionKey


class Altered(Exception):
    """What is stored is not what was recorded; its words say what is wrong."""


@contextmanager
def readable() -> Generator[None]:
    """Whatever reading raises of rows that were altered is `Altered`."""
    try:
        yield
    except InvalidTag:
        raise Altered("what is sealed in it was altered, or the key of its case") from None
    except WrongEncryptionKey:
        raise Altered("the key of its case was altered") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        # In columns that anybody may have written, anything may stand.
        raise Altered("what stands or is sealed in it was altered") from None
