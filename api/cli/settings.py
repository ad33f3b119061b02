"""The settings that a command works with."""

from api.cli.terminal import Stopped, Terminal
from application.config import Misconfigured, Settings, Tenant, load


def settings_of(terminal: Terminal) -> Settings:
    """What the environment and the file say; stops with a line a mistake if they are wrong."""
    try:
        return load(terminal.environ)
    except Misconfigured as wrong:
        raise Stopped(*wrong.mistakes) from None


def tenant_of(terminal: Terminal, command: str, tenant_id: str) -> Tenant:
    """The tenant that `--tenant` names; stops if there is none of that name."""
    tenants = settings_of(terminal).tenants
    tenant = tenants.get(tenant_id)
    if tenant is None:
        known = ", ".join(tenants)
        raise Stopped(
            f"support-gateway {command}: --tenant is none of the configured ones: {known}"
        )
    return tenant
