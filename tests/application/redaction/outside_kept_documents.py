"""What has to stay, third part: rules, documents and lists that speak of secrets and hold none."""

from __future__ import annotations

from tests.application.redaction.outside import Form, Piece


def _document(group: str, name: str, document: object, *passages: str) -> Form:
    return Form(group, name, lambda _rng: Piece("", passages, document=document))  # type: ignore[arg-type]  # plain JSON, written in place


DOCUMENTS = (
    _document(
        "documents",
        "rule named sessions",
        {
            "runbooks": [
                {
                    "id": "rule:sessions",
                    "title": "sessions",
                    "content": "A session ends after 30 minutes without activity.",
                    "category": "business_rule",
                }
            ]
        },
        "A session ends after 30 minutes without activity.",
    ),
    _document(
        "documents",
        "rule named tokens",
        {
            "runbooks": [
                {
                    "id": "rule:apiTokens",
                    "title": "apiTokens",
                    "content": '{"maxPerUser":5,"ttlDays":90}',
                    "category": "business_rule",
                }
            ]
        },
        "maxPerUser",
        "ttlDays",
    ),
    _document(
        "documents",
        "rules object",
        {
            "rules": {
                "sessions": {"timeoutMinutes": 30, "maxConcurrent": 5},
                "password": {"minLength": 12, "expiresDays": 90},
                "apiKeys": "Each member may hold three keys.",
            }
        },
        "timeoutMinutes",
        "minLength",
        "Each member may hold three keys.",
    ),
    _document(
        "documents",
        "document on passwords",
        {
            "docs": [
                {
                    "id": "doc_7",
                    "title": "Password",
                    "content": "Open Settings, Security, then Change password.",
                    "category": "security",
                }
            ]
        },
        "Open Settings, Security, then Change password.",
    ),
    _document(
        "documents",
        "document on API keys",
        {
            "docs": [
                {
                    "id": "doc_8",
                    "title": "API key",
                    "content": "Create one under Settings, Developers. It is shown once.",
                    "category": "api",
                }
            ]
        },
        "Create one under Settings, Developers. It is shown once.",
    ),
    _document(
        "documents",
        "document on secrets",
        {
            "docs": [
                {
                    "id": "doc_9",
                    "title": "Secrets",
                    "content": "Secrets are encrypted at rest and never shown again.",
                    "category": "security",
                }
            ]
        },
        "Secrets are encrypted at rest and never shown again.",
    ),
    _document(
        "documents",
        "error catalogue",
        {
            "errorCatalog": [
                {
                    "errorCode": "TOKEN_EXPIRED",
                    "errorClass": "permission",
                    "retryable": False,
                    "userActionable": True,
                    "resolution": "Sign in again; your token expired.",
                }
            ]
        },
        "TOKEN_EXPIRED",
        "Sign in again; your token expired.",
    ),
    _document(
        "documents",
        "changelog",
        {
            "changelog": [
                {
                    "version": "5.12.0",
                    "date": "2026-02-18",
                    "summary": "Password reset links last 24 hours; API keys can be rotated.",
                }
            ]
        },
        "5.12.0",
        "2026-02-18",
        "Password reset links last 24 hours; API keys can be rotated.",
    ),
    _document(
        "documents",
        "token usage",
        {
            "entities": [
                {
                    "type": "api_key",
                    "id": "key_3",
                    "status": "revoked",
                    "metadata": {
                        "tokens": 812,
                        "keys": ["read", "write"],
                        "sessions": 4,
                        "credentials": "none",
                        "secret": True,
                        "password": None,
                    },
                }
            ]
        },
        "key_3",
        "revoked",
        "read",
        "812",
    ),
    _document(
        "documents",
        "features",
        {
            "featuresEnabled": ["sso", "api_keys", "session_replay", "password_policy"],
            "plan": "team",
            "roles": ["secret_admin", "token_manager"],
        },
        "api_keys",
        "session_replay",
        "password_policy",
        "secret_admin",
        "token_manager",
    ),
    _document(
        "documents",
        "limits",
        {
            "limitsReached": [
                {"limit": "apiTokens", "current": 5, "max": 5},
                {"limit": "sessions", "current": 3, "max": 3},
            ]
        },
        "apiTokens",
        "sessions",
    ),
)
