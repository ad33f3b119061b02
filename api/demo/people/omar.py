"""Omar, who has two troubles at once: no free seat, and a card that the bank declines."""

from typing import Final

from api.demo import planted
from api.demo.diary import Diary
from api.demo.everyday import live
from api.demo.knowledge.rules import TEAM_SEATS
from api.demo.people.person import Person
from domain.snapshot.shape import LimitReached

_WORKSPACE: Final = "wsp_castellan"
_PROJECT: Final = "prj_due_diligence"
_INVOICE: Final = "inv_2026_0417"
_FILES: Final = ("fil_a10f33c2", "fil_a2b9e804", "fil_a37cd5f1")


def _tell(diary: Diary) -> None:
    live(diary, _PROJECT, _FILES)
    diary.features += ["comments", "share-links", "guests", "exports"]
    diary.owns(
        "workspace",
        _WORKSPACE,
        "Castellan Advisory",
        "active",
        {"plan": "team", "region": "us-1", "seatsUsed": TEAM_SEATS, "invitationsPending": 3},
    )
    diary.owns(
        "invoice",
        _INVOICE,
        "Team plan, 25 seats",
        "open",
        {"amount": "312.50", "currency": "USD", "attempts": 2},
    )
    diary.owns(
        "payment_method",
        "pm_7710",
        "Company card",
        "declined",
        {"cardNumber": planted.card_number(), "holder": "Omar Haddad", "expires": "09/28"},
    )
    diary.owns("project", _PROJECT, "Due diligence", "active", {"role": "owner", "files": 611})

    members = "/settings/members"
    for minutes in (28, 26, 5):
        request_id = diary.failed(
            diary.ago(minutes=minutes),
            f"POST /api/workspaces/{_WORKSPACE}/invitations",
            409,
            "SEAT_LIMIT_REACHED",
            resource_id=_WORKSPACE,
        )
        diary.did(
            diary.ago(minutes=minutes, seconds=4),
            "invitation_sent",
            members,
            element_id="invite-button",
            intent="invite nadia.rahal@castellan.example",
        )
        diary.did(
            diary.ago(minutes=minutes),
            "invitation_failed",
            members,
            intent="invite a colleague",
            request_id=request_id,
        )
    billing = "/settings/billing"
    opened = diary.served(diary.ago(minutes=21), "GET /api/billing/invoices")
    diary.did(diary.ago(minutes=21), "page_viewed", billing, request_id=opened)
    for minutes in (19, 15):
        request_id = diary.failed(
            diary.ago(minutes=minutes),
            "POST /api/billing/payments",
            402,
            "PAYMENT_CARD_DECLINED",
            resource_id=_INVOICE,
            timing_ms=1_630,
        )
        diary.did(
            diary.ago(minutes=minutes),
            "payment_failed",
            billing,
            element_id="pay-now",
            intent="pay for more seats",
            request_id=request_id,
        )
    diary.did(diary.ago(minutes=2), "help_opened", members, element_id="help-button")
    diary.sees("SEAT_LIMIT_REACHED", _WORKSPACE, diary.ago(minutes=5))
    diary.sees("PAYMENT_CARD_DECLINED", _INVOICE, diary.ago(minutes=15))
    diary.limits.append(LimitReached(limit="seatsMax", current=TEAM_SEATS, max=TEAM_SEATS))


OMAR: Final = Person(
    user_id="usr_omar",
    full_name="Omar Haddad",
    email="omar.haddad@castellan.example",
    country="US",
    roles=("owner",),
    plan="team",
    trouble="two at once: no seat is free, and his card is declined",
    question="Why can I not invite a colleague?",
    follow_up="And why does my payment fail?",
    error_codes=("SEAT_LIMIT_REACHED", "PAYMENT_CARD_DECLINED"),
    tell=_tell,
)
