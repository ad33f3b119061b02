"""What an analyst asks for: a tenant, and days from one through another, both included."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from api.operators.query import Query
from api.operators.tokens import Viewer
from domain.errors import Invalid
from projections.analytics.summary import Span

USUAL_DAYS: Final = 30
"""How many days are shown, today included, where nothing else is asked for."""

CHOICES: Final = (7, 30, 90, 365)

NAMES: Final = ("from", "through", "tenantId")

_DAY: Final = timedelta(days=1)
_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Period:
    """Days in UTC. None is no bound: from the first case on, or through today."""

    first: date | None
    last: date | None
    today: date

    def span(self, tenant_id: str | None, viewer: Viewer, now: datetime) -> Span:
        """The same as moments, of those tenants that the operator may see."""
        after = None if self.last in {None, date.max} else self.last
        return Span(
            tenant_id=tenant_id,
            tenants=viewer.among(tenant_id),
            since=None if self.first is None else _begin(self.first),
            until=None if after is None else _begin(after + _DAY),
            now=now,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, understood."""

    period: Period
    tenant_id: str | None

    def query(self, **changed: str) -> str:
        """The same question as it stands behind a question mark; `changed` overrides parts."""
        period = self.period
        parts = {
            "from": period.first.isoformat() if period.first else "",
            "through": period.last.isoformat() if period.last else "",
            "tenantId": self.tenant_id or "",
        }
        return urlencode(parts | changed)

    def choices(self) -> list[tuple[str, str, bool]]:
        """Usual periods: the words, the query, and whether it is the one that is shown."""
        today = self.period.today
        found: list[tuple[str, str, bool]] = []
        for days in CHOICES:
            first = today - (days - 1) * _DAY
            asked = {"from": first.isoformat(), "through": today.isoformat()}
            shown = (self.period.first, self.period.last) == (first, today)
            found.append((f"{days} days", self.query(**asked), shown))
        shown = self.period.first is None and self.period.last is None
        found.append(("all", self.query(**{"from": "", "through": ""}), shown))
        return found


def understood(request: Request, now: datetime) -> Question:
    """Read the query; raises `Invalid`. What a form left empty is not asked for.

    Without any `from` or `through` the last `USUAL_DAYS` are meant.
    """
    given = Query(request, NAMES, blanks=True)
    today = now.astimezone(UTC).date()
    first, last = _day(given, "from"), _day(given, "through")
    if not {"from", "through"} & request.query_params.keys():
        first, last = today - (USUAL_DAYS - 1) * _DAY, today
    if first is not None and last is not None and first > last:
        raise Invalid("through: must not be before from", field="through")
    return Question(Period(first, last, today), given.text("tenantId"))


def _day(given: Query, name: str) -> date | None:
    text = given.text(name)
    if text is None:
        return None
    try:
        # Python takes other forms of ISO 8601 too, which no form of ours sends.
        if _FORM.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Invalid(f"{name}: must be a day such as 2026-02-20", field=name)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
