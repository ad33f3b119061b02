"""The query of an operator's request, read strictly."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final, get_args

from starlette.requests import Request

from api.accept import accepted, media_ranges
from api.head import page_length
from domain.case import Status
from domain.errors import Invalid
from domain.model import iso

LIMIT: Final = 50
MAXIMUM: Final = 500
CSV: Final = "text/csv"
JSON_LINES: Final = "application/x-ndjson"

_MEDIA_TYPES: Final = {"application/json": "json", "*/*": "json", CSV: "csv", JSON_LINES: "jsonl"}
_STATUSES: Final = frozenset(get_args(Status))
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Python takes any letter for the T.
_TIME: Final = re.compile(r"[\dW-]+[T ][\d:]+(?:[.,]\d+)?(?:Z|[+-][\d:]+)", re.ASCII)
_LONGEST: Final = 400
_EXAMPLE: Final = datetime(2026, 2, 20, 10, tzinfo=UTC)


class Query:
    """The query of one request; raises `Invalid` for what cannot be understood."""

    def __init__(self, request: Request, known: Iterable[str], *, blanks: bool = False) -> None:
        """`known` names the parameters that there are; no other may be given, and none twice.

        With `blanks` an empty one counts as not given: so forms send what was left out.
        """
        parameters = request.query_params
        names = [name for name, _ in parameters.multi_items()]
        for name in names:
            if name not in set(known):
                raise Invalid(f"{name[:40]}: is no parameter here", field=name[:40])
            if names.count(name) > 1:
                raise Invalid(f"{name}: stands twice", field=name)
        self._given = {name: value for name, value in parameters.items() if value or not blanks}
        self._accept = accepted(request.headers.raw)

    def text(self, name: str) -> str | None:
        """A parameter as it stands; an empty one is refused."""
        value = self._given.get(name)
        if value is not None and (not 0 < len(value) <= _LONGEST or "\0" in value):
            raise Invalid(f"{name}: must not be empty, nor that long", field=name)
        return value

    def one_of(self, name: str, choices: Iterable[str]) -> str | None:
        """One of some words."""
        value = self.text(name)
        words = tuple(choices)
        if value is not None and value not in words:
            raise Invalid(f"{name}: must be one of {', '.join(words)}", field=name)
        return value

    def status(self) -> str | None:
        """The status of cases."""
        return self.one_of("status", sorted(_STATUSES))

    def limit(self) -> int:
        """How many pieces a page has at most."""
        return page_length(self.text("limit"), usual=LIMIT, most=MAXIMUM)

    def moment(self, name: str, *, besides: str = "") -> datetime | None:
        """A time in ISO 8601 with its zone, or a day, which stands for its first moment in UTC.

        `besides` is what else might have been written.
        """
        text = self.text(name)
        if text is None:
            return None
        # A plus that was not escaped arrives as a space.
        text = re.sub(r" (?=\d\d:?\d\d$)", "+", text).upper()
        try:
            if _DAY.fullmatch(text):
                return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            if _TIME.fullmatch(text):
                # Some moments near the ends of time have none in UTC.
                return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise Invalid(
            f"{name}: must be {besides}a day, or a time with its zone, such as {iso(_EXAMPLE)}",
            field=name,
        )

    def times(self) -> tuple[datetime | None, datetime | None]:
        """`from` and `to`, which is not before it."""
        since, until = self.moment("from"), self.moment("to")
        if since is not None and until is not None and since > until:
            raise Invalid("to: must not be before from", field="to")
        return since, until

    def as_of(self) -> datetime | int | None:
        """`asOf`: a time, or a version."""
        text = self.text("asOf")
        if text is not None and re.fullmatch(r"[0-9]{1,9}", text):
            return int(text)
        return self.moment("asOf", besides="a version, ")

    def format(self, *formats: str) -> str:
        """The form of the answer, of those that there are: by `format`, else what `Accept` names
        first, else json.
        """
        there_are = ("json", *(formats or ("csv", "jsonl")))
        wanted = self.one_of("format", there_are)
        accepts = (_MEDIA_TYPES.get(one) for one in media_ranges(self._accept))
        return wanted or next((one for one in accepts if one in there_are), "json")

    def narrowed(self, *, instead: dict[str, str] | None = None) -> dict[str, str]:
        """What was asked, as it is recorded; `instead` has what stands for a parameter's value."""
        return {**self._given, **(instead or {})}
