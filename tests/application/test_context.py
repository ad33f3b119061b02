"""What a browser says, cut to its bound: how much of it is looked at, and who waits for that."""

import asyncio
from itertools import count

import orjson
import pytest

from application.context import CONTEXT_BYTES, LOOKED_AT, cut_context
from domain.model import JSON

ADDRESSES: dict[str, JSON] = {"seen": [f"10.1.{n // 250}.{n % 250}" for n in range(4_000)]}


async def test_nobody_waits_while_a_large_context_is_redacted():
    cutting = asyncio.create_task(cut_context(ADDRESSES))

    for turns in count():  # noqa: B007
        if cutting.done():
            break
        await asyncio.sleep(0)

    assert turns > 1


async def test_what_is_much_too_large_is_left_out_unread_and_the_rest_is_kept():
    much: dict[str, JSON] = {"page": "/files", "seen": ["10.1.0.1"] * LOOKED_AT, "size": "small"}

    assert await cut_context(much) == {"page": "/files", "size": "small"}


@pytest.mark.parametrize("large", ["word " * 50_000, "x" * 100_000, ["word"] * 10_000])
async def test_what_is_small_is_kept_whatever_large_stands_before_it(large: JSON):
    cut = await cut_context({"text": large, "page": "/files", "width": 1280})

    assert cut is not None
    assert (cut.pop("page"), cut.pop("width")) == ("/files", 1280)
    assert list(cut) == (["text"] if isinstance(large, str) else [])


async def test_members_stay_in_their_order():
    context: dict[str, JSON] = {"long": "long enough to be counted last", "page": "/files", "n": 1}

    assert list(await cut_context(context) or {}) == ["long", "page", "n"]


async def test_a_text_is_shortened_at_a_word():
    said = "jane.doe@example.com " * 10_000

    cut = await cut_context({"said": said})

    assert cut is not None
    assert set(str(cut["said"]).split()) == {"[email]"}


async def test_a_text_that_is_one_word_is_shortened_too():
    cut = await cut_context({"said": "x" * 100_000})

    assert cut is not None
    assert CONTEXT_BYTES - 10 < len(orjson.dumps(cut)) <= CONTEXT_BYTES
