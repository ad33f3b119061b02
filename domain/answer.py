"""What is said to the user: an answer, the evidence it rests on, what it suggests to do."""

from typing import Annotated, Literal

from pydantic import Field

from domain.model import JSON, Model

ActionType = Literal["retry", "open_docs", "create_ticket", "request_access", "custom"]
EvidenceType = Literal["error_code", "job_id", "timestamp", "resource_id", "log_excerpt"]
Confidence = Annotated[float, Field(ge=0, le=1)]

ACTION_LABEL_LENGTH = 80
"""Characters that an action's label may have at most."""


class SuggestedAction(Model):
    """Something that the user may do next, with one click."""

    type: ActionType
    label: str
    payload: dict[str, JSON] = {}


class Evidence(Model):
    """A value that stands in the snapshot, shown as what the answer rests on."""

    type: EvidenceType
    label: str
    value: str


class Answer(Model):
    """What an assistant says, whole: prose, actions, evidence and how sure it is.

    `content` is plain text with simple Markdown. An answer out of an `Assistant` is a claim until
    `domain.grounding` has looked it up.
    """

    content: str
    actions: tuple[SuggestedAction, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence
