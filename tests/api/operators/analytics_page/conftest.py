"""A gateway on cases whose story is known, and the analyst's page of it."""

from collections.abc import Iterator

import pytest

from tests.api.operators.analytics_page.told_figures import JANUARY, Page, Reading, told_gateway
from tests.hosts import Host


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Reading]:
    """A gateway with the cases of January 2025."""
    with told_gateway(tmp_path_factory.mktemp("figures"), host) as reading:
        yield reading


@pytest.fixture(scope="package")
def january(told: Reading) -> Page:
    """The page of that month, for an operator who may see all tenants."""
    return told.page(JANUARY)
