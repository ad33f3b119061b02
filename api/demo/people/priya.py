"""Priya, who as a viewer may not add anybody to the project."""

from typing import Final

from api.demo import planted
from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.people.person import Person

_PROJECT: Final = "prj_harbour_rebrand"
_FILES: Final = ("fil_71a4be90", "fil_72de0c35", "fil_7391f6b8", "fil_74c2a1d0")


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "guests", "request-access"]
    page = f"/projects/{_PROJECT}/members"
    diary.owns(
        "workspace",
        "wsp_tidewater",
        "Tidewater Studio",
        "active",
        {"plan": "business", "region": "us-1", "seatsUsed": 64},
    )
    diary.owns(
        "project",
        _PROJECT,
        "Harbour Line rebrand",
        "active",
        {
            "role": "viewer",
            "members": 9,
            "owners": ["Anders Holm <anders.holm@tidewater.example>"],
        },
    )
    diary.owns(
        "project",
        "prj_annual_report",
        "Annual report",
        "active",
        {"role": "editor", "members": 4},
    )
    diary.owns("session", "ses_40b1", "Browser session", "active", {"lastSignInIp": "203.0.113.84"})

    token = planted.download_token(diary.dice, "usr_priya")
    diary.served(diary.ago(hours=3), f"GET /api/files/fil_71a4be90/download?access_token={token}")
    listed = diary.served(diary.ago(minutes=25), f"GET /api/projects/{_PROJECT}/members")
    diary.did(diary.ago(minutes=25), "page_viewed", page, request_id=listed)
    for minutes in (24, 22, 16, 6):
        diary.did(
            diary.ago(minutes=minutes, seconds=15),
            "member_form_submitted",
            page,
            element_id="add-member",
            intent="add luis.ortega@contractor.example to the project",
        )
        request_id = diary.failed(
            diary.ago(minutes=minutes),
            f"POST /api/projects/{_PROJECT}/members",
            403,
            "PERMISSION_DENIED",
            resource_id=_PROJECT,
        )
        diary.did(
            diary.ago(minutes=minutes),
            "member_add_failed",
            page,
            intent="add a member to the project",
            request_id=request_id,
        )
    diary.did(diary.ago(minutes=3), "help_opened", page, element_id="help-button")
    diary.sees("PERMISSION_DENIED", _PROJECT, diary.ago(minutes=6))


PRIYA: Final = Person(
    user_id="usr_priya",
    full_name="Priya Raman",
    email="priya.raman@tidewater.example",
    country="GB",
    roles=("viewer",),
    plan="business",
    trouble="a missing permission: a viewer who wants to add a member",
    question="Why can I not add a colleague to the project?",
    follow_up="Who can give me access?",
    error_codes=("PERMISSION_DENIED",),
    tell=_tell,
)
