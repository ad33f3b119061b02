"""Maya, whose video is larger than the Starter plan lets anybody upload."""

from typing import Final

from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.knowledge.rules import GIB, MIB, STARTER_UPLOAD_BYTES
from api.demo.people.person import Person
from domain.snapshot.shape import LimitReached

_PROJECT: Final = "prj_riverside_refit"
_VIDEO: Final = "fil_9c41d7e2"
_VIDEO_BYTES: Final = 73 * MIB
_FILES: Final = ("fil_11ab03f4", "fil_2f77c0d1", "fil_3e90b6aa", "fil_48d2f519")


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "desktop-app"]
    page = f"/projects/{_PROJECT}/files"
    diary.owns(
        "workspace",
        "wsp_brightloom",
        "Brightloom Interiors",
        "active",
        {"plan": "starter", "region": "us-1", "storageUsedBytes": 3 * GIB, "seatsUsed": 4},
    )
    diary.owns(
        "project",
        _PROJECT,
        "Riverside refit",
        "active",
        {"role": "editor", "files": 128, "client": "Tom Aldous, tom.aldous@riverside.example"},
    )
    diary.owns(
        "file",
        _VIDEO,
        "site-walkthrough.mp4",
        "rejected",
        {"sizeBytes": _VIDEO_BYTES, "mimeType": "video/mp4", "projectId": _PROJECT},
    )
    for file_id, name, size in zip(
        _FILES,
        ("floor-plan-v7.pdf", "lighting-schedule.xlsx", "kitchen-render.png", "quote-marble.pdf"),
        (4_812_330, 91_204, 18_220_871, 233_018),
        strict=True,
    ):
        diary.owns("file", file_id, name, "available", {"sizeBytes": size, "projectId": _PROJECT})

    diary.did(diary.ago(minutes=34), "page_viewed", page)
    for minutes, element_id in (
        (31, "drop-zone"),
        (27, "retry-upload"),
        (19, "retry-upload"),
        (7, "upload-button"),
    ):
        diary.did(
            diary.ago(minutes=minutes, seconds=20),
            "upload_started",
            page,
            element_id=element_id,
            intent="upload site-walkthrough.mp4",
        )
        request_id = diary.failed(
            diary.ago(minutes=minutes),
            "POST /api/files",
            413,
            "UPLOAD_TOO_LARGE",
            resource_id=_VIDEO,
        )
        diary.did(
            diary.ago(minutes=minutes),
            "upload_failed",
            page,
            intent="upload site-walkthrough.mp4",
            request_id=request_id,
        )
    diary.served(diary.ago(minutes=14), "POST /api/files", 201, timing_ms=1_840)
    diary.did(
        diary.ago(minutes=14),
        "upload_succeeded",
        page,
        element_id="upload-button",
        intent="upload walkthrough-stills.zip for tom.aldous@riverside.example",
    )
    diary.did(diary.ago(minutes=5), "help_opened", page, element_id="help-button")
    diary.sees("UPLOAD_TOO_LARGE", _VIDEO, diary.ago(minutes=7))
    diary.limits.append(
        LimitReached(limit="uploadMaxBytes", current=_VIDEO_BYTES, max=STARTER_UPLOAD_BYTES)
    )


MAYA: Final = Person(
    user_id="usr_maya",
    full_name="Maya Lindqvist",
    email="maya.lindqvist@brightloom.example",
    country="SE",
    roles=("editor",),
    plan="starter",
    trouble="an upload over the limit of her plan",
    question="Why does my video not upload?",
    follow_up="How do I get a higher upload limit?",
    error_codes=("UPLOAD_TOO_LARGE",),
    tell=_tell,
)
