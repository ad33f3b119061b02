"""What processes agree on beside the record: requests under way, leases, and tokens spent."""

from collections.abc import Mapping, Sequence
from datetime import date

from application.event_store.engine import Engine
from application.event_store.recorder import RememberedRow

_NONSENSE = 120
"""What is to run for so many times as long as a lease was written while a clock was wrong: no pause
is longer than half of that.
"""


class Coordination(Engine):
    """The rows that tell who works on what, and how much may still be spent."""

    # Requests that may come again

    async def select_remembered(self, request_id: str) -> RememberedRow | None:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT fingerprint, case_id, question_id, status, body, lease_until, created_at"
            " FROM remembered_requests WHERE id = ?",
            request_id,
        )
        return RememberedRow(*rows[0]) if rows else None

    async def renew_remembered(self, claims: Mapping[str, str], lease_until: int) -> None:
        """See `CaseRecorder`."""
        marks = ",".join(["(?, ?)"] * len(claims))
        await self.change(
            "UPDATE remembered_requests SET lease_until = ?"  # noqa: S608 - marks
            f" WHERE body IS NULL AND (id, claim) IN (VALUES {marks})",
            lease_until,
            *(text for claim in claims.items() for text in claim),
        )

    async def forget_remembered(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self.change("DELETE FROM remembered_requests WHERE created_at < ?", before)

    # Leases

    async def take_lease(
        self, name: str, holder: str, *, now: int, until: int, paused_before: int
    ) -> int | None:
        """See `CaseRecorder`."""
        rows = await self.change(
            "INSERT INTO leases AS l VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, since = excluded.since,"
            " until = excluded.until, attempts = l.attempts + 1"
            " WHERE l.until < ? OR l.holder = excluded.holder"
            " OR (l.holder IS NULL AND l.since <= ?)"
            " OR l.until > ? RETURNING attempts",
            *(name, holder, now, until, now, paused_before, now + _NONSENSE * (until - now)),
        )
        return rows[0][0] if rows else None

    async def renew_leases(
        self, names: Sequence[str], holder: str, *, now: int, until: int
    ) -> frozenset[str]:
        """See `CaseRecorder`."""
        marks = ",".join(["(?, ?, ?, ?, 1)"] * len(names))
        rows = await self.change(
            f"INSERT INTO leases AS l VALUES {marks}"  # noqa: S608 - marks
            " ON CONFLICT (name) DO UPDATE SET until = excluded.until"
            " WHERE l.holder = excluded.holder RETURNING name",
            *(value for name in names for value in (name, holder, now, until)),
        )
        return frozenset(row[0] for row in rows)

    async def end_lease(
        self, name: str, holder: str, *, now: int, paused_until: int | None
    ) -> None:
        """See `CaseRecorder`."""
        if paused_until is None:
            await self.change("DELETE FROM leases WHERE name = ? AND holder = ?", name, holder)
            return
        await self.change(
            "UPDATE leases SET holder = NULL, since = ?, until = ? WHERE name = ? AND holder = ?",
            *(now, paused_until, name, holder),
        )

    async def forget_leases(self, before: int) -> None:
        """See `CaseRecorder`."""
        await self.change("DELETE FROM leases WHERE until < ?", before)

    # Budgets

    async def reserve_tokens(self, tenant_id: str, day: date, tokens: int, limit: int) -> bool:
        """See `CaseRecorder`."""
        if tokens > limit:
            return False
        taken = await self.change(
            "INSERT INTO spent_tokens AS s VALUES (?, ?, ?) ON CONFLICT (tenant_id, day)"
            " DO UPDATE SET tokens = s.tokens + excluded.tokens"
            " WHERE s.tokens + excluded.tokens <= ? RETURNING tokens",
            *(tenant_id, day.isoformat(), tokens, limit),
        )
        return len(taken) == 1

    async def settle_tokens(self, tenant_id: str, day: date, tokens: int) -> None:
        """See `CaseRecorder`."""
        await self.change(
            "UPDATE spent_tokens SET tokens = CASE WHEN tokens + ? < 0 THEN 0 ELSE tokens + ? END"
            " WHERE tenant_id = ? AND day = ?",
            *(tokens, tokens, tenant_id, day.isoformat()),
        )

    async def select_spent_tokens(self, day: date) -> Mapping[str, int]:
        """See `CaseRecorder`."""
        rows = await self.rows(
            "SELECT tenant_id, tokens FROM spent_tokens WHERE day = ?", day.isoformat()
        )
        return {tenant_id: int(tokens) for tenant_id, tokens in rows}
