"""A true sentence gets through, and the false one beside it is named, in seven languages."""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def nearly_full() -> lifelike.Document:
    """A Team user whose storage is nearly full, and whose import had too many rows."""
    found = lifelike.document(
        plan="team",
        entities=(
            {
                "type": "workspace",
                "id": "ws_22",
                "status": "active",
                "metadata": {"seatsUsed": 14, "seatsQuota": 20},
            },
            {"type": "dataset", "id": "ds_501", "status": "stale", "metadata": {"rows": 7200}},
        ),
        limits=(
            {"limit": "storageGb", "current": 93.6, "max": 100},
            {"limit": "importRows", "current": 7200, "max": 5000},
            {"limit": "apiCallsPerDay", "current": 9000, "max": 10000},
        ),
        requests=(
            lifelike.request(
                "2026-01-08T15:02:11.000Z", "GET /v2/datasets", 429, "req_17", code="RATE_LIMITED"
            ),
            lifelike.request("2026-01-08T20:47:30.000Z", "POST /v2/imports", 422, "req_91"),
        ),
        jobs=(
            {
                "jobId": "job_70",
                "queue": "imports",
                "status": "failed",
                "errorCode": "IMPORT_ROW_LIMIT",
                "lastStage": "parsing",
                "createdAt": "2026-01-08T20:46:00.000Z",
                "updatedAt": "2026-01-08T20:47:30.000Z",
                "durationMs": 90000,
            },
            {
                "jobId": "job_71",
                "queue": "reports",
                "status": "running",
                "createdAt": "2026-01-09T06:00:00.000Z",
                "updatedAt": "2026-01-09T07:20:00.000Z",
            },
        ),
        docs=(
            {
                "id": "doc_keep",
                "title": "Retention",
                "content": "Deleted datasets are kept for 90 days. "
                "Support answers within 2 business days, Monday to Friday, from 9:00 to 17:00. "
                "Reports are made by kit:3.13.",
                "category": "guide",
            },
        ),
        rules={
            "importRows": {"free": 1000, "team": 5000, "scale": 250000},
            "storageGb": {"free": 5, "team": 100, "scale": 2000},
            "maxSeats": {"free": 3, "team": 20, "scale": 500},
            "film": {"free": "720p", "team": "1080p", "scale": "2160p"},
            "monthlyPriceUsd": {"free": 0, "team": 29, "scale": 25},
        },
        catalogue=(),
    )
    meta = found["meta"]
    assert isinstance(meta, dict)
    return {**found, "meta": {**meta, "createdAt": "2026-01-09T08:00:00.000Z"}}


SNAPSHOT: dict[str, JSON] = nearly_full()


def failed_claims(prose: str, *said: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=SNAPSHOT, conversation=said).claims_failed


TIMES = [
    ("It failed at 8.47 pm.", "It failed at 9.47 pm."),
    ("It failed around 9 o'clock in the evening.", "It failed around 11 o'clock."),
    ("Um 20.47 Uhr brach der Import ab.", "Um 20.57 Uhr brach der Import ab."),
    ("Um 20 Uhr lief er noch nicht.", "Um 22 Uhr brach er ab."),
    ("Am 08.01. brach der Import ab.", "Am 09.02. brach der Import ab."),
    ("L'import a \u00e9chou\u00e9 \u00e0 20h47.", "L'import a \u00e9chou\u00e9 \u00e0 20h57."),
    ("L'erreur date du 08/01, vers 15 h.", "L'erreur date du 08/02, vers 15 h."),
    ("Entre 20h46 et 20 h 47, il a tourn\u00e9.", "Entre 20h46 et 20 h 57, il a tourn\u00e9."),
    ("Fall\u00f3 el 8 de enero a las 20.47.", "Fall\u00f3 el 9 de febrero a las 20.47."),
    ("Falhou em 8 de janeiro, \u00e0s 20h47.", "Falhou em 9 de fevereiro, \u00e0s 20h47."),
    ("\u00c8 fallita l'8 gennaio alle 20.47.", "\u00c8 fallita l'8 marzo alle 20.47."),
    ("Het mislukte op 8 januari om 20.47 uur.", "Het mislukte op 9 maart om 20.47 uur."),
    ("Reports are made by `kit:3.13`.", "Reports are made by `kit:3.14`."),
    ("As for job_71 and job_70 (IMPORT_ROW_LIMIT)", "As for job_70: job_71 (IMPORT_ROW_LIMIT)"),
    ("See job_70 and job_71 (IMPORT_ROW_LIMIT).", "See job_71 (IMPORT_ROW_LIMIT)."),
    ("It failed 11 hours ago.", "It failed 3 hours ago."),
    ("Hace 11 horas fall\u00f3.", "Hace 3 horas fall\u00f3."),
    ("C'\u00e9tait il y a 11 heures.", "C'\u00e9tait il y a 3 heures."),
    ("\u00c8 fallito 11 ore fa.", "\u00c8 fallito 3 ore fa."),
    ("Het mislukte 11 uur geleden.", "Het mislukte 3 uur geleden."),
]
WEEKDAYS = [
    ("It stopped on Friday.", "It stopped on Tuesday."),
    ("It has been stopped since Friday.", "It has been stopped since last Tuesday."),
    ("If it is not done, I can look again on Tuesday.", "It runs every Tuesday."),
    ("It will be tried again on Sunday.", "It last ran on Sunday."),
    ("On Thursday, 8 January 2026, it failed.", "On Monday, 8 January 2026, it failed."),
    ("It failed on Thu 2026-01-08.", "It failed on Fri 2026-01-08."),
    ("It was January 8 (a Thursday).", "It was January 8 (a Tuesday)."),
    ("At 20:47 on Thursday it failed.", "At 20:47 on Friday it failed."),
    ("Am Donnerstag, den 8. Januar, brach es ab.", "Am Freitag, den 8. Januar, brach es ab."),
    ("Am Donnerstag um 20:47 Uhr brach es ab.", "Am Montag um 20:47 Uhr brach es ab."),
    ("Le jeudi 8 janvier, \u00e0 15h02.", "Le lundi 8 janvier, \u00e0 15h02."),
    ("El jueves 8 de enero de 2026.", "El martes 8 de enero de 2026."),
    ("Na quinta-feira, 8 de janeiro.", "Na sexta-feira, 8 de janeiro."),
    ("Gioved\u00ec 8 gennaio 2026.", "Luned\u00ec 8 gennaio 2026."),
    ("Op donderdag 8 januari 2026.", "Op maandag 8 januari 2026."),
    ("Support answers Monday to Friday, from 9:00.", "It failed on Sunday at 20:47."),
]
LENGTHS = [
    ("It ran for 1m30s.", "It ran for 2m30s."),
    ("It ran for 1 min 30 s.", "It ran for 1 min 45 s."),
    ("The report has run for 1h20m.", "The report has run for 2h20m."),
    ("It has lasted 1h20.", "It has lasted 1h40."),
    ("Er lief 1 Minute und 30 Sekunden.", "Er lief 2 Minuten und 30 Sekunden."),
    ("Il a dur\u00e9 1 minute et 30 secondes.", "Il a dur\u00e9 3 minutes et 30 secondes."),
    ("De taak duurde 1 minuut en 30 seconden.", "De taak duurde 4 uur."),
    ("An answer takes 2 business days.", "An answer takes 4 business days."),
    ("Os dados ficam 90 dias.", "Os dados ficam 60 dias."),
    ("I dati restano 90 giorni.", "I dati restano 6 mesi."),
    ("It ran for 80m.", "It ran for 20m."),
    ("It ran for one and a half minutes.", "It ran for three and a half minutes."),
    ("It ran for 1 and a half minutes.", "It ran for 4 and a half minutes."),
    ("Deleted datasets are kept for 90 days.", "Deleted datasets are kept for 2 business days."),
]
NUMBERS = [
    ("You may import 5,000 rows.", "You may import 6,000 rows."),
    ("Erlaubt sind 5.000 Zeilen.", "Erlaubt sind 6.000 Zeilen."),
    ("Su archivo tiene 7.200 filas.", "Su archivo tiene 8.200 filas."),
    ("Il y a 7 200 lignes.", "Il y a 8 200 lignes."),
    ("9.000 von 10.000 Aufrufen", "9.500 von 10.000 Aufrufen"),
    ("2.200 rijen te veel.", "3.200 rijen te veel."),
    ("You have 6.4 GB left.", "You have 6.9 GB left."),
    ("90 % of your quota is used.", "80 % of your quota is used."),
    ("70 % of the seats are taken.", "75 % of the seats are taken."),
    ("6 of 20 seats are free.", "9 of 20 seats are free."),
    ("The request was limited (429).", "The request was limited (431)."),
    ("About 94% of your storage is used.", "About 60% of your storage is used."),
    ("You can add 6 members.", "You can add 16 members."),
    ("It is 1.44 times the limit.", "It is 2.44 times the limit."),
    ("It is about one and a half times the limit.", "It is twice the limit."),
]
KINDS = [
    ("Job job_70 failed.", "Job req_91 failed."),
    ("The request req_91 failed.", "The request job_70 failed."),
    ("See dataset ds_501 (request req_91).", "See project job_70."),
    ("Der Auftrag job_70 brach ab.", "Die Anfrage job_70 brach ab."),
    ("La requ\u00eate req_17.", "La t\u00e2che req_17."),
]
PLANS = [
    ("Your Team plan allows 5,000 rows.", "Your Team plan allows 250,000 rows."),
    ("Scale allows 250,000 rows.", "Scale allows 5,000 rows."),
    ("Your plan (Team) has 100 GB.", "Your plan (Team) has 2000 GB."),
    ("Your limit is 5,000 rows.", "Your limit is 250,000 rows."),
    ("On Free, the limit is 1,000 rows.", "On Free, the limit is 5,000 rows."),
    ("Your limit could be 250,000 rows.", "With Free you could import 5,000 rows."),
    ("Your plan has 20 seats.", "Your plan allows up to 500 seats."),
    ("With Scale your limit is 250,000 rows.", "As it is, your limit is 250,000 rows."),
    ("Upgrade your plan for 250,000 rows.", "Your plan includes 250,000 rows."),
    ("Team has 100 GB, Scale has 2000 GB.", "Scale has 100 GB."),
    ("Your file has 7,200 rows.", "Your plan allows 1,000 rows."),
    ("You have Team with up to 20 seats.", "You have the Team plan with up to 500 seats."),
    ("Im Scale-Tarif sind es 250.000 Zeilen.", "Im Team-Tarif sind es 250.000 Zeilen."),
    ("You get 1,000 rows on Free.", "You get 5,000 rows on Free."),
    ("That is 100 GB on Team and 2000 GB on Scale.", "That is 2000 GB on Team."),
    ("Upgrade to Scale, which allows 250,000 rows.", "Upgrade to Scale, which allows 5,000 rows."),
    ("Then upgrade to Scale.", "Then upgrade to Atelier."),
    ("Scale supports 2160p.", "Team supports 2160p."),
    ("Scale costs $25.", "Scale costs $29."),
    ("Vous avez le forfait Team.", "Vous avez le forfait Scale."),
    ("Sie haben den Team-Tarif.", "Sie haben den Scale-Tarif."),
    ("Su plan Team permite 5.000 filas.", "Su plan Team permite 250.000 filas."),
]
NEIGHBOURS = [*TIMES, *WEEKDAYS, *LENGTHS, *NUMBERS, *KINDS, *PLANS]


@pytest.mark.parametrize(("true", "false"), NEIGHBOURS)
def test_a_true_sentence_gets_through_and_its_false_neighbour_does_not(true: str, false: str):
    assert failed_claims(true) == ()
    assert failed_claims(false) != ()


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        ("Job req_91 failed.", "Job req_91"),
        ("So your Team plan allows 250,000 rows.", "your Team plan allows 250,000"),
        ("On Friday, 8 January 2026, it failed.", "8 January 2026"),
    ],
)
def test_what_is_another_s_is_named_with_what_it_was_given_to(prose: str, claim: str):
    assert failed_claims(prose) == (claim,)


def test_a_weekday_that_the_user_said_may_be_said_again():
    said = "It stopped on Sunday at 9:55, on Monday, 2 February 2026 and on 3 March."
    assert failed_claims("You say: on Sunday at 9:55.", said) == ()
    assert failed_claims("You say: on Tuesday, 3 March.", said) == ()
    assert failed_claims("You say: on Saturday at 9:55.", said) == ("9:55",)
    assert failed_claims("You say: on Tuesday, 2 February 2026.", said) == ("2 February 2026",)


def test_a_limit_that_was_raised_for_the_user_is_his_plan_s():
    raised = lifelike.document(
        plan="pro", limits=({"limit": "maxUploadBytes", "current": 1, "max": 524288000},)
    )
    answer = Answer(content="Your Pro plan allows 500 MB.", confidence=0.5)
    assert ground(answer, snapshot=raised, conversation=()).claims_failed == ()
    usual = lifelike.document(plan="pro")
    assert ground(answer, snapshot=usual, conversation=()).claims_failed != ()


@pytest.mark.parametrize(
    "hostile",
    [
        "Your Team plan allows 250,000 rows, " * 800,
        "Your plan Team Scale Free is " * 1_000 + "9 MB",
        "job req_91 " * 2_500,
        "Monday, 8 January at 1h20m30 and 08.01. " * 600,
        "9 times the limit " * 1_500,
        "1.000.00" * 3_000,
        "segunda-feira-" * 2_000 + "8",
    ],
)
def test_hostile_prose_of_these_kinds_is_read_to_its_end(hostile: str):
    assert "job_9999" in failed_claims(f"See job_9999. {hostile}")
