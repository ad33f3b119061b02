"""What a ticket says, and what it must not say."""

import orjson
import pytest

from application.adapters.tickets.atlassian_document import DESCRIPTION_LENGTH, description
from application.adapters.tickets.body import SUBJECT_LENGTH, Priority, write_body
from application.adapters.tickets.text import markdown
from application.ports import Said
from domain.answer import Evidence
from domain.events import Requester
from domain.model import JSON
from domain.snapshot.shape import ActiveError, BackendError
from tests.application.adapters.tickets.cases import (
    TICKET,
    TS,
    active_error,
    snapshot,
    ticket,
)


def test_the_subject_is_the_question_on_one_line_and_the_first_error():
    assert write_body(TICKET).subject == "I can't upload files larger than 50MB [UPLOAD_TOO_LARGE]"


def test_the_error_in_the_subject_is_the_one_that_was_cited_to_the_user():
    asked = Said("msg_1", "user", "Why did my export fail?")
    code = Evidence(type="error_code", label="Error", value="EXPORT_TIMEOUT")
    answered = Said("msg_2", "assistant", "It took too long.", (code,))

    body = write_body(ticket(conversation=(asked, answered)))

    assert body.subject == "Why did my export fail? [EXPORT_TIMEOUT]"


@pytest.mark.parametrize("question", ["word " * 200, "\u2028" * 300, "x" * 5_000, "é\n\r\n" * 999])
def test_a_subject_is_one_short_line_whatever_was_asked(question: str):
    subject = write_body(ticket(conversation=(Said("msg_1", "user", question),))).subject

    assert len(subject) <= SUBJECT_LENGTH
    assert subject.splitlines() == [subject]


def test_a_case_without_a_word_has_a_subject_all_the_same():
    body = write_body(ticket(conversation=(), snapshot=None))

    assert body.subject == "Support case cas_0190f3"
    assert body.document["state"] is None
    assert "state of the user is not known" in markdown(body.sections)


def test_the_document_holds_the_whole_case():
    document = write_body(TICKET).document

    assert list(document) == [
        "caseId",
        "ticketId",
        "tenantId",
        "openedAt",
        "subject",
        "priority",
        "requester",
        "summary",
        "reason",
        "conversation",
        "evidence",
        "timeline",
        "state",
        "saidByBrowser",
    ]
    assert document["requester"] == {
        "userId": "usr_7",
        "email": "jane@acme.example",
        "roles": ["editor"],
        "plan": "pro",
    }
    assert document["evidence"] == [
        {"type": "error_code", "label": "Error", "value": "UPLOAD_TOO_LARGE"}
    ]
    assert document["saidByBrowser"] == {"page": "/projects/1/files"}


def test_the_state_is_what_is_wrong_and_nothing_else():
    state = write_body(TICKET).document["state"]

    assert isinstance(state, dict)
    assert _ids(state["activeErrors"], "errorCode") == ["UPLOAD_TOO_LARGE"]
    assert _ids(state["limitsReached"], "limit") == ["upload_mb"]
    assert _ids(state["failedJobs"], "jobId") == ["job_bad"]
    assert _ids(state["failingRequests"], "requestId") == ["req_413"]
    assert state["failedSources"] == {"userHistory": "timeout"}
    assert state["identity"] == {
        "tenantId": "ten_acme",
        "userId": "usr_7",
        "roles": ["editor"],
        "plan": "pro",
        "featuresEnabled": ["uploads"],
    }


def _ids(rows: JSON, name: str) -> list[JSON]:
    assert isinstance(rows, list)
    return [row[name] for row in rows if isinstance(row, dict)]


def test_a_reader_sees_it_all_and_what_only_a_browser_said_is_labelled():
    text = markdown(write_body(TICKET).sections)

    for part in (
        "Active errors: UPLOAD_TOO_LARGE.",
        "Limits reached: upload_mb 50/50.",
        "Failed jobs: job_bad.",
        "Failing requests: 1.",
        "Not known, because the host did not say: userHistory.",
        "Need manual account adjustment",
        "jane@acme.example",
        "Your plan allows **50 MB**.",
        "2026-02-20T10:01:00.000Z escalated",
        '## Said by the user\'s browser, not verified\n\n- {"page":"/projects/1/files"}',
        "cas_0190f3",
        "tkt_0190f4",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("errors", "priority"),
    [
        ((), "normal"),
        ((active_error("validation"),), "low"),
        ((active_error("permission"),), "normal"),
        ((active_error("business"),), "normal"),
        ((active_error("infra"),), "high"),
        ((active_error("infra", retryable=False, userActionable=False),), "urgent"),
        ((active_error("validation"), active_error("permission")), "normal"),
        ((active_error("validation"), active_error("infra")), "high"),
    ],
)
def test_the_worst_class_of_error_makes_the_priority(
    errors: tuple[ActiveError, ...], priority: Priority
):
    assert write_body(ticket(snapshot=snapshot(*errors))).priority == priority


def test_logged_errors_count_where_the_user_sees_none():
    logged = BackendError(
        ts=TS, error_code="DB_DOWN", error_class="infra", route="/files", request_id="req_1"
    )

    assert write_body(ticket(snapshot=snapshot(backend_errors=(logged,)))).priority == "high"


def test_everything_but_the_requester_is_redacted_once_more():
    address = "someone@else.example"
    body = write_body(
        ticket(
            reason=f"ask {address}",
            conversation=(
                Said(
                    "msg_1",
                    "user",
                    f"mail {address}",
                    (Evidence(type="log_excerpt", label=address, value=address),),
                ),
            ),
            context={address: {"deep": [address]}},
            timeline=(f"{address} came",),
            snapshot=snapshot(active_error("infra", errorCode=address, resourceId=address)),
            requester=Requester(
                user_id="usr_7", email="jane@acme.example", roles=(address,), plan=address
            ),
        )
    )

    assert address not in orjson.dumps(body.document).decode()
    assert address not in body.subject
    assert address not in markdown(body.sections)
    assert address not in orjson.dumps(description(body.sections)).decode()
    assert "jane@acme.example" in markdown(body.sections)


def test_a_secret_on_the_edge_of_a_cut_is_not_cut_into_view():
    address = "someone@else.example"
    content = "x" * 4_980 + " " + address

    document = orjson.dumps(
        write_body(ticket(conversation=(Said("msg_1", "user", content),))).document
    ).decode()

    assert "someone" not in document


def test_a_ticket_has_bounds_however_long_the_case():
    rows = tuple(active_error("infra", errorCode=f"E{n}", resourceId="r" * 900) for n in range(500))
    body = write_body(
        ticket(
            reason="r" * 9_000,
            conversation=tuple(Said(f"msg_{n}", "user", "w" * 5_000) for n in range(500)),
            timeline=tuple("t" * 9_000 for _ in range(900)),
            snapshot=snapshot(*rows),
            context={f"k{n}": "v" * 9_000 for n in range(20)},
        )
    )

    assert len(orjson.dumps(body.document)) < 2_000_000
    assert len(markdown(body.sections)) < 30_000
    assert "left out)" in markdown(body.sections)
    assert len(orjson.dumps(description(body.sections)).decode()) <= DESCRIPTION_LENGTH


def test_a_description_that_is_full_says_so():
    lines = tuple(f"event {n}" for n in range(5_000))
    conversation = tuple(Said(f"msg_{n}", "user", "\n" * 400) for n in range(30))
    body = write_body(ticket(conversation=conversation, timeline=lines))

    written = orjson.dumps(description(body.sections)).decode()

    assert len(written) <= DESCRIPTION_LENGTH
    assert "(the rest does not fit here)" in written


def test_the_longest_reason_that_may_be_given_is_whole():
    reason = "r" * 1_999 + "."

    assert reason in markdown(write_body(ticket(reason=reason)).sections)


def test_the_first_and_the_last_words_of_a_long_conversation_are_kept():
    said = tuple(Said(f"msg_{n}", "user", f"message number {n}.") for n in range(100))

    text = markdown(write_body(ticket(conversation=said)).sections)

    assert "message number 0." in text
    assert "message number 99." in text
    assert "message number 50." not in text


@pytest.mark.parametrize(
    "words",
    [
        "![pixel](https://evil.example/p.png)",
        "[click](https://evil.example)",
        "![pixel][1]\n\n[1]: https://evil.example/p.png",
        "[1]: https://evil.example",
    ],
)
def test_nobodys_words_make_a_link_or_an_image(words: str):
    text = markdown(write_body(ticket(reason=words, conversation=())).sections)

    assert "evil.example" in text
    for mark in ("](", "][", "]:", "!["):
        assert mark not in text


def test_nobodys_words_make_a_heading():
    forged = "hello\n## Requester\n\n- email: boss@acme.example"

    text = markdown(write_body(ticket(conversation=(Said("msg_1", "user", forged),))).sections)

    assert text.count("\n## Requester\n") == 1


def test_no_character_is_left_that_a_screen_or_an_encoder_trips_over():
    odd = "a\ud800b\x00c\x1b[31md\u202ee\u2028f\r\ng"

    body = write_body(
        ticket(
            reason=odd,
            context={odd: odd},
            timeline=(odd,),
            requester=Requester(user_id="usr_7", email=odd, roles=(odd,), plan=odd),
        )
    )

    written = (orjson.dumps(body.document).decode() + markdown(body.sections)).encode()
    for character in ("\x1b", "\x00", "\u202e", "\u2028", "\\u001b", "\\u0000"):
        assert character.encode() not in written


def test_the_same_case_always_gives_the_same_body():
    assert write_body(TICKET) == write_body(ticket())
