"""A week of ordinary work: what any user of the demo does when nothing is the matter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from api.demo.diary import Diary
from domain.model import iso
from domain.snapshot.shape import ClickTimelineEntry, UserEvent


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that anybody does: `{project}` and `{file}` stand for ids."""

    event: str
    page: str
    action: str
    routes: tuple[str, ...]
    element_id: str | None = None
    intent: str | None = None


_EVERYDAY: Final = (
    _Step(
        "page_viewed",
        "/projects/{project}",
        "click:project-card",
        ("GET /api/projects/{project}", "GET /api/projects/{project}/activity"),
    ),
    _Step(
        "folder_opened",
        "/projects/{project}/files",
        "click:folder",
        ("GET /api/projects/{project}/files",),
        element_id="folder-row",
    ),
    _Step(
        "file_previewed",
        "/projects/{project}/files/{file}",
        "click:file-row",
        ("GET /api/files/{file}", "GET /api/files/{file}/preview"),
        element_id="file-row",
        intent="look at a file",
    ),
    _Step(
        "comment_added",
        "/projects/{project}/files/{file}",
        "click:send-comment",
        ("POST /api/files/{file}/comments",),
        element_id="comment-send",
        intent="comment on a file",
    ),
    _Step(
        "file_downloaded",
        "/projects/{project}/files/{file}",
        "click:download",
        ("GET /api/files/{file}/download",),
        element_id="download-button",
        intent="download a file",
    ),
    _Step(
        "search_run",
        "/search",
        "key:enter",
        ("GET /api/search",),
        element_id="search-box",
        intent="find a file",
    ),
    _Step(
        "notification_read",
        "/notifications",
        "click:notification",
        ("GET /api/notifications", "POST /api/notifications/read"),
    ),
)


def live(diary: Diary, project: str, files: tuple[str, ...]) -> None:
    """Note a week of ordinary work: the newest of it 100 minutes old, none of it failing."""
    for hours in (1.8, 5.1, 21.6, 25.2, 29.4, 46.3, 50.8, 68.9, 76.5, 99.2, 124.7, 149.3):
        at = diary.ago(hours=hours)
        sign_in = diary.served(at, "POST /api/session")
        diary.did(at, "signed_in", "/login", element_id="sign-in", request_id=sign_in)
        for step in diary.dice.sample(_EVERYDAY, k=diary.dice.randint(3, 5)):
            at += timedelta(seconds=diary.dice.randint(6, 95))
            _do(diary, at, step, project, diary.dice.choice(files))
    for number, hours in enumerate((4.9, 25.0, 50.6), start=1):
        created = diary.ago(hours=hours)
        diary.ran(
            diary.name("job"),
            "thumbnails" if number % 2 else "search-index",
            "succeeded",
            created=created,
            updated=created + timedelta(milliseconds=diary.dice.randint(700, 9_000)),
            last_stage="done",
        )


def _do(diary: Diary, at: datetime, step: _Step, project: str, file: str) -> None:
    request_id = ""
    for delay, route in enumerate(step.routes):
        request_id = diary.served(
            at + timedelta(milliseconds=40 * delay),
            route.format(project=project, file=file),
            diary.dice.choice((200, 200, 200, 304)) if route.startswith("GET") else 201,
        )
    page = step.page.format(project=project, file=file)
    diary.events.append(
        UserEvent(
            ts=iso(at),
            event=step.event,
            page=page,
            element_id=step.element_id,
            intent=step.intent,
            correlation_request_id=request_id,
        )
    )
    diary.clicks.append(ClickTimelineEntry(ts=iso(at), page=page, action=step.action))
