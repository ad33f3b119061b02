"""Pinewell's error codes, and what it says about each."""

from typing import Final

from domain.snapshot.shape import ErrorCatalogEntry, ErrorClass


def _entry(
    code: str, error_class: ErrorClass, resolution: str, *, retryable: bool, user_actionable: bool
) -> ErrorCatalogEntry:
    return ErrorCatalogEntry(
        error_code=code,
        error_class=error_class,
        retryable=retryable,
        user_actionable=user_actionable,
        resolution=resolution,
    )


ERROR_CATALOG: Final = (
    _entry(
        "UPLOAD_TOO_LARGE",
        "validation",
        "The file is larger than the plan allows for one upload. Make it smaller (compress it or "
        "split it), or ask a workspace owner to move to a plan with a higher upload limit. Trying "
        "the same file again does not help.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "UPLOAD_TYPE_BLOCKED",
        "validation",
        "Files of this type are blocked by the workspace's policy. Put it into a ZIP archive, or "
        "ask a workspace admin to allow the type under Settings, Files.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "STORAGE_QUOTA_EXCEEDED",
        "business",
        "The workspace has used all of its storage. Empty the bin, delete old versions, or move to "
        "a larger plan. Files in the bin count until they are deleted for good.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "STORAGE_UNAVAILABLE",
        "infra",
        "Our file storage did not answer. Nothing is wrong with the file or the account, and no "
        "saved version is lost. Try again in a few minutes; if it goes on, look for a running "
        "incident on the status page.",
        retryable=True,
        user_actionable=False,
    ),
    _entry(
        "EXPORT_TIMEOUT",
        "infra",
        "The export did not finish within 15 minutes and was stopped after 3 attempts. Run it "
        "again with fewer files, or as ZIP instead of PDF: PDF exports time out while rendering "
        "when they hold more than about 2,000 pages.",
        retryable=True,
        user_actionable=True,
    ),
    _entry(
        "EXPORT_TOO_MANY_FILES",
        "validation",
        "An export holds at most 5,000 files. Choose folders instead of the whole project.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "PERMISSION_DENIED",
        "permission",
        "The user's role in this project does not allow the action. Only owners and admins of a "
        "project may add members or change roles. Ask an owner of the project for a higher role, "
        "or use Request access on the project's page.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "SSO_REQUIRED",
        "permission",
        "The workspace accepts only single sign-on. Sign in with the company's identity provider.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "SESSION_EXPIRED",
        "permission",
        "The session ended after 12 hours. Sign in again; drafts are kept for 7 days.",
        retryable=True,
        user_actionable=True,
    ),
    _entry(
        "SEAT_LIMIT_REACHED",
        "business",
        "Every seat of the plan is taken, so nobody can be invited. Remove a member who is no "
        "longer active or withdraw a pending invitation to free a seat, or buy seats under "
        "Settings, Billing.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "PAYMENT_CARD_DECLINED",
        "business",
        "The bank declined the card, and nothing was charged. Check the card or add another one "
        "under Settings, Billing, Payment method; the payment is tried again on days 1, 3 and 5. "
        "The plan stays as it is for 7 days.",
        retryable=True,
        user_actionable=True,
    ),
    _entry(
        "EDIT_CONFLICT",
        "validation",
        "Somebody else saved the file first. Reload it and make the change again; both versions "
        "are in the version history.",
        retryable=True,
        user_actionable=True,
    ),
    _entry(
        "LINK_EXPIRED",
        "business",
        "The share link is past its date. Ask whoever shared it for a new one.",
        retryable=False,
        user_actionable=True,
    ),
    _entry(
        "PREVIEW_FAILED",
        "infra",
        "No preview could be made. The file itself is whole: download it to look at it.",
        retryable=True,
        user_actionable=False,
    ),
    _entry(
        "RATE_LIMITED",
        "business",
        "More API requests than the plan allows in a minute. Wait a minute, and slow the client.",
        retryable=True,
        user_actionable=True,
    ),
    _entry(
        "WEBHOOK_DELIVERY_FAILED",
        "infra",
        "The receiver of a webhook did not answer with 2xx. Deliveries are tried for 24 hours.",
        retryable=True,
        user_actionable=False,
    ),
)

BY_CODE: Final = {entry.error_code: entry for entry in ERROR_CATALOG}
