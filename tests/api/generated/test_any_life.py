"""Whatever a user does to a case, over HTTP and in any order, a table says what comes of it."""

import itertools
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.api.generated.conftest import Place
from tests.gateway import Answer

RATINGS = st.sampled_from([None, 1, 10])
OVER = frozenset({"resolved", "unresolved"})
EXAMPLES = settings(
    max_examples=12,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class AnyLife(RuleBasedStateMachine):
    """One user's case, and what it should be by now."""

    place: ClassVar[Place]
    users: ClassVar = itertools.count(1)

    def __init__(self) -> None:
        """Begin with a case that was just opened."""
        super().__init__()
        self.token = self.place.token(f"usr_life_{next(self.users)}")
        self.case = self.place.gateway.open_case(self.token)["case"]
        self.path = f"/api/cases/{self.case['id']}"
        self.status = "active"
        self.rating: int | None = None
        self.ticket: str | None = None
        self.keys: list[tuple[str, Any, str, Answer]] = []
        self.etag = self.read().header("etag")

    def read(self, token: str | None = None) -> Answer:
        return self.place.gateway.get(self.path, token=token or self.token)

    def post(self, what: str, body: Any, expected: int, *, changes: bool) -> Answer:
        """Ask for something; it has the status and the effect that the table gives it."""
        key = f"key-{len(self.keys)}"
        path = f"{self.path}/{what}"
        answer = self.place.gateway.post(path, body, token=self.token, key=key)
        assert answer.status == expected, (what, self.status, answer.body)
        if expected == 409:
            code = "CASE_NOT_ACTIVE" if self.status == "escalated" else "CASE_CLOSED"
            assert answer.json["error"] == code
        else:
            self.keys.append((path, body, key, answer))
        case = self.read()
        changed = case.header("etag") != self.etag
        assert changed == changes, (what, self.status)
        before, self.case = self.case, case.json["case"]
        assert (self.case["updatedAt"] > before["updatedAt"]) == changes
        self.etag = case.header("etag")
        return answer

    @rule(content=st.sampled_from(["And now?", "  Why?  ", "x" * 5_000, "\N{SNOWMAN}"]))
    def ask(self, content: str) -> None:
        before = self.case["messageCount"]
        active = self.status == "active"
        answer = self.post("messages", {"content": content}, 200 if active else 409, changes=active)
        assert self.case["messageCount"] == before + 2 * active
        if active:
            messages = self.place.gateway.case(self.token, self.case["id"])["messages"]
            assert messages[-2]["content"] == content
            assert messages[-1] == answer.json["message"]

    @rule(content=st.sampled_from(["", " ", "x" * 5_001, "a\0b", 7, None]))
    def ask_nothing(self, content: Any) -> None:
        answer = self.place.gateway.post(
            f"{self.path}/messages", {"content": content}, token=self.token
        )
        assert (answer.status, answer.json["field"]) == (400, "content")

    @rule(feedback=st.sampled_from(["positive", "negative"]))
    def judge(self, feedback: str) -> None:
        new = self.case["feedback"] != feedback
        self.post("feedback", {"feedback": feedback}, 200, changes=new)
        assert self.case["feedback"] == feedback

    @rule(resolution=st.sampled_from(sorted(OVER)), rating=RATINGS)
    def close(self, resolution: str, rating: int | None) -> None:
        over = self.status in OVER
        same = (self.status, self.rating) == (resolution, rating)
        body = {"resolution": resolution, "rating": rating}
        self.post("close", body, 200 if same or not over else 409, changes=not over)
        if not over:
            self.status, self.rating = resolution, rating

    @rule(reason=st.sampled_from([None, "A person, please."]))
    def escalate(self, reason: str | None) -> None:
        over, escalated = self.status in OVER, self.status == "escalated"
        answer = self.post(
            "escalate",
            {"reason": reason},
            409 if over else 200,
            changes=not over and not escalated,
        )
        if not over:
            self.status = "escalated"
            assert answer.json["ticketUrl"] is not None
            assert self.ticket in {None, answer.json["ticketId"]}
            self.ticket = answer.json["ticketId"]

    @rule(kind=st.sampled_from(["retry", "custom"]))
    def act(self, kind: str) -> None:
        """Take an action that nobody offered: it is answered, and not recorded."""
        action = {"type": kind, "label": "Something else", "payload": {}}
        over = self.status in OVER
        self.post("actions", {"action": action}, 409 if over else 200, changes=False)

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """Whatever has become of the case since, the first answer comes again."""
        path, body, key, first = data.draw(st.sampled_from(self.keys))
        again = self.place.gateway.post(path, body, token=self.token, key=key)
        assert (again.status, again.body) == (first.status, first.body)
        assert again.header("idempotency-replayed") == "true"
        other = self.place.gateway.post(path, {**body, "more": 1}, token=self.token, key=key)
        assert (other.status, other.json["error"]) == (422, "IDEMPOTENCY_MISMATCH")

    @rule()
    def pry(self) -> None:
        """Another user sees and does nothing."""
        stranger = self.place.token("usr_stranger")
        assert self.read(stranger).status == 404
        judged = self.place.gateway.post(
            f"{self.path}/feedback", {"feedback": "negative"}, token=stranger
        )
        assert judged.json["error"] == "CASE_NOT_FOUND"

    @invariant()
    def is_what_it_should_be(self) -> None:
        answer = self.read()
        case = answer.json["case"]
        assert (case["status"], case["rating"]) == (self.status, self.rating)
        assert (case["resolvedAt"] is not None) == (self.status == "resolved")
        assert case["messageCount"] == len(answer.json["messages"])
        assert answer.header("etag") == self.etag
        listed = self.place.gateway.get("/api/cases", token=self.token).json
        assert listed == {"data": [case], "nextCursor": None}


def test_any_life_of_a_case_is_as_the_table_says(place: Place):
    AnyLife.place = place
    run_state_machine_as_test(AnyLife, settings=EXAMPLES)
    place.gateway.check_record()
