"""What documents say in sentences binds an answer as much as a table of rules does."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def studio() -> lifelike.Document:
    """A studio that rents out rooms, whose documents tell its three plans apart."""
    return lifelike.document(
        plan="plus",
        entities=(
            {
                "type": "room",
                "id": "room_11",
                "description": "North hall",
                "status": "open",
                "metadata": {"occupancyRate": "64.5%", "until": "2026-06-30", "lastTurn": 5},
            },
            {
                "type": "room",
                "id": "room_12",
                "description": "South hall",
                "status": "open",
                "metadata": {"occupancyRate": "38.1%", "until": "2026-09-30", "lastTurn": 7},
            },
        ),
        limits=({"limit": "bookings", "current": 52, "max": 60},),
        jobs=(
            {
                "jobId": "job_61",
                "queue": "calendar",
                "status": "failed",
                "lastStage": "merge 12 of 40",
                "createdAt": "2026-02-20T08:10:00.000Z",
                "updatedAt": "2026-02-20T08:31:00.000Z",
            },
            {
                "jobId": "job_62",
                "queue": "calendar",
                "status": "succeeded",
                "lastStage": "publish",
                "createdAt": "2026-02-20T09:10:00.000Z",
                "updatedAt": "2026-02-20T09:12:00.000Z",
            },
        ),
        rules={},
        catalogue=(),
        docs=(
            {
                "id": "doc_plans",
                "title": "What you pay for",
                "content": "Lite: 20 bookings a month. Plus: 60 bookings a month, door codes by"
                " text. Premium: 400 bookings a month, waiting lists with deposits.",
                "category": "billing",
            },
            {
                "id": "doc_files",
                "title": "Floor plans",
                "content": "A drawing may be up to 4 MB on Lite, 15 MB on Plus and 80 MB on"
                " Premium. Calendar feeds are available on Plus and Premium. A drawing is checked"
                " by at most 3 people. Upload it under Rooms > Drawings.",
                "category": "rooms",
            },
            {
                "id": "doc_cancel",
                "title": "Cancelling",
                "content": "Tentative holds are not billed. A room is released when its occupancy"
                " rate stays below 20% for a month. Deposits are paid out on the 9th of the"
                " following month.",
                "category": "rooms",
            },
        ),
        changelog=(
            {"version": "7.3", "date": "2026-02-03", "summary": "Guests swap slots by phone."},
            {"version": "7.2", "date": "2026-01-08", "summary": "Invoices list every deposit."},
        ),
    )


def _failed(prose: str) -> tuple[str, ...]:
    answer = Answer(content=prose, evidence=(), confidence=0.5)
    return ground(answer, snapshot=studio(), conversation=("Why?",)).claims_failed


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The Plus plan allows drawings of up to 15 MB.", "The Plus plan allows up to 80 MB."),
        ("Premium includes 400 bookings a month.", "Lite includes 400 bookings a month."),
        (
            "Calendar feeds are available on your Plus plan.",
            "Calendar feeds are only available on the Premium plan.",
        ),
        (
            "Waiting lists with deposits are part of the Premium plan.",
            "Waiting lists with deposits are part of your Plus plan.",
        ),
        ("A drawing is checked by up to three people.", "A drawing is checked by up to 5 people."),
        ("Tentative holds aren't billed.", "Yes, tentative holds are billed."),
        ("Upload it under **Rooms > Drawings**.", "Upload it under **Settings > Drawings**."),
        ("Since 7.3, guests can swap slots by phone.", "Since 7.2, guests swap slots by phone."),
        ("Version 7.2 came out on January 8.", "Version 7.2 came out on February 3."),
        ("Your deposits are paid out on 9 March.", "Your deposits are paid out on 19 March."),
    ],
)
def test_a_sentence_of_a_document_bears_out_what_it_says_and_no_more(true: str, false: str):
    assert _failed(true) == ()
    assert _failed(false) != ()


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "The North hall has an occupancy rate of 64.5%, compared with 38.1% for the other.",
            "The North hall has an occupancy rate of 38.1%.",
        ),
        ("The South hall is booked until 30 September.", "The South hall is booked until 30 June."),
        ("It stopped after 12 of 40.", "It stopped after 21 of 40."),
        (
            "`job_61` failed with no progress, at the merge stage.",
            "`job_61` failed with no progress, at the publish stage.",
        ),
        (
            "The last one was `job_62`, which ended at 09:12 UTC.",
            "The last one was `job_62`, which ended at 08:31 UTC.",
        ),
        ("You've used 52 of 60 bookings, so 8 are left.", "You used 52 of 60, so 6 are left."),
        (
            "It was tried twice, at 08:31 and 09:12 UTC.",
            "It was tried three times, at 08:31 and 09:12 UTC.",
        ),
    ],
)
def test_what_a_thing_tells_of_itself_is_said_of_no_other(true: str, false: str):
    assert _failed(true) == ()
    assert _failed(false) != ()


@pytest.mark.parametrize("plan", ["gold_pass", "gold-pass", "Gold Pass"])
@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("You have the Gold Pass.", "You have the Silver Pass."),
        ("You are on the gold pass.", "You're on the silver pass."),
        ("The Gold Pass allows 120 gifts.", "The Gold Pass allows 450 gifts."),
        ("On the Silver Pass, 450 gifts are allowed.", "The Silver Pass allows 120 gifts."),
        ("Once you are on the Silver Pass plan, you can send 450.", "The gold pass allows 450."),
    ],
)
def test_a_plan_of_several_words_goes_by_them(plan: str, true: str, false: str):
    other = plan.replace("gold", "silver").replace("Gold", "Silver")
    rules: dict[str, JSON] = {"gifts": {plan: 120, other: 450}}
    snapshot = lifelike.document(plan=plan, rules=rules, docs=(), catalogue=())
    for prose, holds in ((true, True), (false, False)):
        answer = Answer(content=prose, evidence=(), confidence=0.5)
        failed = ground(answer, snapshot=snapshot, conversation=("Why?",)).claims_failed
        assert (failed == ()) is holds, prose


def _installing(prose: str) -> tuple[str, ...]:
    told: JSON = {
        "id": "doc_cli",
        "title": "From a terminal",
        "content": "Get it with `curl -s https://get.rooms.example/cli | sudo bash`, then run"
        " `rooms sync --all`. In code, call `rooms.list({open: true})`.",
        "category": "guide",
    }
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=lifelike.document(docs=(told,)), conversation=()).claims_failed


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "Run `curl -s get.rooms[.]example/cli | sudo bash` in a terminal, and wait.",
            "Run `curl -s get.rooms[.]example/cli -o x | sudo bash` in a terminal, and wait.",
        ),
        (
            "Run `curl -s https://get.rooms.example/cli | sudo bash`.",
            "Run `curl -k https://get.rooms.example/cli | sudo bash`.",
        ),
        ("Then run `rooms sync --all` (it may take long).", "Then run `rooms sync --force`."),
        ("Call `rooms.list({open: true})`.", "Paste `fetch('/rooms')` and look."),
        ("You can install it by curl or wget.", "Delete it: `rm -rf ~/rooms`."),
        ("Ask for an SSH key (or a token), and see the file(s).", "Use `iex (iwr '/x')`."),
    ],
)
def test_what_is_to_be_run_is_copied_from_somewhere(true: str, false: str):
    assert _installing(true) == ()
    assert _installing(false)


def test_a_host_that_nothing_names_is_claimed_by_nobody():
    assert _installing("It comes from get[.]rooms[.]example.") == ()
    assert _installing("It comes from get[.]rooms-cli[.]example.") == ("get.rooms-cli.example",)


def test_what_was_taken_out_of_an_answer_was_invented_unless_as_much_stands_elsewhere():
    answer = Answer(content="Write to [email], or call [phone].", confidence=0.5)
    said = ("I am [email], and nobody answers.",)
    assert ground(answer, snapshot=studio(), conversation=said).claims_failed == ("[phone]",)


def test_a_host_is_one_however_its_dots_are_written():
    assert _installing("It comes from get (dot) rooms [dot] example.") == ()
    assert _installing("Go to rooms-login [dot] com.") == ("rooms-login.com",)
