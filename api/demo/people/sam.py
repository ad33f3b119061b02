"""Sam, whose files lie in a region with a storage incident."""

from typing import Final

from api.demo import planted
from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.knowledge.changelog import STORAGE_REGION
from api.demo.people.person import Person

_PROJECT: Final = "prj_festival_plan"
_PLAN: Final = "fil_8e02b5d7"
_FILES: Final = (_PLAN, "fil_81f0c3a9", "fil_82b7d4e1")
_ATTEMPTS: Final = (
    (49, f"GET /api/files/{_PLAN}/download", "download-button", "open stage-plan.pdf"),
    (47, f"GET /api/files/{_PLAN}/download", "download-button", "open stage-plan.pdf"),
    (41, f"PUT /api/files/{_PLAN}/content", "save-button", "save stage-plan.pdf"),
    (30, f"PUT /api/files/{_PLAN}/content", "save-button", "save stage-plan.pdf"),
    (17, f"GET /api/files/{_PLAN}/download", "download-button", "open stage-plan.pdf"),
    (8, f"PUT /api/files/{_PLAN}/content", "save-button", "save stage-plan.pdf"),
)


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "desktop-app", "own-bucket-backup"]
    page = f"/projects/{_PROJECT}/files/{_PLAN}"
    diary.owns(
        "workspace",
        "wsp_okafor_events",
        "Okafor Events",
        "active",
        {"plan": "business", "region": STORAGE_REGION, "seatsUsed": 31},
    )
    diary.owns("project", _PROJECT, "Summer festival", "active", {"role": "editor", "files": 402})
    diary.owns(
        "file",
        _PLAN,
        "stage-plan.pdf",
        "unreachable",
        {"sizeBytes": 7_340_032, "region": STORAGE_REGION, "node": "gw-eu-2.storage.internal"},
    )
    diary.owns(
        "backup",
        "bkp_20d7",
        "Nightly copy to the company's own bucket",
        "active",
        {"bucket": "okafor-backup", "accessKeyId": planted.access_key(diary.dice)},
    )
    for minutes, route, element_id, intent in _ATTEMPTS:
        request_id = diary.failed(
            diary.ago(minutes=minutes),
            route,
            503,
            "STORAGE_UNAVAILABLE",
            resource_id=_PLAN,
            timing_ms=diary.dice.randint(9_800, 10_200),
        )
        diary.did(
            diary.ago(minutes=minutes, seconds=10),
            "file_save_tried" if element_id == "save-button" else "file_open_tried",
            page,
            element_id=element_id,
            intent=intent,
        )
        diary.did(
            diary.ago(minutes=minutes),
            "error_shown",
            page,
            intent=intent,
            request_id=request_id,
        )
    diary.ran(
        diary.name("job"),
        "own-bucket-backup",
        "queued",
        created=diary.ago(minutes=35),
        updated=diary.ago(minutes=35),
    )
    diary.did(diary.ago(minutes=3), "help_opened", page, element_id="help-button")
    diary.sees("STORAGE_UNAVAILABLE", _PLAN, diary.ago(minutes=8))


SAM: Final = Person(
    user_id="usr_sam",
    full_name="Sam Okafor",
    email="sam@okafor-events.example",
    country="IE",
    roles=("editor",),
    plan="business",
    trouble="an infrastructure error: the file storage does not answer",
    question="I can neither open nor save my file. Is it lost?",
    follow_up="When can I try again?",
    error_codes=("STORAGE_UNAVAILABLE",),
    tell=_tell,
)
