"""Lena, with whom nothing is wrong at all."""

from typing import Final

from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.people.person import Person

_PROJECT: Final = "prj_thesis_archive"
_FILES: Final = ("fil_b1d4a07e", "fil_b2907c3f", "fil_b35e1d68", "fil_b4f20a97")


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "exports"]
    page = f"/projects/{_PROJECT}/files"
    diary.owns(
        "workspace",
        "wsp_north_college",
        "North College",
        "active",
        {"plan": "team", "region": "us-1", "seatsUsed": 11},
    )
    diary.owns("project", _PROJECT, "Thesis archive", "active", {"role": "editor", "files": 343})
    for file_id, name in zip(
        _FILES, ("chapter-1.docx", "chapter-2.docx", "figures.zip", "sources.bib"), strict=True
    ):
        diary.owns("file", file_id, name, "available", {"projectId": _PROJECT})
    for minutes, file_id in ((52, _FILES[0]), (33, _FILES[1]), (12, _FILES[2])):
        request_id = diary.served(diary.ago(minutes=minutes), "POST /api/files", 201, timing_ms=640)
        diary.did(
            diary.ago(minutes=minutes),
            "upload_succeeded",
            page,
            element_id="upload-button",
            intent=f"upload a new version of {file_id}",
            request_id=request_id,
        )
    diary.ran(
        diary.name("job"),
        "exports",
        "succeeded",
        created=diary.ago(hours=20),
        updated=diary.ago(hours=20, minutes=-2),
        last_stage="delivering",
    )
    diary.did(diary.ago(minutes=2), "help_opened", page, element_id="help-button")


LENA: Final = Person(
    user_id="usr_lena",
    full_name="Lena Fischer",
    email="lena.fischer@north-college.example",
    country="AT",
    roles=("editor",),
    plan="team",
    trouble="nothing wrong at all",
    question="Is something wrong with my account?",
    follow_up="How long are old versions of my files kept?",
    error_codes=(),
    tell=_tell,
)
