"""Ids are UUIDs that sort by the time they were made at."""

import time
import uuid

from api.chance import new_id

MANY = 2_000


def test_an_id_is_a_uuid_of_version_7_under_its_prefix():
    for _ in range(MANY):
        prefix, _, digits = new_id("cas").partition("_")
        made = uuid.UUID(digits)

        assert prefix == "cas"
        assert (made.hex, made.version, made.variant) == (digits, 7, uuid.RFC_4122)


def test_an_id_begins_with_the_time_in_milliseconds():
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id("cas").removeprefix("cas_")).int >> 80
    after = time.time_ns() // 1_000_000

    assert before <= made <= after


def test_no_two_ids_are_the_same_and_each_digit_that_is_drawn_comes_in_all_its_values():
    ids = {new_id("cas") for _ in range(MANY)}
    drawn = [name[len("cas_") + 12 :] for name in ids]

    assert len(ids) == MANY
    assert {one[0] for one in drawn} == {"7"}
    assert {one[4] for one in drawn} == set("89ab")
    for place in {*range(1, 20)} - {4}:
        assert {one[place] for one in drawn} == set("0123456789abcdef")
