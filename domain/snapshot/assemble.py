"""Puts a snapshot together: what the host said, what the token said, and where each came from."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from domain.model import JSON, iso
from domain.snapshot.document import Document
from domain.snapshot.shape import (
    Backend,
    ChangelogEntry,
    ErrorCatalogEntry,
    Identity,
    KnowledgeDoc,
    KnowledgePack,
    Meta,
    Privacy,
    ProductState,
    RecentActivity,
    Sources,
    SupportContextSnapshot,
    Truncation,
)

RULE = "rule:"
"""How the id of a runbook begins that is a business rule."""

CATALOGUED_ERROR = "error:"
"""How the id of a runbook begins that is an entry of the error catalogue."""


def assemble(
    *,
    snapshot_id: str,
    created_at: datetime,
    max_bytes: int,
    sources: Sources,
    identity: Identity,
    product_state: ProductState,
    recent_activity: RecentActivity,
    backend: Backend,
    knowledge_pack: KnowledgePack,
    redaction_version: str,
) -> Document:
    """The whole snapshot in its wire form, neither redacted nor cut yet.

    Optional members without a value are absent, lists always present.
    """
    snapshot = SupportContextSnapshot(
        meta=Meta(
            snapshot_id=snapshot_id,
            created_at=iso(created_at),
            max_bytes=max_bytes,
            truncation=Truncation(),
            sources=sources,
        ),
        identity=identity,
        product_state=product_state,
        recent_activity=recent_activity,
        backend=backend,
        knowledge_pack=knowledge_pack,
        privacy=Privacy(redaction_version=redaction_version),
    )
    return cast("Document", snapshot.model_dump(mode="json", by_alias=True, exclude_none=True))


def knowledge(
    *,
    rules: Mapping[str, JSON],
    error_catalog: Sequence[ErrorCatalogEntry],
    docs: Sequence[KnowledgeDoc],
    runbooks: Sequence[KnowledgeDoc],
    changelog: Sequence[ChangelogEntry],
) -> KnowledgePack:
    """The knowledge pack: rules and error catalogue follow the host's own runbooks."""
    return KnowledgePack(
        docs=tuple(docs),
        runbooks=(
            *runbooks,
            *(_rule(name, value) for name, value in rules.items()),
            *map(_catalogued, error_catalog),
        ),
        changelog=tuple(changelog),
    )


def _rule(name: str, value: JSON) -> KnowledgeDoc:
    return KnowledgeDoc(
        id=RULE + name,
        title=name,
        content=value if isinstance(value, str) else _compact(value),
        category="business_rule",
    )


def _catalogued(entry: ErrorCatalogEntry) -> KnowledgeDoc:
    return KnowledgeDoc(
        id=CATALOGUED_ERROR + entry.error_code,
        title=entry.error_code,
        content=_compact(entry.model_dump(mode="json", by_alias=True)),
        category="error_catalog",
    )


def _compact(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
