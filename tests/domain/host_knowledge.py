"""What a host application knows about itself: its error catalogue, its rules, its guides."""

from domain.model import JSON

CATALOGUE: tuple[dict[str, JSON], ...] = (
    {
        "errorCode": "UPLOAD_TOO_LARGE",
        "errorClass": "validation",
        "retryable": False,
        "userActionable": True,
        "resolution": "Reduce the file size below the limit of your plan, or upgrade the plan.",
    },
    {
        "errorCode": "EXPORT_TIMEOUT",
        "errorClass": "infra",
        "retryable": True,
        "userActionable": True,
        "resolution": "Export a shorter date range, or run the export again outside peak hours.",
    },
    {
        "errorCode": "PERMISSION_DENIED",
        "errorClass": "permission",
        "retryable": False,
        "userActionable": True,
        "resolution": "Ask an owner of the project for the editor role.",
    },
    {
        "errorCode": "STORAGE_UNAVAILABLE",
        "errorClass": "infra",
        "retryable": True,
        "userActionable": False,
        "resolution": "Our storage is being restored. Try again in a few minutes.",
    },
    {
        "errorCode": "PROJECT_LIMIT_REACHED",
        "errorClass": "business",
        "retryable": False,
        "userActionable": True,
        "resolution": "Archive a project that you no longer need, or upgrade your plan.",
    },
    {
        "errorCode": "CARD_DECLINED",
        "errorClass": "business",
        "retryable": True,
        "userActionable": True,
        "resolution": "Update the payment method under Settings > Billing.",
    },
)

RULES: dict[str, JSON] = {
    "maxUploadBytes": {"free": 10485760, "pro": 52428800, "business": 524288000},
    "maxProjects": {"free": 1, "pro": 5, "business": 50},
    "dataRetentionDays": 30,
    "refundPolicy": "Annual subscriptions can be refunded within 14 days of purchase.",
}

DOCS: tuple[dict[str, JSON], ...] = (
    {
        "id": "/docs/uploads",
        "title": "Uploading files",
        "content": "Drag a file onto the project, or press Upload. The size of a single file is "
        "bounded by your plan: 50 MB on Pro, 500 MB on Business.",
        "category": "guide",
    },
    {
        "id": "doc_invite",
        "title": "Inviting teammates",
        "content": "Open Settings > Members and press Invite. Each member takes one seat. "
        "An invitation stays valid for 7 days.",
        "category": "guide",
    },
    {
        "id": "doc_roles",
        "title": "Roles and permissions",
        "content": "Viewers can read. Editors can change files. Owners can do everything, "
        "and they alone can give roles.",
        "category": "guide",
    },
)
