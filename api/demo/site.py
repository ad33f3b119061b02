"""One run of the demo: where everything is, its secrets, its configuration, its users' tokens."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from api.auth import OLDEST
from api.demo.people import Person
from api.tokens import mint, new_operator_token, sha256_of

LOOPBACK: Final = "127.0.0.1"
TENANT: Final = "ten_demo"

_LINK_HOSTS: Final = (
    "docs.pinewell.example",
    "app.pinewell.example",
    "status.pinewell.example",
)


@dataclass(frozen=True, slots=True)
class Site:
    """Both ports, the folder that everything is kept in, and secrets made for this run alone."""

    port: int
    host_port: int
    folder: Path
    token_secret: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    service_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    operator_token: str = field(
        default_factory=lambda: new_operator_token(secrets.token_bytes)[0], repr=False
    )

    @property
    def gateway_url(self) -> str:
        """Where the gateway answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def host_url(self) -> str:
        """Where the host application answers."""
        return f"http://{LOOPBACK}:{self.host_port}"

    @property
    def operator_url(self) -> str:
        """Where operators sign in with the operator's token."""
        return f"{self.gateway_url}/operator"

    def audit(self, case_id: str) -> str:
        """Where an auditor reads what is on record of a case."""
        return f"{self.operator_url}/audit/cases/{case_id}"

    @property
    def origins(self) -> tuple[str, str]:
        """The origins of the demo's page: browsers tell one name of this machine from the other."""
        return self.host_url, f"http://localhost:{self.host_port}"

    @property
    def log(self) -> Path:
        """What the gateway prints."""
        return self.folder / "gateway.log"

    @property
    def tickets(self) -> Path:
        """The folder that escalated cases go to, a file each."""
        return self.folder / "tickets"

    @property
    def environ(self) -> dict[str, str]:
        """The variables that lead a command to this gateway's configuration and record."""
        return {
            "SUPPORT_GATEWAY_CONFIG": str(self.folder / "support-gateway.toml"),
            "SUPPORT_GATEWAY_DATABASE_URL": f"sqlite:///{self.folder / 'record.db'}",
        }

    def write_configuration(self) -> None:
        """Write the gateway's configuration, for one tenant and an operator."""
        text = f"""\
[tenants.{TENANT}]
name = "Pinewell"
token_secrets = [{_quoted(self.token_secret)}]
allowed_origins = [{", ".join(map(_quoted, self.origins))}]

[tenants.{TENANT}.host]
base_url = {_quoted(self.host_url)}
service_token = {_quoted(self.service_token)}
allow_private = true

[tenants.{TENANT}.answers]
link_hosts = [{", ".join(map(_quoted, _LINK_HOSTS))}]

[tenants.{TENANT}.tickets]
connector = "file"
directory = {_quoted(str(self.tickets))}

[operators.demo-desk]
token_sha256 = {_quoted(sha256_of(self.operator_token))}
roles = ["auditor", "analyst"]
tenants = ["{TENANT}"]
"""
        Path(self.environ["SUPPORT_GATEWAY_CONFIG"]).write_text(text, encoding="utf-8")

    def token_for(self, person: Person, now: datetime, *, seconds: int = OLDEST) -> str:
        """A widget token as the host application would sign it, good for so long."""
        return mint(
            tenant_id=TENANT,
            user_id=person.user_id,
            user_email=person.email,
            user_roles=person.roles,
            plan=person.plan,
            secret=SecretStr(self.token_secret),
            now=int(now.timestamp()),
            ttl=seconds,
        )


def _quoted(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for DEL, which no path or token holds.
    return json.dumps(text, ensure_ascii=False)
