"""One ticket for each escalated case, at the desk that the tenant has."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api.conftest import World
from tests.gateway import Gateway
from tests.ticket_desks import Fault


def escalate(world: World, tenant: str, token: str, case_id: str) -> Any:
    """Escalate; gives the answer's body."""
    answer = world.gateway.post(
        f"/api/cases/{case_id}/escalate", {"reason": "Need manual account adjustment"}, token=token
    )
    assert answer.status == 200
    assert answer.json.keys() == {"ticketId", "ticketUrl"}
    return answer.json


def test_a_file_holds_the_ticket_with_full_context(world: World, gateway: Gateway, token: str):
    case_id = gateway.open_case(token, "Why did my upload fail?")["case"]["id"]
    gateway.post(f"/api/cases/{case_id}/messages", {"content": "And now?"}, token=token)

    ticket = escalate(world, "ten_acme", token, case_id)

    (file,) = gateway.folder.rglob(f"{case_id}.json")
    written = json.loads(file.read_text())
    assert written["ticketId"] == ticket["ticketId"]
    assert ticket["ticketId"].startswith("tkt_")
    assert ticket["ticketUrl"] == f"file:///{file.name}"
    text = json.dumps(written)
    for words in (
        "Why did my upload fail?",
        "And now?",
        "Need manual account adjustment",
        "UPLOAD_TOO_LARGE",
        case_id,
    ):
        assert words in text


def test_escalated_again_it_is_the_same_ticket_and_the_same_file(
    world: World, gateway: Gateway, token: str, case_id: str
):
    ticket = escalate(world, "ten_acme", token, case_id)
    (file,) = gateway.folder.rglob(f"{case_id}.json")
    written = file.read_bytes()

    with ThreadPoolExecutor(6) as threads:
        again = list(threads.map(lambda _: escalate(world, "ten_acme", token, case_id), range(6)))

    assert again == [ticket] * 6
    assert file.read_bytes() == written
    assert len(list(gateway.folder.rglob(f"*{case_id}*"))) == 1


def test_a_webhook_receives_the_ticket_signed(world: World):
    token = world.token("ten_hook", "usr_hook")
    case_id = world.gateway.open_case(token)["case"]["id"]
    world.receiver.answer = {"ticketId": "T-1", "ticketUrl": "https://desk.example/T-1"}

    ticket = escalate(world, "ten_hook", token, case_id)

    assert ticket == {"ticketId": "T-1", "ticketUrl": "https://desk.example/T-1"}
    received = [one for one in world.receiver.tickets.values() if case_id in json.dumps(one)]
    assert len(received) == 1
    assert received[0]["type"] == "case.escalated"


def test_a_desk_that_says_nothing_leaves_the_gateways_own_name(world: World):
    token = world.token("ten_hook", "usr_hook")
    case_id = world.gateway.open_case(token)["case"]["id"]
    world.receiver.answer = None

    ticket = escalate(world, "ten_hook", token, case_id)

    assert ticket["ticketId"].startswith("tkt_")
    assert ticket["ticketUrl"]
    assert "path-token" not in ticket["ticketUrl"]


def test_while_the_desk_is_down_the_case_is_escalated_and_the_ticket_owed(world: World):
    token = world.token("ten_hook", "usr_hook")
    case_id = world.gateway.open_case(token)["case"]["id"]
    world.receiver.faults[:] = [Fault.BREAK_BEFORE]

    ticket = escalate(world, "ten_hook", token, case_id)

    assert ticket["ticketId"].startswith("tkt_")
    assert ticket["ticketUrl"] is None
    assert world.gateway.case(token, case_id)["case"]["status"] == "escalated"

    world.receiver.faults.clear()
    later = escalate(world, "ten_hook", token, case_id)

    assert later["ticketUrl"] is not None
    assert escalate(world, "ten_hook", token, case_id) == later
    received = [one for one in world.receiver.tickets.values() if case_id in json.dumps(one)]
    assert len(received) == 1


def test_why_a_ticket_is_still_owed_is_logged(world: World):
    token = world.token("ten_hook", "usr_hook")
    case_id = world.gateway.open_case(token)["case"]["id"]
    world.receiver.faults[:] = [Fault.BREAK_BEFORE]

    escalate(world, "ten_hook", token, case_id)
    escalate(world, "ten_hook", token, case_id)

    lines = [json.loads(line) for line in world.gateway.log_lines()]
    (told,) = [one for one in lines if one.get("caseId") == case_id]
    assert told["message"] == "a ticket is still owed: the desk answered with status 500"
    assert (told["tenantId"], told["connector"]) == ("ten_hook", "webhook")


def test_a_desk_that_takes_the_ticket_and_does_not_say_so_has_one(world: World):
    token = world.token("ten_hook", "usr_hook")
    for fault in (Fault.DROP, Fault.BREAK_AFTER, Fault.FLOOD, Fault.REDIRECT, Fault.LIMIT):
        case_id = world.gateway.open_case(token)["case"]["id"]
        world.receiver.faults[:] = [fault]

        assert escalate(world, "ten_hook", token, case_id)["ticketUrl"] is None
        assert escalate(world, "ten_hook", token, case_id)["ticketUrl"] is not None

        received = [one for one in world.receiver.tickets.values() if case_id in json.dumps(one)]
        assert len(received) == 1


def test_the_outcome_of_the_ticket_closes_the_case(world: World, token: str, case_id: str):
    escalate(world, "ten_acme", token, case_id)

    answer = world.gateway.post(
        f"/api/cases/{case_id}/close", {"resolution": "unresolved", "rating": 2}, token=token
    )

    assert answer.status == 200
    case = world.gateway.case(token, case_id)["case"]
    assert (case["status"], case["rating"], case["resolvedAt"]) == ("unresolved", 2, None)
