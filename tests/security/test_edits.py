"""Every column of the record and of what is shown of it: an edit is found, and said where."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api import proof
from api.cli.projections import check_inline, repair_inline
from api.proof.verification import Verification
from application.config import Settings, load
from application.event_store.altered import Altered
from domain.errors import CaseNotFound
from projections.case_changes import case_changes
from projections.case_details import case_details
from projections.check import differences, repair
from tests.gateway import Gateway, tenant
from tests.security.commands import command
from tests.security.forger import Forger, Row
from tests.security.records import record
from tests.stores import migrate, opened_store, sqlite_location

COLUMNS = ("originator_id", "originator_version", "topic", "state", "hash", "notification_id")
MEMBERS = (
    "id",
    "schema",
    "caseId",
    "subject",
    "recordedAt",
    "actor",
    "correlationId",
    "causationId",
    "idempotencyId",
    "previousHash",
    "data",
)
OTHER: dict[str, Any] = {
    "schema": 7,
    "recordedAt": "2020-01-01T00:00:00.000Z",
    "actor": {"kind": "system", "pseudonym": None},
    "previousHash": "1" * 64,
    "data": {},
}
"""What takes a member's place, where that is not another text."""


@pytest.fixture
def location(location: str) -> str:
    """Where a record is that a forger has got hold of."""
    asyncio.run(_recorded(location))
    return location


@pytest.fixture
def settings(location: str, tmp_path: Path) -> Settings:
    """A command line's, for that record."""
    config = tmp_path / "support-gateway.toml"
    config.write_text(
        tenant("ten_acme", secrets=["s" * 32], host_url="http://127.0.0.1:9", service_token="t")
    )
    url = location if location.startswith("postgresql:") else f"sqlite:///{location}"
    return load({"SUPPORT_GATEWAY_DATABASE_URL": url, "SUPPORT_GATEWAY_CONFIG": str(config)})


async def test_an_edit_of_any_column_is_found_and_named(location: str):
    forger = Forger(location)
    whole = forger.rows()
    edits: dict[str, Callable[[Row], str]] = {
        "originator_id": lambda _: "'cas_9'",
        "originator_version": lambda row: str(row.version + 40),
        "topic": lambda _: "'case.reopened'",
        "state": lambda _: "(SELECT state FROM stored_events WHERE notification_id = 1)",
        "hash": lambda _: f"'{'0' * 64}'",
        "notification_id": lambda row: str(row.position + 1_000),
    }
    assert set(edits) == set(COLUMNS)
    for row in whole[1:]:
        for column, value in edits.items():
            new, at = value(row), row.position
            forger.execute(
                f"UPDATE stored_events SET {column} = {new} WHERE notification_id = {at}"  # noqa: S608 - ours
            )
            found = await _verified(location)
            name = {
                "originator_id": f"cas_9 version {row.version}",
                "originator_version": f"{row.stream} version {row.version + 40}",
            }.get(column, f"{row.stream} version {row.version}")
            assert any(line.startswith(f"{name}: ") for line in found), (column, row.position)
            forger.write(whole)
    assert await _verified(location) == []


@pytest.mark.parametrize("column", COLUMNS)
async def test_nothing_where_something_should_stand_is_found(location: str, column: str):
    forger = Forger(location)
    if location.startswith("postgresql:"):
        forger.execute(f"ALTER TABLE stored_events ALTER COLUMN {column} DROP NOT NULL")
    forger.execute(f"UPDATE stored_events SET {column} = NULL WHERE notification_id = 2")  # noqa: S608 - ours
    found = await _verified(location)
    name = {"originator_id": "None version 2", "originator_version": "cas_1 version None"}
    assert any(line.startswith(name.get(column, "cas_1 version 2")) for line in found), found


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["originator_id", "topic", "hash"])
async def test_text_that_is_no_text_is_found_on_sqlite(location: str, column: str):
    Forger(location).execute(
        f"UPDATE stored_events SET {column} = CAST(x'ff41' AS TEXT) WHERE notification_id = 2"  # noqa: S608 - ours
    )
    found = await _verified(location)
    name = "\ufffdA version 2" if column == "originator_id" else "cas_1 version 2"
    assert any(line.startswith(f"{name}: ") for line in found), found


# An envelope is the same bytes on either engine.
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("member", MEMBERS)
async def test_an_edit_of_any_member_of_an_envelope_is_found(location: str, member: str):
    forger = Forger(location)
    whole = forger.rows()
    assert set(MEMBERS) == set(whole[0].header)
    last = {row.stream: row.version for row in whole}
    erased = {row.stream for row in whole if row.topic == "case.erased"}
    for at, row in enumerate(whole):
        edited = row.with_header(**{member: OTHER.get(member, "other")})
        if edited == row:
            continue
        forger.write([*whole[:at], edited, *whole[at + 1 :]])
        found = await _verified(location)
        assert f"{row.stream} version {row.version}: its hash is not that of its content" in found
        # Who makes the hash fit, too, breaks the chain, and what is sealed beside it.
        forger.write([*whole[:at], edited.rehashed(), *whole[at + 1 :]])
        broken = await _verified(location)
        if row.version < last[row.stream]:
            behind = f"{row.stream} version {row.version + 1}: "
            assert any(line.startswith(behind) for line in broken)
        if row.sealed and row.topic.startswith("case.") and row.stream not in erased:
            itself = f"{row.stream} version {row.version}: "
            assert any(line.startswith(itself) for line in broken)


@pytest.mark.parametrize("position", [-(2**63), -1, 0])
async def test_an_event_at_no_place_of_the_log_is_found(location: str, position: int):
    forger = Forger(location)
    whole = forger.rows()
    hidden = whole[0].with_header(id="evt_9")
    forger.write([*whole, Row("cas_9", 1, hidden.topic, hidden.state, hidden.hash, position)])
    found = await _verified(location)
    assert "cas_9 version 1: it has no position of its own in the log" in found


async def test_an_event_that_hides_behind_another_is_found(
    location: str, monkeypatch: pytest.MonkeyPatch
):
    # The walk asks for what comes after a position, so the second at the end of a page is not met.
    monkeypatch.setattr("application.event_store.record.LOG_PAGE", 2)
    forger = Forger(location)
    whole = forger.rows()
    hidden = Row("scs_9", 1, whole[1].topic, whole[1].state, "", whole[1].position).rehashed()
    forger.write([*whole, hidden])
    assert "scs_9 version 1: it has no position of its own in the log" in await _verified(location)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE case_keys SET case_id = 'cas_7' WHERE case_id = 'cas_2'",
            "cas_2: its key is gone",
        ),
        ("UPDATE case_keys SET wrapped = store_keys.wrapped FROM store_keys", "cas_1 version 1: "),
        ("UPDATE prompt_parts SET sha256 = 'sha256:other'", "the part sha256:"),
        ("UPDATE prompt_parts SET text = (SELECT wrapped FROM store_keys)", "the part sha256:"),
        (
            "UPDATE store_keys SET wrapped = (SELECT wrapped FROM case_keys LIMIT 1)",
            "cas_1 version 1: it is not of the user",
        ),
    ],
)
async def test_an_edit_beside_the_events_is_found(location: str, statement: str, named: str):
    Forger(location).execute(statement)
    found = await _verified(location)
    assert any(named in line for line in found), found


async def test_a_key_that_cannot_be_unwrapped_is_one_mistake_among_others(tmp_path: Path):
    location = sqlite_location(tmp_path)
    migrate(location)
    await _recorded(location, "k" * 32)
    Forger(location).execute(
        "UPDATE case_keys SET wrapped = (SELECT wrapped FROM store_keys) WHERE case_id = 'cas_1'"
    )
    async with opened_store(location, encryption_key="k" * 32) as store:
        found = [str(one) async for one in Verification(store).mistakes()]
        assert "cas_1 version 1: the key of its case was altered" in found
        assert not any("cas_2" in line for line in found)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("view", "'message'"),
        ("key", "'cas_7'"),
        ("ordinal", "7"),
        ("owner", "'psn_other'"),
        ("version", "7"),
        ("body", "(SELECT wrapped FROM store_keys)"),
    ],
)
async def test_an_edit_of_any_column_of_what_is_shown_is_found(
    location: str, column: str, value: str
):
    Forger(location).execute(
        f"UPDATE documents SET {column} = {value} WHERE view = 'case' AND key = 'cas_2'"  # noqa: S608 - ours
    )
    async with opened_store(location) as store:
        found = {case_id: said async for case_id, said in differences(store) if said}
        for case_id in found:
            assert await repair(store, case_id) == []
        assert not [said async for _, said in differences(store) if said]
    assert "cas_2" in found
    assert set(found) <= {"cas_2", "cas_7"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM documents WHERE view = 'message' AND key = 'cas_2' AND ordinal = 2",
        "UPDATE documents SET view = 'other' WHERE view = 'message' AND key = 'cas_2'",
    ],
)
async def test_a_case_whose_messages_are_missing_is_not_served(location: str, statement: str):
    forger = Forger(location)
    async with opened_store(location) as store:
        owner = store.keys.pseudonym("ten_acme", "usr_maya")
        assert (await case_details(store, "cas_2", owner)).body
        assert (await case_changes(store, "cas_2", owner, 0)).messages
        forger.execute(statement)
        with pytest.raises(Altered, match="missing"):
            await case_details(store, "cas_2", owner)
        with pytest.raises(Altered, match="missing"):
            await case_changes(store, "cas_2", owner, 0)
        assert await repair(store, "cas_2") == []
        assert (await case_details(store, "cas_2", owner)).body


async def test_what_went_on_meanwhile_is_not_repaired(location: str):
    async with opened_store(location) as store:
        shown = await store.case_recorder.select_documents(("case",), "cas_2")
        older = shown[0]._replace(body=b"of an older version")
        await store.show("cas_2", [(older, shown[0]), (older, None), (None, older)])
        assert await store.case_recorder.select_documents(("case",), "cas_2") == shown


def test_what_was_altered_in_the_record_itself_is_not_repaired(location: str, settings: Settings):
    forger = Forger(location)
    forger.write([replace(row, state=b"{]") if row.position == 2 else row for row in forger.rows()])
    forger.execute("UPDATE documents SET version = 7 WHERE key IN ('cas_1', 'cas_2')")
    said: list[str] = []
    assert repair_inline(settings, said.append) == 1
    assert said == [
        "cas_1 version 2: what stands or is sealed in it was altered",
        "1 case written anew; 1 case cannot be: see audit verify",
    ]


def test_a_case_that_lost_its_key_keeps_what_is_shown_of_it(location: str, settings: Settings):
    Forger(location).execute("DELETE FROM case_keys WHERE case_id = 'cas_2'")
    said: list[str] = []
    for _ in range(2):
        assert repair_inline(settings, said.append) == 1
    assert said[-1] == "0 cases written anew; 1 case cannot be: see audit verify"


async def test_what_is_shown_of_a_case_that_never_was_is_found(location: str):
    Forger(location).execute(
        "INSERT INTO documents SELECT view, 'cas_7', ordinal, owner, version, body"
        " FROM documents WHERE view = 'case' AND key = 'cas_2'"
    )
    async with opened_store(location) as store:
        found = {case_id: said async for case_id, said in differences(store) if said}
    assert [(one.where, one.what) for one in found["cas_7"]] == [("case 0", "not in the record")]


def test_the_command_line_says_what_was_altered_and_goes_on(location: str, settings: Settings):
    forger = Forger(location)
    whole = forger.rows()
    said: list[str] = []
    assert proof.events(settings, None, said.append) == 0
    assert len(said) == len(whole)
    flipped = bytes([whole[1].state[-1] ^ 1])
    altered = Row(
        whole[1].stream, 2, whole[1].topic, whole[1].state[:-1] + flipped, "", whole[1].position
    )
    forger.write([whole[0], altered.rehashed(), *whole[2:]])

    lines: list[str] = []
    assert proof.events(settings, None, lines.append) == 1
    assert len(lines) == len(whole), "those behind it, too"
    assert '"altered":"what is sealed in it was altered, or the key of its case"' in lines[1]
    assert '"stream":"cas_1","version":2' in lines[1]
    assert [said[0], *said[2:]] == [lines[0], *lines[2:]]

    lines.clear()
    assert check_inline(settings, lines.append) == 1
    assert "cas_1 version 2: what is sealed in it was altered, or the key of its case" in lines
    assert lines[-1].endswith("cases: 1 difference; projections repair writes views anew")

    lines.clear()
    assert proof.verify(settings, None, lines.append) == 1
    assert "cas_1 version 2: what is sealed in it was altered, or the key of its case" in lines


def test_views_are_checked_beside_a_row_that_nobody_can_read(location: str, tmp_path: Path):
    url = location if location.startswith("postgresql:") else f"sqlite:///{location}"
    config = tenant(
        "ten_acme", secrets=["s" * 32], host_url="http://127.0.0.1:9", service_token="t"
    )
    gateway = Gateway(tmp_path, database_url=url, config=config)
    rebuilt = command(gateway, "projections", "rebuild")
    assert rebuilt.code == 0, rebuilt.err
    assert command(gateway, "projections", "check").code == 0
    forger = Forger(location)
    whole = forger.rows()
    forger.write([replace(row, state=b"{]") if row.position == 2 else row for row in whole])
    done = command(gateway, "projections", "check")
    assert done.code == 1
    assert "cas_1 version 2: what stands or is sealed in it was altered" in done.out
    assert "case_index: " in done.out, "and all the others"


def test_one_case_is_read_and_verified_without_the_rest(location: str, settings: Settings):
    forger = Forger(location)
    whole = forger.rows()
    said: list[str] = []
    assert proof.events(settings, "cas_1", said.append) == 0
    of_case = [row for row in whole if row.stream in {"cas_1", "scs_1", "aud_cas_1"}]
    assert len(said) == len(of_case) > 3
    # What is wrong elsewhere is not looked at.
    forger.write([replace(row, state=b"") if row.stream == "cas_2" else row for row in whole])
    again: list[str] = []
    assert proof.events(settings, "cas_1", again.append) == 0
    assert again == said
    assert proof.verify(settings, "cas_1", again.append) == 0
    assert proof.verify(settings, "cas_2", again.append) == 1
    assert proof.verify(settings, "cas_nobody", again.append) == 1
    assert "cas_nobody: nothing is recorded of it" in again
    with pytest.raises(CaseNotFound):
        proof.events(settings, "cas_nobody", again.append)


async def _recorded(location: str, encryption_key: str | None = None) -> None:
    async with opened_store(location, encryption_key=encryption_key) as store:
        await record(store)


async def _verified(location: str) -> list[str]:
    async with opened_store(location) as store:
        return [str(one) async for one in Verification(store).mistakes()]
