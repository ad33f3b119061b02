"""Pinewell's runbooks: what its own support people do, with the inner names that slip in."""

from inspect import cleandoc
from typing import Final

from domain.snapshot.shape import KnowledgeDoc


def _runbook(slug: str, title: str, content: str) -> KnowledgeDoc:
    return KnowledgeDoc(id=f"rb_{slug}", title=title, content=cleandoc(content), category="runbook")


RUNBOOKS: Final = (
    _runbook(
        "upload_limit",
        "Runbook: uploads refused",
        """
        For UPLOAD_TOO_LARGE.
        1. Compare the size in the failed POST /api/files with uploadMaxBytes of the plan.
        2. If it is over: explain the limit, offer compressing or splitting; a plan change is up to
           a workspace owner.
        3. If it is under: look for a proxy of the user's company that cuts requests, then escalate.
        """,
    ),
    _runbook(
        "export_timeout",
        "Runbook: exports that time out",
        """
        For EXPORT_TIMEOUT.
        1. Find the job and its last stage. `rendering` means too many pages for one PDF.
        2. Ask for an export by folder or as ZIP. Running the same export again seldom helps.
        3. If it stopped in another stage, or has fewer than 2,000 pages: escalate to the exports
           team with the job id. On call: exports-oncall@pinewell.example.
        """,
    ),
    _runbook(
        "permission_denied",
        "Runbook: permissions",
        """
        For PERMISSION_DENIED.
        1. Check the role in the project, not in the workspace: they differ often.
        2. Support never raises roles. Point to an owner, or to Request access.
        """,
    ),
    _runbook(
        "storage_incident",
        "Runbook: storage incident",
        """
        For STORAGE_UNAVAILABLE.
        1. Check the region of the workspace against the status page.
        2. During an incident: say that files are safe, that trying again later is right, and that
           nothing needs to be done to the account. Do not ask for new uploads.
        3. With no incident: look at gw-eu-2.storage.internal and 10.31.7.4, then page storage.
        """,
    ),
    _runbook(
        "billing",
        "Runbook: seats and payments",
        """
        For SEAT_LIMIT_REACHED and PAYMENT_CARD_DECLINED.
        1. Seats: compare members and pending invitations with seatsMax of the plan.
        2. Seats cannot be bought while a payment is open: the card comes first, then the seats.
        3. Never take card details in a conversation. Send the user to Settings, Billing.
        """,
    ),
)
