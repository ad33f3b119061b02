"""A record that has everything in it: answers with kept parts, a snapshot, looks, an erasure."""

import hashlib

from application.event_store.access_log import AccessLog
from application.event_store.case_store import CaseStore
from application.event_store.sealing import Beside
from domain.events import AuditViewed, SnapshotBody, SnapshotDigest, SnapshotFrozen
from domain.produced import ModelExchange
from tests.facts import ANSWER, CAPTURED, NOON, PRODUCED, opened
from tests.stores import CAUSE

SNAPSHOT_TEXT = '{"meta":{"snapshotId":"scs_1"}}'
PART = b"You help users."
PART_REFERENCE = f"sha256:{hashlib.sha256(PART).hexdigest()}"


async def record(store: CaseStore) -> None:
    """Three cases, the last of them erased."""
    await open_case(store, "cas_1")
    await answer_with_a_snapshot(store, "cas_1")
    await open_case(store, "cas_2")
    log = AccessLog(store, now=lambda: NOON, new_id=lambda kind: f"{kind}_looked")
    viewed = AuditViewed(operator="desk", looked_at="case", case_id="cas_1", asked={})
    for _ in range(2):
        await log.write(viewed, subject="psn_x", request_id="req_2")
    for case_id in ("cas_1", "cas_2"):
        await store.decide(case_id, lambda case: case.give_feedback("positive"), CAUSE)
        await store.decide(
            case_id, lambda case: case.add_message(message_id="msg_9", content="And?"), CAUSE
        )
    await open_case(store, "cas_3")
    await store.decide("cas_3", lambda case: case.erase("request"), CAUSE)
    await store.decide("cas_2", lambda case: case.close("resolved", 9), CAUSE)


async def open_case(store: CaseStore, case_id: str) -> None:
    """Open one."""
    await store.open_case(case_id, opened(), CAUSE)


async def answer_with_a_snapshot(store: CaseStore, case_id: str) -> None:
    """Take a snapshot, and answer from it by a model that was asked in kept parts."""
    digest = SnapshotDigest(sha256=hashlib.sha256(SNAPSHOT_TEXT.encode()).hexdigest())
    captured = CAPTURED.model_copy(update={"sealed": digest})
    frozen = SnapshotFrozen(sealed=SnapshotBody(text=SNAPSHOT_TEXT))
    await store.decide(
        case_id,
        lambda case: case.capture_snapshot(captured),
        CAUSE,
        beside=Beside(snapshot=("scs_1", frozen)),
    )
    exchange = ModelExchange(request={"system": {"$part": PART_REFERENCE}}, request_sha256="0" * 64)
    await store.decide(
        case_id,
        lambda case: case.answer(
            "msg_1",
            message_id="msg_2",
            answer=ANSWER,
            pointers=("/meta",),
            produced=PRODUCED,
            exchanges=(exchange,),
        ),
        CAUSE,
        beside=Beside(parts={PART_REFERENCE: PART}),
    )
