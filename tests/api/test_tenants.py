"""What a tenant brings is made when it is first asked for, and anew once its settings change."""

from pathlib import Path
from typing import cast

import pytest

from api.wiring.tenants import Tenants
from application.config import Tenant, load
from application.ports import TenantPorts
from tests.gateway import tenant


class Making:
    """Makes something of each tenant, and keeps count."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, tenant: Tenant) -> TenantPorts:
        self.made.append(tenant.id)
        return cast("TenantPorts", object())


@pytest.fixture
def making() -> Making:
    """It has made nothing yet."""
    return Making()


@pytest.fixture
def tenants(making: Making, tmp_path: Path) -> Tenants:
    """Two tenants, of whom nobody has asked anything."""
    known = Tenants(making)
    known.go_by(configured(tmp_path, ten_a=8_001, ten_b=8_002))
    return known


def configured(folder: Path, **ports: int) -> dict[str, Tenant]:
    """Tenants whose host applications listen at these ports."""
    file = folder / "support-gateway.toml"
    file.write_text(
        "".join(
            tenant(name, secrets=["s" * 32], host_url=f"http://127.0.0.1:{port}", service_token="t")
            for name, port in ports.items()
        )
    )
    return dict(load({"SUPPORT_GATEWAY_CONFIG": str(file)}).tenants)


def test_nothing_is_made_before_it_is_asked_for_and_then_once(tenants: Tenants, making: Making):
    assert (set(tenants), making.made) == ({"ten_a", "ten_b"}, [])

    assert tenants["ten_a"] is tenants["ten_a"]
    assert making.made == ["ten_a"]

    tenants.make_all()
    assert making.made == ["ten_a", "ten_b"]


def test_who_has_not_changed_keeps_what_it_has(tenants: Tenants, making: Making, tmp_path: Path):
    kept, replaced = tenants["ten_a"], tenants["ten_b"]

    tenants.go_by(configured(tmp_path, ten_a=8_001, ten_b=9_002))

    assert tenants["ten_a"] is kept
    assert tenants["ten_b"] is not replaced
    assert making.made == ["ten_a", "ten_b", "ten_b"]


def test_who_is_gone_can_still_be_paid_and_who_never_was_cannot(tenants: Tenants, tmp_path: Path):
    gone = tenants["ten_b"]

    tenants.go_by(configured(tmp_path, ten_a=8_001))

    assert tenants["ten_b"] is gone
    assert tenants.get("ten_c") is None
