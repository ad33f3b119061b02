"""`audit anchor` and `audit verify --anchor`, as an operator uses them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.gateway import Gateway
from tests.hosts import Host
from tests.security.commands import command
from tests.security.conftest import Place, configuration


@pytest.fixture
def place(tmp_path: Path, host: Host) -> Place:
    """A gateway of this test's own, which is stopped before its record is touched."""
    url = f"sqlite:///{tmp_path / 'record.db'}"
    gateway = Gateway(tmp_path, database_url=url, config=configuration(host))
    place = Place(gateway, host)
    with gateway:
        gateway.open_case(place.token())
    return place


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    """Where the anchors are kept."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "anchors.jsonl"


def test_anchors_follow_one_another_and_are_verified(place: Place, anchors: Path):
    gateway = place.gateway
    first = command(gateway, "audit", "anchor", str(anchors))
    assert (first.code, first.out.startswith("anchor 1 of 5 events in 2 streams: ")) == (0, True)
    with gateway:
        gateway.open_case(place.token())
        # A gateway that runs is no hindrance.
        assert command(gateway, "audit", "anchor", str(anchors)).code == 0
    assert len(anchors.read_bytes().splitlines()) == 2
    assert anchors.stat().st_mode & 0o777 == 0o600
    verified = command(gateway, "audit", "verify", "--anchor", str(anchors))
    last = verified.out.splitlines()[-1]
    assert (verified.code, "and 2 anchors as well, the last " in last) == (0, True)


def test_a_cut_tail_is_found_and_no_anchor_is_written_over_it(place: Place, anchors: Path):
    assert command(place.gateway, "audit", "anchor", str(anchors)).code == 0
    before = anchors.read_bytes()
    with closing(sqlite3.connect(place.gateway.folder / "record.db")) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_refuse_delete")
        connection.execute("DELETE FROM stored_events WHERE notification_id = 5")
    assert command(place.gateway, "audit", "verify").code == 0, "the chain alone does not show it"
    verified = command(place.gateway, "audit", "verify", "--anchor", str(anchors))
    assert verified.code == 1
    assert "anchor 1: the log ended at position 5, not 4" in verified.out
    again = command(place.gateway, "audit", "anchor", str(anchors))
    assert (again.code, "no anchor was written" in again.out) == (1, True)
    assert anchors.read_bytes() == before


def test_what_cannot_be_used_is_said(place: Place, anchors: Path, tmp_path: Path):
    gateway = place.gateway
    missing = command(gateway, "audit", "verify", "--anchor", str(anchors))
    assert (missing.code, "No such file" in missing.err) == (2, True)
    nowhere = command(gateway, "audit", "anchor", str(tmp_path / "nowhere" / "anchors"))
    assert (nowhere.code, "No such file" in nowhere.err) == (2, True)
    anchors.write_text("nothing of the kind\n")
    for arguments in (("verify", "--anchor", str(anchors)), ("anchor", str(anchors))):
        damaged = command(gateway, "audit", *arguments)
        assert (damaged.code, "line 1 is no anchor" in damaged.err) == (1, True)
    anchors.write_text("")
    assert command(gateway, "audit", "verify", "--anchor", str(anchors)).code == 1
    both = command(gateway, "audit", "verify", "--case", "cas_1", "--anchor", str(anchors))
    assert both.code == 2
