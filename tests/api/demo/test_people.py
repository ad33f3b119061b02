"""The demo's users are lifelike: each has its trouble, and their hosts let things slip."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import api.demo
from api.demo.people import PEOPLE, Person
from application.redaction import redact
from tests.api.demo.conftest import Pinewell

BY_ID = {person.user_id: person for person in PEOPLE}
TROUBLES = {
    "usr_maya": ("UPLOAD_TOO_LARGE",),
    "usr_jonas": ("EXPORT_TIMEOUT",),
    "usr_priya": ("PERMISSION_DENIED",),
    "usr_sam": ("STORAGE_UNAVAILABLE",),
    "usr_omar": ("SEAT_LIMIT_REACHED", "PAYMENT_CARD_DECLINED"),
    "usr_lena": (),
}
everybody = pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.user_id)


def test_every_user_has_another_trouble():
    assert {person.user_id: person.error_codes for person in PEOPLE} == TROUBLES


@everybody
async def test_the_screen_shows_the_trouble_and_the_catalogue_explains_it(
    pinewell: Pinewell, person: Person
):
    told = await pinewell.tell_all(person.user_id)
    catalogue = {entry["errorCode"]: entry for entry in told["business-rules"]["errorCatalog"]}
    shown = told["user-state"]["activeErrors"]
    assert tuple(error["errorCode"] for error in shown) == person.error_codes
    for error in shown:
        entry = catalogue[error["errorCode"]]
        for fact in ("errorClass", "retryable", "userActionable"):
            assert error[fact] == entry[fact]
    for row in (*told["user-logs"]["errors"], *told["user-logs"]["jobs"]):
        assert row.get("errorCode") in {None, *catalogue}


async def test_mayas_upload_is_over_the_limit_that_the_rules_give_her_plan(pinewell: Pinewell):
    told = await pinewell.tell_all("usr_maya")
    [limit] = told["user-state"]["limitsReached"]
    plan = told["business-rules"]["rules"]["plans"][told["user-state"]["plan"]]
    assert plan["uploadMaxBytes"] == limit["max"] == 52_428_800 < limit["current"]
    refused = [row for row in told["user-logs"]["recentRequests"] if row["httpStatus"] >= 400]
    assert {(row["route"], row["httpStatus"]) for row in refused} == {("POST /api/files", 413)}


async def test_jonass_job_failed_while_rendering_after_three_attempts(pinewell: Pinewell):
    told = await pinewell.tell_all("usr_jonas")
    [job] = [job for job in told["user-logs"]["jobs"] if job["status"] == "failed"]
    assert (job["errorCode"], job["lastStage"]) == ("EXPORT_TIMEOUT", "rendering")
    [export] = [row for row in told["user-state"]["entities"] if row["status"] == "failed"]
    assert (export["metadata"]["jobId"], export["metadata"]["attempts"]) == (job["jobId"], 3)
    attempts = [row for row in told["user-logs"]["errors"] if row["route"].startswith("worker ")]
    assert len(attempts) == 3


async def test_sams_incident_stands_in_the_changelog_of_his_region(pinewell: Pinewell):
    told = await pinewell.tell_all("usr_sam")
    incident = told["business-rules"]["changelog"][0]
    [workspace] = [row for row in told["user-state"]["entities"] if row["type"] == "workspace"]
    assert workspace["metadata"]["region"] in incident["summary"]
    assert {
        row["httpStatus"] for row in told["user-logs"]["recentRequests"] if "errorCode" in row
    } == {503}


async def test_nothing_at_all_is_wrong_with_lena(pinewell: Pinewell):
    told = await pinewell.tell_all("usr_lena")
    assert told["user-state"]["activeErrors"] == told["user-state"]["limitsReached"] == []
    assert told["user-logs"]["errors"] == []
    assert all(row["httpStatus"] < 400 for row in told["user-logs"]["recentRequests"])
    assert {job["status"] for job in told["user-logs"]["jobs"]} == {"succeeded"}


@everybody
async def test_there_is_as_much_as_in_real_life(pinewell: Pinewell, person: Person):
    told = await pinewell.tell_all(person.user_id)
    assert 20 <= len(told["user-history"]["events"]) <= 60
    assert 30 <= len(told["user-logs"]["recentRequests"]) <= 80
    assert len(told["user-logs"]["jobs"]) >= 3
    assert len(told["user-state"]["entities"]) >= 4
    assert len(told["business-rules"]["errorCatalog"]) >= 12
    assert len(told["business-rules"]["docs"]) >= 8


@everybody
async def test_what_hangs_together_is_named_alike(pinewell: Pinewell, person: Person):
    told = await pinewell.tell_all(person.user_id)
    requests = [row["requestId"] for row in told["user-logs"]["recentRequests"]]
    assert len(requests) == len(set(requests))
    for event in told["user-history"]["events"]:
        assert event.get("correlationRequestId") in {None, *requests}
    for kind, at in (("events", "user-history"), ("recentRequests", "user-logs")):
        times = [row["ts"] for row in told[at][kind]]
        assert times == sorted(times)


SLIPS = {
    "usr_maya": r"tom\.aldous@riverside\.example",
    "usr_jonas": r"postgres://\w+:\w+@10\.20\.4\.17",
    "usr_priya": r"access_token=eyJ[\w-]+\.[\w-]+\.[\w-]+",
    "usr_sam": r"AKIA[A-Z2-7]{16}",
    "usr_omar": r"4242 4242 4242 4242",
    "usr_lena": r"lena\.fischer@north-college\.example",
}


@everybody
async def test_what_the_host_lets_slip_is_gone_after_redaction(pinewell: Pinewell, person: Person):
    told = await pinewell.tell_all(person.user_id)
    slip = re.compile(SLIPS[person.user_id])
    assert slip.search(json.dumps(told))
    redacted, _ = redact(told)
    text = json.dumps(redacted)
    for gone in (slip, re.compile(re.escape(person.email)), re.compile(r"\b10\.31\.7\.4\b")):
        assert not gone.search(text)


@everybody
async def test_what_a_diagnosis_needs_is_there_after_redaction(pinewell: Pinewell, person: Person):
    told: dict[str, Any] = await pinewell.tell_all(person.user_id)
    redacted, _ = redact(told)
    assert isinstance(redacted, dict)
    for endpoint, kind in (
        ("user-state", "activeErrors"),
        ("user-state", "limitsReached"),
        ("user-logs", "jobs"),
        ("user-logs", "errors"),
        ("business-rules", "errorCatalog"),
        ("business-rules", "rules"),
        ("business-rules", "docs"),
        ("business-rules", "changelog"),
    ):
        part = redacted[endpoint]
        assert isinstance(part, dict)
        assert part[kind] == told[endpoint][kind]


def test_the_source_holds_nothing_that_looks_like_a_credential():
    looks = re.compile(r"AKIA[A-Z0-9]{4}|eyJ[\w-]{8}|://[^/\s:@]+:[^/\s:@]+@|-----BEGIN")
    for file in Path(api.demo.__path__[0]).rglob("*.py"):
        assert not looks.search(file.read_text(encoding="utf-8")), file
