"""After all other tests of this folder: the record is whole, and shows what happened."""

import base64
import hashlib
import json
from itertools import pairwise
from pathlib import Path

from tests.api.conftest import World


def test_every_chain_holds(world: World):
    ended = world.gateway.run("audit", "verify")

    assert ended.returncode == 0, ended.stdout[-2_000:] + ended.stderr[-2_000:]
    assert "every chain holds" in ended.stdout


def test_every_view_is_what_was_recorded(world: World):
    ended = world.gateway.run("projections", "check")

    assert ended.returncode == 0, ended.stdout[-2_000:] + ended.stderr[-2_000:]


def test_every_event_is_printed_as_a_line_with_its_envelope(world: World, case_id: str):
    ended = world.gateway.run("audit", "events", "--case", case_id)

    assert ended.returncode == 0, ended.stderr
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    members = {"stream", "version", "type", "recordedAt", "actor", "data", "sealed", "hash"}
    assert all(line.keys() >= members | {"previousHash"} for line in lines)
    own = [line for line in lines if line["stream"] == case_id]
    assert [line["type"] for line in own] == [
        "case.opened",
        "case.message_added",
        "case.snapshot_captured",
        "case.message_added",
    ]
    assert [line["version"] for line in own] == [1, 2, 3, 4]
    for before, after in pairwise(own):
        assert after["previousHash"] == before["hash"]
        assert after["recordedAt"] > before["recordedAt"]
    (snapshot,) = (line for line in lines if line["stream"] != case_id)
    assert snapshot["stream"].startswith("scs_")
    assert (snapshot["type"], snapshot["version"]) == ("snapshot.frozen", 1)


def test_what_is_printed_is_enough_to_compute_every_hash_and_the_digest_of_an_anchor(
    world: World, tmp_path: Path
):
    anchored = world.gateway.run("audit", "anchor", str(tmp_path / "anchors"))
    assert anchored.returncode == 0, anchored.stdout
    anchor = json.loads((tmp_path / "anchors").read_bytes())
    heads: dict[str, str] = {}
    digest = "0" * 64
    for line in world.gateway.events():
        covered = line["hashInput"]
        stream, version, header = covered["stream"], covered["version"], covered["header"]
        head = f"{stream}\n{version}\n{covered['type']}\n{header}\n".encode()
        found = hashlib.sha256(head + base64.b64decode(covered["sealedBase64"])).hexdigest()
        assert found == line["hash"]
        assert json.loads(header)["previousHash"] == heads.get(stream, "0" * 64)
        heads[stream] = found
        if line["position"] <= anchor["lastPosition"]:
            told = f"{digest}\n{line['position']}\n{stream}\n{version}\n{found}"
            digest = hashlib.sha256(told.encode()).hexdigest()
    assert digest == anchor["log"]


def test_no_request_ended_in_a_mistake_of_the_gateways(world: World):
    lines = [json.loads(line) for line in world.gateway.log_lines()]

    assert [line for line in lines if line.get("status", 0) >= 500] == []
    assert [line for line in lines if line["level"] in {"error", "critical"}] == []
    assert [line for line in lines if "exception" in line] == []
