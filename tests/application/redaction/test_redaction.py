"""Redacting documents and texts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.redaction import JSON, Removal, redact, redact_text


def test_a_clean_document_comes_back_as_it_was():
    document: JSON = {
        "errorCode": "E1234",
        "limit": {"current": 52428800, "max": 5.5},
        "ok": [True, None],
    }
    assert redact(document) == (document, [])


def test_the_argument_is_not_changed():
    document: JSON = {"user": {"email": "jane@example.com"}, "log": ["password=hunter2"]}
    before = json.dumps(document)
    redact(document)
    assert json.dumps(document) == before


def test_a_removal_names_place_and_rule_and_never_the_value():
    _, removals = redact({"logs": [{"text": "a@b.example from 10.1.2.3, then c@d.example"}]})
    assert removals == [Removal("/logs/0/text", "email"), Removal("/logs/0/text", "ip")]


def test_a_pointer_escapes_strokes_and_tildes():
    assert redact({"a/b": {"c~d": "jane@example.com"}})[1] == [Removal("/a~1b/c~0d", "email")]


def test_a_key_is_redacted_and_the_pointer_goes_by_the_redacted_key():
    result, removals = redact({"jane@example.com": {"email": "joe@example.com"}})
    assert result == {"[email]": {"email": "[email#2]"}}
    assert removals == [Removal("/[email]", "email"), Removal("/[email]/email", "email")]


def test_two_keys_that_become_the_same_stay_two():
    result, _ = redact({"a@b.example": 1, "c@d.example": 2, "[email]": 3, "x": 4})
    assert result == {"[email#2]": 1, "[email#3]": 2, "[email]": 3, "x": 4}


def test_the_same_address_has_the_same_mark_all_over_a_document():
    document: JSON = {
        "profile": {"email": "jane@example.com", "phone": "+49 30 901820"},
        "log": "mail to joe@example.com for Jane@Example.com from 10.1.2.3 and 10.1.2.4",
        "body": json.dumps({"cc": "joe@example.com", "call": "0049 30 901820"}),
        "page": "/invite?to=jane%40example.com",
    }
    assert redact(document)[0] == {
        "profile": {"email": "[email]", "phone": "[phone]"},
        "log": "mail to [email#2] for [email] from [ip] and [ip#2]",
        "body": '{"cc": "[email#2]", "call": "[phone]"}',
        "page": "/invite?to=[email]",
    }


def test_every_document_counts_for_itself():
    redact("jane@example.com")
    assert redact_text("joe@example.com") == "[email]"


def test_secrets_and_names_have_no_numbers():
    document: JSON = {
        "password": "hunter22",
        "passwd": "hunter33",
        "user": {"name": "Jane"},
        "owner": {"name": "Joe"},
    }
    assert redact(document)[0] == {
        "password": "[secret:password]",
        "passwd": "[secret:password]",
        "user": {"name": "[name]"},
        "owner": {"name": "[name]"},
    }


def test_more_addresses_than_can_be_told_apart_share_the_last_mark():
    result, _ = redact([f"user{number}@example.com" for number in range(1002)])
    assert isinstance(result, list)
    assert result[0] == "[email]"
    assert result[998:] == ["[email#999]", "[email#999+]", "[email#999+]", "[email#999+]"]
    assert redact(result) == (result, [])


def test_a_top_level_string_has_the_empty_pointer():
    assert redact("jane@example.com") == ("[email]", [Removal("", "email")])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("requestId", "jane@example.com"),
        ("jobId", "sk" + "_live_" + "a1B2c3D4e5F6g7H8i9J0"),
        ("resourceId", "ey" + "JhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"),
        ("id", "postgres://app:hunter2@db/app"),
        ("errorCode", "gh" + "p_a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"),
        ("ts", "call +49 30 901820"),
        ("requestId", "10.1.2.3"),
        ("orderId", "4242-4242-4242-4242"),
    ],
)
def test_a_secret_that_poses_as_an_id_a_code_or_a_time_is_removed(key: str, value: str):
    result, removals = redact({key: value})
    assert removals
    assert result != {key: value}


def test_a_run_of_digits_is_a_card_or_an_order_number_by_its_field():
    assert redact({"orderNumber": "4242424242424242"})[1] == []
    assert redact({"orderId": 4242424242424242, "amount": 4242424242424242})[1] == []
    assert redact({"memo": "4242424242424242"})[0] == {"memo": "[card]"}
    assert redact({"memo": 4242424242424242})[0] == {"memo": "[card]"}
    assert redact({"memo": 4242424242424241})[1] == []


def test_four_numbers_with_dots_are_a_version_or_an_address_by_what_says_so():
    assert redact({"version": "10.4.2.1", "note": "since version 10.4.2.1"})[1] == []
    assert redact({"peer": "10.4.2.1"})[0] == {"peer": "[ip]"}


def test_numbers_and_flags_under_telling_names_are_kept_unless_they_can_be_secrets():
    kept: JSON = {
        "hasPassword": True,
        "token": None,
        "tokens": 15234,
        "secretCount": 3,
        "pin": False,
    }
    assert redact(kept)[1] == []
    assert redact({"pin": 4821, "password": 123456})[0] == {
        "pin": "[secret:pin]",
        "password": "[secret:password]",
    }


def test_the_name_of_a_person_goes_and_the_name_of_a_file_stays():
    document: JSON = {
        "user": {"name": "Jane Roe"},
        "file": {"name": "Report", "size": 3},
        "owner": {"name": "Joe", "id": "usr_1"},
    }
    assert redact(document)[0] == {
        "user": {"name": "[name]"},
        "file": {"name": "Report", "size": 3},
        "owner": {"name": "[name]", "id": "usr_1"},
    }


def test_a_full_name_that_a_field_told_goes_wherever_else_it_stands():
    document: JSON = {
        "profile": {"fullName": "Jane Roe"},
        "log": "Jane Roe invited Jane Roebuck",
        "body": '{"by": "Jane Roe"}',
        "file": "jane-roe.pdf",
    }
    assert redact(document) == (
        {
            "profile": {"fullName": "[name]"},
            "log": "[name] invited Jane Roebuck",
            "body": '{"by": "[name]"}',
            "file": "jane-roe.pdf",
        },
        [Removal("/profile/fullName", "name"), Removal("/log", "name"), Removal("/body", "name")],
    )


def test_a_city_goes_beside_a_street_and_stays_by_itself():
    assert redact({"city": "Bonn", "street": "Am Hof 1"})[0] == {
        "city": "[address]",
        "street": "[address]",
    }
    assert redact({"city": "Bonn", "region": "eu"})[1] == []


def test_an_address_goes_but_for_its_country():
    document: JSON = {"address": {"city": "Bonn", "country": "DE", "zip": "53111", "extra": "c/o"}}
    assert redact(document)[0] == {
        "address": {"city": "[address]", "country": "DE", "zip": "[address]", "extra": "[address]"}
    }


def test_a_name_goes_on_in_the_names_of_the_fields_inside():
    codes: JSON = ["9f3k-22lm", "ab7q-91xz"]
    assert redact({"recovery": {"codes": codes}})[0] == {
        "recovery": {"codes": ["[secret:pin]"] * 2}
    }
    kept: JSON = [codes, {"recovery": {"codes": {"left": 3}}}, {"failure": {"codes": codes}}]
    assert redact(kept) == (kept, [])


def test_the_time_of_a_signature_and_how_a_cookie_is_kept_stay():
    signed = f"t=1763800412,v1={'0123456789abcdef' * 4}"
    cookie = "sid=a8f2; Path=/; Expires=Wed, 25 Nov 2026 07:28:00 GMT; HttpOnly"
    result, _ = redact({"Stripe-Signature": signed, "Set-Cookie": cookie})
    assert result == {
        "Stripe-Signature": "t=1763800412,[secret:token]",
        "Set-Cookie": "[secret:cookie]; Path=/; Expires=Wed, 25 Nov 2026 07:28:00 GMT; HttpOnly",
    }
    assert redact(result) == (result, [])


def test_where_a_list_goes_on_is_no_secret():
    document: JSON = {"nextPageToken": "c2s9", "continuationToken": "14-0", "algorithm": "HMAC-1"}
    assert redact(document) == (document, [])


def test_json_in_a_string_is_redacted_field_by_field_and_otherwise_kept_to_the_letter():
    text = '{"requestId": "4242424242424242", "email": "a@b.example", "amount": 10.00, "n": 1e5}'
    assert redact_text(text) == text.replace("a@b.example", "[email]")
    compact = '{"a":"a@b.example","b":[1.50,{"password":"x1y2"}]}'
    assert redact_text(compact) == '{"a":"[email]","b":[1.50,{"password":"[secret:password]"}]}'


def test_json_in_json_in_a_string_is_redacted():
    inner = json.dumps({"password": "hunter22", "size": 5})
    text = json.dumps({"payload": inner})
    assert redact(text) == (
        text.replace("hunter22", "[secret:password]"),
        [Removal("", "secret:password")],
    )


def test_json_with_a_member_twice_loses_neither():
    assert redact_text('{"a": "a@b.example", "a": 2}') == '{"a": "[email]", "a": 2}'


def test_an_authorization_header_keeps_its_scheme():
    result, _ = redact({"headers": {"Authorization": "Bearer abc123def456", "accept": "*/*"}})
    assert result == {"headers": {"Authorization": "Bearer [secret:bearer]", "accept": "*/*"}}


def test_what_tells_itself_keeps_its_more_telling_mark_under_a_telling_name():
    key = "sk" + "_live_" + "a1B2c3D4e5F6g7H8i9J0"
    assert redact({"apiKey": key})[0] == {"apiKey": "[secret:stripe]"}


@pytest.mark.parametrize(
    "document",
    [
        {"name": "Authorization", "value": "Bearer s3cretvalue"},
        {"key": "password", "value": "s3cretvalue"},
        {"header": "X-Api-Key", "values": ["s3cretvalue"]},
        ["deploy", "--password", "s3cretvalue"],
        ["curl", "-u", "bob:s3cretvalue"],
        ["Host", "acme.example", "Authorization", "s3cretvalue"],
        [["cookie", "s3cretvalue"]],
        ["-----BEGIN PRIVATE " + "KEY-----", "s3cretvalue", "-----END PRIVATE " + "KEY-----"],
        {"credentials": {"value": "s3cretvalue"}},
        {"session": {"id": "s3cretvalue"}},
        {"tokens": ["s3cretvalue"]},
        ["mysql", "-h", "db1", "-uroot", "-ps3cretvalue", "main"],
        ["docker", "login", "-u", "x", "-p", "s3cretvalue"],
        {"attribute": "password", "from": "s3cretvalue", "to": "s3cretvalue"},
    ],
)
def test_a_secret_that_only_its_neighbour_tells_is_removed(document: JSON):
    result, removals = redact(document)
    assert "s3cretvalue" not in json.dumps(result)
    assert removals


def test_a_key_cut_in_two_is_removed_from_both_fields():
    key = "gh" + "p_a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8"
    result, removals = redact({"first": "got " + key[:15], "second": key[15:] + " back"})
    assert result == {"first": "got [secret:github]", "second": "[secret:github] back"}
    assert [removal.pointer for removal in removals] == ["/first", "/second"]


def test_the_rest_of_a_key_that_was_whole_enough_goes_from_the_next_item():
    key = "sk" + "_live_a1B2c3D4e5F6g7H8i9J0"
    assert redact(["got " + key, "k1L2m3N4o5P6q7 back"])[0] == [
        "got [secret:stripe]",
        "[secret:key] back",
    ]
    assert redact({"part1": key, "part2": "k1L2m3N4o5P6q7"})[0] == {
        "part1": "[secret:stripe]",
        "part2": "[secret:key]",
    }
    document: JSON = [key, "req_k1L2m3N4o5P6q7", "UPLOAD_TOO_LARGE"]
    assert redact(document)[0] == ["[secret:stripe]", "req_k1L2m3N4o5P6q7", "UPLOAD_TOO_LARGE"]
    assert redact({"key": key, "build": "k1L2m3N4o5"})[0] == {
        "key": "[secret:stripe]",
        "build": "k1L2m3N4o5",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("jane\u200b@example.com", "[email]"),
        ("\uff14\uff12\uff14\uff12 4242 4242 4242", "[card]"),
        ("to=jane%40example.com&n=1", "to=[email]&n=1"),
        ("jane&#64;example.com", "[email]"),
        ("jane%2540example.com", "[email]"),
        ("\u0440assword=hunter22", "\u0440assword=[secret:password]"),
        (
            "caf\u00e9 na\u00efve 50\u00a0MB \u2013 fine",
            "caf\u00e9 na\u00efve 50\u00a0MB \u2013 fine",
        ),
    ],
)
def test_a_disguise_does_not_help_and_the_rest_of_the_text_stays_as_written(
    before: str, after: str
):
    assert redact_text(before) == after


def test_a_lone_surrogate_does_no_harm():
    assert redact_text("\ud800 jane@example.com") == "\ud800 [email]"


_SCRAPS = st.sampled_from(
    """jane@example.com 4242424242424242 +4930901820 password= token: Bearer 10.1.2.3 sk_live_ eyJ
    https://bob:pw@host/x?sig=a1b2c3d4 "" ' \\ { } [ ] [email] [secret:jwt] [secret: #2] = : & ; ,
    @ . id= requestId 078-05-1120 -----BEGIN %40 &#64; db.internal DE89370400440532013000
    --password -u
    abcdefABCDEF0123456789abcdefABCDEF01 \n\t \u200b \uff14 ghp_ name: cookie:""".split(" ")
)
_TEXTS = st.one_of(
    st.text(), st.lists(_SCRAPS, max_size=12).map("".join), st.lists(_SCRAPS).map(" ".join)
)
_KEYS = st.one_of(
    st.sampled_from(
        "password name email id token value key user address code pin headers ts".split()
    ),
    _TEXTS,
)
_DOCUMENTS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _TEXTS),
    lambda children: st.one_of(st.lists(children), st.dictionaries(_KEYS, children)),
    max_leaves=12,
)


@given(_TEXTS)
def test_redacting_a_text_twice_is_redacting_it_once(text: str):
    once = redact_text(text)
    assert redact_text(once) == once


@given(_DOCUMENTS)
def test_redacting_a_document_twice_is_redacting_it_once(document: JSON):
    once, _ = redact(document)
    assert redact(once) == (once, [])


@given(_DOCUMENTS)
def test_every_pointer_leads_to_a_place_in_the_result(document: JSON):
    result, removals = redact(document)
    assert len(set(removals)) == len(removals)
    for removal in removals:
        place = result
        for part in removal.pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if isinstance(place, list):
                place = place[int(name)]
            else:
                assert isinstance(place, dict)
                place = place[name]
