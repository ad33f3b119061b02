"""A number must be told of what the prose says it is of, and a value of the thing that has it."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def greenhouse() -> lifelike.Document:
    """Two greenhouses of one kind, two jobs of one queue, and rules for three plans."""
    return lifelike.document(
        plan="grower",
        entities=(
            {
                "type": "house",
                "id": "house-east-1",
                "description": "Orchids",
                "status": "online",
                "metadata": {
                    "sensors": 42,
                    "humidityPercent": 71,
                    "firmware": "4.1.0",
                    "waterings": 6,
                },
            },
            {
                "type": "house",
                "id": "house-west-2",
                "description": "Tomatoes",
                "status": "verified",
                "metadata": {"sensors": 17, "humidityPercent": 55, "firmware": "4.2.3"},
            },
        ),
        limits=({"limit": "valves", "current": 90, "max": 120},),
        jobs=(
            {
                "jobId": "job_501",
                "queue": "house_backup",
                "status": "failed",
                "errorCode": "PUMP_TIMEOUT",
                "createdAt": "2026-02-20T08:10:00.000Z",
                "updatedAt": "2026-02-20T08:31:00.000Z",
            },
            {
                "jobId": "job_502",
                "queue": "house_backup",
                "status": "failed",
                "errorCode": "VALVE_STUCK",
                "createdAt": "2026-02-20T09:40:00.000Z",
                "updatedAt": "2026-02-20T09:41:00.000Z",
            },
            {
                "jobId": "job_503",
                "queue": "restore",
                "status": "queued",
                "createdAt": "2026-02-20T09:50:00.000Z",
                "updatedAt": "2026-02-20T09:50:00.000Z",
            },
        ),
        docs=(
            {
                "id": "doc_water",
                "title": "Watering",
                "content": "Tanks can be drained once every 6 hours. A schedule holds 24 slots. "
                "Reports go out at 07:00 UTC every day. What was removed is kept for 72 hours. "
                "A stuck valve is moved again up to 4 times.",
                "category": "guide",
            },
        ),
        rules={
            "valves": {"hobby": 10, "grower": 120, "estate": 900},
            "cameras": {"hobby": 1, "grower": 8, "estate": 64},
            "historyDays": {"hobby": 1, "grower": 30, "estate": 365},
            "alarmDelaySeconds": 300,
        },
        catalogue=(),
    )


def failed_claims(prose: str, document: dict[str, JSON] | None = None) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=document or greenhouse(), conversation=()).claims_failed


TOLD_OF_OTHERS = [
    ("A schedule has 24 slots.", "A schedule has 17 slots."),
    ("You use 90 valves.", "You use 42 valves."),
    ("You can add 30 more valves.", "You can add 50 more valves."),
    ("A stuck valve is moved at most four times.", "A stuck valve is moved at most five times."),
    ("You can add thirty more valves.", "You can still add twenty more valves."),
    ("The alarm is raised after a delay of 300 seconds.", "The alarm delay is 6 hours."),
    ("Tanks can be drained once every 6 hours.", "Tanks can be drained once every 21 minutes."),
    ("Tanks can be drained once every 6 hours.", "Tanks can be drained once every 24 hours."),
    ("The house is at 42 °C.", "The house is at 43 °C."),
    ("La casa está a 300 °C.", "La casa está a 310 °C."),
    ("There are two separate errors.", "There are three separate errors."),
    (
        "There are two problems:\n- the pump\n- the valve",
        "There are three problems:\n- the pump\n- the valve",
    ),
]
OF_A_NEIGHBOUR = [
    ("`job_501` failed with `PUMP_TIMEOUT`.", "`job_501` failed with `VALVE_STUCK`."),
    ("`job_502` was started at 09:40 UTC.", "`job_502` was started at 08:10 UTC."),
    (
        "`job_501` failed at 08:31 UTC and hasn't been repeated.",
        "`job_501` failed at 09:41 UTC and hasn't been repeated.",
    ),
    ("`house-east-1` runs 4.1.0.", "`house-east-1` runs 4.2.3."),
    ("`house-west-2` runs 4.2.3.", "`house-west-2` reports `VALVE_STUCK`."),
    ("Orchids has 42 sensors.", "Orchids has 17 sensors."),
    ("Orchids was watered 6 times.", "Orchids was watered 17 times."),
    ("`house-west-2` is fine. It has 17 sensors.", "`house-west-2` is fine. It has 42 sensors."),
    (
        "`house-east-1` is at 71% humidity and `house-west-2` at 55%.",
        "`house-east-1` is at 55% humidity and `house-west-2` at 71%.",
    ),
    (
        "`PUMP_TIMEOUT` stopped `job_501` and `VALVE_STUCK` stopped `job_502`.",
        "`job_501` (`VALVE_STUCK`) and `job_502` (`PUMP_TIMEOUT`) failed.",
    ),
]
OF_A_PLAN = [
    ("On Estate it's 900 valves.", "On Estate it's 950 valves."),
    (
        "Estate has 900 valves, 365 days of history and 64 cameras.",
        "Estate has 900 valves, 365 days of history and 72 cameras.",
    ),
    (
        "History is kept for 30 days on Grower and 365 days on Estate.",
        "History is kept for 30 days on Grower and 300 days on Estate.",
    ),
    ("Grower allows 8 cameras.", "Grower allows 10 cameras."),
    (
        "Estate has 64 cameras, Grower 8 and Hobby 1.",
        "Estate has 64 cameras, Grower 8 and Hobby 3.",
    ),
    ("It's 900 valves on Estate.", "It's 900 valves on Enterprise."),
    ("You are on the plan Grower.", "You are on the plan Estate."),
    ("Ihr Tarif ist Grower.", "Ihr Tarif ist Estate."),
]
CONCLUDED = [
    (
        "It started at 08:10 UTC and stopped at 08:31 UTC, so after about 21 minutes.",
        "It started at 08:10 UTC and stopped at 08:31 UTC, so after about 35 minutes.",
    ),
    ("You use 90 of 120 valves, that's 75%.", "You use 90 of 120 valves, that's 85%."),
]
RECKONED = [
    (
        "Your 900 valves would be split into two houses of 450 valves.",
        "Your 900 valves would be split into two houses of 460 valves.",
    ),
    (
        "Humidity is at 71%, and 71% of 365 days would be 259 days.",
        "Humidity is at 71%, and 71% of 365 days would be 279 days.",
    ),
    (
        "If you added 17 valves, you'd have 107 of 120.",
        "If you added 17 valves, you'd have 108 of 120.",
    ),
    (
        "From 365 days to 30 days you'd lose 335 days.",
        "From 365 days to 30 days you'd lose 345 days.",
    ),
]
STATES = [
    ("The restore to east (`job_503`) is queued.", "The restore to east (`job_503`) is running."),
    ("`house-east-1` is online.", "`house-east-1` is down."),
    ("`house-east-1` is fine. It's online.", "`house-east-1` is fine. It's offline."),
    ("`house-west-2` is verified.", "`house-west-2` is pending."),
]


@pytest.mark.parametrize(
    ("true", "false"),
    [*TOLD_OF_OTHERS, *OF_A_NEIGHBOUR, *OF_A_PLAN, *CONCLUDED, *RECKONED, *STATES],
)
def test_what_is_said_of_one_thing_is_not_borne_out_by_another(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false)


@pytest.mark.parametrize(
    "prose",
    [
        "Split the schedule into batches of 12 slots.",
        "The next report is due tomorrow, February 21, at 07:00 UTC.",
        "The backup of `house-west-2` was made at 09:41 UTC.",
        "Two jobs failed: `job_501` at 08:31 UTC and `job_502` at 09:41 UTC.",
        "The one before `job_502` failed at 08:31 UTC.",
        "`POST /houses/house-east-1/open` was answered: `VALVE_STUCK`.",
        "`job_503` has been queued since 09:50 UTC, i.e. for about 15 minutes.",
        "It may be more than one thing:\n- the pump\n- the valve",
        "You have 90 valves, which is 30 below the limit.",
        "Any team member can open a valve.",
        "I read the history of the last 72 hours: no valve stuck.",
    ],
)
def test_what_is_supposed_computed_or_told_of_something_else_is_let_through(prose: str):
    assert failed_claims(prose) == ()


@pytest.mark.parametrize(
    "prose",
    ["5 valves " * 4_000, "1 a:\n- b\n" * 4_000, "a-" * 20_000, "job_501 08:10, " * 4_000],
)
def test_the_time_it_takes_grows_with_the_length_alone(prose: str):
    assert isinstance(failed_claims(prose), tuple)
