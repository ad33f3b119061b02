"""What a widget may ask for, at its edges."""

import pytest
from pydantic import ValidationError

from application.commands import AddMessage, OpenCase


@pytest.mark.parametrize(
    "text", [" \t\n", "\u00a0\u3000", "\u200b", "\ufeff\u2060", "\u202e \u00ad", "\u3164\u2800"]
)
def test_a_text_that_shows_nothing_is_blank(text: str):
    with pytest.raises(ValidationError, match="must not be blank"):
        OpenCase(message=text)
    with pytest.raises(ValidationError, match="must not be blank"):
        AddMessage(content=text)


@pytest.mark.parametrize(
    "text", ["?", "\u200b?\u200b", " \u0301", "👩\u200d💻", "\U0001fae9", "한"]
)
def test_a_text_that_shows_anything_is_kept_as_it_came(text: str):
    assert OpenCase(message=text).message == text
