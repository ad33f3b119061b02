"""Questions about what changed are answered from the changelog, and from nothing else."""

import pytest

from domain.model import JSON
from tests.application.adapters.asking import ask
from tests.domain import lifelike
from tests.domain.lifelike import Document

CHANGELOG: tuple[JSON, ...] = (
    {"version": "5.3.0", "date": "2026-02-19", "summary": "Dark mode."},
    {"version": "5.2.0", "date": "2026-02-11", "summary": "Exports run in parallel."},
    {"version": "5.1.0", "date": "2026-01-30", "summary": "Invitations expire after a week."},
    {"version": "5.0.0", "date": "2025-12-02", "summary": "Previews of photographs are sharper."},
)


def host(*changelog: JSON) -> Document:
    """A host with a changelog, whose user's export failed."""
    document = lifelike.export()
    pack = document["knowledgePack"]
    assert isinstance(pack, dict)
    return document | {"knowledgePack": pack | {"changelog": list(changelog)}}


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What's new?", ["2026-02-19", "2026-02-11", "2026-01-30", "2025-12-02"]),
        ("what changed last week?", ["2026-02-19", "2026-02-11"]),
        ("what has changed since 5.1.0?", ["2026-02-19", "2026-02-11"]),
        ("What changed in January?", ["2026-01-30"]),
        ("any changes in the last 3 days?", ["2026-02-19"]),
        ("did anything change on February 11?", ["2026-02-11"]),
        ("what was released in december", ["2025-12-02"]),
        ("did you change exports?", ["2026-02-11"]),
        ("since when do invitations expire?", ["2026-01-30"]),
        ("Was ist neu?", ["2026-02-19", "2026-02-11", "2026-01-30", "2025-12-02"]),
    ],
)
async def test_what_changed_is_told_with_its_days(question: str, days: list[str]):
    answer = await ask(host(*CHANGELOG), question)
    assert [piece.value for piece in answer.evidence] == days
    assert answer.content.count("“") == len(days)


async def test_what_the_changelog_does_not_tell_is_said_to_be_missing():
    answer = await ask(host(*CHANGELOG), "did you change passwords?")
    assert "says nothing about that" in answer.content
    assert (
        "has nothing of that time" in (await ask(host(*CHANGELOG), "what changed today?")).content
    )
    assert "I do not know what changed" in (await ask(host(), "what changed?")).content
    assert answer.confidence <= 0.3


async def test_what_nothing_else_covers_may_stand_in_the_changelog():
    assert "Dark mode." in (await ask(host(*CHANGELOG), "do you have a dark mode?")).content


async def test_a_complaint_is_about_what_failed_and_not_about_what_changed():
    answer = await ask(host(*CHANGELOG), "I changed nothing and my export fails")
    assert "`EXPORT_TIMEOUT`" in answer.content


@pytest.mark.parametrize(
    "complaint",
    ["My export stopped working after the last update", "since the new version I get 424"],
)
async def test_a_report_that_tells_of_an_update_is_about_what_failed(complaint: str):
    assert "changelog" not in (await ask(host(*CHANGELOG), complaint)).content
