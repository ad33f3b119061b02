"""Pinewell's changelog, today's incident included."""

from datetime import datetime, timedelta

from domain.model import iso
from domain.snapshot.shape import ChangelogEntry

STORAGE_REGION = "eu-2"
INCIDENT_AGE = timedelta(minutes=55)
"""How long the storage incident has been running."""


def changelog(now: datetime) -> tuple[ChangelogEntry, ...]:
    """The changelog as it stands at `now`, newest first."""
    incident = now - INCIDENT_AGE

    def entry(version: str, age: timedelta, summary: str) -> ChangelogEntry:
        return ChangelogEntry(version=version, date=(now - age).date().isoformat(), summary=summary)

    return (
        entry(
            "incident-2291",
            INCIDENT_AGE,
            f"Investigating: since {iso(incident)} file storage in region {STORAGE_REGION} answers "
            "late or not at all. Opening and saving files may fail with STORAGE_UNAVAILABLE. Other "
            "regions are not touched; no saved file is lost. Traffic is moving to standby storage.",
        ),
        entry(
            "4.18.2",
            timedelta(days=2),
            "Upload tray names the plan's limit when a file is refused.",
        ),
        entry(
            "4.18.0",
            timedelta(days=6),
            "PDF exports keep comments. Very large PDF exports may take longer to render.",
        ),
        entry(
            "4.17.3",
            timedelta(days=13),
            "Request access: members can ask a project's owners for a higher role.",
        ),
        entry(
            "4.17.0",
            timedelta(days=24),
            "Seats: pending invitations now expire after 14 days and free their seat.",
        ),
        entry("4.16.1", timedelta(days=38), "Fixed previews of rotated photographs."),
    )
