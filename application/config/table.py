"""What every table of the configuration has in common: it is strict, frozen and knows its keys.

A field's `description` says what to write there; a mistake repeats it.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo

from application.urls import base_url_mistake, origin_mistake


class Table(BaseModel):
    """A table of the configuration: strictly typed, never changed, and without unknown keys."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True
    )


ID_DESCRIPTION = "1 to 128 letters, digits or . _ : @ + | ~ -"

ID_PATTERN = r"[A-Za-z0-9._:@+|~-]{1,128}"
"""What a tenant's, a user's or an operator's id matches as a whole."""

Id = Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$")]


def _origin(origin: str) -> str:
    mistake = origin_mistake(origin)
    if mistake:
        raise ValueError(mistake)
    return origin


# TOML has arrays only: `strict=False` lets one become a tuple or a set; its items stay strict.
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...],
    Field(strict=False, description='origins, such as ["https://app.example.com"]'),
]


def checked_base_url(url: str, info: ValidationInfo) -> str:
    """The URL without a slash at its end, if it may be called; else raises ValueError.

    A table that has such a URL has `allow_private` before it.
    """
    # Where `allow_private` itself is wrong, that alone is reported.
    mistake = base_url_mistake(url, allow_private=info.data.get("allow_private", True))
    if mistake:
        raise ValueError(mistake)
    return url.removesuffix("/")
