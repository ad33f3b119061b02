"""Settings and tenants: read once at the start, whole and valid, or refused with every mistake."""

from application.config.mistakes import CONFIG_VARIABLE, misspelt_variables, toml_key
from application.config.reading import Misconfigured, config_file, load
from application.config.settings import Operator, OperatorRole, RateLimits, Settings
from application.config.table import ID_DESCRIPTION, ID_PATTERN
from application.config.tenant import AnswerSettings, HostSettings, SnapshotSettings, Tenant
from application.config.tickets import ConnectorName, TicketSettings

__all__ = [
    "CONFIG_VARIABLE",
    "ID_DESCRIPTION",
    "ID_PATTERN",
    "AnswerSettings",
    "ConnectorName",
    "HostSettings",
    "Misconfigured",
    "Operator",
    "OperatorRole",
    "RateLimits",
    "Settings",
    "SnapshotSettings",
    "Tenant",
    "TicketSettings",
    "config_file",
    "load",
    "misspelt_variables",
    "toml_key",
]
