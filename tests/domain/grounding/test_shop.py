"""A shop that ships: sums written as text, grams told in kilograms, plans of the host's own names.

Of each pair the first is so, and the second is not.
"""

import pytest

from domain.answer import Answer
from domain.grounding import ground
from domain.model import JSON
from tests.domain import lifelike


def parcel(name: str, description: str, **metadata: JSON) -> JSON:
    return {
        "type": "shipment",
        "id": name,
        "description": description,
        "status": "sent",
        "metadata": metadata,
    }


SNAPSHOT = lifelike.document(
    plan="growth-500",
    entities=(
        parcel(
            "shp-4001", "2 parcels to Oslo", weightGrams=18450, value="1299.00", track="NF4471NO"
        ),
        parcel("shp-4002", "1 parcel to Graz", weightGrams=2300, price="9.80", track="AP9912AT"),
        {
            "type": "invoice",
            "id": "inv-77",
            "status": "open",
            "metadata": {"total": "486.35", "paid": "86.00"},
        },
        {"type": "shop", "id": "main", "status": "active", "metadata": {"balance": "212.40"}},
    ),
    limits=({"limit": "labelsPerMonth", "current": 487, "max": 500},),
    docs=(
        {
            "id": "doc_1",
            "title": "Customs",
            "content": "The code needs 8 digits. A voided label goes back to the balance within 48 "
            "hours. A pack has 100 minutes.",
            "category": "guide",
        },
    ),
    rules={
        "plans": {
            "solo-50": {"labels": 50, "monthlyFeeEur": "15.00"},
            "growth-500": {"labels": 500, "monthlyFeeEur": "79.00"},
            "bulk": {"labels": 5000, "monthlyFeeEur": "349.00"},
        },
        "offers": [{"name": "growth-500"}, {"name": "fleet"}],
        "packPriceEur": 25,
    },
    catalogue=(),
)


def failed_claims(prose: str, *said: str) -> tuple[str, ...]:
    answer = Answer(content=prose, confidence=0.5)
    return ground(answer, snapshot=SNAPSHOT, conversation=said).claims_failed


SUMS = [
    ("The invoice inv-77 is open: 486.35 EUR.", "The invoice inv-77 is open: 496.35 EUR."),
    ("86.00 of 486.35 EUR are paid, so 400.35 are open.", "Of inv-77 410.35 EUR are open."),
    ("shp-4001 is worth 1,299.00 EUR.", "shp-4001 is worth 1,399.00 EUR."),
    ("Das Paket kostet 9,80 €.", "Das Paket kostet 7,80 €."),
    (
        "The invoice is 486.35 EUR and your balance 212.40 EUR, so 273.95 EUR are missing.",
        "The invoice is 486.35 EUR and your balance 212.40 EUR, so 373.95 EUR are missing.",
    ),
    ("Growth-500 costs 79 EUR a month.", "Growth-500 costs 97 EUR a month."),
    (
        "A pack has 100 minutes and costs 25 EUR, so two packs, 200 minutes, are 50 EUR.",
        "A pack has 100 minutes and costs 25 EUR, so seven packs, 200 minutes, are 50 EUR.",
    ),
]
WEIGHTS = [
    ("shp-4001 weighs 18.45 kg.", "shp-4001 weighs 18.95 kg."),
    ("It weighs 2.3 kg.", "It weighs 2.7 kg."),
    ("Es wiegt 18,4 Kilogramm.", "Es wiegt 16,4 Kilogramm."),
]
WHOSE = [
    (
        "For the two parcels to Oslo it is NF4471NO (Nordpost), for the parcel to Graz AP9912AT.",
        "For the two parcels to Oslo it is NF4471NO, for the parcel to Graz AP9999AT.",
    ),
    (
        "NF4471NO is for shp-4001, AP9912AT for shp-4002.",
        "AP9912AT is the number of shp-4001.",
    ),
]
PLANS = [
    ("You are on the growth-500 plan.", "You are on the solo-50 plan."),
    ("You're on growth-500.", "You're on bulk."),
    ("Your shop is on the growth-500 plan.", "Your shop is now on the fleet plan."),
    ("Your plan is growth-500, and not bulk.", "Your plan is bulk."),
    ("If your plan is bulk, you have 5,000.", "Your current plan: `bulk`."),
    ("You are not on the bulk plan. Bulk goods are slow.", "Your bulk plan is fine."),
    ("Ihr Tarif ist growth-500.", "Ihr Tarif ist bulk."),
    ("On growth-500 you have 500 labels.", "On growth-500 you have 5,000 labels."),
]
TO_COME = [
    ("In the last 3 days nothing failed.", "It will be deleted in 3 days."),
    ("The code needs 8 digits.", "The code needs 10 digits."),
]


@pytest.mark.parametrize(("true", "false"), [*SUMS, *WEIGHTS, *WHOSE, *PLANS, *TO_COME])
def test_what_is_so_is_told_from_what_is_not(true: str, false: str):
    asked = "What do 200 more minutes cost?"
    assert failed_claims(true, asked) == ()
    assert failed_claims(false, asked)


@pytest.mark.parametrize(
    "hostile",
    ["You are on the " * 2_000, "your plan is called " * 1_500, "for shp-4001 to " * 2_000],
)
def test_hostile_prose_of_these_kinds_is_read_to_its_end(hostile: str):
    assert "job_9999" in failed_claims(f"See job_9999. {hostile}")
