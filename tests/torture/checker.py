"""Compares what the clients were told with what is on record."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.torture.history import Attempt, Fault, History

GATEWAY_SECONDS = 2.0
DATABASE_SECONDS = 8.0
"""How long after it was whole again a fault may still be felt."""

ACCEPTED_SECONDS = 0.3
"""What was sent so long before SIGTERM has been accepted by then."""


@dataclass(frozen=True)
class Record:
    """What is left in the end: events in order, what the desks hold by case id, what the gateway's
    own checks said.
    """

    events: Sequence[dict[str, Any]]
    tickets: Counter[str]
    complaints: Sequence[str]


@dataclass
class Case:
    """What the record says of one case."""

    questions: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kinds: Counter[str] = field(default_factory=Counter)
    versions: list[int] = field(default_factory=list)
    feedback: str | None = None


def violations(history: History, record: Record, *, grace: float = 0.0) -> list[str]:
    """All that is not as it was promised; a fault may be felt for `grace` seconds longer."""
    cases = _cases(record.events)
    return [
        *record.complaints,
        *_holes(record.events, cases),
        *_questions(history, cases),
        *_acknowledged(history, cases),
        *_replays(history.attempts),
        *_stale_reads(history.attempts),
        *_tickets(cases, record.tickets),
        *_refusals(history, grace),
        *_cut_off(history, grace),
    ]


def _cases(events: Iterable[dict[str, Any]]) -> dict[str, Case]:
    cases: dict[str, Case] = defaultdict(Case)
    for event in events:
        stream = event["stream"]
        if not stream.startswith("cas_"):
            continue
        case, data = cases[stream], event["data"]
        case.versions.append(event["version"])
        case.kinds[event["type"]] += 1
        match event["type"]:
            case "case.message_added" if data["role"] == "user":
                case.questions.append((data["messageId"], event["sealed"]["content"]))
            case "case.message_added" | "case.answer_failed":
                case.answers[data["inReplyTo"]].append(data["messageId"])
            case "case.feedback_given":
                case.feedback = data["feedback"]
            case _:
                pass
    return cases


def _holes(events: Sequence[dict[str, Any]], cases: dict[str, Case]) -> Iterator[str]:
    if [event["position"] for event in events] != list(range(1, len(events) + 1)):
        yield "the log's positions have a hole"
    for case_id, case in cases.items():
        if case.versions != list(range(1, len(case.versions) + 1)):
            yield f"{case_id}: its versions are {case.versions}"


def _questions(history: History, cases: dict[str, Case]) -> Iterator[str]:
    """Each question is recorded once at most, and answered exactly once."""
    asked = Counter(
        word
        for case in cases.values()
        for _, content in case.questions
        for word in content.split()
        if word.startswith("tag")
    )
    for tag, times in asked.items():
        if times > 1:
            yield f"the question {tag} is on record {times} times"
    for attempt in history.attempts:
        if (
            attempt.acknowledged
            and attempt.kind in {"create", "message"}
            and not asked[attempt.tag]
        ):
            yield f"the acknowledged question {attempt.tag} is not on record"
    for case_id, case in cases.items():
        for question_id, _ in case.questions:
            answers = case.answers[question_id]
            if len(answers) != 1:
                yield f"{case_id}: the question {question_id} has {len(answers)} answers"


def _acknowledged(history: History, cases: dict[str, Case]) -> Iterator[str]:
    feedback: dict[str, set[str]] = defaultdict(set)
    for attempt in history.attempts:
        case_id = attempt.case_id
        if not attempt.acknowledged:
            if attempt.kind == "feedback" and case_id is not None:
                feedback[case_id].add("unknown")
            continue
        if attempt.kind == "create":
            case_id, message = attempt.body["case"]["id"], attempt.body["aiMessage"]
        else:
            message = attempt.body.get("message")
        if case_id is None or case_id not in cases:
            yield f"the acknowledged case {case_id} is not on record"
            continue
        case = cases[case_id]
        if message is not None:
            yield from _answer(case_id, case, attempt.tag, message["id"])
        if attempt.kind == "close" and case.kinds["case.closed"] != 1:
            yield f"{case_id}: closed {case.kinds['case.closed']} times"
        if attempt.kind == "escalate" and case.kinds["case.escalated"] != 1:
            yield f"{case_id}: escalated {case.kinds['case.escalated']} times"
        if attempt.kind == "feedback" and case.kinds["case.feedback_given"] != 1:
            yield f"{case_id}: feedback is on record {case.kinds['case.feedback_given']} times"


def _answer(case_id: str, case: Case, tag: str, message_id: str) -> Iterator[str]:
    asked = [known for known, content in case.questions if tag in content.split()]
    if not any(message_id in case.answers[known] for known in asked):
        yield f"{case_id}: the acknowledged answer {message_id} to {tag} is not on record"


def _replays(attempts: Iterable[Attempt]) -> Iterator[str]:
    first: dict[str, Attempt] = {}
    for attempt in attempts:
        if not attempt.acknowledged or not attempt.keyed:
            continue
        before = first.setdefault(attempt.tag, attempt)
        if before.body != attempt.body:
            yield f"{attempt.kind} {attempt.tag}: acknowledged in two ways"
        if before is not attempt and not attempt.replayed:
            yield f"{attempt.kind} {attempt.tag}: done twice"


def _stale_reads(attempts: Sequence[Attempt]) -> Iterator[str]:
    """A read shows every answer that was acknowledged before it was sent."""
    acknowledged: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for attempt in attempts:
        if attempt.acknowledged and attempt.kind == "message" and attempt.case_id:
            acknowledged[attempt.case_id].append((attempt.got, attempt.body["message"]["id"]))
    for read in attempts:
        if read.kind == "read" and read.acknowledged and read.case_id:
            shown = {message["id"] for message in read.body["messages"]}
            for got, message_id in acknowledged[read.case_id]:
                if got < read.sent and message_id not in shown:
                    yield f"{read.case_id}: a read does not show {message_id}"
            if read.body["case"]["messageCount"] != len(read.body["messages"]):
                yield f"{read.case_id}: a read counts its messages wrongly"


def _tickets(cases: dict[str, Case], tickets: Counter[str]) -> Iterator[str]:
    for case_id, case in cases.items():
        wanted = 1 if case.kinds["case.escalated"] else 0
        if tickets[case_id] != wanted:
            yield f"{case_id}: {tickets[case_id]} tickets at the desk"
        if case.kinds["case.ticket_opened"] != wanted:
            yield f"{case_id}: {case.kinds['case.ticket_opened']} tickets on record"


def _refusals(history: History, grace: float) -> Iterator[str]:
    """503 with Retry-After, or no answer, only where a fault is felt; no other 5xx anywhere."""
    for attempt in history.attempts:
        what = f"{attempt.kind} {attempt.tag} at {attempt.sent:.2f} to {attempt.got:.2f}"
        if attempt.acknowledged:
            continue
        if attempt.status == 503 and attempt.retry_after is None:
            yield f"{what}: 503 without Retry-After"
        elif attempt.status == 409 and attempt.retry_after is not None:
            continue
        elif attempt.status not in {None, 503}:
            yield f"{what}: {attempt.status} {attempt.body}"
        elif not any(_felt(fault, attempt, grace) for fault in history.faults):
            yield f"{what}: {attempt.error or attempt.status} of gateway {attempt.gateway}, whole"


def _felt(fault: Fault, attempt: Attempt, more: float) -> bool:
    if fault.gateway is not None and fault.gateway != attempt.gateway:
        return False
    grace = DATABASE_SECONDS if fault.gateway is None else GATEWAY_SECONDS
    over = float("inf") if fault.healed is None else fault.healed + grace + more
    return fault.begun <= attempt.got and attempt.sent <= over


def _cut_off(history: History, grace: float) -> Iterator[str]:
    """SIGTERM finishes what was accepted before it."""
    others = [fault for fault in history.faults if fault.name != "SIGTERM of a gateway"]
    for fault in history.faults:
        if fault.name != "SIGTERM of a gateway":
            continue
        for attempt in history.attempts:
            if (
                attempt.gateway == fault.gateway
                and attempt.sent < fault.begun - ACCEPTED_SECONDS
                and attempt.got > fault.begun
                and attempt.status is None
                and not any(_felt(other, attempt, grace) for other in others)
            ):
                yield f"{attempt.kind} {attempt.tag}: cut off by SIGTERM ({attempt.error})"
