"""The one base of everything that is stored or sent: frozen, camelCase on the wire."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, PlainSerializer
from pydantic.alias_generators import to_camel
from pydantic.types import GetPydanticSchema

JSON = Annotated[JsonValue, GetPydanticSchema(lambda _, handler: handler(Any))]
"""Any JSON value, as Python's parsers give it: they made sure of it, and pydantic would ask a
function in Python about every node again.
"""

DEEPEST = 64
"""Levels of nesting that a value may have which comes from outside."""

MILLISECOND = timedelta(milliseconds=1)


class Model(BaseModel):
    """A value: equal by content, never changed, named in snake_case here and camelCase outside."""

    model_config = ConfigDict(
        frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore"
    )


@lru_cache(maxsize=4_096)
def iso(moment: datetime) -> str:
    """Write a moment as the wire does: ISO 8601, UTC, milliseconds and `Z`.

    What is recorded at one moment is written down several times, so the last ones are kept.
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def milliseconds(moment: datetime) -> int:
    """A moment as tables and ids keep it: whole milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def moment_of(at: int) -> datetime:
    """The moment that is kept so."""
    return datetime.fromtimestamp(at / 1000, UTC)


Time = Annotated[AwareDatetime, PlainSerializer(iso, when_used="json")]
"""A moment with a time zone; in JSON as `iso` writes it."""
