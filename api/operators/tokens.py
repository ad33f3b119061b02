"""Operator tokens: opaque, known by their SHA-256, each with roles and tenants."""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers

from api.errors import Forbidden, Unauthorized
from api.tokens import OPERATOR_PREFIX, sha256_of
from application.config.settings import Operator, OperatorRole

ALL_TENANTS: Final = "*"
LONGEST_TOKEN: Final = 512


@dataclass(frozen=True, slots=True)
class Viewer:
    """An operator who looks. `tenants` None is all of them."""

    name: str
    roles: frozenset[OperatorRole]
    tenants: frozenset[str] | None

    def may_be(self, role: OperatorRole) -> bool:
        """Tell whether the operator has the role; an admin has every role."""
        return role in self.roles or "admin" in self.roles

    def must_be(self, role: OperatorRole) -> None:
        """Raise `Forbidden` without the role."""
        if not self.may_be(role):
            raise Forbidden

    def sees(self, tenant_id: str) -> bool:
        """Tell whether a tenant is one of the operator's."""
        return self.tenants is None or tenant_id in self.tenants

    def among(self, tenant_id: str | None) -> frozenset[str] | None:
        """The tenants that are left when one is asked for: none, if it is not the operator's."""
        if tenant_id is None:
            return self.tenants
        return frozenset({tenant_id}) if self.sees(tenant_id) else frozenset()


class OperatorTokens:
    """Knows operators by their tokens."""

    def __init__(self, operators: Iterable[Operator]) -> None:
        """Take operators as they are configured."""
        self.trust(operators)

    def trust(self, operators: Iterable[Operator]) -> None:
        """Know these from now on, and no others."""
        self._operators = tuple(
            (
                operator.token_sha256,
                Viewer(
                    operator.name,
                    operator.roles,
                    None if ALL_TENANTS in operator.tenants else operator.tenants,
                ),
            )
            for operator in operators
        )

    def viewer(self, headers: Headers, role: OperatorRole | None) -> Viewer:
        """Say who looks; raises `Unauthorized`, and `Forbidden` without the role. None is any role.

        How long it takes does not tell how much of a digest was right, nor whose it is.
        """
        values = headers.getlist("authorization")
        if len(values) != 1:
            raise Unauthorized
        scheme, _, token = values[0].partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized
        viewer, _ = self.holder(token)
        if role is not None:
            viewer.must_be(role)
        return viewer

    def holder(self, token: str) -> tuple[Viewer, str]:
        """Whose a token is, and its SHA-256; raises `Unauthorized`."""
        if not token.startswith(OPERATOR_PREFIX) or len(token) > LONGEST_TOKEN:
            raise Unauthorized
        digest = sha256_of(token)
        viewer = self.found(lambda held: hmac.compare_digest(held, digest))
        if viewer is None:
            raise Unauthorized
        return viewer, digest

    def found(self, is_it: Callable[[str], bool]) -> Viewer | None:
        """The operator whose token's SHA-256 is the right one; every one of them is tried."""
        known = [viewer for held, viewer in self._operators if is_it(held)]
        return known[0] if known else None
