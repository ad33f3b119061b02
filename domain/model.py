"""The one base of everything that is stored or sent: frozen, camelCase on the wire."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, PlainSerializer
from pydantic.alias_generators import to_camel

JSON = JsonValue
"""Any JSON value, as Python's parsers give it."""

MILLISECOND = timedelta(milliseconds=1)


class Model(BaseModel):
    """A value: equal by content, never changed, named in snake_case here and camelCase outside."""

    model_config = ConfigDict(
        frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore"
    )


def iso(moment: datetime) -> str:
    """Write a moment as the wire does: ISO 8601, UTC, milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Time = Annotated[AwareDatetime, PlainSerializer(iso, when_used="json")]
"""A moment with a time zone; in JSON as `iso` writes it."""
