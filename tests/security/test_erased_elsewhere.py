"""What one process has in memory of a case that another one erases."""

from pathlib import Path

from projections.audited_case import as_it_stood, identity, snapshot
from projections.sqlite import SqliteViews
from tests.security.records import record
from tests.stores import CAUSE, migrate, opened_store, sqlite_location


async def test_an_auditor_reads_nothing_that_another_process_has_erased_by_then(tmp_path: Path):
    location = sqlite_location(tmp_path)
    migrate(location)
    views = SqliteViews(location)
    async with opened_store(location) as one, opened_store(location, prefix="b") as other:
        await record(one)
        before = await as_it_stood(one, "cas_1", None)
        assert before.case.user_id is not None
        await other.decide("cas_1", lambda case: case.erase("request"), CAUSE)
        assert one.keys.cached("cas_1") is not None
        case = await identity(one, views, "cas_1")
        after = await as_it_stood(one, "cas_1", None)
        assert after.case.user_id is None
        assert all(message.content is None for message in after.messages)
        found = await snapshot(one, case)
        assert found is not None
        assert found.text is None
    await views.close()
