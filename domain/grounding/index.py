"""Everything that is looked up in one snapshot, read when it is first asked for."""

from datetime import datetime
from itertools import islice
from typing import Final

from domain.cached import cached_property
from domain.grounding.belonging import Belonging
from domain.grounding.called import Called
from domain.grounding.check import Check
from domain.grounding.conclusions import Conclusions
from domain.grounding.evidence import EvidencePlaces
from domain.grounding.facts import ACTIVE_ERRORS, Citable, member, rows
from domain.grounding.neighbours import Neighbours
from domain.grounding.numbers import announced, shares
from domain.grounding.numbers.figures import Figures
from domain.grounding.numbers.left import Left
from domain.grounding.numbers.measures import Measures
from domain.grounding.numbers.used import Used
from domain.grounding.rules.guides import Guides
from domain.grounding.rules.negations import Negations
from domain.grounding.rules.permissions import Permissions
from domain.grounding.rules.plan_features import PlanFeatures
from domain.grounding.rules.plan_limits import PlanLimits
from domain.grounding.rules.releases import Releases
from domain.grounding.rules.series import Series
from domain.grounding.things.answered import Answered
from domain.grounding.things.commands import Commands
from domain.grounding.things.head_counts import HeadCounts
from domain.grounding.things.kind_counts import KindCounts
from domain.grounding.things.kinds import Kinds
from domain.grounding.things.menus import Menus
from domain.grounding.things.met_codes import MetCodes
from domain.grounding.things.namesakes import Namesakes
from domain.grounding.things.outcomes import Outcomes
from domain.grounding.things.own_plan import OwnPlan
from domain.grounding.things.plans import Plans
from domain.grounding.things.retries import Retries
from domain.grounding.things.row_counts import RowCounts
from domain.grounding.things.states import States
from domain.grounding.things.titles import Titles
from domain.grounding.things.user_roles import UserRoles
from domain.grounding.times import moments
from domain.grounding.times.ends import ends
from domain.grounding.times.known import KnownTimes, firsts_in
from domain.grounding.times.lengths import Lengths
from domain.grounding.times.local import LocalTimes
from domain.grounding.times.weekdays import Weekdays
from domain.model import JSON

_FEW: Final = 4
"""So many errors are reckoned from."""


class Index:
    """What is known of a document, which nobody may change meanwhile."""

    def __init__(self, snapshot: dict[str, JSON]) -> None:
        self.document = Citable(snapshot)
        self.places = EvidencePlaces(self.document)
        self.figures = Figures(self.document)
        self.plans = Plans(self.document)
        self.local_times = LocalTimes(self.document)
        # Checks that are asked for more than what is mistaken.
        self.kinds = Kinds(self.document)
        self.measures = Measures(self.document)
        self.conclusions = Conclusions(self.document)
        self.guides = Guides(self.document)
        called = Called(self.document)
        own_plan = OwnPlan(self.document)
        self.plan_limits = PlanLimits(self.document, self.plans, own_plan)
        self.checks: tuple[Check, ...] = (
            # What stands somewhere, but is another's than the prose has it.
            Belonging(self.document),
            Neighbours(self.document, called),
            self.measures,
            Lengths(self.document, self.measures),
            self.conclusions,
            self.kinds,
            Namesakes(self.document),
            Left(self.document),
            Used(self.document),
            announced,
            shares,
            self.guides,
            Series(self.document, self.plans),
            # What is said of states, roles, plans, rights, titles and days, and is not so.
            Answered(self.document),
            MetCodes(self.document),
            States(self.document, called),
            Outcomes(self.document),
            HeadCounts(self.document),
            RowCounts(self.document),
            KindCounts(self.document),
            Retries(self.document),
            UserRoles(self.document),
            own_plan,
            self.plan_limits,
            PlanFeatures(self.document, self.plans),
            Negations(self.document),
            Releases(self.document),
            Permissions(self.document),
            Titles(self.document),
            Menus(self.document),
            Commands(self.document),
            Weekdays(self.document),
        )
        """In the order in which an answer's `claims_failed` tell what they find."""

    @cached_property
    def times(self) -> KnownTimes:
        """The document's times, and those that the knowledge pack and the user's things tell."""
        document = self.document
        stamps = document.stamps.union(
            firsts_in(document.text, document.taken_at), ends(document.body)
        )
        under = ("/knowledgePack", "/productState/entities")
        return KnownTimes(stamps, document.strings(*under), document.taken_at)

    @cached_property
    def times_reckoned_from(self) -> list[datetime]:
        """What an answer may reckon from and not tell: when something will be, and when the errors
        came up that the user sees now, which can be tried again some time after.
        """
        errors = rows(self.document.body, *ACTIVE_ERRORS)
        came_up = (moments.parse(str(member(error, "occurredAt"))) for error in errors)
        return [*islice(filter(None, came_up), _FEW), *self.times.coming]

    @cached_property
    def times_of_guides(self) -> KnownTimes:
        """The times that documents and rules speak of."""
        document = self.document
        text = "\n".join(document.strings("/knowledgePack/docs", "/knowledgePack/runbooks"))
        return KnownTimes(moments.stamps_in(text), (text,), document.taken_at)
