"""Pinewell's business rules: what each plan and role allows, and how its jobs and bills behave."""

from typing import Final

from domain.model import JSON

MIB: Final = 1024 * 1024
GIB: Final = 1024 * MIB
STARTER_UPLOAD_BYTES: Final = 50 * MIB
TEAM_SEATS: Final = 25

RULES: Final[dict[str, JSON]] = {
    "plans": {
        "starter": {
            "uploadMaxBytes": STARTER_UPLOAD_BYTES,
            "storageMaxBytes": 10 * GIB,
            "seatsMax": 5,
            "exportsPerDay": 5,
            "apiRequestsPerMinute": 60,
            "versionHistoryDays": 30,
        },
        "team": {
            "uploadMaxBytes": 500 * MIB,
            "storageMaxBytes": 500 * GIB,
            "seatsMax": TEAM_SEATS,
            "exportsPerDay": 50,
            "apiRequestsPerMinute": 300,
            "versionHistoryDays": 180,
        },
        "business": {
            "uploadMaxBytes": 5 * GIB,
            "storageMaxBytes": 5 * 1024 * GIB,
            "seatsMax": 250,
            "exportsPerDay": 500,
            "apiRequestsPerMinute": 1200,
            "versionHistoryDays": 730,
        },
    },
    "roles": {
        "viewer": ["see files", "download", "comment"],
        "editor": ["everything a viewer may", "upload", "change files", "share by link"],
        "admin": ["everything an editor may", "add members", "change roles", "export"],
        "owner": ["everything an admin may", "billing", "delete the project"],
    },
    "uploads": {
        "limitAppliesTo": "each single file, before compression on our side",
        "resumable": True,
        "whoMayChangeThePlan": "workspace owners",
    },
    "exports": {
        "timeoutSeconds": 900,
        "maxAttempts": 3,
        "stages": ["collecting", "converting", "rendering", "packing", "delivering"],
        "maxFiles": 5000,
        "pdfPagesThatUsuallyFit": 2000,
        "keptDays": 14,
    },
    "seats": {
        "whatCounts": "active members and pending invitations; guests do not",
        "invitationExpiresAfterDays": 14,
    },
    "billing": {
        "paymentRetryDays": [1, 3, 5],
        "graceDays": 7,
        "afterGrace": "the workspace becomes read-only; nothing is deleted",
    },
    "sessions": {"maxHours": 12},
}
