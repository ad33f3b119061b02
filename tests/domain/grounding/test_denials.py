"""What documents say or deny in general is held against the same words alone."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from tests.domain import lifelike

GUIDE = (
    "# Exports never finish\nLook at the queue. Files over 50 MB are not accepted. Refunds after"
    " the trial are not possible. Reminders are sent by email. Guests cannot invite admins."
    " Vouchers never expire. Drafts are not shared. Symptom: invoices do not arrive. Free: projects"
    " cannot be archived. Backups can be restored. Webhooks are never signed twice."
)


def failed_claims(prose: str) -> tuple[str, ...]:
    snapshot = lifelike.document(
        docs=({"id": "g", "title": "Parcels are not sent", "content": GUIDE, "category": "help"},),
        changelog=(
            {"version": "7.3", "date": "2026-02-03", "summary": "Fixed: charts had no legend."},
        ),
    )
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=snapshot, conversation=("Why?",)).claims_failed


@pytest.mark.parametrize(
    "prose",
    [
        "Vouchers expire.",
        "Yes, drafts are shared.",
        "The rule is simple, and drafts are shared.",
        "Guests can invite admins.",
        "Reminders aren't sent by email.",
        "Backups can't be restored.",
        "Webhooks are signed twice.",
    ],
)
def test_what_is_said_in_general_is_not_denied(prose: str):
    assert failed_claims(prose) != ()


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("No drafts are shared.", id="the same denied otherwise"),
        pytest.param("Vouchers don't ever expire.", id="the same denied twice as much"),
        pytest.param("Files up to 50 MB are accepted.", id="the other side of a bound"),
        pytest.param("Refunds within the trial are possible.", id="the other side of a time"),
        pytest.param("Admins can invite guests.", id="the other way round"),
        pytest.param("The reminders were not sent by email.", id="what happened once"),
        pytest.param("The reminder isn't sent by email.", id="one thing"),
        pytest.param("Backups are not restored.", id="what only may be done"),
        pytest.param("Exports finish.", id="a heading that names a problem"),
        pytest.param("Parcels are sent.", id="a title that names a problem"),
        pytest.param("Invoices arrive.", id="a symptom"),
        pytest.param("Projects can be archived.", id="what holds of another plan"),
        pytest.param("Charts have a legend.", id="what a version mended"),
    ],
)
def test_what_differs_in_more_than_the_denial_is_another_matter(prose: str):
    assert failed_claims(prose) == ()
