"""What the events of the streams hold, each under its name (see `api.streaming`)."""

from typing import Literal

from api.openapi.answers import AddedMessage, OpenedCase
from domain.model import Model
from domain.snapshot.shape import SourceStatus
from projections.case_details import Case

SourceName = Literal["userState", "userHistory", "userLogs", "businessRules"]


class AcceptedQuestion(Model):
    """The question is on record."""

    case_id: str
    message_id: str


class SourceFates(Model):
    """What became of the four calls to the host application."""

    user_state: SourceStatus
    user_history: SourceStatus
    user_logs: SourceStatus
    business_rules: SourceStatus


class TakenSnapshot(Model):
    """The snapshot is frozen; `failed` are the calls that brought nothing."""

    id: str
    sources: SourceFates
    failed: tuple[SourceName, ...]


class Step(Model):
    """The work has come to this step; there is nothing else to say."""


class AnswerPiece(Model):
    """A piece of the recorded answer. Put together, the pieces are its `content`."""

    content: str


class ShownCase(Model):
    """The case as it stands."""

    case: Case


class Error(Model):
    """The envelope of any refusal, as `api.openapi.errors` describes it under this name."""


class AnswerEvents(Model):
    """The events of an answer that is streamed, by name, in the order in which they come.

    `answering` and `checking` come again if the first answer did not hold. What goes wrong comes as
    `error`, in the envelope of any refusal, and is the last.
    """

    accepted: AcceptedQuestion
    snapshot: TakenSnapshot
    answering: Step
    checking: Step
    delta: AnswerPiece
    message: OpenedCase | AddedMessage
    error: Error


class CaseEvents(Model):
    """The events of a case that is followed, by name. A message may be anybody's.

    `error`, if it comes, is the last, as when the token holds no more.
    """

    message: AddedMessage
    case: ShownCase
    error: Error
