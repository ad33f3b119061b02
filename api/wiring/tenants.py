"""What each tenant brings, made when it is first asked for, and anew once its settings change."""

from collections.abc import Callable, Iterator, Mapping

from application.config import Tenant
from application.ports import TenantPorts


class Tenants(Mapping[str, TenantPorts]):
    """By their ids."""

    def __init__(self, make: Callable[[Tenant], TenantPorts]) -> None:
        """Know none yet; `make` is called in the event loop that serves."""
        self._make = make
        self._settings: dict[str, Tenant] = {}
        self._made: dict[str, TenantPorts] = {}

    def go_by(self, tenants: Mapping[str, Tenant]) -> None:
        """Go by these settings from now on; a tenant that has not changed keeps what it has.

        What a tenant that is gone is still owed is paid as long as this process lives.
        """
        for name, tenant in tenants.items():
            if self._settings.get(name) != tenant:
                self._made.pop(name, None)
        self._settings |= tenants

    def make_all(self) -> None:
        """Make what nobody has asked for yet."""
        for name in self:
            self[name]

    def __getitem__(self, name: str) -> TenantPorts:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._make(self._settings[name])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)
