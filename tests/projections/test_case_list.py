"""A user's cases, page by page."""

from pathlib import Path

import pytest

from application.event_store.recorded import Actor, Cause
from domain.errors import Invalid
from projections.case_list import own_cases
from tests.facts import JONAS, MAYA, opened
from tests.stores import migrate, opened_store, sqlite_location

CAUSE = Cause(Actor("user"), "req_1")


async def test_own_cases_come_newest_first_and_page_by_page(tmp_path: Path) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location) as store:
        for number in range(5):
            await store.open_case(f"cas_{number}", opened(MAYA), CAUSE)
        await store.open_case("cas_9", opened(JONAS), CAUSE)
        owner = store.keys.pseudonym("ten_acme", "usr_maya")
        listed: list[bytes] = []
        cursor: str | None = None
        pages = 0
        while pages == 0 or cursor is not None:
            page = await own_cases(store, owner, cursor=cursor, limit=2)
            listed.extend(page.items)
            cursor = page.next_cursor
            pages += 1
        assert pages == 3
        ids = [body[len('{"id":"') : len('{"id":"cas_0')].decode() for body in listed]
        assert ids == ["cas_4", "cas_3", "cas_2", "cas_1", "cas_0"]


@pytest.mark.parametrize("cursor", ["", "x", "!!", "AAAA", "é"])
async def test_a_cursor_that_no_page_gave_is_refused(tmp_path: Path, cursor: str) -> None:
    location = sqlite_location(tmp_path)
    migrate(location)
    async with opened_store(location) as store:
        with pytest.raises(Invalid, match="cursor"):
            await own_cases(store, "psn_1", cursor=cursor, limit=2)
