"""Who asks on about a trouble gets that, short, and not the whole of it once more."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask, codes, is_unknown, offered
from tests.domain import lifelike

UPLOAD, EXPORT = "My 62 MB video does not upload", "My export never arrives"
ACCESS, OUTAGE = "I cannot remove a member", "My files do not load"


@pytest.mark.parametrize(
    "question",
    [
        "Should I just run it again?",
        "Is it safe to retry?",
        "Does it help to try again?",
        "can I try that again now",
        "is it worth another attempt?",
    ],
)
async def test_whether_to_try_again_is_as_the_host_says(question: str):
    answer = await ask(lifelike.export(), EXPORT, question)
    assert answer.content.startswith("Yes, it may help: the application marks `EXPORT_TIMEOUT`")
    assert "Export a shorter date range" in answer.content
    assert answer.actions[0].payload == {"jobId": "job_8812"}
    answer = await ask(lifelike.upload(), UPLOAD, question)
    assert answer.content.startswith("No, not as it is: `UPLOAD_TOO_LARGE`")
    assert "retry" not in offered(answer)


async def test_whether_to_try_again_is_not_known_where_the_host_does_not_say():
    document = lifelike.document(
        requests=(lifelike.request("2026-02-20T09:00:00Z", "POST /api/orders", 500, "req_9"),)
    )
    answer = await ask(document, "I cannot order", "should I try again?")
    assert "The data does not say whether this error passes" in answer.content


async def test_what_has_worked_since_need_not_be_tried():
    document = lifelike.document(
        requests=(
            lifelike.request("2026-02-20T09:00:00Z", "GET /api/files/1", 500, "req_1"),
            lifelike.request("2026-02-20T09:10:00Z", "GET /api/files/2", 200, "req_2"),
        )
    )
    answer = await ask(document, "my files do not load", "should I try again?")
    assert answer.content.startswith("It seems to be over")


async def test_who_can_help_is_whom_catalogue_and_documents_name():
    answer = await ask(lifelike.permission(), ACCESS, "Who can give me access?")
    assert "“Ask an owner of the project for the editor role.”" in answer.content
    assert "“Owners can do everything, and they alone can give roles.”" in answer.content
    assert "Your current role: viewer." in answer.content
    assert "refused access" not in answer.content
    assert offered(answer)[0] == "request_access"


async def test_who_can_help_is_not_made_up():
    answer = await ask(lifelike.infra(), OUTAGE, "who can fix that?")
    assert answer.content.startswith("The data does not say who can.")
    assert answer.confidence < 0.3


@pytest.mark.parametrize("question", ["When can I try again?", "how long do I have to wait?"])
async def test_when_is_as_far_as_the_data_says(question: str):
    answer = await ask(lifelike.infra(), OUTAGE, question)
    assert answer.content.startswith("The data does not say when this will be over.")
    assert "“Try again in a few minutes.”" in answer.content
    answer = await ask(lifelike.upload(), UPLOAD, question)
    assert answer.content.startswith("There is no time to wait for")


async def test_since_when_and_how_often():
    rows = tuple(
        lifelike.request(at, "POST /api/files", 413, f"req_{number}", code="UPLOAD_TOO_LARGE")
        for number, at in enumerate(("2026-02-20T08:05:00Z", "2026-02-20T09:53:00Z"))
    )
    document = lifelike.document(requests=rows)
    answer = await ask(document, UPLOAD, "Since when?")
    assert "from 2 hours ago (2026-02-20 08:05 UTC)" in answer.content
    assert "the last from 12 minutes ago (2026-02-20 09:53 UTC)" in answer.content
    assert "2 requests failed with it. I can see the last 72 hours." in answer.content
    assert {piece.label for piece in answer.evidence} >= {"First seen", "Last seen"}


@pytest.mark.parametrize("question", ["When did it fail last?", "When did it last happen?"])
async def test_when_it_was_last(question: str):
    for before in ((), ("asdf",)):
        answer = await ask(lifelike.upload(), UPLOAD, *before, question)
        assert not is_unknown(answer)
        assert answer.content.startswith(("The first sign of it", "I can see it once"))


@pytest.mark.parametrize("question", ["Which request was it?", "which file?", "where was that?"])
async def test_which_it_was_names_request_file_and_time(question: str):
    file: JSON = {
        "type": "videoFile",
        "id": "file_991",
        "description": "holiday.mp4",
        "status": "rejected",
        "metadata": {},
    }
    document = lifelike.document(
        entities=(file,),
        errors=lifelike.UPLOAD_PARTS["errors"],
        requests=lifelike.UPLOAD_PARTS["requests"],
    )
    answer = await ask(document, UPLOAD, question)
    assert "`POST /api/files`, answered with HTTP 413 (its id is `req_upload_1`)" in answer.content
    assert "the video file “holiday.mp4” (`file_991`)" in answer.content
    assert "6 minutes ago (2026-02-20 09:58 UTC)" in answer.content


@pytest.mark.parametrize(
    "question", ["Is my file lost?", "are my files safe", "Did I lose my data?"]
)
async def test_nothing_is_said_to_be_safe_that_nobody_says_is(question: str):
    answer = await ask(lifelike.infra(), OUTAGE, question)
    assert answer.content.startswith("I cannot tell")
    assert "create_ticket" in offered(answer)
    entry: dict[str, JSON] = {
        "errorCode": "STORAGE_UNAVAILABLE",
        "errorClass": "infra",
        "retryable": True,
        "userActionable": False,
        "resolution": "The storage is away. No saved file is lost. Try again later.",
    }
    document = lifelike.document(errors=lifelike.INFRA_PARTS["errors"], catalogue=(entry,))
    for questions in ((OUTAGE, question), (f"The storage is down. {question}",)):
        answer = await ask(document, *questions)
        assert answer.content.startswith("The application says about it: “No saved file is lost.”")


@pytest.mark.parametrize(
    ("document", "first", "says"),
    [
        (lifelike.infra(), OUTAGE, "No. This is a fault on the service's side"),
        (lifelike.permission(), ACCESS, "No mistake: a permission is lacking"),
        (lifelike.upload(), UPLOAD, "you did nothing wrong: a limit is reached"),
    ],
)
async def test_whose_fault_it_is(document: lifelike.Document, first: str, says: str):
    answer = await ask(document, first, "is it my fault?")
    assert says in answer.content.splitlines()[0]


@pytest.mark.parametrize("question", ["hm", "why?", "what now?", "please repeat", UPLOAD])
async def test_no_answer_is_given_twice(question: str):
    first = await ask(lifelike.upload(), UPLOAD)
    again = await ask(lifelike.upload(), UPLOAD, question)
    assert codes(again) == codes(first)
    assert again.content != first.content
    assert len(again.content) < len(first.content)


async def test_what_has_to_do_with_no_limit_needs_no_higher_one():
    answer = await ask(lifelike.permission(), ACCESS, "How do I get a higher limit?")
    assert "has to do with no limit that could be raised" in answer.content
    answer = await ask(lifelike.healthy(), "How do I get a higher limit?")
    assert "None of your limits is reached" in answer.content


async def test_what_was_only_named_is_laid_out_once_it_is_confirmed():
    answer = await ask(lifelike.export(), "Where do I change my avatar?")
    assert is_unknown(answer)
    assert "your export job `job_8812` failed 85 minutes ago" in answer.content
    answer = await ask(lifelike.export(), "Where do I change my avatar?", "yes, that's it")
    assert "**failed** at the stage “rendering”" in answer.content
    assert answer.confidence > 0.5


@pytest.mark.parametrize("question", ["should I retry?", "since when?", "when can I try again?"])
async def test_where_nothing_failed_there_is_nothing_to_try_again(question: str):
    for questions in ((question,), ("Is everything ok?", question)):
        answer = await ask(lifelike.healthy(), *questions)
        assert answer.content.startswith("I see nothing that failed")


@pytest.mark.parametrize(
    "question",
    [
        "Is something wrong with my account?",
        "any problems?",
        "Are there any errors on my account?",
        "is everything fine",
        "please check my account",
    ],
)
async def test_whether_all_is_well_is_told_from_what_is_not_known(question: str):
    answer = await ask(lifelike.healthy(), question)
    assert answer.content.startswith("Nothing is wrong with your account")
    answer = await ask(lifelike.everything(), question)
    assert answer.content.startswith("This is what the data shows for your account:")
    answer = await ask(lifelike.upload(), UPLOAD, question)
    assert answer.content.startswith("Nothing else than what I described")


async def test_a_job_that_did_not_fail_is_told_as_it_stands():
    job: JSON = {
        "jobId": "job_77",
        "queue": "nightly-backup",
        "status": "queued",
        "createdAt": "2026-02-20T09:30:00Z",
        "updatedAt": "2026-02-20T09:30:00Z",
    }
    document = lifelike.document(jobs=(job,), errors=lifelike.UPLOAD_PARTS["errors"])
    for question in ("what happened to my backup?", "is job_77 done?", "Is the backup ready?"):
        answer = await ask(document, question)
        assert "Your nightly backup job `job_77` is waiting to start" in answer.content
        assert "35 minutes ago" in answer.content


def _job(number: int, queue: str, status: str, at: str, code: str | None = None) -> JSON:
    return {
        "jobId": f"run_{number}",
        "queue": queue,
        "status": status,
        "errorCode": code,
        "lastStage": None,
        "createdAt": at,
        "updatedAt": at,
        "durationMs": None,
    }


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("who cancelled my render?", "`run_1` was cancelled"),
        ("why was the render canceled", "`run_1` was cancelled"),
        ("which render is running", "`run_2` is running"),
        ("has my render succeeded", "`run_3` succeeded"),
    ],
)
async def test_a_job_is_asked_for_by_its_state(question: str, says: str):
    document = lifelike.document(
        jobs=(
            _job(1, "renders", "canceled", "2026-02-20T08:00:00Z"),
            _job(2, "renders", "running", "2026-02-20T09:00:00Z"),
            _job(3, "renders", "succeeded", "2026-02-20T10:00:00Z"),
        )
    )
    answer = await ask(document, question)
    assert says in answer.content
    assert ("does not say by whom" in answer.content) is question.startswith("who")


async def test_what_only_its_user_can_end_is_not_called_a_fault_of_the_service():
    entry: dict[str, JSON] = {
        "errorCode": "TRACTOR_OUT_OF_MEMORY",
        "errorClass": "infra",
        "retryable": False,
        "userActionable": True,
        "resolution": "Choose a larger tractor.",
    }
    code = "TRACTOR_OUT_OF_MEMORY"
    jobs = (_job(1, "ploughs", "failed", "2026-02-20T09:00:00Z", code),)
    requests = (lifelike.request("2026-02-20T09:00:00Z", "POST /plough", 507, "req_9", code=code),)
    for document in (
        lifelike.document(catalogue=(entry,), jobs=jobs),
        lifelike.document(catalogue=(entry,), requests=requests),
    ):
        laid_out = await ask(document, "my plough fails")
        assert "failed**" in laid_out.content
        fault = await ask(document, "my plough fails", "is it my fault?")
        assert fault.content.startswith("The data does not say whose fault it is.")
        meaning = await ask(document, f"what does {code} mean?")
        assert "which you can do something about" in meaning.content
        for answer in (laid_out, fault, meaning):
            assert "Choose a larger tractor." in answer.content
            assert "fault on the service's side" not in answer.content
