"""The figures of the store of a test."""

import pytest

from application.event_store.case_store import CaseStore
from projections.views import Views
from tests.projections.analytics.counted import Counted
from tests.projections.cases import Told


@pytest.fixture
def counted(told: Told, store: CaseStore, views: Views) -> Counted:
    """The figures of that store."""
    return Counted(told, store, views)
