"""Jonas, whose PDF export runs into its time limit again and again."""

from typing import Final

from api.demo import planted
from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.people.person import Person

_PROJECT: Final = "prj_tender_2231"
_EXPORT: Final = "exp_6b20f9c4"
_JOB: Final = "job_5d1e8a07c2b3"
_FILES: Final = ("fil_51c0aa1e", "fil_52b83d07", "fil_53f9e4c6")


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "exports", "webhooks"]
    page = f"/projects/{_PROJECT}/exports"
    diary.owns(
        "workspace",
        "wsp_harmsen_bau",
        "Harmsen Bau",
        "active",
        {"plan": "team", "region": "us-1", "seatsUsed": 17, "contact": "+49 30 23125 042"},
    )
    diary.owns(
        "project",
        _PROJECT,
        "Tender 2231, school extension",
        "active",
        {"role": "admin", "files": 2_904, "pages": 6_480},
    )
    diary.owns(
        "export",
        _EXPORT,
        "Whole project as one PDF",
        "failed",
        {
            "jobId": _JOB,
            "format": "pdf",
            "files": 2_904,
            "pages": 6_480,
            "attempts": 3,
            "lastStage": "rendering",
            "target": planted.database_url(diary.dice),
        },
    )
    diary.owns(
        "export", "exp_5f0017d2", "Drawings as ZIP", "delivered", {"format": "zip", "files": 212}
    )

    # A trifle of two days ago that is long over: an answer must not take it for the trouble.
    diary.failed(
        diary.ago(hours=47),
        "PUT /api/files/fil_52b83d07",
        409,
        "EDIT_CONFLICT",
        resource_id="fil_52b83d07",
    )
    diary.ran(
        "job_4c90b1fe7710",
        "exports",
        "succeeded",
        created=diary.ago(hours=26),
        updated=diary.ago(hours=26, minutes=-3),
        last_stage="delivering",
    )

    started = diary.served(diary.ago(minutes=58), "POST /api/exports", 202)
    diary.did(diary.ago(minutes=59), "page_viewed", page)
    diary.did(
        diary.ago(minutes=58),
        "export_started",
        page,
        element_id="export-pdf",
        intent="export the whole project as one PDF",
        request_id=started,
    )
    for minutes in (43, 27, 11):
        diary.logged(
            diary.ago(minutes=minutes),
            "EXPORT_TIMEOUT",
            f"worker exports/{_JOB}",
            diary.name("req"),
            resource_id=_JOB,
        )
    for minutes in (50, 39, 31, 22, 12):
        request_id = diary.served(diary.ago(minutes=minutes), f"GET /api/exports/{_EXPORT}")
        diary.did(
            diary.ago(minutes=minutes),
            "export_checked",
            page,
            element_id="refresh",
            intent="see whether the export is ready",
            request_id=request_id,
        )
    diary.ran(
        _JOB,
        "exports",
        "failed",
        created=diary.ago(minutes=58),
        updated=diary.ago(minutes=11),
        last_stage="rendering",
        error_code="EXPORT_TIMEOUT",
    )
    failure = diary.failed(
        diary.ago(minutes=9),
        f"GET /api/exports/{_EXPORT}/download",
        424,
        "EXPORT_TIMEOUT",
        resource_id=_JOB,
    )
    diary.did(
        diary.ago(minutes=9),
        "export_failed_shown",
        page,
        element_id="download-export",
        intent="download the export",
        request_id=failure,
    )
    diary.did(diary.ago(minutes=4), "help_opened", page, element_id="help-button")
    diary.sees("EXPORT_TIMEOUT", _JOB, diary.ago(minutes=11))


JONAS: Final = Person(
    user_id="usr_jonas",
    full_name="Jonas Harmsen",
    email="jonas@harmsen-bau.example",
    country="DE",
    roles=("admin",),
    plan="team",
    trouble="an export job that failed after three attempts",
    question="My export keeps failing. What is wrong?",
    follow_up="Does it help to try it again?",
    error_codes=("EXPORT_TIMEOUT",),
    tell=_tell,
)
