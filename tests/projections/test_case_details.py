"""What is served of a case is what its types say, member for member."""

import json
from collections.abc import Callable, Sequence

import pytest

from application.event_store.append import ViewDocument
from application.event_store.case_store import CaseStore
from domain.errors import CaseNotFound
from projections.case_details import Case, Message, case_details, case_of, message_of
from tests.facts import answered, opened
from tests.stores import CAUSE


async def test_what_is_written_by_hand_is_what_the_types_would_write(store: CaseStore) -> None:
    await store.open_case("cas_1", opened(), CAUSE)
    await store.decide("cas_1", lambda _: [answered()], CAUSE)
    await store.decide("cas_1", lambda case: case.give_feedback("negative"), CAUSE)
    await store.decide("cas_1", lambda case: case.close("resolved", 9), CAUSE)
    owner = store.keys.pseudonym("ten_acme", "usr_maya")
    body = (await case_details(store, "cas_1", owner)).body
    shown = json.loads(body)
    case = Case.model_validate(shown["case"])
    messages = [Message.model_validate(message) for message in shown["messages"]]
    assert [message.role for message in messages] == ["user", "assistant"]
    assert messages[1].actions, "an answer with an action, to compare"
    again = {
        "case": case.model_dump(mode="json", by_alias=True),
        "messages": [message.model_dump(mode="json", by_alias=True) for message in messages],
    }
    assert json.dumps(again) == json.dumps(shown), "in the same order, too"


@pytest.mark.parametrize("read", [case_of, lambda documents: message_of(documents, "msg_1")])
def test_a_case_that_was_erased_meanwhile_is_not_found_in_what_was_read(
    read: Callable[[Sequence[ViewDocument]], bytes],
) -> None:
    with pytest.raises(CaseNotFound):
        read([])
