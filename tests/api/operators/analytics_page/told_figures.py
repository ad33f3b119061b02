"""A gateway on cases whose story is known, all of January 2025, and the analyst's page of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import anyio

from domain.case import Caller
from domain.events import Requester
from domain.produced import Usage
from tests.api.operators.browsing import browser
from tests.api.operators.conftest import configuration
from tests.gateway import Answer, Gateway
from tests.hosts import Host
from tests.projections.cases import Told
from tests.stores import Clock, migrate, opened_store, sqlite_location

MONDAY = datetime(2025, 1, 6, 9, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"
JANUARY = "?from=2025-01-01&through=2025-01-31"

_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)


def caller(tenant_id: str, *roles: str) -> Caller:
    """A user of a tenant."""
    requester = Requester(user_id="usr_1", email="u@x.example", roles=roles, plan="pro")
    return Caller(tenant_id, requester)


async def tell(path: str) -> None:
    """Three cases on a Monday, none on Tuesday, two on Wednesday; one more is a test's."""
    migrate(path)
    clock = Clock()
    clock.now = MONDAY
    async with opened_store(path, now=clock) as store:
        told = Told(store, clock)
        by_claude = {
            "generator": "claude",
            "model": HOSTILE,
            "fallback": None,
            "usage": Usage(input_tokens=1_000, output_tokens=204),
        }
        for number, tenant_id in enumerate(("ten_acme", "ten_acme", "ten_globex"), 1):
            await told.opened(_id(number), caller(tenant_id, "member"))
            await told.answered(_id(number), after=number * _SECOND, **by_claude)
        await told.judged(_id(1), "positive")
        await told.closed(_id(1), "resolved", 9)
        await told.judged(_id(2), "negative")
        await told.escalated(_id(2))
        clock.now = MONDAY + 2 * _DAY
        for number in (4, 5):
            await told.opened(_id(number), caller("ten_acme", "member"))
            await told.answered(_id(number), after=90 * _SECOND)
        await told.erased(_id(5))
        await told.opened(_id(6), caller("ten_acme", "member", "test"))
        await told.answered(_id(6), after=_SECOND)


def _id(number: int) -> str:
    return f"cas_{number:032x}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A gateway as whoever reads its figures meets it."""

    gateway: Gateway

    def get(self, path: str, operator: str = "all-both") -> Answer:
        """GET with the session of an operator."""
        return browser(self.gateway, operator).get(path)

    def page(self, query: str = "", operator: str = "all-both") -> "Page":
        """The analyst's page."""
        found = browser(self.gateway, operator).page(f"/operator/analytics{query}")
        return Page(found.body.decode())


class Page(HTMLParser):
    """What stands on a page: its words, and the rows of its tables by what their first cell says.

    `tables` are by their ids; the figures of all sections, which have none, are in `figures`.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.words = ""
        self.figures: dict[str, list[str]] = {}
        self.tables: dict[str, list[list[str]]] = {}
        self._table: list[list[str]] | None = None
        self._in_cell = False
        self.feed(html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._table = self.tables.setdefault(dict(attrs).get("id") or "", [])
        elif tag == "tr" and self._table is not None:
            self._table.append([])
        elif tag in {"td", "th"} and self._table:
            self._table[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._table = None
        elif tag in {"td", "th"}:
            self._in_cell = False
        elif tag == "tr" and self._table:
            cells = [" ".join(cell.split()) for cell in self._table[-1]]
            self._table[-1] = cells
            self.figures.setdefault(cells[0], cells[1:])

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._table and self._in_cell:
            self._table[-1][-1] += data


@contextmanager
def told_gateway(folder: Path, host: Host) -> Iterator[Reading]:
    """A gateway on what `tell` tells."""
    path = sqlite_location(folder)
    anyio.run(tell, path)
    with Gateway(folder, database_url=f"sqlite:///{path}", config=configuration(host)) as gateway:
        yield Reading(gateway)
