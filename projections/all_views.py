"""Every view that there is: those written with the events, and those that follow them."""

from application.event_store.append import CASE, MESSAGE
from application.event_store.sealing import InlineView
from projections.analytics.fold import Analytics
from projections.audit_views import AuditViews
from projections.case_details import CaseDetails
from projections.case_index import CaseIndex
from projections.owed import OWED, Owed
from projections.views import FollowedView

INLINE_VIEWS: tuple[InlineView, ...] = (CaseDetails(), Owed())
"""The views that are written with the events, in the order in which `CaseStore` holds them."""

FOLLOWED_VIEWS: tuple[FollowedView, ...] = (CaseIndex(), AuditViews(), Analytics())
"""The views that are written after the events."""

INLINE_NAMES = (CASE, MESSAGE, OWED)
"""What the former are called in storage; the details of a case are two of them."""
