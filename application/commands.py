"""What a widget may ask for: one frozen model a command, which is also the request's body."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictInt, StrictStr

from application.blank import is_blank
from domain.answer import SuggestedAction
from domain.events import Feedback, Resolution
from domain.model import JSON, Model

TEXT_LENGTH = 5_000
REASON_LENGTH = 2_000


def storable(text: str) -> str:
    """Refuse what no text of a person's holds: NUL, and a surrogate without its other half."""
    if "\0" in text:
        raise ValueError("must not contain NUL")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must not contain a lone surrogate") from None
    return text


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise ValueError("must not be blank")
    return text


def _storable_object(value: dict[str, JSON]) -> dict[str, JSON]:
    stack: list[JSON] = [value]
    while stack:
        match stack.pop():
            case str() as text:
                storable(text)
            case list() as items:
                stack.extend(items)
            case dict() as members:
                stack.extend(members)
                stack.extend(members.values())
            case _:
                pass
    return value


Storable = Annotated[StrictStr, AfterValidator(storable)]
Text = Annotated[
    StrictStr, Field(min_length=1, max_length=TEXT_LENGTH), AfterValidator(storable),
    AfterValidator(_not_blank),
]  # fmt: skip
Object = Annotated[dict[str, JSON], AfterValidator(_storable_object)]


class OpenCase(Model):
    """Ask for help. `context` is what the browser says of itself."""

    message: Text
    context: Object | None = None


class AddMessage(Model):
    """Ask a further question."""

    content: Text


class GiveFeedback(Model):
    """Judge the help."""

    feedback: Feedback


class CloseCase(Model):
    """End the case."""

    resolution: Resolution
    rating: Annotated[StrictInt, Field(ge=1, le=10)] | None = None


class EscalateCase(Model):
    """Ask for a person."""

    reason: Annotated[Storable, Field(max_length=REASON_LENGTH)] | None = None


class OfferedAction(SuggestedAction):
    """An action as the widget gives it back."""

    label: Annotated[Storable, Field(min_length=1, max_length=500)]
    payload: Object = {}


class TakeAction(Model):
    """Take an action that an answer suggested."""

    action: OfferedAction
