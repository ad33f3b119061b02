"""A snapshot is put together in the shape that the mission prints."""

import json

from domain.snapshot.document import rows
from domain.snapshot.shape import ProductEntity, Profile, SupportContextSnapshot
from tests.domain.snapshot.documents import a_catalogued, a_doc, a_user, an_event, document


def test_an_empty_snapshot_has_every_section_and_every_list():
    fate = {"status": "ok", "ms": 12, "bytes": 3456, "rowsDropped": 0}
    assert document() == {
        "meta": {
            "snapshotId": "scs_1",
            "createdAt": "2026-02-20T10:00:00.000Z",
            "maxBytes": 262_144,
            "truncation": {"eventsRemoved": 0, "logsTrimmed": False, "docsRemoved": 0},
            "sources": {
                "userState": fate,
                "userHistory": fate,
                "userLogs": fate,
                "businessRules": fate,
            },
        },
        "identity": {
            "tenantId": "ten_acme",
            "userId": "usr_jane",
            "roles": ["editor"],
            "plan": "pro",
            "featuresEnabled": ["exports"],
        },
        "productState": {"entities": [], "activeErrors": [], "limitsReached": []},
        "recentActivity": {"windowHours": 72, "events": [], "clickTimeline": []},
        "backend": {"recentRequests": [], "jobs": [], "errors": []},
        "knowledgePack": {"docs": [], "runbooks": [], "changelog": []},
        "privacy": {"redactionVersion": "1", "fieldsRemoved": [], "fieldsRemovedTotal": 0},
    }


def test_members_without_a_value_are_absent_and_a_hosts_own_nulls_stay():
    whole = document(
        identity=a_user(profile=Profile(country="PT")),
        entities=(ProductEntity(type="t", status="s", metadata={"archived": None}),),
        events=(an_event("2026-02-20T09:00:00Z"),),
    )

    assert whole["identity"]["profile"] == {"country": "PT"}
    assert whole["productState"]["entities"] == [
        {"type": "t", "status": "s", "metadata": {"archived": None}}
    ]
    assert whole["recentActivity"]["events"] == [
        {"ts": "2026-02-20T09:00:00Z", "event": "page_view", "page": "/files"}
    ]


def test_rules_and_error_catalogue_follow_the_runbooks():
    whole = document(
        runbooks=(a_doc("rb"),),
        rules={"upload_mb": {"pro": 50, "größe": None}, "advice": "Stay calm."},
        error_catalog=(a_catalogued("E_DB"),),
    )

    runbooks = rows(whole, "knowledgePack", "runbooks")
    assert runbooks[1:3] == [
        {
            "id": "rule:upload_mb",
            "title": "upload_mb",
            "content": '{"pro":50,"größe":null}',
            "category": "business_rule",
        },
        {
            "id": "rule:advice",
            "title": "advice",
            "content": "Stay calm.",
            "category": "business_rule",
        },
    ]
    entry = runbooks[3]
    assert isinstance(entry, dict)
    assert (entry["id"], entry["title"], entry["category"]) == (
        "error:E_DB",
        "E_DB",
        "error_catalog",
    )
    assert json.loads(str(entry["content"])) == {
        "errorCode": "E_DB",
        "errorClass": "infra",
        "retryable": True,
        "userActionable": False,
        "resolution": "Try again.",
    }


def test_an_assembled_snapshot_reads_back():
    whole = document(entities=(ProductEntity(type="t", status="s", metadata={"a": [1.5]}),))

    read = SupportContextSnapshot.model_validate(whole)

    assert read.model_dump(mode="json", by_alias=True, exclude_none=True) == whole
